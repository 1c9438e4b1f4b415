/** The world of a cluster: nodes, what is in flight between them, and what can be done to them. */
import type { Action, Event, Micros } from '../model/action.ts'
import type { Field, Model, Setup, World } from '../model/model.ts'
import type { Params } from '../model/params.ts'
import type { Scene, View } from '../model/scene.ts'
import type { Disk, Effect, NodeId, Protocol } from './protocol.ts'
import type { Distribution } from './distribution.ts'

export interface Timer {
  readonly name: string
  /** When it was set, in world time, and its place among all timers set (DSLabs' rule needs the order). */
  readonly setAt: Micros
  readonly order: number
  readonly due: Micros
  /** The range that it was drawn from. */
  readonly low: Micros
  readonly high: Micros
}

export interface NodeWorld<S, M = unknown, R = unknown> {
  readonly id: NodeId
  readonly status: 'up' | 'crashed' | 'paused'
  /** Undefined while crashed. */
  readonly state: S | undefined
  /** In the order in which they were set. */
  readonly timers: readonly Timer[]
  /** What a crash keeps. */
  readonly durable: Disk
  /** Written, not yet synced. */
  readonly cache: Disk
  /** An fsync under way, and what waits for it. */
  readonly syncing?: { readonly until: Micros; readonly then: readonly Effect<M, R>[] }
  /** Clock = (world time * (1 + drift / 10^6)) + offset. Drift in parts per million. */
  readonly clock: { readonly offset: Micros; readonly drift: number }
}

export interface Flight<M> {
  /** "m17". */
  readonly id: string
  readonly from: NodeId
  readonly to: NodeId
  readonly message: M
  readonly sent: Micros
  readonly due: Micros
  /** The network will lose it at `due` (drawn, or cut). The view draws a cross. */
  readonly lost?: boolean
  readonly held?: boolean
  /** Since when it is held; a release moves `sent` and `due` by as long as that was. */
  readonly heldAt?: Micros
}

/** One client operation, for linearizability: invoked and perhaps completed. */
export interface Operation<Q, R> {
  readonly id: string
  readonly node: NodeId
  readonly request: Q
  readonly invoked: number
  readonly reply?: R
  /** Place in the order of all invocations and replies; undefined while pending. */
  readonly completed?: number
}

export interface ClusterWorld<S, M, Q = never, R = never, G = undefined> extends World {
  readonly setup: Setup
  readonly nodes: Readonly<Record<NodeId, NodeWorld<S, M, R>>>
  readonly flights: readonly Flight<M>[]
  /** Directed links that lose everything, as "A>B". */
  readonly cut: readonly string[]
  /** Open questions (`choose` effects). */
  readonly questions: readonly {
    readonly node: NodeId
    readonly name: string
    readonly options: readonly string[]
    readonly order: number
  }[]
  readonly operations: readonly Operation<Q, R>[]
  /** Next message, timer and operation number. */
  readonly next: { readonly message: number; readonly order: number; readonly operation: number }
  /** Draws taken so far, by stream. */
  readonly draws: Readonly<Record<string, number>>
  /** History variables that properties read; kept by `observe`. */
  readonly ghost: G
}

/** What the network and the disks do on their own, in the timed driver. */
export interface Environment {
  readonly latency: Distribution
  /** In parts per thousand. */
  readonly loss: number
  readonly duplication: number
  /** Extra latency for that share of messages reorders them. */
  readonly reordering: number
  /** How long an fsync takes. 0: done within the step. */
  readonly fsync: Micros
  /** True: two messages on one link arrive in the order sent. */
  readonly fifo?: boolean
}

export interface ClusterOptions<S, M, Q, R, G> extends Omit<
  Model<ClusterWorld<S, M, Q, R, G>>,
  | 'init'
  | 'opening'
  | 'actions'
  | 'next'
  | 'explorable'
  | 'find'
  | 'step'
  | 'fingerprint'
  | 'inspect'
  | 'describe'
  | 'tell'
  | 'view'
> {
  /** The nodes for these params, in order, each with the protocol that it runs. */
  nodes(params: Params): readonly { readonly id: NodeId; readonly protocol: Protocol<S, M, Q, R> }[]
  environment(params: Params, without: readonly string[]): Environment
  clock?(node: NodeId, params: Params): { offset: Micros; drift: number }
  /** What users may ask for in this world: each becomes an `input` action `ask:NODE:NAME`. */
  requests?(
    world: ClusterWorld<S, M, Q, R, G>,
  ): readonly { readonly node: NodeId; readonly name: string; readonly request: Q }[]
  /** Which faults are on offer; all by default. */
  readonly faults?: readonly (
    'crash' | 'restart' | 'pause' | 'drop' | 'duplicate' | 'delay' | 'cut' | 'timeout'
  )[]
  /** Short, as drawn on the message: "vote? t3". */
  label(message: M): string
  /** A note effect or built-in event in words, where the default would be too plain. */
  tell?(event: Event): string | undefined
  /** An action in words, as an instruction, where the default would be too plain: a timer of this protocol. */
  describe?(world: ClusterWorld<S, M, Q, R, G>, action: Action): string | undefined
  /** The content of a message for fingerprints and symmetry; the message itself by default. */
  readonly ghost?: {
    init(params: Params): G
    observe(
      ghost: G,
      before: ClusterWorld<S, M, Q, R, G>,
      after: ClusterWorld<S, M, Q, R, G>,
      events: readonly Event[],
    ): G
    /** What fingerprints read of the ghost; all of it by default. Leaves out times, message ids, order observed. */
    canonical?(ghost: G): unknown
  }
  /** State that fingerprints leave out (statistics, history that no property reads). */
  canonical?(state: S): unknown
  /** Whether fingerprints read the operations; true by default. False if no property reads them. */
  readonly operationsCount?: boolean
  view(world: ClusterWorld<S, M, Q, R, G>, view: View): Scene
  inspect?(world: ClusterWorld<S, M, Q, R, G>, subject: string): readonly Field[]
}
