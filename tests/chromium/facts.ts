/**
 * What must come out the same wherever it is computed. `facts` runs in Node and in Chromium; the test
 * compares the two. All plain data, so that one can be sent to the other.
 */
import { explore } from '@orrery/engine/explore/explore.ts'
import { questionOf } from '@orrery/engine/explore/question.ts'
import { checkSetup } from '@orrery/engine/model/check.ts'
import { hashOf } from '@orrery/engine/model/fingerprint.ts'
import { between, draw, streamOf } from '@orrery/engine/model/random.ts'
import { sample, type Distribution } from '@orrery/engine/simulate/distribution.ts'
import { createHistory } from '@orrery/engine/simulate/history.ts'
import { run, runScenario } from '@orrery/engine/simulate/run.ts'
import { models } from '@orrery/models/index.ts'
import type { ModelEntry } from '@orrery/models/entry.ts'

export type Facts = Record<string, string | number>

const distributions: readonly Distribution[] = [
  { kind: 'uniform', low: 1, high: 1_000_000 },
  { kind: 'exponential', mean: 15_000 },
  { kind: 'lognormal', median: 15_000, sigma: 0.7 },
  { kind: 'pareto', scale: 1000, shape: 1.5 },
]

/** Draws and hashes, folded into one number each. */
function arithmetic(): Facts {
  const facts: Facts = {}
  for (const distribution of distributions) {
    let folded = 0
    for (let i = 0; i < 20_000; i++)
      folded = hashOf([folded, sample(distribution, draw(7, streamOf(distribution.kind), i))])
    facts[`draws: ${distribution.kind}`] = folded
  }
  facts['between'] = between(draw(1, 2, 3), 0, 1_000_000_007)
  facts['hash of odd values'] = hashOf([
    0,
    -0,
    0.1,
    1e300,
    NaN,
    Infinity,
    'é😀',
    null,
    undefined,
    true,
    { a: [], b: {} },
  ])
  facts['hash of sets'] = hashOf([
    new Set([3, 1, 2]),
    new Map([
      ['x', 1],
      ['a', 2],
    ]),
  ])
  return facts
}

/** A scenario that does not run fails one test, not all. */
function told(run: () => number): string | number {
  try {
    return run()
  } catch (error) {
    return String(error)
  }
}

/** A free run with a fault in the middle, every scenario, and a bounded search of each model. */
export async function facts(): Promise<Facts> {
  const all = arithmetic()
  for (const [id, load] of Object.entries(models)) {
    const { model, scenarios } = (await load()) as ModelEntry
    for (const seed of [1, 4294967295]) {
      const setup = checkSetup(model, { seed })
      let history = run(model, setup, { for: 1_000_000, most: 3000 })
      const fault = model.actions(history.world(history.length)).find(({ by }) => by === 'fault')
      if (fault !== undefined) history = history.take(fault)
      for (let i = 0; i < 500; i++) history = history.advance() ?? history
      all[`${id}: seed ${seed}, ${history.length} actions`] = history.fingerprint()
    }
    for (const scenario of scenarios)
      all[`${id}: scenario ${scenario.id}`] = told(() => runScenario(scenario, model).history.fingerprint())
    const setup = checkSetup(model)
    const question = questionOf(model, setup)
    const search = explore(
      model,
      { ...question, bounds: { ...question.bounds, maxStates: 3000 } },
      { now: () => 0 },
    )
    let next = search.next()
    while (!next.done) next = search.next()
    const { verdict, distinct, generated, depth, steps } = next.value
    all[`${id}: explored`] = JSON.stringify({ verdict, distinct, generated, depth, steps })
    all[`${id}: first world`] = model.fingerprint(createHistory(model, setup).world(0))
  }
  return all
}
