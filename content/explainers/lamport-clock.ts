/** Order without synchronised clocks: Lamport's clocks, what they promise, and what they do not. */
import { happenedBefore, vectorBelow } from '@orrery/models/lamport-clock/causality.ts'
import {
  clockProperties,
  concurrentPair,
  reversedPair,
  tiedPair,
  written,
  type ClockWorld,
} from '@orrery/models/lamport-clock/properties.ts'
import { arrived, clockOf } from '@orrery/models/lamport-clock/scenarios.ts'
import type { Explainer } from '../types.ts'

type ClockEvent = ClockWorld['ghost']['events'][number]

/** The latest event of a kind at a process. */
function latest(world: ClockWorld, process: string, kind?: ClockEvent['kind']): ClockEvent {
  const event = world.ghost.events.findLast((e) => e.process === process && (kind ?? e.kind) === e.kind)
  if (event === undefined) throw new Error(`${process} has had no such event`)
  return event
}

/** Such a pair of events as the step is about; the step's expectations say that there is one. */
function found(pair: readonly [ClockEvent, ClockEvent] | undefined): readonly [ClockEvent, ClockEvent] {
  if (pair === undefined) throw new Error('this run has no such pair of events')
  return pair
}

/** An event by its name, which points at it. */
const linked = ({ id }: ClockEvent): string => `[${id}](@${id})`

/** The last two receipts of C, in the order in which they came. */
function lastTwoOfC({ ghost }: ClockWorld): readonly (ClockEvent | undefined)[] {
  return ghost.events.filter((event) => event.process === 'C' && event.kind === 'receive').slice(-2)
}

const holds = (id: string) => (world: ClockWorld) => {
  const property = clockProperties.find((each) => each.id === id)
  return property?.kind === 'always' && property.violation(world) === undefined
}

