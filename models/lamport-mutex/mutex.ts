/**
 * Mutual exclusion without a shared clock or a coordinator: the code of one process. Lamport (1978),
 * "Ordering the Events Totally", rules 1 to 5. Every process keeps a queue of requests in the total
 * order (time, process), and so all agree on whose turn it is.
 */
import type { Context, Effect, Handled, NodeId, Protocol } from '@orrery/engine/simulate/protocol.ts'

/** T_m:P_i, a request of process P_i at time T_m. */
export interface Ticket {
  readonly time: number
  readonly process: NodeId
}

export interface MutexState {
  /** C, by IR1 and IR2. */
  readonly clock: number
  /** The request queue, first in the total order first. */
  readonly queue: readonly Ticket[]
  /** The latest timestamp received from each other process; 0 for none. */
  readonly heard: Readonly<Record<NodeId, number>>
  readonly status: 'idle' | 'waiting' | 'inside'
  /** How often this process has asked for the resource, and how often it was granted. */
  readonly requested: number
  readonly granted: number
  /** How many requests of each process happened before now. For the judge only; no rule reads it. */
  readonly past: Readonly<Record<NodeId, number>>
  /** `past` when the request that waits or is granted was made. */
  readonly pastOfRequest: Readonly<Record<NodeId, number>>
}

export interface MutexMessage {
  readonly kind: 'request' | 'acknowledge' | 'release'
  /** T_m, by IR2 (a). */
  readonly stamp: number
  readonly past: MutexState['past']
}

export type MutexRequest = 'resource'

type Result = Handled<MutexState, MutexMessage, string>
type Effects = Effect<MutexMessage, string>[]

/** A process notices that it is its turn, then holds the resource for a while. */
const NOTICE = 2_000
const HOLD_LOW = 40_000
const HOLD_HIGH = 60_000
/** A process that acts on its own asks again after so long. */
const REST_LOW = 40_000
const REST_HIGH = 200_000

/** The paper's relation =>: by time, and for equal times by process. */
export function comesBefore(a: Ticket, b: Ticket): boolean {
  return a.time < b.time || (a.time === b.time && a.process < b.process)
}

/** IR1 for an event that sends; IR2 (b) for the receipt of `stamp`. */
function tick(state: MutexState, context: Context, stamp?: number): MutexState {
  const base =
    stamp !== undefined && context.rule('maximum-on-receive') ? Math.max(state.clock, stamp) : state.clock
  return { ...state, clock: base + 1 }
}

function withTicket(queue: readonly Ticket[], ticket: Ticket): readonly Ticket[] {
  const place = queue.findIndex((other) => comesBefore(ticket, other))
  return place < 0 ? [...queue, ticket] : [...queue.slice(0, place), ticket, ...queue.slice(place)]
}

function withoutTicketsOf(queue: readonly Ticket[], process: NodeId): readonly Ticket[] {
  return queue.filter((ticket) => ticket.process !== process)
}

function toOthers(state: MutexState, kind: MutexMessage['kind'], context: Context): Effects {
  const message: MutexMessage = { kind, stamp: state.clock, past: state.past }
  return context.nodes.filter((id) => id !== context.self).map((to) => ({ kind: 'send', to, message }))
}

/** Rule 5: what a process tests, on its own, to know that it has been granted the resource. */
export function mayEnter(state: MutexState, context: Context): boolean {
  if (state.status !== 'waiting') return false
  const own = state.queue.find((ticket) => ticket.process === context.self)
  if (own === undefined) return false
  for (const other of state.queue) {
    if (other === own) continue
    // (i) Its request comes before any other in its queue.
    if (context.rule('break-ties') ? comesBefore(other, own) : other.time < own.time) return false
  }
  if (!context.rule('wait-for-all')) return true
  // (ii) It has received a message from every other process timestamped later than its request.
  return Object.values(state.heard).every((stamp) => stamp > own.time)
}

/** Sets or cancels the notice that it is this process's turn, when that has changed. */
function noticing(before: MutexState, after: MutexState, context: Context): Effects {
  const was = mayEnter(before, context)
  if (was === mayEnter(after, context)) return []
  return was ? [{ kind: 'cancelTimer', name: 'enter' }] : [{ kind: 'setTimer', name: 'enter', after: NOTICE }]
}

