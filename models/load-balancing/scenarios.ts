/** Short runs, told one event at a time, that the tests play. */
import type { Scenario } from '@orrery/engine/model/scenario.ts'
import { params } from './params.ts'
import type { LoadWorld } from './state.ts'

const base = Object.fromEntries(Object.entries(params).map(([name, spec]) => [name, spec.default]))

export const scenarios: readonly Scenario<LoadWorld>[] = [
  {
    id: 'a-death',
    title: 'A server dies, and the balancer learns of it',
    model: 'load-balancing',
    setup: {
      params: { ...base, servers: 3, rate: 20, health: 300, strategy: 'least-connections' },
      without: [],
      seed: 1,
    },
    steps: [
      {
        id: 'calm',
        until: ({ ended }) => ended[0]! >= 3,
        expect: [{ claim: 'nothing was lost', holds: ({ ended }) => ended[3] === 0 }],
      },
      {
        id: 'dead',
        do: ['kill:S1'],
        until: ({ servers }) => servers.known[0] === 0,
        expect: [
          { claim: 'S1 is dead', holds: ({ servers }) => servers.alive[0] === 0 },
          { claim: 'and was sent requests that were lost', holds: ({ servers }) => servers.failed[0]! > 0 },
        ],
      },
      {
        id: 'spared',
        for: 300_000,
        expect: [
          { claim: 'S1 has nothing outstanding', holds: ({ servers }) => servers.outstanding[0] === 0 },
        ],
      },
    ],
  },
]
