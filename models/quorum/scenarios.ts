/** Runs that are told: for the command line, the golden pictures and the tests. */
import type { Params } from '@orrery/engine/model/params.ts'
import type { Scenario, ScenarioStep } from '@orrery/engine/model/scenario.ts'
import { paramsWith } from './params.ts'
import { judgementOf } from './properties.ts'
import { replicaNames } from './quorums.ts'
import type { QuorumWorld } from './state.ts'
import { pairAt } from './state.ts'

type Step = ScenarioStep<QuorumWorld>

export const holdersOf = (world: QuorumWorld, value: string): readonly string[] =>
  replicaNames(world.setup.params).filter((id) => pairAt(world, id).value === value)

export const lastOperation = (world: QuorumWorld) => world.operations.at(-1)
export const answered = (world: QuorumWorld): boolean =>
  world.operations.every(({ completed }) => completed !== undefined)
export const isLinearizable = (world: QuorumWorld): boolean => judgementOf(world.operations).verdict === 'yes'

/** The message of this kind between these two, as an id. */
export const flightId = (world: QuorumWorld, type: string, from: string, to: string): string =>
  world.flights.find((each) => each.message.type === type && each.from === from && each.to === to)?.id ?? ''

const write: Step = {
  id: 'write',
  do: ['ask:w1:write'],
  until: answered,
  expect: [
    { claim: 'a write quorum has stored it', holds: (world) => holdersOf(world, 'b').length >= 2 },
    { claim: 'it has version 1', holds: (world) => lastOperation(world)?.reply?.number === 1 },
  ],
}

const read = (id: string, client: string, value: string): Step => ({
  id,
  do: [`ask:${client}:read`],
  until: answered,
  expect: [
    { claim: `${client} reads ${value}`, holds: (world) => lastOperation(world)?.reply?.value === value },
    { claim: 'one copy explains it', holds: isLinearizable },
  ],
})

function scenario(
  id: string,
  title: string,
  steps: readonly Step[],
  changed: Params = {},
  without: readonly string[] = [],
): Scenario<QuorumWorld> {
  return { id, title, model: 'quorum', setup: { params: paramsWith(changed), without, seed: 3 }, steps }
}

export const scenarios: readonly Scenario<QuorumWorld>[] = [
  scenario('write-and-read', 'A majority writes, a majority reads', [
    write,
    read('read', 'r1', 'b'),
    {
      id: 'settle',
      until: (world) => holdersOf(world, 'b').length === 3,
      expect: [{ claim: 'all replicas hold it', holds: (world) => holdersOf(world, 'b').length === 3 }],
    },
  ]),

  scenario('one-down', 'A replica is down, comes back old, and is repaired by a read', [
    { id: 'down', do: ['crash:C'] },
    write,
    {
      id: 'back',
      do: ['restart:C'],
      expect: [{ claim: 'C holds the old value', holds: (world) => pairAt(world, 'C').value === 'a' }],
    },
    read('read', 'r1', 'b'),
    {
      id: 'repair',
      for: 200_000,
      expect: [{ claim: 'C holds the new value', holds: (world) => pairAt(world, 'C').value === 'b' }],
    },
  ]),

  scenario(
    'two-writers',
    'Two writers at once, and three readers who agree on the order',
    [
      { id: 'both', do: ['ask:w1:write', 'ask:w2:write'], until: answered },
      { id: 'first', do: ['ask:r1:read', 'ask:r2:read'], until: answered },
      {
        id: 'second',
        do: ['ask:w1:write', 'ask:r3:read'],
        until: answered,
        expect: [
          { claim: 'one copy explains all of it', holds: isLinearizable },
          {
            claim: 'the third write has a higher version than both',
            holds: (world) =>
              world.operations.some(({ request, reply }) => request.kind === 'write' && reply?.number === 2),
          },
        ],
      },
    ],
    { replicas: 5, readQuorum: 3, writeQuorum: 3, writers: 2, readers: 3 },
  ),

  scenario(
    'stale-read',
    'One of two writes, the other is read',
    [
      {
        id: 'send',
        do: ['ask:w1:write', (world) => `hold:${flightId(world, 'store', 'w1', 'B')}`],
        until: answered,
      },
      {
        id: 'ask',
        do: ['ask:r1:read', (world) => `hold:${flightId(world, 'ask', 'r1', 'A')}`],
        until: answered,
        expect: [
          {
            claim: 'the reader misses the write',
            holds: (world) => lastOperation(world)?.reply?.value === 'a',
          },
          { claim: 'no copy could have answered so', holds: (world) => !isLinearizable(world) },
        ],
      },
    ],
    { replicas: 2, readQuorum: 1, writeQuorum: 1, readers: 1, readRepair: false },
    ['overlap'],
  ),
]