/** Rule 1: put the request on the own queue and send it to every other process. */
function request(state: MutexState, context: Context): Result {
  if (state.status !== 'idle') return { state, effects: [] }
  const ticked = tick(state, context)
  const requested = state.requested + 1
  const asking: MutexState = {
    ...ticked,
    status: 'waiting',
    requested,
    queue: withTicket(ticked.queue, { time: ticked.clock, process: context.self }),
    pastOfRequest: state.past,
    past: { ...state.past, [context.self]: requested },
  }
  const effects = toOthers(asking, 'request', context)
  return { state: asking, effects: [...effects, ...noticing(state, asking, context)] }
}

/** Rule 5: the resource is granted. */
function enter(state: MutexState, context: Context): Result {
  if (!mayEnter(state, context)) return { state, effects: [] }
  const inside: MutexState = { ...tick(state, context), status: 'inside', granted: state.granted + 1 }
  return {
    state: inside,
    effects: [
      { kind: 'note', type: 'granted' },
      { kind: 'setTimer', name: 'leave', low: HOLD_LOW, high: HOLD_HIGH },
    ],
  }
}

/** Rule 3: remove the request from the own queue and tell every other process. */
function leave(state: MutexState, context: Context): Result {
  const left: MutexState = {
    ...tick(state, context),
    status: 'idle',
    queue: withoutTicketsOf(state.queue, context.self),
    pastOfRequest: noneOf(context),
  }
  const effects: Effects = [{ kind: 'note', type: 'released' }, ...toOthers(left, 'release', context)]
  return { state: left, effects: [...effects, ...rest(context)] }
}

/** Rules 2 and 4. */
function receive(state: MutexState, from: NodeId, message: MutexMessage, context: Context): Result {
  const heard: MutexState = {
    ...tick(state, context, message.stamp),
    heard: { ...state.heard, [from]: Math.max(state.heard[from] ?? 0, message.stamp) },
    past: joined(state.past, message.past),
  }
  if (message.kind === 'request') {
    const queued = { ...heard, queue: withTicket(heard.queue, { time: message.stamp, process: from }) }
    // The acknowledgement is an event of its own, and so has a later time.
    const after = tick(queued, context)
    const answer: MutexMessage = { kind: 'acknowledge', stamp: after.clock, past: after.past }
    const effects: Effects = [{ kind: 'send', to: from, message: answer }]
    return { state: after, effects: [...effects, ...noticing(state, after, context)] }
  }
  const after = message.kind === 'release' ? { ...heard, queue: withoutTicketsOf(heard.queue, from) } : heard
  return { state: after, effects: noticing(state, after, context) }
}

function joined(a: MutexState['past'], b: MutexState['past']): MutexState['past'] {
  return Object.fromEntries(Object.entries(a).map(([id, n]) => [id, Math.max(n, b[id] ?? 0)]))
}

function noneOf(context: Context): Readonly<Record<NodeId, number>> {
  return Object.fromEntries(context.nodes.map((id) => [id, 0]))
}

function rest(context: Context): Effects {
  return context.params['busy'] === true
    ? [{ kind: 'setTimer', name: 'ask', low: REST_LOW, high: REST_HIGH }]
    : []
}

function start(context: Context): Result {
  const none = noneOf(context)
  const { [context.self]: _own, ...others } = none
  const state: MutexState = {
    clock: 0,
    queue: [],
    heard: others,
    status: 'idle',
    requested: 0,
    granted: 0,
    past: none,
    pastOfRequest: none,
  }
  return { state, effects: rest(context) }
}

export const mutex: Protocol<MutexState, MutexMessage, MutexRequest, string> = {
  start,
  receive,
  timeout(state, timer, context) {
    if (timer === 'enter') return enter(state, context)
    return timer === 'leave' ? leave(state, context) : request(state, context)
  },
  request(state, id, _request, context) {
    const asked = request(state, context)
    return {
      state: asked.state,
      effects: [
        ...asked.effects,
        { kind: 'cancelTimer', name: 'ask' },
        { kind: 'reply', request: id, value: 'asked' },
      ],
    }
  },
  /** The paper has no failures: this model offers no crash, so nothing is recovered. */
  recover(_disk, context) {
    return start(context)
  },
}
