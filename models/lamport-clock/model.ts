/**
 * Logical clocks as a model: processes that act, send and receive, over a network that delays. The
 * ghost keeps the graph of events that the properties are judged on and the space-time view draws.
 */
import type { Event } from '@orrery/engine/model/action.ts'
import { combine, hashOf, type Fingerprint } from '@orrery/engine/model/fingerprint.ts'
import type { Field } from '@orrery/engine/model/model.ts'
import { cluster } from '@orrery/engine/simulate/cluster.ts'
import type { NodeId } from '@orrery/engine/simulate/protocol.ts'
import type { ClockEvent } from './causality.ts'
import { KEPT, happenedBefore } from './causality.ts'
import type { ClockMessage, ClockReply, ClockRequest, ClockState } from './clocks.ts'
import { clocks, named } from './clocks.ts'
import type { ClockGhost, ClockWorld } from './properties.ts'
import { clockProperties, written } from './properties.ts'
import { clockRules } from './rules.ts'
import { lamport1978, processNames, vectorSources } from './shared.ts'
import { clockView, clockViews } from './view.ts'

export const lamportClock = cluster<ClockState, ClockMessage, ClockRequest, ClockReply, ClockGhost>({
  id: 'lamport-clock',
  title: 'Logical clocks',
  summary: 'Processes that order events by the messages between them instead of by the time of day.',
  sources: [lamport1978, ...vectorSources],
  fidelity: {
    models: [
      'Lamport clocks by IR1 and IR2, and vector clocks beside them, on the same events.',
      'Happened-before, worked out from the graph of events alone, as the judge of both.',
      'Physical clocks that disagree by a fixed offset, for comparison; no rule reads them.',
    ],
    leavesOut: [
      'Crashes: the paper has none, and a process that forgot its clock would break IR1.',
      'Physical clock synchronisation, the last part of the paper.',
      'Events older than the last 48: they are no longer drawn or compared.',
    ],
  },
  params: {
    processes: { kind: 'integer', title: 'Processes', min: 2, max: 5, default: 3 },
    busy: { kind: 'switch', title: 'Processes act on their own', default: true },
    skew: {
      kind: 'integer',
      title: 'Wall clocks apart by',
      unit: 'ms',
      min: 0,
      max: 200,
      step: 10,
      default: 80,
    },
  },
  rules: clockRules,
  properties: clockProperties,
  bounds: { events: { default: 4, text: 'Events in all' } },
  within: (world, bounds) => eventsOf(world) <= (bounds['events'] ?? 4),

  nodes: (params) => processNames(params).map((id) => ({ id, protocol: clocks })),
  environment: () => ({
    latency: { kind: 'uniform', low: 12_000, high: 26_000 },
    loss: 0,
    duplication: 0,
    reordering: 0,
    fsync: 0,
  }),
  // A is ahead, the last process is right, the others between.
  clock(node, params) {
    const names = processNames(params)
    const share = (names.length - 1 - names.indexOf(node)) / (names.length - 1)
    return { offset: Math.round(share * Number(params['skew'])) * 1000, drift: 0 }
  },
  requests: (world) => {
    const names = Object.keys(world.nodes)
    return names.flatMap((node) =>
      ['local', ...names.filter((id) => id !== node).map((id) => `send-${id}`)].map((name) => ({
        node,
        name,
        request: named(name),
      })),
    )
  },
  faults: ['pause', 'drop', 'duplicate', 'delay', 'cut'],
  label: (message) => `T=${message.stamp}`,
  describe(_world, action) {
    const [, node = '', what = '', option = ''] = action.id.split(':')
    if (action.type === 'timeout') return `${node} is about to act`
    if (action.type !== 'ask' && action.type !== 'choose') return undefined
    const request = named(action.type === 'ask' ? what : option)
    return request.do === 'local' ? `${node} has a local event` : `${node} sends to ${request.to}`
  },
  tell,

  ghost: {
    init: () => ({ events: [] }),
    observe(ghost, before, after, events) {
      const fresh = events.flatMap((event) => observed(event, before, after))
      return fresh.length === 0 ? ghost : { events: [...ghost.events, ...fresh].slice(-KEPT) }
    },
    canonical: (ghost) => byProcess(ghost.events),
  },
  canonical: ({ clock, vector, events }) => ({ clock, vector, events }),
  operationsCount: false,

  views: clockViews,
  view: clockView,
  inspect,
})

