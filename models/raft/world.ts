/** The world of a Raft cluster, and what is remembered of it for judging alone. */
import type { ClusterWorld } from '@orrery/engine/simulate/cluster-types.ts'
import type { NodeId } from '@orrery/engine/simulate/protocol.ts'
import type { Entry, Message, RaftState, Reply, Request } from './state.ts'

/** The first commitment of an entry: who, in which term. Place in the list is the index, less one. */
export interface Committed {
  readonly entry: Entry
  readonly by: NodeId
  readonly term: number
}

/** History variables: no server reads them. */
export interface Ghost {
  /** Who became leader, by term. */
  readonly leaders: Readonly<Record<number, readonly NodeId[]>>
  readonly committed: readonly Committed[]
  /** Two servers that committed different entries at one index. */
  readonly conflict:
    { readonly index: number; readonly first: Committed; readonly second: Committed } | undefined
}

export type RaftWorld = ClusterWorld<RaftState, Message, Request, Reply, Ghost>

/** The servers that are up, with their states. */
export function serversUp(world: RaftWorld): { readonly id: NodeId; readonly state: RaftState }[] {
  const up: { id: NodeId; state: RaftState }[] = []
  for (const id of Object.keys(world.nodes)) {
    const state = world.nodes[id]!.state
    if (state !== undefined) up.push({ id, state })
  }
  return up.sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** The server that leads the highest term, if one does. */
export function leaderOf(world: RaftWorld): NodeId | undefined {
  let best: { id: NodeId; term: number } | undefined
  for (const { id, state } of serversUp(world)) {
    if (state.role === 'leader' && (best === undefined || state.term > best.term))
      best = { id, term: state.term }
  }
  return best?.id
}
