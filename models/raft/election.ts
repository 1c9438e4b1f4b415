/** Leader election (§5.2 and §5.4.1 of the paper; PreVote is §9.6 of the thesis). */
import type { NodeId } from '@orrery/engine/simulate/protocol.ts'
import { appendCommand, broadcast } from './replication.ts'
import { lastIndex, lastTerm, upToDate } from './log.ts'
import type { Message, RaftState } from './state.ts'
import type { Turn } from './turn.ts'
import { armElectionTimer, isMajority, micros, note, others, send, stepDown, update } from './turn.ts'

type RequestVote = Extract<Message, { type: 'RequestVote' }>
type RequestVoteReply = Extract<Message, { type: 'RequestVoteReply' }>

/** Heard from no leader for a whole election timeout. */
export function onElectionTimeout(turn: Turn): void {
  if (turn.state.role === 'leader' || !turn.state.members.includes(turn.context.self)) return
  if (turn.context.params['prevote'] === true) askForPreVotes(turn)
  else campaign(turn)
}

/** PreVote: asks whether an election could be won, without starting one. No term changes. */
function askForPreVotes(turn: Turn): void {
  update(turn, { role: 'pre-candidate', votes: [turn.context.self], leader: undefined, heard: false })
  note(turn, 'pre-candidate')
  armElectionTimer(turn)
  askEveryone(turn, turn.state.term + 1, true)
  if (isMajority(turn.state, turn.state.votes)) campaign(turn)
}

/** Stands for election in a new term: votes for itself and asks the others. */
function campaign(turn: Turn): void {
  update(turn, {
    role: 'candidate',
    term: turn.state.term + 1,
    votedFor: turn.context.self,
    votes: [turn.context.self],
    leader: undefined,
    heard: false,
  })
  note(turn, 'candidate')
  armElectionTimer(turn)
  askEveryone(turn, turn.state.term, false)
  if (isMajority(turn.state, turn.state.votes)) becomeLeader(turn)
}

function askEveryone(turn: Turn, term: number, pre: boolean): void {
  const { log } = turn.state
  for (const to of others(turn)) {
    send(turn, to, { type: 'RequestVote', term, lastIndex: lastIndex(log), lastTerm: lastTerm(log), pre })
  }
}

export function onRequestVote(turn: Turn, from: NodeId, message: RequestVote): void {
  // §4.2.3: a server that hears from a leader is not talked into an election.
  if (turn.context.params['prevote'] === true && (turn.state.heard || turn.state.role === 'leader')) {
    if (message.term > turn.state.term) return
  }
  if (message.pre) {
    const granted = message.term > turn.state.term && mayVoteFor(turn, message)
    const term = granted ? message.term : turn.state.term
    send(turn, from, { type: 'RequestVoteReply', term, granted, pre: true })
    return
  }
  if (message.term > turn.state.term) stepDown(turn, message.term)
  const { term, votedFor } = turn.state
  const free = votedFor === undefined || votedFor === from
  const granted = message.term === term && free && mayVoteFor(turn, message)
  if (granted) {
    update(turn, { votedFor: from })
    note(turn, 'votes', { for: from })
    armElectionTimer(turn)
  }
  send(turn, from, { type: 'RequestVoteReply', term, granted, pre: false })
}

/** The election restriction: no vote for a candidate whose log is behind one's own (§5.4.1). */
function mayVoteFor(turn: Turn, message: RequestVote): boolean {
  if (!turn.context.rule('election-restriction')) return true
  return upToDate(turn.state.log, message.lastTerm, message.lastIndex)
}

export function onRequestVoteReply(turn: Turn, from: NodeId, message: RequestVoteReply): void {
  const { state } = turn
  if (message.term > state.term && !(message.pre && message.granted)) {
    stepDown(turn, message.term)
    return
  }
  if (!message.granted || state.votes.includes(from) || !state.members.includes(from)) return
  const awaited: RaftState['role'] = message.pre ? 'pre-candidate' : 'candidate'
  const term = message.pre ? state.term + 1 : state.term
  if (state.role !== awaited || message.term !== term) return
  update(turn, { votes: [...state.votes, from].sort() })
  if (!isMajority(turn.state, turn.state.votes)) return
  if (message.pre) campaign(turn)
  else becomeLeader(turn)
}

/** A majority voted for this server in this term. It announces itself by its first AppendEntries. */
function becomeLeader(turn: Turn): void {
  const { context, state } = turn
  const next: Record<NodeId, number> = {}
  const match: Record<NodeId, number> = {}
  for (const id of context.nodes) {
    if (id === context.self) continue
    next[id] = lastIndex(state.log) + 1
    match[id] = 0
  }
  update(turn, {
    role: 'leader',
    leader: context.self,
    heard: false,
    leadership: { next, match, active: [], asked: {}, reads: [], round: 0, joining: undefined },
  })
  note(turn, 'leader', { votes: state.votes })
  turn.effects.push(
    { kind: 'cancelTimer', name: 'election' },
    { kind: 'cancelTimer', name: 'heard' },
    { kind: 'setTimer', name: 'heartbeat', after: micros(context, 'heartbeat') },
  )
  if (context.params['checkQuorum'] === true) {
    turn.effects.push({ kind: 'setTimer', name: 'quorum', after: micros(context, 'electionHigh') })
  }
  if (context.params['noop'] === true) appendCommand(turn, { kind: 'noop' }, undefined)
  broadcast(turn)
}

/** An election timeout without answers from a majority: this leader may be cut off, and says so (§6.2). */
export function onQuorumTimeout(turn: Turn): void {
  const { leadership } = turn.state
  if (leadership === undefined) return
  if (!isMajority(turn.state, [...leadership.active, turn.context.self])) {
    note(turn, 'no-quorum')
    stepDown(turn, turn.state.term)
    return
  }
  update(turn, { leadership: { ...leadership, active: [] } })
  turn.effects.push({ kind: 'setTimer', name: 'quorum', after: micros(turn.context, 'electionHigh') })
}

/** Word from the leader of this term: follow it, and wait again from now. */
export function follow(turn: Turn, leader: NodeId): void {
  if (turn.state.role !== 'follower') stepDown(turn, turn.state.term)
  if (turn.state.leader !== leader) {
    update(turn, { leader })
    note(turn, 'follows', { leader })
  }
  armElectionTimer(turn)
  if (turn.context.params['prevote'] === true) {
    update(turn, { heard: true })
    turn.effects.push({ kind: 'setTimer', name: 'heard', after: micros(turn.context, 'electionLow') })
  }
}
