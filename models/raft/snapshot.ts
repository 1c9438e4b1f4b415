/** Log compaction (§7 of the paper, chapter 5 of the thesis). */
import type { NodeId } from '@orrery/engine/simulate/protocol.ts'
import { follow } from './election.ts'
import { compact, lastIndex, termAt } from './log.ts'
import { onStored } from './replication.ts'
import type { Log, Message } from './state.ts'
import type { Turn } from './turn.ts'
import { note, send, setLog, stepDown, update } from './turn.ts'

type InstallSnapshot = Extract<Message, { type: 'InstallSnapshot' }>
type InstallSnapshotReply = Extract<Message, { type: 'InstallSnapshotReply' }>

/** Each server takes its own snapshots, when enough entries are applied since the last. */
export function maybeCompact(turn: Turn): void {
  const threshold = Number(turn.context.params['snapshot'])
  const { log, commit, machine } = turn.state
  if (threshold === 0 || commit - log.snapshot.index < threshold) return
  setLog(turn, compact(log, commit, machine))
  note(turn, 'compacts', { index: commit })
}

/** For a follower whose next entry the leader has compacted away. */
export function sendSnapshot(turn: Turn, to: NodeId): void {
  send(turn, to, { type: 'InstallSnapshot', term: turn.state.term, snapshot: turn.state.log.snapshot })
}

export function onInstallSnapshot(turn: Turn, from: NodeId, message: InstallSnapshot): void {
  const { snapshot } = message
  if (message.term < turn.state.term) {
    send(turn, from, { type: 'InstallSnapshotReply', term: turn.state.term, match: 0 })
    return
  }
  if (message.term > turn.state.term) stepDown(turn, message.term)
  follow(turn, from)
  const { log, commit, term } = turn.state
  if (snapshot.index > commit) {
    // Entries that follow the snapshot's last one are kept if they are the leader's (Figure 13, step 6).
    const same = termAt(log, snapshot.index) === snapshot.term
    const kept: Log = {
      snapshot,
      entries: same ? log.entries.slice(snapshot.index - log.snapshot.index) : [],
    }
    setLog(turn, kept)
    update(turn, { commit: snapshot.index, machine: snapshot.machine })
    note(turn, 'installs', { index: snapshot.index, from })
  }
  send(turn, from, {
    type: 'InstallSnapshotReply',
    term,
    match: Math.max(snapshot.index, Math.min(commit, lastIndex(log))),
  })
}

export function onInstallSnapshotReply(turn: Turn, from: NodeId, message: InstallSnapshotReply): void {
  if (message.term > turn.state.term) {
    stepDown(turn, message.term)
    return
  }
  const { leadership, term } = turn.state
  if (leadership === undefined || message.term < term) return
  if (!leadership.active.includes(from)) {
    update(turn, { leadership: { ...leadership, active: [...leadership.active, from].sort() } })
  }
  onStored(turn, from, message.match)
}
