/**
 * An oracle of its own: what the clients asked and were told, and how much of the log each crash left. It
 * never looks at pages, records or tables, and knows nothing of recovery: what is committed is what was
 * acknowledged, or whose commit record was within what was left.
 */
import type { WalWorld } from '../world.ts'

export interface Ledger {
  /** The data by the transactions that committed so far. */
  readonly values: Readonly<Record<string, number>>
  readonly open: Readonly<Record<string, Writes>>
  readonly counts: Readonly<Record<string, number>>
}

interface Writes {
  readonly slots: Readonly<Record<string, number>>
  /** Where its commit record went; 0 before it asked. */
  readonly commit: number
}

export const empty: Ledger = { values: {}, open: {}, counts: {} }

/** The ledger after an action that led from one world to the next. */
export function follow(ledger: Ledger, before: WalWorld, id: string, after: WalWorld): Ledger {
  const [verb = '', what = '0', where = ''] = id.split(':')
  const mine = ledger.open[what] ?? { slots: {}, commit: 0 }
  switch (verb) {
    case 'update': {
      const count = (ledger.counts[what] ?? 0) + 1
      const slots = { ...mine.slots, [where]: 10 * Number(what.slice(1)) + count }
      return {
        ...ledger,
        open: { ...ledger.open, [what]: { ...mine, slots } },
        counts: { ...ledger.counts, [what]: count },
      }
    }
    case 'commit':
      return { ...ledger, open: { ...ledger.open, [what]: { ...mine, commit: after.log.length } } }
    case 'ack':
      return close(ledger, what, true)
    case 'undo':
      // A rollback that was asked for is over when its client has heard so.
      return after.clients[what]?.status === 'undone' ? close(ledger, what, false) : ledger
    case 'crash': {
      const kept = before.durable + Number(what)
      let left = ledger
      for (const txn of Object.keys(ledger.open).sort()) {
        const { commit } = ledger.open[txn]!
        left = close(left, txn, commit > 0 && commit <= kept)
      }
      return left
    }
    default:
      return ledger
  }
}

function close(ledger: Ledger, txn: string, committed: boolean): Ledger {
  const { [txn]: mine, ...open } = ledger.open
  return committed ? { ...ledger, open, values: { ...ledger.values, ...mine?.slots } } : { ...ledger, open }
}

/** What is wrong with the data as clients can read them: nothing while the machine is not up. */
export function mistakes(ledger: Ledger, world: WalWorld): readonly string[] {
  if (world.phase !== 'up') return []
  const busy = new Set(Object.values(ledger.open).flatMap(({ slots }) => Object.keys(slots)))
  const found: string[] = []
  for (const [id, stored] of Object.entries(world.disk)) {
    const { slots } = world.pool[id] ?? stored
    for (const [slot, value] of Object.entries(slots)) {
      const right = ledger.values[slot] ?? 0
      if (!busy.has(slot) && value !== right) found.push(`${slot} is ${value}, not ${right}`)
    }
  }
  return found
}
