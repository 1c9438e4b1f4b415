/** The log, seen through its snapshot: indices are those of the paper, starting at 1. */
import type { NodeId } from '@orrery/engine/simulate/protocol.ts'
import type { Entry, Log, Machine } from './state.ts'

/** The index of the last entry, or of the snapshot's last. */
export function lastIndex(log: Log): number {
  return log.snapshot.index + log.entries.length
}

export function lastTerm(log: Log): number {
  return log.entries.at(-1)?.term ?? log.snapshot.term
}

/** The entry at an index; undefined beyond the end and where the snapshot has swallowed it. */
export function entryAt(log: Log, index: number): Entry | undefined {
  return log.entries[index - log.snapshot.index - 1]
}

/** The term of the entry at an index; undefined where it is not known. */
export function termAt(log: Log, index: number): number | undefined {
  return index === log.snapshot.index ? log.snapshot.term : entryAt(log, index)?.term
}

/** At most `limit` entries from `index` on. */
export function entriesFrom(log: Log, index: number, limit: number): readonly Entry[] {
  const start = index - log.snapshot.index - 1
  return log.entries.slice(start, start + limit)
}

/** The log up to `index` (not below the snapshot), then `entries`. */
export function replaceAfter(log: Log, index: number, entries: readonly Entry[]): Log {
  return {
    snapshot: log.snapshot,
    entries: [...log.entries.slice(0, index - log.snapshot.index), ...entries],
  }
}

/** The same log with everything up to `index` folded into a snapshot of the state machine there. */
export function compact(log: Log, index: number, machine: Machine): Log {
  const { members } = membersIn(log, index)
  return {
    snapshot: { index, term: termAt(log, index) ?? log.snapshot.term, members, machine },
    entries: log.entries.slice(index - log.snapshot.index),
  }
}

/** The latest configuration at or below `upTo`, and the index of its entry (§4.1: used as soon as it is there). */
export function membersIn(
  log: Log,
  upTo: number = lastIndex(log),
): { readonly members: readonly NodeId[]; readonly membersAt: number } {
  for (let index = upTo; index > log.snapshot.index; index--) {
    const command = entryAt(log, index)?.command
    if (command?.kind === 'members') return { members: command.members, membersAt: index }
  }
  return { members: log.snapshot.members, membersAt: log.snapshot.index }
}

/** Whether a log that ends in (term, index) is at least as up to date as this one (§5.4.1). */
export function upToDate(log: Log, term: number, index: number): boolean {
  return term !== lastTerm(log) ? term > lastTerm(log) : index >= lastIndex(log)
}
