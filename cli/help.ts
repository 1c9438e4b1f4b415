/** The help, by command. */

export const help: Readonly<Record<string, string>> = {
  orrery: `orrery: working models of computer systems, without a browser

  orrery models                 what there is: models, their parameters, rules and properties
  orrery run MODEL              run it from a seed; print what happens
  orrery explore MODEL          search all its runs, within bounds, for one that breaks a promise
  orrery check FILE             is this history of operations linearizable?

  --json                        for machines: one JSON value on standard output, nothing else
  --help                        this, or the help of a command

Examples
  orrery run raft --seed 7 --for 1s
  orrery explore two-phase-commit --param participants=3
  orrery explore raft --without commit-current-term
  orrery check history.jsonl --model cas-register
`,
  models: `orrery models [--json]

Lists the models, each with its parameters (range and default), the rules that can be switched off, the
properties that are judged, its scenarios, and the bounds of its exploration.
`,
  run: `orrery run MODEL [options]

Runs a model and prints its events as they happen, then its properties and the fingerprint of the whole
history. Equal options give equal histories, here and in a browser.

  --scenario S           run this scenario of the model instead of running freely
  --seed N               0 to 4294967295 (default 1, or the scenario's)
  --param NAME=VALUE     set a parameter (may be repeated)
  --without RULE         switch a rule off (may be repeated)
  --for DURATION         simulated time: 300us, 20ms, 5s, 2m (default 2s, or to the scenario's end)
  --export FILE          also write the run: .svg (its last scene), .json (the trace), .shiviz (for ShiViz)
  --json                 one object on standard output

Exit status: 0 all properties held, 1 one was violated or a scenario's claim failed, 2 bad usage.
`,
  explore: `orrery explore MODEL [options]

Searches all runs, within bounds, breadth first: the first run found that breaks a property is a shortest one.
One rule switched off, and nothing else said, searches where that rule's counterexample is known to lie.

  --param NAME=VALUE     set a parameter (may be repeated)
  --without RULE         switch a rule off (may be repeated)
  --property P           judge this property alone
  --bound NAME=N         depth, seconds, memory (MB), a bound of the model, or at most N actions of a type,
                         as crash=1 (may be repeated)
  --max-states N         give up after so many distinct states
  --grain G              actions (each a step) or rounds (the model's coarser steps, such as an election)
  --strategy S           breadth-first, or random-walk with the counterexample made minimal
  --seed N               of the random walk (default 1)
  --json                 one object: model, params, without, verdict, property, distinct, generated, depth,
                         seconds, bounds, steps

Exit status: 0 holds within the bounds, 1 violated, 2 bad usage, 3 gave up. Ctrl-C gives up.
`,
  check: `orrery check FILE [options]

Judges a history of operations: could each have taken effect at one instant between its call and its end, in
an order that a single copy of the data allows? FILE holds JSON lines in Jepsen's terms (- reads standard
input), in the order in which they happened:

  {"process": 0, "type": "invoke", "f": "write", "value": 1}
  {"process": 0, "type": "ok",     "f": "write", "value": 1}

The type of an end is ok (it happened), fail (it did not) or info (nobody knows: it may have happened, then or at
any later time, or never). An operation that does not end counts as info. With "key", keys are judged apart.

  --model M              register (read, write; the default), cas-register (and cas, value [old, new]),
                         kv (get, put, append; each with a key)
  --export FILE.svg      also draw it: where the order stops, and what cannot come next
  --bound NAME=N         give up after so many seconds (60), MB of memory (512) or steps (may be repeated)
  --json                 one object: verdict, seconds, model, operations, steps; order, or key, prefix, state, stuck

Exit status: 0 yes, 1 no, 2 malformed (naming the line) or bad usage, 3 gave up. Ctrl-C gives up.
`,
}
