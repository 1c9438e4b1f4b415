/** Normal processing: updates, commit, rollback (sections 5.1 to 5.3). */
import type { SlotId, TxnId } from './log.ts'
import {
  append,
  apply,
  clientOf,
  entryOf,
  event,
  has,
  pageOf,
  recordAt,
  valueOf,
  visible,
  withClient,
  withEntry,
  type Done,
  type WalWorld,
} from './world.ts'

/** Whether a transaction may write a slot: it is open or could begin, and nobody else holds the lock. */
export function mayUpdate(world: WalWorld, txn: TxnId, slot: SlotId): boolean {
  const { status, updates } = clientOf(world, txn)
  const holder = world.locks[slot]
  return (status === 'open' || isNext(world, txn)) && updates < 9 && (holder ?? txn) === txn
}

/** Transactions begin in the order of their numbers: which number one has makes no difference. */
function isNext(world: WalWorld, txn: TxnId): boolean {
  return Object.keys(world.clients).find((id) => clientOf(world, id).status === 'idle') === txn
}

/** A transaction's first update begins it. The change is made in the pool, and logged in memory. */
export function update(world: WalWorld, txn: TxnId, slot: SlotId): Done {
  const client = clientOf(world, txn)
  const value = valueOf(txn, client.updates + 1)
  const lsn = world.log.length + 1
  const prev = world.transactions[txn]?.lastLsn ?? 0
  const before = visible(world, slot)
  let next = append(world, { type: 'update', txn, prev, page: pageOf(slot), slot, before, after: value })
  next = apply(next, lsn, slot, value)
  next = withEntry(next, txn, { state: 'active', lastLsn: lsn, undoNext: lsn })
  next = withClient(next, txn, {
    status: 'open',
    wrote: { ...client.wrote, [slot]: value },
    updates: client.updates + 1,
  })
  next = { ...next, locks: { ...next.locks, [slot]: txn } }
  return { world: next, events: [event(next, 'update', txn, { txn, slot, value, before, lsn })] }
}

/** Asks for the commit: its record is in the log buffer, and the client waits. */
export function commit(world: WalWorld, txn: TxnId): Done {
  const lsn = world.log.length + 1
  const entry = entryOf(world, txn)
  const order = world.commits + 1
  let next = append(world, { type: 'commit', txn, prev: entry.lastLsn })
  next = withEntry(next, txn, { ...entry, state: 'committing', lastLsn: lsn })
  next = { ...withClient(next, txn, { status: 'waits', commit: lsn, order }), commits: order }
  return { world: next, events: [event(next, 'commit', txn, { txn, lsn })] }
}

/** Whether a client that waits may be answered now. */
export function mayAcknowledge(world: WalWorld, txn: TxnId): boolean {
  const entry = world.transactions[txn]
  if (entry?.state !== 'committing') return false
  return entry.lastLsn <= (has(world, 'fsync-before-ack') ? world.durable : world.written)
}

export function acknowledge(world: WalWorld, txn: TxnId): Done {
  const { lastLsn } = entryOf(world, txn)
  let next = append(world, { type: 'end', txn, prev: lastLsn })
  next = withClient(withEntry(next, txn, undefined), txn, { status: 'acked' })
  return { world: next, events: [event(next, 'ack', txn, { txn, lsn: lastLsn })] }
}

/** Asks for a rollback; `undoOne` then takes back one update after the other. */
export function rollBack(world: WalWorld, txn: TxnId): Done {
  const lsn = world.log.length + 1
  const entry = entryOf(world, txn)
  let next = append(world, { type: 'rollback', txn, prev: entry.lastLsn })
  next = withEntry(next, txn, { ...entry, state: 'rolling back', lastLsn: lsn })
  next = withClient(next, txn, { status: 'undoing' })
  return { world: next, events: [event(next, 'rollback', txn, { txn, lsn })] }
}

/**
 * One step of a rollback, in normal processing or in the undo pass of a restart: takes back the update that
 * is next and logs that as a compensation record, or passes over one that is there already. With nothing left
 * to undo, the transaction ends.
 */
export function undoOne(world: WalWorld, txn: TxnId): Done {
  const entry = entryOf(world, txn)
  const record = recordAt(world, entry.undoNext)
  let next = world
  let told = event(world, 'pass', `L${record.lsn}`, { txn, lsn: record.lsn })
  let { lastLsn } = entry
  // Without UndoNxtLSN, a compensation record says only which record came before it.
  let undoNext = 'prev' in record ? record.prev : 0
  if (record.type === 'update') {
    const { slot, before, page } = record
    const data = { txn, slot, value: before, of: record.lsn }
    if (has(world, 'log-undo')) {
      const lsn = world.log.length + 1
      next = append(world, { type: 'clr', txn, prev: lastLsn, page, slot, after: before, undoNext })
      next = apply(next, lsn, slot, before)
      lastLsn = lsn
      told = event(world, 'clr', `L${record.lsn}`, { ...data, lsn })
    } else {
      next = apply(world, record.lsn, slot, before)
      told = event(world, 'undo', `L${record.lsn}`, data)
    }
  } else if (record.type === 'clr' && has(world, 'undo-next')) {
    undoNext = record.undoNext
  }
  const after = withEntry(next, txn, { ...entry, lastLsn, undoNext })
  if (undoNext > 0) return { world: after, events: [told] }
  const ended = end(after, txn)
  return { world: ended.world, events: [told, ...ended.events] }
}

/** Writes the end record of a transaction that is through, and forgets it. */
export function end(world: WalWorld, txn: TxnId): Done {
  const { lastLsn } = entryOf(world, txn)
  let next = withEntry(append(world, { type: 'end', txn, prev: lastLsn }), txn, undefined)
  if (clientOf(world, txn).status === 'undoing') next = withClient(next, txn, { status: 'undone' })
  return { world: next, events: [event(next, 'end', txn, { txn, lsn: next.log.length })] }
}
