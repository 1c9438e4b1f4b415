/** Keeps the history variables: looks at what a step changed, and only there. */
import type { Event } from '@orrery/engine/model/action.ts'
import { hashOf } from '@orrery/engine/model/fingerprint.ts'
import { entryAt } from './log.ts'
import type { Entry } from './state.ts'
import type { Committed, Ghost, RaftWorld } from './world.ts'

export const emptyGhost: Ghost = { leaders: {}, committed: [], conflict: undefined }

export function sameEntry(a: Entry, b: Entry): boolean {
  if (a === b) return true
  if (a.term !== b.term || a.command.kind !== b.command.kind) return false
  return hashOf(a.command) === hashOf(b.command)
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
      // A snapshot may have swallowed it in the same step; it was still in the log before.
      const entry = entryAt(state.log, index) ?? (old?.state && entryAt(old.state.log, index))
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
