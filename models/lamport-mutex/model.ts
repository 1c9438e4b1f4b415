/** Lamport's mutual exclusion as a model: its properties, its network, its rules. */
import type { Event } from '@orrery/engine/model/action.ts'
import type { Field, Rule } from '@orrery/engine/model/model.ts'
import type { Property } from '@orrery/engine/model/property.ts'
import type { ClusterWorld, NodeWorld } from '@orrery/engine/simulate/cluster-types.ts'
import { cluster } from '@orrery/engine/simulate/cluster.ts'
import type { MutexMessage, MutexRequest, MutexState, Ticket } from './mutex.ts'
import { comesBefore, mutex } from './mutex.ts'
import { mutexView, mutexViews } from './view.ts'
import { lamport1978, processNames } from '../lamport-clock/shared.ts'

export type MutexWorld = ClusterWorld<MutexState, MutexMessage, MutexRequest, string>

/** Two processes that ask only when asked to: the smallest place where each rule is missed. */
const smallest = { processes: 2, busy: false }

export const mutexRules: readonly Rule[] = [
  {
    id: 'fifo',
    title: 'Keep messages in order',
    text: 'Two messages from one process to another arrive in the order in which they were sent. Without it, an acknowledgement can overtake an earlier request, and its receiver thinks it knows all requests that come before its own.',
    section: 'Lamport 1978, Ordering the Events Totally: the first assumption on messages',
    breaks: 'mutual-exclusion',
    recipe: { params: smallest, actions: { ask: 2 } },
  },
  {
    id: 'break-ties',
    title: 'Break ties by process',
    text: 'Requests with equal times are ordered by an agreed order of the processes. Without it, each of two such requests comes before the other or neither does: here both go in.',
    section: 'Lamport 1978, Ordering the Events Totally: the relation =>',
    breaks: 'mutual-exclusion',
    recipe: { params: smallest, actions: { ask: 2 } },
  },
  {
    id: 'wait-for-all',
    title: 'Hear from every process',
    text: 'Rule 5 (ii): before it takes the resource, a process has received a message from every other one timestamped later than its request. Without it, an earlier request may still be on its way.',
    section: 'Lamport 1978, Ordering the Events Totally, rule 5 (ii)',
    breaks: 'mutual-exclusion',
    recipe: { params: smallest, actions: { ask: 2 } },
  },
  {
    id: 'maximum-on-receive',
    title: 'Take the maximum on receive',
    text: 'IR2: a receipt moves the clock past the timestamp. Without it, a process that has seen a request can still make an "earlier" one and be served first. Exclusion holds even so, because all still wait for later timestamps; a process may wait for one for ever.',
    section: 'Lamport 1978, Logical Clocks, IR2',
    breaks: 'granted-in-order',
    recipe: { params: { ...smallest, processes: 3 }, model: { requests: 3 } },
  },
]

function nodesOf(world: MutexWorld): readonly (NodeWorld<MutexState> & { readonly state: MutexState })[] {
  return Object.values(world.nodes).flatMap((node) =>
    node.state === undefined ? [] : [{ ...node, state: node.state }],
  )
}

/** The request that a process has made and not yet released, wherever it is known. */
function ticketOf(state: MutexState, process: string): Ticket | undefined {
  return state.queue.find((ticket) => ticket.process === process)
}

export const mutexProperties: readonly Property<MutexWorld>[] = [
  {
    kind: 'always',
    id: 'mutual-exclusion',
    title: 'At most one process has the resource',
    source: 'Lamport 1978, condition I',
    worldOnly: true,
    violation(world) {
      const inside = nodesOf(world)
        .filter((node) => node.state.status === 'inside')
        .map((node) => node.id)
      if (inside.length < 2) return undefined
      return { why: `${inside.join(' and ')} have the resource at once.`, subjects: inside }
    },
  },
  {
    kind: 'always',
    id: 'granted-in-order',
    title: 'Requests are granted in the order in which they are made',
    source: 'Lamport 1978, condition II',
    worldOnly: true,
    violation(world) {
      for (const { id, state } of nodesOf(world)) {
        if (state.status !== 'inside') continue
        for (const other of nodesOf(world)) {
          const earlier = state.pastOfRequest[other.id] ?? 0
          if (other.id === id || other.state.granted >= earlier) continue
          const why = `${id} has the resource, though ${other.id} asked first: ${id} had heard of that request when it made its own.`
          return { why, subjects: [id, other.id] }
        }
      }
      return undefined
    },
  },
  {
    kind: 'always',
    id: 'least-first',
    title: 'Who has the resource has the least request of all',
    source: 'Lamport 1978, rule 5 and the relation =>',
    worldOnly: true,
    violation(world) {
      const nodes = nodesOf(world)
      for (const { id, state } of nodes) {
        const own = state.status === 'inside' ? ticketOf(state, id) : undefined
        if (own === undefined) continue
        for (const other of nodes) {
          const its = other.id === id ? undefined : ticketOf(other.state, other.id)
          if (its === undefined || comesBefore(own, its)) continue
          const why = `${id} has the resource with request ${own.time}:${id}, but ${its.time}:${other.id} comes before it.`
          return { why, subjects: [id, other.id] }
        }
      }
      return undefined
    },
  },
  {
    kind: 'sometimes',
    id: 'contention',
    title: 'Two processes wait at once',
    reached: (world) => nodesOf(world).filter((node) => node.state.status === 'waiting').length > 1,
  },
  {
    kind: 'sometimes',
    id: 'granted',
    title: 'A process is granted the resource',
    reached: (world) => nodesOf(world).some((node) => node.state.granted > 0),
  },
  {
    kind: 'eventually',
    id: 'all-granted',
    title: 'Every request made so far is granted in the end',
    source: 'Lamport 1978, condition III',
    reached: (world) => nodesOf(world).every((node) => node.state.status !== 'waiting'),
  },
]

