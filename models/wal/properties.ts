/** What is promised. All but two are judged while the machine is up: only then can a client look. */
import type { Property, Violation } from '@orrery/engine/model/property.ts'
import type { SlotId } from './log.ts'
import { allSlots, clientOf, pageOf, pagesOf, visible, writerOf, type WalWorld } from './world.ts'

/** What each slot must hold: the fold of the committed transactions, in their order, over an empty disk. */
export function promised(world: WalWorld): Readonly<Record<SlotId, number>> {
  const values: Record<SlotId, number> = {}
  for (const slot of allSlots(world.setup)) values[slot] = 0
  const committed = Object.values(world.clients).filter(({ commit }) => commit > 0)
  for (const { wrote } of committed.sort((a, b) => a.order - b.order)) Object.assign(values, wrote)
  return values
}

/** Slots that nobody is changing: what they hold is what the last committed transaction left there. */
const quiet = (world: WalWorld): readonly SlotId[] =>
  world.phase === 'up' ? allSlots(world.setup).filter((slot) => world.locks[slot] === undefined) : []

function durability(world: WalWorld): Violation | undefined {
  for (const slot of quiet(world)) {
    const value = visible(world, slot)
    for (const [txn, { status, wrote, order }] of Object.entries(world.clients)) {
      const own = wrote[slot]
      if (status !== 'acked' || own === undefined || own === value) continue
      const later = world.clients[writerOf(value)]
      if (later !== undefined && later.order > order && later.wrote[slot] === value) continue
      return {
        why: `${txn} was told that ${slot}←${own} is saved, but ${slot} holds ${value}.`,
        subjects: [txn, pageOf(slot)],
      }
    }
  }
  return undefined
}

function atomicity(world: WalWorld): Violation | undefined {
  for (const slot of quiet(world)) {
    const value = visible(world, slot)
    const txn = writerOf(value)
    if (world.clients[txn] === undefined || clientOf(world, txn).commit > 0) continue
    return {
      why: `${slot} holds ${value}, which ${txn} wrote, and ${txn} did not commit.`,
      subjects: [txn, pageOf(slot)],
    }
  }
  return undefined
}

function recovered(world: WalWorld): Violation | undefined {
  const right = promised(world)
  for (const slot of quiet(world)) {
    const value = visible(world, slot)
    if (value === right[slot]) continue
    return {
      why: `${slot} holds ${value}; by the transactions that committed it should hold ${right[slot] ?? 0}.`,
      subjects: [pageOf(slot)],
    }
  }
  return undefined
}

function writeAhead(world: WalWorld): Violation | undefined {
  for (const id of pagesOf(world.setup)) {
    const lsn = world.disk[id]?.lsn ?? 0
    if (lsn > world.durable) {
      return {
        why: `Page ${id} on disk has the change of LSN ${lsn}; the log there ends at ${world.durable}.`,
        subjects: [`disk:${id}`],
      }
    }
  }
  return undefined
}

/** What was durable before a step is there after it. */
function prefix(world: WalWorld, before: WalWorld | undefined): Violation | undefined {
  if (before === undefined || before.log === world.log) return undefined
  for (const record of before.log.slice(0, before.durable)) {
    if (world.log[record.lsn - 1] === record) continue
    return { why: `LSN ${record.lsn} was durable, and is gone or changed.`, subjects: ['log'] }
  }
  return undefined
}

function undoneOnce(world: WalWorld): Violation | undefined {
  const seen = new Set<string>()
  for (const record of world.log) {
    if (record.type !== 'clr') continue
    const what = `${record.txn} ${record.undoNext}`
    if (seen.has(what)) {
      return {
        why: `LSN ${record.lsn} undoes an update of ${record.txn} that was undone before.`,
        subjects: [`L${record.lsn}`, record.txn],
      }
    }
    seen.add(what)
  }
  return undefined
}

export const properties: readonly Property<WalWorld>[] = [
  {
    id: 'durability',
    title: 'What was acknowledged is present',
    kind: 'always',
    worldOnly: true,
    violation: durability,
    source: 'Härder and Reuter 1983',
  },
  {
    id: 'atomicity',
    title: 'No trace of a transaction that did not commit',
    kind: 'always',
    worldOnly: true,
    violation: atomicity,
    source: 'Härder and Reuter 1983',
  },
  {
    id: 'recovered',
    title: 'The data are those of the committed transactions',
    kind: 'always',
    worldOnly: true,
    violation: recovered,
  },
  {
    id: 'write-ahead',
    title: 'No page on disk is ahead of the log',
    kind: 'always',
    worldOnly: true,
    violation: writeAhead,
    source: 'Mohan et al. 1992, section 1.1',
  },
  {
    id: 'durable-stays',
    title: 'The durable log is only added to',
    kind: 'always',
    violation: prefix,
  },
  {
    id: 'undone-once',
    title: 'No update is undone twice',
    kind: 'always',
    worldOnly: true,
    violation: undoneOnce,
    source: 'Mohan et al. 1992, section 3',
  },
  {
    id: 'stolen',
    title: 'A page with uncommitted data is on disk',
    kind: 'sometimes',
    reached: (world) =>
      Object.entries(world.locks).some(
        ([slot, txn]) => writerOf(world.disk[pageOf(slot)]?.slots[slot] ?? 0) === txn,
      ),
  },
  {
    id: 'not-forced',
    title: 'A commit is acknowledged whose page is not on disk',
    kind: 'sometimes',
    reached: (world) =>
      Object.values(world.clients).some(
        ({ status, wrote }) =>
          status === 'acked' &&
          Object.entries(wrote).some(([slot, value]) => world.disk[pageOf(slot)]?.slots[slot] !== value),
      ),
  },
  {
    id: 'loser-undone',
    title: 'A restart undoes a loser',
    kind: 'sometimes',
    reached: ({ phase, log, recovery }) => phase === 'undo' && log.slice(recovery?.end).some(isCompensation),
  },
  {
    id: 'compensated',
    title: 'A compensation record is on disk',
    kind: 'sometimes',
    reached: ({ log, durable }) => log.slice(0, durable).some(isCompensation),
  },
  {
    id: 'interrupted',
    title: 'A crash comes during recovery',
    kind: 'sometimes',
    reached: ({ restarts, phase }) => restarts > 1 || (restarts === 1 && phase === 'down'),
  },
  {
    id: 'recovers',
    title: 'Every recovery ends',
    kind: 'eventually',
    reached: ({ phase }) => phase === 'up',
  },
]

const isCompensation = ({ type }: { readonly type: string }): boolean => type === 'clr'
