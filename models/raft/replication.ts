/** Log replication and commitment (§5.3 and §5.4.2 of the paper). */
import type { NodeId } from '@orrery/engine/simulate/protocol.ts'
import { answerReads, onConfirmed } from './client.ts'
import { follow } from './election.ts'
import { entriesFrom, entryAt, lastIndex, replaceAfter, termAt } from './log.ts'
import { applyCommand } from './machine.ts'
import { continueJoining, replicationTargets } from './membership.ts'
import { maybeCompact, sendSnapshot } from './snapshot.ts'
import type { Command, Log, Message } from './state.ts'
import type { Turn } from './turn.ts'
import { isMajority, micros, note, send, setLog, stepDown, update } from './turn.ts'

type AppendEntries = Extract<Message, { type: 'AppendEntries' }>
type AppendEntriesReply = Extract<Message, { type: 'AppendEntriesReply' }>

/** A leader puts a command at the end of its log. `request` is answered when it is committed. */
export function appendCommand(turn: Turn, command: Command, request: string | undefined): void {
  const { state } = turn
  if (state.leadership === undefined) return
  setLog(turn, replaceAfter(state.log, lastIndex(state.log), [{ term: state.term, command }]))
  const index = lastIndex(turn.state.log)
  if (request !== undefined) {
    const asked = { ...state.leadership.asked, [index]: request }
    update(turn, { leadership: { ...state.leadership, asked } })
  }
  note(turn, 'appends', { index, command })
  // Nobody else will answer a leader that is alone: it goes on when its own disk is done.
  if (isMajority(turn.state, [turn.context.self])) {
    turn.effects.push({ kind: 'setTimer', name: 'stored', after: 0 })
  }
  if (!turn.context.rule('majority-to-commit')) advanceCommit(turn)
}

/** Sends the newest entry to those who have everything before it; the others get it when they answer. */
export function replicateNewest(turn: Turn): void {
  const newest = lastIndex(turn.state.log)
  for (const to of replicationTargets(turn)) {
    if (turn.state.leadership?.next[to] === newest) sendAppend(turn, to)
  }
}

/** AppendEntries to everyone: what each lacks, or nothing but a heartbeat. */
export function broadcast(turn: Turn): void {
  for (const to of replicationTargets(turn)) sendAppend(turn, to)
}

export function onHeartbeatTimeout(turn: Turn): void {
  if (turn.state.role !== 'leader') return
  broadcast(turn)
  turn.effects.push({ kind: 'setTimer', name: 'heartbeat', after: micros(turn.context, 'heartbeat') })
}

function sendAppend(turn: Turn, to: NodeId): void {
  const { state, context } = turn
  if (state.leadership === undefined) return
  const next = state.leadership.next[to] ?? lastIndex(state.log) + 1
  const prevTerm = termAt(state.log, next - 1)
  if (prevTerm === undefined) {
    sendSnapshot(turn, to)
    return
  }
  send(turn, to, {
    type: 'AppendEntries',
    term: state.term,
    prevIndex: next - 1,
    prevTerm,
    entries: entriesFrom(state.log, next, Number(context.params['batch'])),
    commit: state.commit,
    round: state.leadership.round,
  })
}

export function onAppendEntries(turn: Turn, from: NodeId, message: AppendEntries): void {
  const reply = { type: 'AppendEntriesReply', round: message.round, conflictTerm: undefined } as const
  if (message.term < turn.state.term) {
    const { term } = turn.state
    send(turn, from, { ...reply, term, ok: false, match: 0, conflictIndex: 0 })
    return
  }
  if (message.term > turn.state.term) stepDown(turn, message.term)
  follow(turn, from)

  const { log, term } = turn.state
  const conflict = conflictWith(log, message)
  if (conflict !== undefined) {
    note(turn, 'mismatch', { index: message.prevIndex, from })
    send(turn, from, { ...reply, term, ok: false, match: 0, ...conflict })
    return
  }
  const match = message.prevIndex + message.entries.length
  store(turn, message)
  const commit = Math.min(message.commit, match)
  if (commit > turn.state.commit) commitTo(turn, commit)
  send(turn, from, { ...reply, term, ok: true, match, conflictIndex: 0 })
}

/**
 * The consistency check (§5.3): the logs must agree on the entry before the new ones. Where they do
 * not, says how far the leader may back up at once: to the start of the term that is in the way.
 */
function conflictWith(
  log: Log,
  message: AppendEntries,
): { conflictTerm: number | undefined; conflictIndex: number } | undefined {
  const { prevIndex, prevTerm } = message
  // What a snapshot holds is committed, so it agrees with any leader's log.
  if (prevIndex <= log.snapshot.index) return undefined
  const term = termAt(log, prevIndex)
  if (term === prevTerm) return undefined
  if (term === undefined) return { conflictTerm: undefined, conflictIndex: lastIndex(log) + 1 }
  let first = prevIndex
  while (first > log.snapshot.index + 1 && termAt(log, first - 1) === term) first--
  return { conflictTerm: term, conflictIndex: first }
}

