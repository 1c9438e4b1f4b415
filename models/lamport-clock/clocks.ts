/**
 * Logical clocks: the code of one process. Lamport (1978), "The Implementation Rules": IR1 and IR2
 * keep a number that never runs backwards along cause and effect. Beside it the same process keeps a
 * vector clock (Fidge 1988; Mattern 1989), which also tells when two events have nothing to do with
 * each other. Three things are events of a process: something local, a send, a receipt; each handler
 * below is exactly one event.
 */
import type { Context, Effect, Handled, NodeId, Protocol } from '@orrery/engine/simulate/protocol.ts'

/** One number a process, by its name. */
export type Vector = Readonly<Record<NodeId, number>>

export interface ClockState {
  /** C, the logical clock: the time of this process's last event; 0 before its first. */
  readonly clock: number
  /** V, the vector clock: how many events of each process this one has heard of. */
  readonly vector: Vector
  /** How many events this process has had. Names the next one; no rule reads it. */
  readonly events: number
  /** What the process's own physical clock showed at its last event, in ms. No rule reads it. */
  readonly wall: number
}

export interface ClockMessage {
  /** T_m, the time of the send: IR2 (a). */
  readonly stamp: number
  readonly vector: Vector
  /** The event that sent it, as "A3". For the judge only; no rule reads it. */
  readonly event: string
}

/** What a reader may ask of a process. */
export type ClockRequest = { readonly do: 'local' } | { readonly do: 'send'; readonly to: NodeId }

export type ClockReply = { readonly clock: number }

type Result = Handled<ClockState, ClockMessage, ClockReply>
type Effects = readonly Effect<ClockMessage, ClockReply>[]

/** How long a process that acts on its own waits before its next act. */
const ACT_LOW = 20_000
const ACT_HIGH = 70_000

/** IR1: the clock ticks between any two events of a process. `heard` is what a message brought. */
function next(state: ClockState, context: Context, heard?: ClockMessage): ClockState {
  const tick = context.rule('tick-between-events') ? 1 : 0
  // IR2 (b): on receipt the clock also passes the message's timestamp.
  const base =
    heard !== undefined && context.rule('maximum-on-receive')
      ? Math.max(state.clock, heard.stamp)
      : state.clock
  const merged =
    heard !== undefined && context.rule('merge-vectors') ? joined(state.vector, heard.vector) : state.vector
  return {
    clock: base + tick,
    vector: { ...merged, [context.self]: state.events + 1 },
    events: state.events + 1,
    wall: Math.floor(context.clock / 1000),
  }
}

/** The least vector that is above both. */
function joined(a: Vector, b: Vector): Vector {
  const join: Record<NodeId, number> = {}
  for (const [id, n] of Object.entries(a)) join[id] = Math.max(n, b[id] ?? 0)
  return join
}

function local(state: ClockState, context: Context): Result {
  return { state: next(state, context), effects: [{ kind: 'note', type: 'local' }] }
}

function send(state: ClockState, to: NodeId, context: Context): Result {
  const after = next(state, context)
  const message = {
    stamp: after.clock,
    vector: after.vector,
    event: `${context.self}${after.events}`,
  }
  return { state: after, effects: [{ kind: 'send', to, message }] }
}

function act(request: ClockRequest, state: ClockState, context: Context): Result {
  return request.do === 'local' ? local(state, context) : send(state, request.to, context)
}

function rest(context: Context): Effects {
  return context.params['busy'] === true
    ? [{ kind: 'setTimer', name: 'act', low: ACT_LOW, high: ACT_HIGH }]
    : []
}

function start(context: Context): Result {
  const vector = Object.fromEntries(context.nodes.map((id) => [id, 0]))
  return {
    state: { clock: 0, vector, events: 0, wall: Math.floor(context.clock / 1000) },
    effects: rest(context),
  }
}

export const clocks: Protocol<ClockState, ClockMessage, ClockRequest, ClockReply> = {
  start,

  receive(state, _from, message, context) {
    return { state: next(state, context, message), effects: [] }
  },

  /** A process that acts on its own: it asks what to do, and the run's seed (or the explorer) answers. */
  timeout(state, _timer, context) {
    const others = context.nodes.filter((id) => id !== context.self)
    const options = ['local', ...others.map((id) => `send-${id}`)]
    return { state, effects: [{ kind: 'choose', name: 'act', options }] }
  },

  chosen(state, _name, option, context) {
    const done = act(named(option), state, context)
    return { state: done.state, effects: [...done.effects, ...rest(context)] }
  },

  request(state, id, request, context) {
    const done = act(request, state, context)
    return {
      state: done.state,
      effects: [...done.effects, { kind: 'reply', request: id, value: { clock: done.state.clock } }],
    }
  },

  /** The paper has no failures: this model offers no crash, so nothing is recovered. */
  recover(_disk, context) {
    return start(context)
  },
}

/** "local" or "send-B", as a request. */
export function named(option: string): ClockRequest {
  return option === 'local' ? { do: 'local' } : { do: 'send', to: option.slice('send-'.length) }
}
