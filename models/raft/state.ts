/**
 * What a Raft server remembers and what it says to others: Figure 2 of the paper (Ongaro and
 * Ousterhout, 2014), with the additions of Ongaro's thesis (2014).
 */
import type { NodeId } from '@orrery/engine/simulate/protocol.ts'

/** What a client or the cluster itself asks the replicated state machine to do. */
export type Command =
  /** A leader's first entry: it commits what came before (§6.4 of the thesis). */
  | { readonly kind: 'noop' }
  | {
      readonly kind: 'set'
      readonly key: string
      readonly value: number
      readonly client: string
      readonly serial: number
    }
  /** The cluster's members from here on (thesis §4.1). */
  | { readonly kind: 'members'; readonly members: readonly NodeId[] }

export interface Entry {
  readonly term: number
  readonly command: Command
}

/** The replicated state machine: a table of numbers, and how far each client's session is (§6.3). */
export interface Machine {
  readonly data: Readonly<Record<string, number>>
  /** The last serial number applied for each client. A command at or below it is not applied again. */
  readonly sessions: Readonly<Record<string, number>>
}

/** Everything up to `index`, in short (§7 of the paper, chapter 5 of the thesis). */
export interface Snapshot {
  readonly index: number
  readonly term: number
  readonly members: readonly NodeId[]
  readonly machine: Machine
}

/** A snapshot and the entries after it: entry i of the list has index `snapshot.index + 1 + i`. */
export interface Log {
  readonly snapshot: Snapshot
  readonly entries: readonly Entry[]
}

export type RaftRole = 'follower' | 'pre-candidate' | 'candidate' | 'leader'

/** A read that waits until the leader knows that it still is one (§6.4). */
export interface PendingRead {
  readonly request: string
  readonly key: string
  /** The read index; undefined until an entry of this term is committed. */
  readonly index: number | undefined
  /** The round of heartbeats that must be answered. */
  readonly round: number
  readonly confirmed: readonly NodeId[]
}

/** A server that the leader brings up to date before it adds it (§4.2.1). */
export interface Joining {
  readonly server: NodeId
  readonly request: string
  /** The round ends when the server has this entry. */
  readonly target: number
  readonly round: number
}

/** What only a leader keeps. */
export interface Leadership {
  /** For each other server, the next entry to send and the highest known to be there. */
  readonly next: Readonly<Record<NodeId, number>>
  readonly match: Readonly<Record<NodeId, number>>
  /** Who answered since the last check of the quorum (§6.2). */
  readonly active: readonly NodeId[]
  /** The client's request that each uncommitted entry came from, by index. */
  readonly asked: Readonly<Record<number, string>>
  readonly reads: readonly PendingRead[]
  /** Rounds of heartbeats that reads have asked for. */
  readonly round: number
  readonly joining: Joining | undefined
}

export interface RaftState {
  readonly role: RaftRole
  /** currentTerm */
  readonly term: number
  readonly votedFor: NodeId | undefined
  readonly log: Log
  /** commitIndex; entries are applied as soon as they are committed. */
  readonly commit: number
  readonly machine: Machine
  /** The latest configuration in the log, committed or not (§4.1), and the index of its entry. */
  readonly members: readonly NodeId[]
  readonly membersAt: number
  /** Whom this server takes for the leader of its term. */
  readonly leader: NodeId | undefined
  /** A candidate's votes, its own included. */
  readonly votes: readonly NodeId[]
  readonly leadership: Leadership | undefined
  /** Heard from a leader within the shortest election timeout (§4.2.3, §9.6). Kept only with PreVote. */
  readonly heard: boolean
}

export type Message =
  | {
      readonly type: 'RequestVote'
      readonly term: number
      readonly lastIndex: number
      readonly lastTerm: number
      /** True: would you vote for me? (PreVote, §9.6) */
      readonly pre: boolean
    }
  | {
      readonly type: 'RequestVoteReply'
      readonly term: number
      readonly granted: boolean
      readonly pre: boolean
    }
  | {
      readonly type: 'AppendEntries'
      readonly term: number
      readonly prevIndex: number
      readonly prevTerm: number
      readonly entries: readonly Entry[]
      readonly commit: number
      readonly round: number
    }
  | {
      readonly type: 'AppendEntriesReply'
      readonly term: number
      readonly ok: boolean
      /** If ok: the follower's log equals the leader's up to here. */
      readonly match: number
      /** If not: the term of the entry in the way, and the first index that holds it (§5.3). */
      readonly conflictTerm: number | undefined
      readonly conflictIndex: number
      readonly round: number
    }
  | { readonly type: 'InstallSnapshot'; readonly term: number; readonly snapshot: Snapshot }
  | { readonly type: 'InstallSnapshotReply'; readonly term: number; readonly match: number }

export type Request =
  | {
      readonly kind: 'set'
      readonly key: string
      readonly value: number
      readonly client: string
      readonly serial: number
    }
  | { readonly kind: 'get'; readonly key: string; readonly client: string }
  | { readonly kind: 'add'; readonly server: NodeId }
  | { readonly kind: 'remove'; readonly server: NodeId }

export type Reply =
  /** Done. A read has the value, undefined where the key was never set. */
  | { readonly ok: true; readonly value?: number | undefined }
  /** Not done, and never will be on account of this request. */
  | {
      readonly ok: false
      readonly why: 'not-leader' | 'not-now' | 'lost-leadership'
      readonly leader: NodeId | undefined
    }

export const emptyMachine: Machine = { data: {}, sessions: {} }
