/**
 * A protocol is the code of one node, pure: handlers that take its state and an input and return the
 * next state and effects. It does no I/O, reads no clock and draws no number; it asks for those by
 * effects. `cluster` makes a model of it; a real host could run the same code over sockets.
 */
import type { Micros } from '../model/action.ts'
import type { Params } from '../model/params.ts'

export type NodeId = string

/** What a handler may know besides its state. */
export interface Context {
  readonly self: NodeId
  /** All nodes of the cluster, in order. */
  readonly nodes: readonly NodeId[]
  /** This node's own clock, in microseconds: offset and drift included. */
  readonly clock: Micros
  readonly params: Params
  /** Whether a rule is on. Written so that the code of a rule reads `if (rule('persist-vote')) ...`. */
  rule(id: string): boolean
}

export type Effect<M, R> =
  | { readonly kind: 'send'; readonly to: NodeId; readonly message: M }
  /**
   * (Re)arms the timer of this name. It fires after `after` microseconds of the node's own clock, or
   * after a time that the engine draws between `low` and `high`, both included.
   */
  | { readonly kind: 'setTimer'; readonly name: string; readonly after: Micros }
  | { readonly kind: 'setTimer'; readonly name: string; readonly low: Micros; readonly high: Micros }
  | { readonly kind: 'cancelTimer'; readonly name: string }
  /** Puts a value in the disk's cache. It is not durable before the next `fsync` is done. */
  | { readonly kind: 'write'; readonly key: string; readonly value: unknown }
  /**
   * Makes all earlier writes durable. The effects after it in the list wait for it, and the node takes
   * no input until then; a crash before its end loses the writes and the waiting effects.
   */
  | { readonly kind: 'fsync' }
  /** Ends a client's request (see `request`). */
  | { readonly kind: 'reply'; readonly request: string; readonly value: R }
  /** Asks for one of `options`; the answer comes to `chosen`. The explorer tries each. */
  | { readonly kind: 'choose'; readonly name: string; readonly options: readonly string[] }
  /** A line for the event log: something that the protocol did inside, such as "becomes leader". */
  | { readonly kind: 'note'; readonly type: string; readonly data?: Readonly<Record<string, unknown>> }

export interface Handled<S, M, R> {
  readonly state: S
  readonly effects: readonly Effect<M, R>[]
}

/** What is on a node's disk, by key. */
export type Disk = Readonly<Record<string, unknown>>

/**
 * S state, M message, Q request, R reply: all plain immutable data.
 */
export interface Protocol<S, M, Q = never, R = never> {
  /** The first boot. */
  start(context: Context): Handled<S, M, R>
  receive(state: S, from: NodeId, message: M, context: Context): Handled<S, M, R>
  timeout(state: S, timer: string, context: Context): Handled<S, M, R>
  /** A client asks; `id` comes back in a `reply` effect. */
  request?(state: S, id: string, request: Q, context: Context): Handled<S, M, R>
  chosen?(state: S, name: string, option: string, context: Context): Handled<S, M, R>
  /** A boot after a crash, from what the disk kept. */
  recover(disk: Disk, context: Context): Handled<S, M, R>
}
