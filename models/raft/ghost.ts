/** Keeps the history variables: looks at what a step changed, and only there. */
import type { Event } from '@orrery/engine/model/action.ts'
import { hashOf } from '@orrery/engine/model/fingerprint.ts'
import { entryAt, termAt } from './log.ts'
import type { Entry, Log } from './state.ts'
import type { Committed, Ghost, RaftWorld } from './world.ts'

export const emptyGhost: Ghost = { leaders: {}, committed: [], conflict: undefined }

export function sameEntry(a: Entry, b: Entry): boolean {
  if (a === b) return true
  if (a.term !== b.term || a.command.kind !== b.command.kind) return false
  return hashOf(a.command) === hashOf(b.command)
}

/**
 * An entry that was committed and went into the server's own snapshot in one step. A snapshot from the
 * leader may instead have taken the place of entries that were never committed: then the old log does not
 * agree with it.
 */
function swallowed(before: Log | undefined, now: Log, index: number): Entry | undefined {
  if (before === undefined || termAt(before, now.snapshot.index) !== now.snapshot.term) return undefined
  return entryAt(before, index)
}

export function observe(ghost: Ghost, before: RaftWorld, after: RaftWorld, _events: readonly Event[]): Ghost {
  if (before.nodes === after.nodes) return ghost
  let { leaders, committed, conflict } = ghost
  for (const id of Object.keys(after.nodes)) {
    const node = after.nodes[id]!
    const old = before.nodes[id]
    const { state } = node
    if (node === old || state === undefined || state === old?.state) continue
    if (state.role === 'leader' && (old?.state?.role !== 'leader' || old.state.term !== state.term)) {
      const known = leaders[state.term] ?? []
      if (!known.includes(id)) leaders = { ...leaders, [state.term]: [...known, id].sort() }
    }
    for (let index = (old?.state?.commit ?? 0) + 1; index <= state.commit; index++) {
      const entry = entryAt(state.log, index) ?? swallowed(old?.state?.log, state.log, index)
      if (entry === undefined) continue
      const second: Committed = { entry, by: id, term: state.term }
      const first = committed[index - 1]
      if (first !== undefined) {
        if (conflict === undefined && !sameEntry(first.entry, entry)) conflict = { index, first, second }
      } else if (index === committed.length + 1) {
        committed = [...committed, second]
      }
    }
  }
  if (leaders === ghost.leaders && committed === ghost.committed && conflict === ghost.conflict) return ghost
  return { leaders, committed, conflict }
}
