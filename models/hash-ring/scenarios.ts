/** Runs with claims: what each strategy moves, and how even it is. */
import type { Scenario } from '@orrery/engine/model/scenario.ts'
import { capOf } from './bounded.ts'
import { fullest, percentOf, type HashRingWorld } from './world.ts'

const setup = (params: Readonly<Record<string, number | string>>, seed: number) => ({
  params: { servers: 4, points: 64, keys: 1000, strategy: 'ring', cap: 125, ...params },
  without: [],
  seed,
})

const share = ({ change }: HashRingWorld): number =>
  change === undefined ? 0 : change.moved / Math.max(1, change.keys)
const unevenness = (world: HashRingWorld): number =>
  ((world.loads[fullest(world)] ?? 0) * world.members.length) / world.hashes.length

export const scenarios: readonly Scenario<HashRingWorld>[] = [
  {
    id: 'modulo-storm',
    title: 'A server leaves a cluster that hashes mod N',
    model: 'consistent-hashing',
    setup: setup({ strategy: 'modulo' }, 1),
    steps: [
      {
        id: 'even',
        expect: [{ claim: 'loads are even', holds: (world) => unevenness(world) < 1.2 }],
      },
      {
        id: 'storm',
        do: ['leave:C'],
        expect: [
          { claim: 'about three keys in four move', holds: (world) => Math.abs(share(world) - 0.75) < 0.05 },
        ],
      },
      {
        id: 'back',
        do: ['join:C'],
        expect: [{ claim: 'and again as many', holds: (world) => share(world) > 0.7 }],
      },
    ],
  },
  {
    id: 'ring-join-leave',
    title: 'The ring: one joins, one leaves, a key is looked up',
    model: 'consistent-hashing',
    setup: setup({}, 1),
    steps: [
      {
        id: 'join',
        do: ['join:E'],
        expect: [
          {
            claim: 'the newcomer holds exactly what moved',
            holds: ({ change, loads }) => change?.moved === loads['E'],
          },
          { claim: 'about a fifth moved', holds: (world) => Math.abs(share(world) - 0.2) < 0.06 },
        ],
      },
      {
        id: 'leave',
        do: ['leave:B'],
        expect: [{ claim: 'about a fifth moved', holds: (world) => Math.abs(share(world) - 0.2) < 0.06 }],
      },
      {
        id: 'lookup',
        do: ['lookup:user:1100'],
        until: ({ lookup }) => lookup?.found !== undefined,
        expect: [
          {
            claim: 'it is found',
            holds: ({ lookup, owners }) => lookup?.found === owners[lookup?.key ?? -1],
          },
        ],
      },
    ],
  },
  {
    id: 'virtual-nodes',
    title: 'One point each, then 8, 64 and 256',
    model: 'consistent-hashing',
    setup: setup({ servers: 5, points: 1 }, 3),
    steps: [
      {
        id: 'one',
        expect: [{ claim: 'some server has half as much again', holds: (world) => unevenness(world) > 1.5 }],
      },
      { id: 'eight', do: ['points:8'] },
      { id: 'many', do: ['points:64'] },
      {
        id: 'most',
        do: ['points:256'],
        expect: [{ claim: 'loads are nearly even', holds: (world) => unevenness(world) < 1.2 }],
      },
    ],
  },
  {
    id: 'bounded',
    title: 'Bounded loads on a ring of few points',
    model: 'consistent-hashing',
    setup: setup({ servers: 5, points: 2, strategy: 'bounded' }, 3),
    steps: [
      {
        id: 'capped',
        expect: [
          {
            claim: 'the fullest is at its cap',
            holds: (world) =>
              world.loads[fullest(world)] ===
              capOf(world.hashes.length, world.members.length, percentOf(world.setup)),
          },
        ],
      },
      { id: 'join', do: ['join:F'] },
      { id: 'lookup', do: ['lookup:user:1100'], until: ({ lookup }) => lookup?.found !== undefined },
    ],
  },
  {
    id: 'compared',
    title: 'The same five servers by six placements; each loses C',
    model: 'consistent-hashing',
    setup: setup({ servers: 5 }, 7),
    steps: [
      { id: 'ring', do: ['leave:C'], expect: [{ claim: 'few move', holds: (world) => share(world) < 0.3 }] },
      {
        id: 'rendezvous',
        do: ['place:rendezvous', 'join:C', 'leave:C'],
        expect: [{ claim: 'few move', holds: (world) => share(world) < 0.3 }],
      },
      {
        id: 'jump',
        do: ['place:jump', 'join:C', 'leave:A'],
        expect: [
          { claim: 'jump hash cannot lose its first server cheaply', holds: (world) => share(world) > 0.6 },
        ],
      },
      {
        id: 'maglev',
        do: ['place:maglev', 'join:A', 'leave:B'],
        expect: [
          {
            claim: 'Maglev moves a few more than it must',
            holds: ({ change, was }) =>
              (change?.moved ?? 0) > was.filter((owner) => owner === 'B').length &&
              (change?.moved ?? 0) < 400,
          },
        ],
      },
    ],
  },
]