/** How many events there have been in all. */
export function eventsOf(world: ClockWorld): number {
  return Object.values(world.nodes).reduce((sum, node) => sum + (node.state?.events ?? 0), 0)
}

/** The event of the paper that a step of the cluster was, if it was one. */
function observed(event: Event, before: ClockWorld, after: ClockWorld): readonly ClockEvent[] {
  const { type, message } = event
  if (type !== 'local' && type !== 'send' && type !== 'receive') return []
  const process = type === 'send' ? message?.from : type === 'receive' ? message?.to : event.node
  const state = process === undefined ? undefined : after.nodes[process]?.state
  if (process === undefined || state === undefined) return []
  const flight = before.flights.find((f) => f.id === message?.id)
  const base = {
    id: `${process}${state.events}`,
    process,
    kind: type,
    at: after.now,
    wall: state.wall,
    time: state.clock,
    vector: state.vector,
  } as const
  if (message === undefined) return [base]
  if (flight === undefined) return [{ ...base, peer: message.to, message: message.id }]
  return [{ ...base, peer: message.from, cause: flight.message.event, stamp: flight.message.stamp }]
}

/** Runs that differ only in how independent events interleave are the same run. */
function byProcess(events: readonly ClockEvent[]): unknown {
  const lines: Record<NodeId, Fingerprint> = {}
  for (const event of events) {
    lines[event.process] = combine(lines[event.process] ?? 0, timeless(event))
  }
  return lines
}

const known = new WeakMap<ClockEvent, Fingerprint>()

/** Of an event without when it was. */
function timeless(event: ClockEvent): Fingerprint {
  let print = known.get(event)
  if (print === undefined) {
    const { kind, time, vector, cause } = event
    print = combine(combine(hashOf(kind), hashOf(time)), combine(hashOf(vector), hashOf(cause)))
    known.set(event, print)
  }
  return print
}

function tell({ type, node = '', data }: Event): string | undefined {
  switch (type) {
    case 'local':
      return `${node} has a local event.`
    case 'timeout':
      return `${node} is about to act.`
    case 'request':
    case 'choose': {
      const request = named(String(data?.[type === 'choose' ? 'option' : 'name']))
      const what = request.do === 'local' ? 'something local' : `sending to ${request.to}`
      return type === 'choose' ? `${node} decides on ${what}.` : `${node} is asked for ${what}.`
    }
    case 'reply':
      return `${node} has done as it was asked.`
    default:
      return undefined
  }
}

function inspect(world: ClockWorld, subject: string): readonly Field[] {
  const node = world.nodes[subject]
  if (node?.state !== undefined) {
    return [
      { name: 'Lamport clock C', value: String(node.state.clock) },
      { name: 'vector clock V', value: written(node.state.vector) },
      { name: 'events', value: String(node.state.events) },
      { name: 'wall clock', value: `${node.state.wall} ms` },
    ]
  }
  const flight = world.flights.find((f) => f.id === subject)
  if (flight !== undefined) {
    return [
      { name: 'sent by', value: flight.message.event },
      { name: 'to', value: flight.to },
      { name: 'timestamp T', value: String(flight.message.stamp) },
      { name: 'vector', value: written(flight.message.vector) },
    ]
  }
  const { events } = world.ghost
  const place = events.findIndex((event) => event.id === subject)
  const event = events[place]
  if (event === undefined) return []
  const before = happenedBefore(events)
  const list = (test: (i: number) => boolean): string =>
    events.flatMap((e, i) => (i !== place && test(i) ? [e.id] : [])).join(' ') || 'none'
  return [
    { name: 'event', value: `${event.kind} at ${event.process}` },
    { name: 'Lamport time C', value: String(event.time) },
    { name: 'vector V', value: written(event.vector) },
    { name: 'wall clock', value: `${event.wall} ms` },
    { name: 'happened before it', value: list((i) => before(i, place)) },
    { name: 'happened after it', value: list((i) => before(place, i)) },
    { name: 'concurrent with', value: list((i) => !before(i, place) && !before(place, i)) },
  ]
}
