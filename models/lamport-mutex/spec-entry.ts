import type { ModelEntry } from '../entry.ts'
import type { SpecWorld } from './spec.ts'
import { lamportMutexSpec } from './spec.ts'

export const entry: ModelEntry<SpecWorld> = {
  model: lamportMutexSpec,
  scenarios: [
    {
      id: 'entered',
      title: 'Somebody goes in, and comes out again',
      model: 'lamport-mutex-spec',
      setup: { params: { processes: 3 }, without: [], seed: 1 },
      steps: [
        {
          id: 'in',
          until: (world) => world.crit !== 0,
          expect: [
            { claim: 'All have acknowledged the request', holds: (world) => world.ack.includes(0b111) },
          ],
        },
        { id: 'out', until: (world) => world.crit === 0 },
      ],
    },
  ],
}