/** Stores the new entries; deletes old ones only from the first that conflicts (Figure 2, step 3). */
function store(turn: Turn, message: AppendEntries): void {
  const { log } = turn.state
  for (let i = 0; i < message.entries.length; i++) {
    const index = message.prevIndex + 1 + i
    if (index <= log.snapshot.index) continue
    const have = termAt(log, index)
    if (have === message.entries[i]!.term) continue
    if (have !== undefined) note(turn, 'truncates', { index })
    note(turn, 'stores', { index })
    setLog(turn, replaceAfter(log, index - 1, message.entries.slice(i)))
    return
  }
  // All of it was there already. What follows may be newer than this message, so it stays.
  const end = message.prevIndex + message.entries.length
  if (turn.context.rule('truncate-on-conflict-only') || end >= lastIndex(log)) return
  if (end < log.snapshot.index) return
  note(turn, 'truncates', { index: end + 1 })
  setLog(turn, replaceAfter(log, end, []))
}

export function onAppendEntriesReply(turn: Turn, from: NodeId, message: AppendEntriesReply): void {
  if (message.term > turn.state.term) {
    stepDown(turn, message.term)
    return
  }
  const { leadership, term } = turn.state
  if (leadership === undefined || message.term < term) return
  if (!leadership.active.includes(from)) {
    update(turn, { leadership: { ...leadership, active: [...leadership.active, from].sort() } })
  }
  if (message.ok) onStored(turn, from, message.match)
  else backUp(turn, from, message)
  onConfirmed(turn, from, message.round)
}

/** A follower has everything up to `match`. */
export function onStored(turn: Turn, from: NodeId, match: number): void {
  const { leadership } = turn.state
  if (leadership === undefined) return
  const known = leadership.match[from] ?? 0
  // An old answer, overtaken by a newer one, must not move anything back.
  if (match < known) return
  update(turn, {
    leadership: {
      ...leadership,
      match: { ...leadership.match, [from]: match },
      next: { ...leadership.next, [from]: match + 1 },
    },
  })
  advanceCommit(turn)
  continueJoining(turn, from)
  if (turn.state.role === 'leader' && match > known && match < lastIndex(turn.state.log))
    sendAppend(turn, from)
}

/** The follower's log differs: go back by a whole term at a time, and try again (§5.3). */
function backUp(turn: Turn, from: NodeId, message: AppendEntriesReply): void {
  const { leadership, log } = turn.state
  if (leadership === undefined) return
  let next = message.conflictIndex
  if (message.conflictTerm !== undefined) {
    for (let index = lastIndex(log); index > log.snapshot.index; index--) {
      const term = termAt(log, index)
      if (term === undefined || term < message.conflictTerm) break
      if (term > message.conflictTerm) continue
      next = Math.max(next, Math.min(index + 1, leadership.next[from] ?? index + 1))
      break
    }
  }
  next = Math.max(next, (leadership.match[from] ?? 0) + 1, 1)
  if (next >= (leadership.next[from] ?? 0)) return
  update(turn, { leadership: { ...leadership, next: { ...leadership.next, [from]: next } } })
  sendAppend(turn, from)
}

/**
 * Commits the highest entry that a majority holds, if it is of this term; those before it are
 * committed with it (§5.4.2). A leader's own copy counts once it is on its disk (thesis §10.2.1).
 */
export function advanceCommit(turn: Turn): void {
  const { leadership, members, log, term } = turn.state
  if (leadership === undefined) return
  const held = members
    .map((id) => (id === turn.context.self ? turn.stored : (leadership.match[id] ?? 0)))
    .sort((a, b) => b - a)
  const majority = held[Math.floor(members.length / 2)] ?? 0
  const index = turn.context.rule('majority-to-commit') ? majority : lastIndex(log)
  if (index <= turn.state.commit) return
  if (turn.context.rule('commit-current-term') && termAt(log, index) !== term) return
  commitTo(turn, index)
  answerReads(turn)
}

/** Raises the commit index and applies what it now covers, in order. */
export function commitTo(turn: Turn, target: number): void {
  for (let index = turn.state.commit + 1; index <= target; index++) {
    const entry = entryAt(turn.state.log, index)
    if (entry === undefined) break
    update(turn, { commit: index, machine: applyCommand(turn.state.machine, entry.command) })
    note(turn, 'commits', { index, command: entry.command })
    const { leadership } = turn.state
    const request = leadership?.asked[index]
    if (leadership !== undefined && request !== undefined) {
      const asked = { ...leadership.asked }
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a fresh copy
      delete asked[index]
      update(turn, { leadership: { ...leadership, asked } })
      turn.effects.push({ kind: 'reply', request, value: { ok: true } })
    }
  }
  const { state, context } = turn
  if (state.role === 'leader' && !state.members.includes(context.self) && state.commit >= state.membersAt) {
    // It led the change that removed it; now that is committed, it leaves (§4.2.2).
    stepDown(turn, state.term)
  }
  maybeCompact(turn)
}