export const lamportMutex = cluster<MutexState, MutexMessage, MutexRequest, string>({
  id: 'lamport-mutex',
  title: 'Mutual exclusion by logical clocks',
  summary: 'Processes that share one resource, one at a time and in order, with nothing but messages.',
  sources: [lamport1978],
  fidelity: {
    models: [
      'Rules 1 to 5 of the paper: request, acknowledge and release messages, all timestamped, and a queue at each process.',
      'IR1 and IR2 as the paper has them: every request, receipt, acknowledgement, grant and release is an event.',
      'Conditions I, II and III as properties; II by happened-before, kept apart from the clocks.',
    ],
    leavesOut: [
      'The remark that an acknowledgement may be left out where a later message was sent anyway.',
      'Lost and duplicated messages: the paper assumes that each message arrives, once.',
      'Crashes: the paper has none. Pause a process to see that all others then wait for it.',
    ],
  },
  params: {
    processes: { kind: 'integer', title: 'Processes', min: 2, max: 5, default: 3 },
    busy: { kind: 'switch', title: 'Processes ask on their own', default: true },
  },
  rules: mutexRules,
  properties: mutexProperties,
  bounds: { requests: { default: 2, text: 'Requests in all' } },
  within: (world, bounds) =>
    nodesOf(world).reduce((sum, { state }) => sum + state.requested, 0) <= (bounds['requests'] ?? 2),

  nodes: (params) => processNames(params).map((id) => ({ id, protocol: mutex })),
  environment: (_params, without) => ({
    latency: { kind: 'uniform', low: 12_000, high: 26_000 },
    loss: 0,
    duplication: 0,
    reordering: 0,
    fsync: 0,
    fifo: !without.includes('fifo'),
  }),
  requests: (world) =>
    nodesOf(world)
      .filter((node) => node.state.status === 'idle')
      .map(({ id }) => ({ node: id, name: 'resource', request: 'resource' as const })),
  faults: ['pause', 'delay'],
  label: (message) => `${SHORT[message.kind]} ${message.stamp}`,
  tell,
  describe(_world, action) {
    const [, node = '', what = ''] = action.id.split(':')
    if (action.type === 'ask') return `${node} asks for the resource`
    if (action.type !== 'timeout') return undefined
    return `${node} ${what === 'enter' ? 'takes' : what === 'leave' ? 'gives back' : 'asks for'} the resource`
  },
  operationsCount: false,

  views: mutexViews,
  view: mutexView,
  inspect,
})

export const SHORT = { request: 'request', acknowledge: 'ack', release: 'release' } as const

function tell({ type, node = '', data }: Event): string | undefined {
  switch (type) {
    case 'granted':
      return `${node} has the resource.`
    case 'released':
      return `${node} gives the resource back.`
    case 'request':
      return `${node} is asked to get the resource.`
    case 'reply':
      return `${node} has sent its request.`
    case 'timeout':
      return TIMERS[String(data?.['timer'])]?.(node)
    default:
      return undefined
  }
}

const TIMERS: Readonly<Record<string, (node: string) => string>> = {
  enter: (node) => `${node} sees that it is its turn.`,
  leave: (node) => `${node} is done with the resource.`,
  ask: (node) => `${node} wants the resource.`,
}

function inspect(world: MutexWorld, subject: string): readonly Field[] {
  const state = world.nodes[subject]?.state
  if (state !== undefined) {
    return [
      { name: 'status', value: state.status },
      { name: 'Lamport clock C', value: String(state.clock) },
      { name: 'queue', value: state.queue.map((t) => `${t.time}:${t.process}`).join(' ') || 'empty' },
      ...Object.entries(state.heard).map(([id, stamp]) => ({
        name: `latest from ${id}`,
        value: stamp === 0 ? 'nothing' : String(stamp),
      })),
      { name: 'granted', value: `${state.granted} of ${state.requested}` },
    ]
  }
  const flight = world.flights.find((f) => f.id === subject)
  if (flight === undefined) return []
  return [
    { name: 'message', value: flight.message.kind },
    { name: 'from', value: flight.from },
    { name: 'to', value: flight.to },
    { name: 'timestamp T', value: String(flight.message.stamp) },
  ]
}
