/** Single-server membership changes (chapter 4 of the thesis, with the correction of 2015). */
import type { NodeId } from '@orrery/engine/simulate/protocol.ts'
import { refuse } from './client.ts'
import { lastIndex, termAt } from './log.ts'
import { appendCommand, broadcast } from './replication.ts'
import type { RaftState } from './state.ts'
import type { Turn } from './turn.ts'
import { others, update } from './turn.ts'

/** A new server that is not up to date after so many rounds is turned away (§4.2.1). */
const maxRounds = 10

/** Whom a leader sends entries: the other members, and a server that is joining. */
export function replicationTargets(turn: Turn): readonly NodeId[] {
  const joining = turn.state.leadership?.joining?.server
  const targets = others(turn)
  return joining === undefined || targets.includes(joining) ? targets : [...targets, joining]
}

/**
 * Whether a leader may start a change: the last one is committed (§4.1), and so is an entry of its
 * own term. Without the second, two leaders can each have half a change under way
 * (Ongaro to raft-dev, "bug in single-server membership changes", July 2015).
 */
export function mayReconfigure(state: RaftState, rule: (id: string) => boolean): boolean {
  if (state.leadership === undefined || state.leadership.joining !== undefined) return false
  if (state.membersAt > state.commit) return false
  return !rule('commit-before-reconfigure') || termAt(state.log, state.commit) === state.term
}

export function onAdd(turn: Turn, request: string, server: NodeId): void {
  const { state, context } = turn
  const known = context.nodes.includes(server) && !state.members.includes(server)
  const rule = (id: string) => context.rule(id)
  if (!known || state.leadership === undefined || !mayReconfigure(state, rule)) {
    refuse(turn, request, 'not-now')
    return
  }
  const joining = { server, request, target: lastIndex(state.log), round: 1 }
  const match = { ...state.leadership.match, [server]: 0 }
  update(turn, { leadership: { ...state.leadership, joining, match } })
  continueJoining(turn, server)
  broadcast(turn)
}

/** The new server answered: once a round of catching up finds nothing new, it is added (§4.2.1). */
export function continueJoining(turn: Turn, from: NodeId): void {
  const { leadership, log, members } = turn.state
  const joining = leadership?.joining
  if (leadership === undefined || joining?.server !== from) return
  if ((leadership.match[from] ?? 0) < joining.target) return
  if (joining.target < lastIndex(log)) {
    const next = { ...joining, target: lastIndex(log), round: joining.round + 1 }
    update(turn, { leadership: { ...leadership, joining: next.round > maxRounds ? undefined : next } })
    if (next.round > maxRounds) refuse(turn, joining.request, 'not-now')
    return
  }
  update(turn, { leadership: { ...leadership, joining: undefined } })
  appendCommand(turn, { kind: 'members', members: [...members, from].sort() }, joining.request)
}

export function onRemove(turn: Turn, request: string, server: NodeId): void {
  const { state, context } = turn
  const known = state.members.includes(server) && state.members.length > 1
  if (!known || !mayReconfigure(state, (id) => context.rule(id))) {
    refuse(turn, request, 'not-now')
    return
  }
  const members = state.members.filter((id) => id !== server)
  appendCommand(turn, { kind: 'members', members }, request)
  broadcast(turn)
}
