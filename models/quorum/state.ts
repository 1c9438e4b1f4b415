/** What replicas and clients remember, and what they say to each other. */
import type { ClusterWorld } from '@orrery/engine/simulate/cluster-types.ts'
import type { NodeId } from '@orrery/engine/simulate/protocol.ts'

/** A value and its version: the number that its writer gave it; between equal numbers the writer decides. */
export interface Pair {
  readonly value: string
  readonly number: number
  readonly writer: string
}

/** What every replica holds before the first write. */
export const first: Pair = { value: 'a', number: 0, writer: '' }

export function isNewer(a: Pair, b: Pair): boolean {
  return a.number > b.number || (a.number === b.number && a.writer > b.writer)
}

export interface ReplicaState {
  readonly kind: 'replica'
  readonly pair: Pair
}

/** A client's operation under way, or its last one (`done`). */
export interface Work {
  readonly id: string
  readonly kind: 'read' | 'write'
  /** `ask`: collecting answers. `store`: until a write quorum holds `pair`. */
  readonly phase: 'ask' | 'store' | 'done'
  /** What is to be written. */
  readonly value?: string
  /** What each replica said it holds, in the order in which they answered. */
  readonly answers: Readonly<Record<NodeId, Pair>>
  /** What was chosen: the newest answer, or the new pair. */
  readonly pair?: Pair
  /** Replicas that are known to hold `pair` or a newer one. */
  readonly holders: readonly NodeId[]
}

export interface ClientState {
  readonly kind: 'client'
  /** The highest number that it has given to a write; on disk before it is used. */
  readonly last: number
  readonly work?: Work
  /** What it has read, and the replicas that are not known to hold it: read repair. */
  readonly repair?: { readonly pair: Pair; readonly behind: readonly NodeId[] }
}

export type QuorumState = ReplicaState | ClientState

export type QuorumMessage =
  | { readonly type: 'ask'; readonly work: string }
  | { readonly type: 'answer'; readonly work: string; readonly pair: Pair }
  | {
      readonly type: 'store'
      readonly work: string
      readonly pair: Pair
      readonly why: 'write' | 'write-back' | 'repair'
    }
  | { readonly type: 'stored'; readonly work: string; readonly pair: Pair }

export type QuorumRequest = { readonly kind: 'read' } | { readonly kind: 'write'; readonly value: string }

/** What was read, or written. */
export type QuorumReply = Pair

/** What each client that has not crashed since has read, for judging read repair. */
export interface QuorumGhost {
  readonly read: Readonly<Record<NodeId, Pair>>
}

export type QuorumWorld = ClusterWorld<QuorumState, QuorumMessage, QuorumRequest, QuorumReply, QuorumGhost>

export function replicaOf(world: QuorumWorld, id: NodeId): ReplicaState | undefined {
  const state = world.nodes[id]?.state
  return state?.kind === 'replica' ? state : undefined
}

export function clientOf(world: QuorumWorld, id: NodeId): ClientState | undefined {
  const state = world.nodes[id]?.state
  return state?.kind === 'client' ? state : undefined
}

/** What a replica holds: in memory, or on its disk while it is down. */
export function pairAt(world: QuorumWorld, id: NodeId): Pair {
  return replicaOf(world, id)?.pair ?? (world.nodes[id]?.durable['pair'] as Pair | undefined) ?? first
}