export const explainer: Explainer<ClockWorld> = {
  kind: 'explainer',
  slug: 'lamport-clock',
  title: 'Lamport Clock',
  description: 'How processes agree on an order of events without agreeing on the time of day.',
  group: 'Explainers',
  scenario: {
    id: 'lamport-clock-explained',
    title: 'Lamport clocks, step by step',
    model: 'lamport-clock',
    setup: { params: { processes: 3, busy: false, skew: 80 }, without: [], seed: 1 },
  },
  view: 'space-time',
  pace: 29_000,
  steps: [
    {
      id: 'problem',
      title: 'Wall clocks disagree',
      view: 'wall',
      do: ['ask:A:send-B'],
      until: arrived,
      caption: (world) =>
        `[A](@A) sends to [B](@B) at ${latest(world, 'A').wall} ms by its wall clock. B receives it at ${latest(world, 'B').wall} ms by its own. Effect precedes cause.`,
      expect: [
        { claim: 'By wall clock, B received before A sent', holds: (w) => reversedPair(w) !== undefined },
      ],
      highlight: ['A1', 'B1'],
    },
    {
      id: 'cast',
      title: 'Processes and events',
      do: ['ask:C:local'],
      caption:
        'Three processes, a line each. Filled dots are sends, hollow ones receipts, diamonds local events. The numbers are *logical* times.',
      expect: [
        { claim: 'There are three processes', holds: (w) => Object.keys(w.nodes).length === 3 },
        {
          claim: 'Each kind of event is on view',
          holds: ({ ghost }) => new Set(ghost.events.map((event) => event.kind)).size === 3,
        },
      ],
      highlight: ['A1', 'B1', 'C1'],
    },
    {
      id: 'tick',
      title: 'Tick between events',
      do: ['ask:A:local'],
      caption: (world) =>
        `Each process ticks its own clock between any two events. The next event of [A](@A), a local one, gets time ${latest(world, 'A').time}.`,
      expect: [
        {
          claim: 'A has had two events, at times 1 and 2',
          holds: ({ ghost }) =>
            ghost.events.flatMap((e) => (e.process === 'A' ? [e.time] : [])).join() === '1,2',
        },
      ],
      highlight: ['A2'],
    },
    {
      id: 'stamp',
      title: 'Messages carry time',
      do: ['ask:A:send-B'],
      for: 8_000,
      caption: (world) =>
        `A message carries the time of its send: this one says ${world.flights[0]?.message.stamp ?? ''}. The clock of [B](@B) still shows ${clockOf(world, 'B')}.`,
      expect: [
        { claim: 'The message says 3', holds: (w) => w.flights[0]?.message.stamp === 3 },
        { claim: 'B shows 2', holds: (w) => clockOf(w, 'B') === 2 },
      ],
      highlight: (world) => ['B', ...world.flights.map((flight) => flight.id)],
    },
    {
      id: 'maximum',
      title: 'Take the maximum',
      until: arrived,
      prediction: {
        question: 'The clock of B shows 2 and the message says 3. What time does the receipt get?',
        options: [
          {
            text: '3',
            right: false,
            why: 'Then cause and effect would share a time: the send has 3 already.',
          },
          { text: '4', right: true, why: 'One more than the larger of 2 and 3, so later than both.' },
          { text: '5', right: false, why: 'Late enough, but passing the larger by one tick will do.' },
        ],
      },
      caption: (world) =>
        `[B](@B) takes the larger of the two, ${latest(world, 'B').stamp ?? ''}, and ticks. Its receipt has time ${latest(world, 'B').time}, later than the send that caused it.`,
      expect: [
        { claim: 'The receipt has time 4', holds: (w) => latest(w, 'B', 'receive').time === 4 },
        { claim: 'C still shows 1', holds: (w) => clockOf(w, 'C') === 1 },
      ],
      highlight: ['A3', 'B2'],
    },
    {
      id: 'chain',
      title: 'The clock condition',
      do: ['ask:B:send-C'],
      until: arrived,
      caption: (world) =>
        `[B](@B) tells [C](@C), whose clock leaps from 1 to ${clockOf(world, 'C')}. Whatever happened before an event has a lower time: the *clock condition*.`,
      expect: [
        { claim: 'The clock of C passed that of B', holds: (w) => clockOf(w, 'C') === clockOf(w, 'B') + 1 },
        {
          claim: 'The last event of A happened before the last of C, through B',
          holds: ({ ghost: { events } }) => {
            const place = (id: string): number => events.findIndex((event) => event.id === id)
            return happenedBefore(events)(place('A3'), place('C2'))
          },
        },
      ],
      properties: ['clock-condition'],
      highlight: ['A3', 'B2', 'B3', 'C2'],
    },
    {
      id: 'overtake',
      title: 'Messages out of order',
      do: ['ask:A:send-C', 'ask:A:send-C'],
      until: arrived,
      caption: (world) => {
        const [first, second] = lastTwoOfC(world)
        return `[A](@A) sends twice and the network swaps the two: ${first?.stamp ?? ''} arrives before ${second?.stamp ?? ''}. No harm: the clock of [C](@C) only moves forward.`
      },
      expect: [
        {
          claim: 'The later message arrived first',
          holds: (w) => (lastTwoOfC(w)[0]?.stamp ?? 0) > (lastTwoOfC(w)[1]?.stamp ?? 0),
        },
        { claim: 'The clock condition holds', holds: holds('clock-condition') },
        { claim: 'The vectors still tell all', holds: holds('vectors-characterise') },
      ],
      properties: ['clock-condition', 'vectors-characterise', 'total-order'],
      highlight: ['C3', 'C4'],
    },
    {
      id: 'order',
      title: 'One order for all',
      view: 'order',
      caption: (world) => {
        const [a, b] = found(tiedPair(world))
        return `Times can tie: ${linked(a)} and ${linked(b)} both have ${a.time}. Breaking ties by name puts all events in one order that everyone agrees on.`
      },
      expect: [
        { claim: 'Two events share a time', holds: (w) => tiedPair(w) !== undefined },
        { claim: 'The total order never reverses cause and effect', holds: holds('total-order') },
      ],
      properties: ['total-order'],
      highlight: (world) => found(tiedPair(world)).map((event) => event.id),
    },
    {
      id: 'limit',
      title: 'Order is not cause',
      caption: (world) => {
        const [a, b] = found(concurrentPair(world))
        return `Yet ${linked(a)} at ${a.time} did not lead to ${linked(b)} at ${b.time}: no path of messages joins them. A lower time proves no cause.`
      },
      expect: [
        { claim: 'Concurrent events have ordered times', holds: (w) => concurrentPair(w) !== undefined },
      ],
      properties: ['ordered-yet-concurrent'],
      highlight: (world) => found(concurrentPair(world)).map((event) => event.id),
    },
    {
      id: 'vectors',
      title: 'Vector clocks tell',
      view: 'vectors',
      caption: (world) => {
        const [a, b] = found(concurrentPair(world))
        return `Vector clocks can tell: of ${written(a.vector)} and ${written(b.vector)} neither is below the other. Their price is a number per process on every message.`
      },
      expect: [
        {
          claim: 'Neither vector is below the other',
          holds: (w) => {
            const [a, b] = found(concurrentPair(w))
            return !vectorBelow(a.vector, b.vector) && !vectorBelow(b.vector, a.vector)
          },
        },
        {
          claim: 'A vector has an entry for each process',
          holds: (w) =>
            w.ghost.events.every((e) => Object.keys(e.vector).length === Object.keys(w.nodes).length),
        },
      ],
      properties: ['vectors-characterise'],
      highlight: (world) => found(concurrentPair(world)).map((event) => event.id),
    },
    {
      id: 'break-it',
      title: 'Break it',
      caption:
        'Now switch off one rule, *take the maximum*, and search. The shortest bad run has an effect no later than its cause.',
      breakIt: {
        rule: 'maximum-on-receive',
        text: 'Look at the time of the receipt, and at the time that its message carries. Two steps are enough.',
      },
      expect: [{ claim: 'With the rule on, this run kept its promise', holds: holds('clock-condition') }],
      properties: ['clock-condition'],
    },
    {
      id: 'recap',
      title: 'What to remember',
      caption:
        'Order comes from messages, not from the time of day. Lamport clocks respect causes; vector clocks also reveal where there is none.',
      recap: [
        'Tick between events; on receipt, first pass the timestamp of the message.',
        'If a happened before b, then C(a) < C(b). The converse does not hold.',
        'Time, then process, is a total order: enough to share a resource or a log without a coordinator.',
        'Vectors are ordered exactly when events are, at the price of one number per process.',
      ],
      expect: [{ claim: 'Every message has arrived', holds: arrived }],
    },
  ],
  review: [
    {
      question: 'Event *a* has Lamport time 4 and event *b* has time 9. What follows?',
      answer:
        'That *b* did not happen before *a*. Either *a* happened before *b*, or the two are concurrent; the times do not say which.',
    },
    {
      question: 'Why may ties be broken by the name of the process, or in any other fixed way?',
      answer:
        'Of two events with equal times neither happened before the other, so no order of the two contradicts a cause. It must only be the same everywhere.',
    },
    {
      question: 'Could a cleverer clock tell concurrent events apart with fewer numbers than processes?',
      answer:
        'Not in general: for any number of processes there is a run whose causal order needs vectors with an entry for each of them (Charron-Bost 1991).',
    },
  ],
  sources: [
    {
      title: 'Time, Clocks, and the Ordering of Events in a Distributed System',
      authors: 'Leslie Lamport',
      year: 1978,
      where: 'Communications of the ACM 21(7), 558-565',
      url: 'https://lamport.azurewebsites.net/pubs/time-clocks.pdf',
    },
    {
      title: 'Timestamps in Message-Passing Systems That Preserve the Partial Ordering',
      authors: 'Colin J. Fidge',
      year: 1988,
      where: '11th Australian Computer Science Conference, 56-66',
    },
    {
      title: 'Virtual Time and Global States of Distributed Systems',
      authors: 'Friedemann Mattern',
      year: 1989,
      where: 'Parallel and Distributed Algorithms, North-Holland, 215-226',
    },
    {
      title: 'Concerning the Size of Logical Clocks in Distributed Systems',
      authors: 'Bernadette Charron-Bost',
      year: 1991,
      where: 'Information Processing Letters 39(1), 11-16',
      url: 'https://doi.org/10.1016/0020-0190(91)90055-M',
    },
    {
      title: 'Detecting Causal Relationships in Distributed Computations: In Search of the Holy Grail',
      authors: 'Reinhard Schwarz and Friedemann Mattern',
      year: 1994,
      where: 'Distributed Computing 7(3), 149-174',
      url: 'https://doi.org/10.1007/BF02277859',
    },
  ],
  next: ['explainers/raft'],
  published: '2026-11-22',
  updated: '2026-11-22',
}
