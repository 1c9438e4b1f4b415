/** Runs worth keeping. */
import type { Scenario } from '@orrery/engine/model/scenario.ts'
import { continues, peek } from './properties.ts'
import { phaseOf, starts, strongest, trainings, type AttentionWorld } from './world.ts'

const setup = { params: { start: starts[0], training: trainings[0] }, without: [], seed: 1 }
export const reached = (id: string) => (world: AttentionWorld) => phaseOf(world).id === id

export const scenarios: readonly Scenario<AttentionWorld>[] = [
  {
    id: 'induction',
    title: 'It says what followed last time',
    model: 'attention',
    setup,
    steps: [
      {
        id: 'previous',
        until: reached('softmax:1'),
        expect: [
          {
            claim: 'In layer 1 a position looks at the one before it most',
            holds: (world) => strongest(world, 0, 1, 6).most === 5,
          },
        ],
      },
      {
        id: 'induction',
        until: reached('softmax:2'),
        expect: [
          {
            claim: 'In layer 2 the last a looks at what followed the first a',
            holds: (world) => strongest(world, 1, 1, 6).most === 3,
          },
        ],
      },
      { id: 'said', until: reached('choose'), expect: [{ claim: 'It says d', holds: continues }] },
      {
        id: 'edited',
        do: ['set:4:g'],
        expect: [{ claim: 'With g for d, it says g', holds: continues }],
      },
    ],
  },
  {
    id: 'peeking',
    title: 'Trained with the answer in sight',
    model: 'attention',
    setup: { params: { start: starts[0], training: trainings[1] }, without: ['causal-mask'], seed: 1 },
    steps: [
      {
        id: 'seen',
        until: reached('choose'),
        expect: [
          { claim: 'Earlier positions depend on later letters', holds: (world) => peek(world) !== undefined },
        ],
      },
    ],
  },
]
