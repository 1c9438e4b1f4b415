/** What clients ask of a leader: writes by session (§6.3) and linearizable reads (§6.4). */
import type { NodeId } from '@orrery/engine/simulate/protocol.ts'
import { appendCommand, broadcast, replicateNewest } from './replication.ts'
import { termAt } from './log.ts'
import { wasApplied } from './machine.ts'
import { onAdd, onRemove } from './membership.ts'
import type { PendingRead, Request } from './state.ts'
import type { Turn } from './turn.ts'
import { isMajority, note, update } from './turn.ts'

export function onRequest(turn: Turn, id: string, request: Request): void {
  const { state } = turn
  if (state.leadership === undefined) {
    refuse(turn, id, 'not-leader')
    return
  }
  switch (request.kind) {
    case 'set':
      if (wasApplied(state.machine, request)) {
        // A retry of what was done: the first answer again.
        turn.effects.push({ kind: 'reply', request: id, value: { ok: true } })
        return
      }
      appendCommand(turn, request, id)
      replicateNewest(turn)
      return
    case 'get':
      onRead(turn, id, request.key)
      return
    case 'add':
      onAdd(turn, id, request.server)
      return
    case 'remove':
      onRemove(turn, id, request.server)
      return
  }
}

export function refuse(turn: Turn, request: string, why: 'not-leader' | 'not-now'): void {
  const value = { ok: false, why, leader: turn.state.leader } as const
  turn.effects.push({ kind: 'reply', request, value })
}

/**
 * A read goes into no log. The leader notes its commit index (the read index), makes sure by a round
 * of heartbeats that nobody has replaced it, and only then answers from its own state.
 */
function onRead(turn: Turn, request: string, key: string): void {
  const { leadership } = turn.state
  if (leadership === undefined) return
  if (!turn.context.rule('read-index')) {
    answer(turn, request, key)
    return
  }
  const read: PendingRead = { request, key, index: undefined, round: 0, confirmed: [] }
  update(turn, { leadership: { ...leadership, reads: [...leadership.reads, read] } })
  answerReads(turn)
}

/** Gives waiting reads their read index, once an entry of this term is committed (§6.4, step 1). */
export function answerReads(turn: Turn): void {
  const { leadership, log, commit, term } = turn.state
  if (leadership === undefined || termAt(log, commit) !== term) return
  if (leadership.reads.every((read) => read.index !== undefined)) return
  const round = leadership.round + 1
  const confirmed = [turn.context.self]
  const reads = leadership.reads.map((read) =>
    read.index === undefined ? { ...read, index: commit, round, confirmed } : read,
  )
  update(turn, { leadership: { ...leadership, reads, round } })
  note(turn, 'confirms', { index: commit })
  if (isMajority(turn.state, confirmed)) {
    settle(turn)
    return
  }
  broadcast(turn)
}

/** A member answered a round of heartbeats: in that round, this server still led. */
export function onConfirmed(turn: Turn, from: NodeId, round: number): void {
  const { leadership } = turn.state
  if (leadership === undefined || leadership.reads.length === 0) return
  const reads = leadership.reads.map((read) =>
    read.index !== undefined && round >= read.round && !read.confirmed.includes(from)
      ? { ...read, confirmed: [...read.confirmed, from].sort() }
      : read,
  )
  update(turn, { leadership: { ...leadership, reads } })
  settle(turn)
}

/** Answers the reads that a majority has confirmed. All that is committed is applied already. */
function settle(turn: Turn): void {
  const { leadership } = turn.state
  if (leadership === undefined) return
  const waits = (read: PendingRead) => read.index === undefined || !isMajority(turn.state, read.confirmed)
  for (const read of leadership.reads) if (!waits(read)) answer(turn, read.request, read.key)
  update(turn, { leadership: { ...leadership, reads: leadership.reads.filter(waits) } })
}

function answer(turn: Turn, request: string, key: string): void {
  const value = turn.state.machine.data[key]
  turn.effects.push({
    kind: 'reply',
    request,
    value: value === undefined ? { ok: true } : { ok: true, value },
  })
}
