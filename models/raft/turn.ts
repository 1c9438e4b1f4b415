/**
 * One turn of a server: it takes an input, changes its state and collects effects. A turn is a
 * workbench that lives only inside a handler; what comes out of it is plain data.
 */
import type { Context, Effect, Handled, NodeId } from '@orrery/engine/simulate/protocol.ts'
import { lastIndex, membersIn } from './log.ts'
import type { Log, Message, RaftState, Reply } from './state.ts'

export interface Turn {
  state: RaftState
  /** The last index when the turn began: what is on this server's disk for sure. */
  readonly stored: number
  readonly effects: Effect<Message, Reply>[]
  readonly context: Context
}

/** What a server keeps on disk. A vote is written with its term: one without the other says nothing. */
export interface Durable {
  readonly term: number
  readonly vote: { readonly term: number; readonly for: NodeId | undefined }
  readonly log: Log
}

export function beginTurn(state: RaftState, context: Context): Turn {
  return { state, stored: lastIndex(state.log), effects: [], context }
}

export function update(turn: Turn, change: Partial<RaftState>): void {
  turn.state = { ...turn.state, ...change }
}

/** A new log, and the configuration that follows from it. */
export function setLog(turn: Turn, log: Log): void {
  update(turn, { log, ...membersIn(log) })
}

export function send(turn: Turn, to: NodeId, message: Message): void {
  turn.effects.push({ kind: 'send', to, message })
}

export function note(turn: Turn, type: string, data: Readonly<Record<string, unknown>> = {}): void {
  turn.effects.push({ kind: 'note', type, data: { term: turn.state.term, ...data } })
}

/** A number among the parameters, in milliseconds, as microseconds. */
export function micros(context: Context, name: string): number {
  return Number(context.params[name]) * 1000
}

export function others(turn: Turn): readonly NodeId[] {
  return turn.state.members.filter((id) => id !== turn.context.self)
}

/** Whether these servers are a majority of the configuration in use. */
export function isMajority(state: RaftState, servers: readonly NodeId[]): boolean {
  const count = state.members.reduce((n, id) => (servers.includes(id) ? n + 1 : n), 0)
  return count * 2 > state.members.length
}

/** A timeout drawn anew each time, so that split votes are rare (§5.2). Only members stand for election. */
export function armElectionTimer(turn: Turn): void {
  if (!turn.state.members.includes(turn.context.self)) {
    turn.effects.push({ kind: 'cancelTimer', name: 'election' })
    return
  }
  turn.effects.push({
    kind: 'setTimer',
    name: 'election',
    low: micros(turn.context, 'electionLow'),
    high: Math.max(micros(turn.context, 'electionLow'), micros(turn.context, 'electionHigh')),
  })
}

/**
 * Back to follower: a higher term was seen, or this term's leader, or the quorum is gone. The vote
 * lasts as long as the term. A leader's promises to its clients are void: reads are refused,
 * and writes stay unanswered, for they may yet be committed by another.
 */
export function stepDown(turn: Turn, term: number): void {
  const { state, effects } = turn
  if (state.leadership !== undefined) {
    effects.push({ kind: 'cancelTimer', name: 'heartbeat' }, { kind: 'cancelTimer', name: 'quorum' })
    for (const read of state.leadership.reads) {
      effects.push({
        kind: 'reply',
        request: read.request,
        value: { ok: false, why: 'lost-leadership', leader: undefined },
      })
    }
  }
  const newer = term > state.term
  update(turn, {
    role: 'follower',
    term,
    votedFor: newer ? undefined : state.votedFor,
    leader: newer || state.role === 'leader' ? undefined : state.leader,
    votes: [],
    leadership: undefined,
  })
  if (state.role === 'leader') {
    note(turn, 'steps-down', { was: state.term })
    armElectionTimer(turn)
  }
}

/**
 * Ends a turn. What must survive a crash is written and synced before anything is said: a
 * message is a promise (paper, Figure 2: "updated on stable storage before responding to RPCs").
 */
export function finish(turn: Turn, before: RaftState): Handled<RaftState, Message, Reply> {
  const { state, context } = turn
  const writes: Effect<Message, Reply>[] = []
  if (state.term !== before.term) writes.push({ kind: 'write', key: 'term', value: state.term })
  if (state.votedFor !== before.votedFor || state.term !== before.term) {
    if (context.rule('persist-vote')) {
      const vote: Durable['vote'] = { term: state.term, for: state.votedFor }
      writes.push({ kind: 'write', key: 'vote', value: vote })
    }
  }
  if (state.log !== before.log) writes.push({ kind: 'write', key: 'log', value: state.log })
  if (writes.length > 0) writes.push({ kind: 'fsync' })
  return { state, effects: [...writes, ...turn.effects] }
}
