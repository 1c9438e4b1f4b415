/** Named moments of the mutual exclusion. */
import type { Scenario } from '@orrery/engine/model/scenario.ts'
import type { MutexWorld } from './model.ts'
import type { MutexState } from './mutex.ts'

const params = { processes: 3, busy: false }

const statusOf = (world: MutexWorld, id: string): MutexState['status'] | undefined =>
  world.nodes[id]?.state?.status
const inside = (world: MutexWorld): readonly string[] =>
  Object.keys(world.nodes).filter((id) => statusOf(world, id) === 'inside')

/** The message of a kind that is under way on a link, as the target of an action. */
function messageOn(world: MutexWorld, from: string, to: string, kind: string): string {
  return world.flights.find((f) => f.from === from && f.to === to && f.message.kind === kind)?.id ?? 'none'
}

export const mutexScenarios: readonly Scenario<MutexWorld>[] = [
  {
    id: 'one-by-one',
    title: 'Two ask at once; one goes first',
    model: 'lamport-mutex',
    setup: { params, without: [], seed: 1 },
    steps: [
      {
        id: 'asked',
        do: ['ask:A:resource', 'ask:B:resource'],
        for: 8_000,
        expect: [
          {
            claim: 'Both requests have one time',
            holds: (w) => w.nodes['A']?.state?.clock === w.nodes['B']?.state?.clock,
          },
        ],
      },
      {
        id: 'first',
        until: (w) => inside(w).length > 0,
        expect: [
          { claim: 'A has the resource', holds: (w) => inside(w).join() === 'A' },
          { claim: 'B waits', holds: (w) => statusOf(w, 'B') === 'waiting' },
        ],
      },
      {
        id: 'second',
        until: (w) => statusOf(w, 'B') === 'inside',
        expect: [{ claim: 'A gave it back first', holds: (w) => inside(w).join() === 'B' }],
      },
      {
        id: 'done',
        until: (w) => w.flights.length === 0 && inside(w).length === 0,
        expect: [
          {
            claim: 'All queues are empty',
            holds: (w) => Object.values(w.nodes).every((node) => node.state?.queue.length === 0),
          },
        ],
      },
    ],
  },
  {
    id: 'one-stops-all',
    title: 'A process that stops stops everyone',
    model: 'lamport-mutex',
    setup: { params, without: [], seed: 1 },
    steps: [
      {
        id: 'stopped',
        do: ['pause:C', 'ask:A:resource'],
        for: 300_000,
        expect: [{ claim: 'A still waits for a word from C', holds: (w) => statusOf(w, 'A') === 'waiting' }],
      },
      {
        id: 'goes-on',
        do: ['resume:C'],
        until: (w) => statusOf(w, 'A') === 'inside',
      },
    ],
  },
  {
    id: 'without-fifo',
    title: 'An acknowledgement overtakes a request',
    model: 'lamport-mutex',
    setup: { params: { ...params, processes: 2 }, without: ['fifo'], seed: 1 },
    steps: [
      {
        id: 'overtaken',
        do: ['ask:A:resource', 'ask:B:resource', (w) => `hold:${messageOn(w, 'A', 'B', 'request')}`],
        until: (w) => w.flights.length === 1,
        expect: [
          {
            claim: 'B has an acknowledgement from A, and does not know that A asked',
            holds: (w) => statusOf(w, 'B') === 'waiting' && w.nodes['B']?.state?.queue.length === 1,
          },
        ],
      },
      {
        id: 'both',
        do: [(w) => `release:${messageOn(w, 'A', 'B', 'request')}`],
        until: (w) => inside(w).length === 2,
      },
    ],
  },
]
