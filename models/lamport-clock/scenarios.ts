/** Named moments of the clocks. */
import type { Scenario } from '@orrery/engine/model/scenario.ts'
import { happenedBefore, vectorBelow } from './causality.ts'
import type { ClockWorld } from './properties.ts'
import { concurrentPair, reversedPair, tiedPair } from './properties.ts'

const params = { processes: 3, busy: false, skew: 80 }

export const clockOf = (world: ClockWorld, id: string): number => world.nodes[id]?.state?.clock ?? 0
export const arrived = (world: ClockWorld): boolean => world.flights.length === 0

export const clockScenarios: readonly Scenario<ClockWorld>[] = [
  {
    id: 'wall-clocks-disagree',
    title: 'Wall clocks put the effect before its cause',
    model: 'lamport-clock',
    setup: { params, without: [], seed: 1 },
    steps: [
      { id: 'sent', do: ['ask:A:send-B'], for: 6_000 },
      {
        id: 'received',
        until: arrived,
        expect: [
          {
            claim: 'By wall clock B received it before A sent it',
            holds: (w) => reversedPair(w) !== undefined,
          },
          { claim: 'By Lamport clock B received it after', holds: (w) => clockOf(w, 'B') > clockOf(w, 'A') },
        ],
      },
    ],
  },
  {
    id: 'order-without-cause',
    title: 'Ordered times, unrelated events',
    model: 'lamport-clock',
    setup: { params, without: [], seed: 1 },
    steps: [
      { id: 'apart', do: ['ask:A:local', 'ask:C:local', 'ask:C:local'] },
      {
        id: 'concurrent',
        expect: [
          {
            claim: 'Concurrent events have ordered Lamport times',
            holds: (w) => concurrentPair(w) !== undefined,
          },
          {
            claim: 'Their vectors are not ordered',
            holds: (w) => {
              const pair = concurrentPair(w)
              return pair !== undefined && !vectorBelow(pair[0].vector, pair[1].vector)
            },
          },
          { claim: 'Two events share a Lamport time', holds: (w) => tiedPair(w) !== undefined },
        ],
      },
      {
        id: 'joined',
        do: ['ask:A:send-B', 'ask:C:send-B'],
        until: arrived,
        expect: [
          {
            claim: 'B has now heard of every earlier event',
            holds: ({ ghost: { events } }) => {
              const before = happenedBefore(events)
              return events.every((_, i) => i === events.length - 1 || before(i, events.length - 1))
            },
          },
        ],
      },
    ],
  },
  {
    id: 'without-maximum',
    title: 'Without the maximum, a receipt no later than its send',
    model: 'lamport-clock',
    setup: { params, without: ['maximum-on-receive'], seed: 1 },
    steps: [
      { id: 'ahead', do: ['ask:A:local', 'ask:A:local', 'ask:A:send-B'] },
      {
        id: 'late',
        until: arrived,
        expect: [
          { claim: 'B received it at a lower Lamport time', holds: (w) => clockOf(w, 'B') < clockOf(w, 'A') },
        ],
      },
    ],
  },
  {
    id: 'busy',
    title: 'Three processes that act on their own',
    model: 'lamport-clock',
    setup: { params: { ...params, busy: true }, without: [], seed: 7 },
    steps: [
      {
        id: 'a-while',
        for: 400_000,
        expect: [
          {
            claim: 'Every process had events',
            holds: (w) => ['A', 'B', 'C'].every((id) => clockOf(w, id) > 0),
          },
          { claim: 'Some are concurrent, with ordered times', holds: (w) => concurrentPair(w) !== undefined },
        ],
      },
    ],
  },
]
