/** Restart: the three passes over the log, a record a step (sections 6.1 to 6.3). */
import { isWhole, type LogRecord, type PageId, type TxnId } from './log.ts'
import { end, undoOne } from './transactions.ts'
import {
  apply,
  event,
  has,
  pageNow,
  recordAt,
  withEntry,
  type Done,
  type Recovery,
  type WalWorld,
} from './world.ts'

export function restart(world: WalWorld): Done {
  const recovery: Recovery = { cursor: Math.max(1, world.master), end: world.log.length, dirty: {} }
  const next: WalWorld = { ...world, phase: 'analysis', restarts: world.restarts + 1, recovery }
  const from = recovery.cursor
  return proceed({ world: next, events: [event(next, 'restart', 'machine', { from, lsn: recovery.end })] })
}

/** The next step of whichever pass is under way. */
export function recover(world: WalWorld): Done {
  switch (world.phase) {
    case 'analysis':
      return proceed(analyse(world))
    case 'redo':
      return proceed(redo(world))
    case 'undo':
      return proceed(undoOne(world, nextLoser(world)))
    default:
      throw new Error('no recovery is under way')
  }
}

function recoveryOf(world: WalWorld): Recovery {
  if (world.recovery === undefined) throw new Error('no recovery is under way')
  return world.recovery
}

/* Analysis */

/** Reads one record: who was active, and which pages may lack something. A torn record ends the log. */
function analyse(world: WalWorld): Done {
  const recovery = recoveryOf(world)
  const record = recordAt(world, recovery.cursor)
  const node = `L${record.lsn}`
  if (has(world, 'checksum') && !isWhole(record)) {
    const kept = record.lsn - 1
    const cut: WalWorld = {
      ...world,
      log: world.log.slice(0, kept),
      written: kept,
      recovery: { ...recovery, end: kept },
    }
    return { world: cut, events: [event(world, 'torn', node, { lsn: record.lsn })] }
  }
  const moved = { ...world, recovery: { ...recovery, cursor: recovery.cursor + 1 } }
  return { world: note(moved, record), events: [event(world, 'analyse', node, { lsn: record.lsn })] }
}

/** What a record says about the two tables. */
function note(world: WalWorld, record: LogRecord): WalWorld {
  switch (record.type) {
    case 'begin_chkpt':
      return world
    case 'end_chkpt': {
      const { transactions, dirty } = record.tables
      const { recovery } = world
      if (recovery === undefined) return world
      return {
        ...world,
        transactions: { ...transactions, ...world.transactions },
        recovery: { ...recovery, dirty: { ...recovery.dirty, ...dirty } },
      }
    }
    case 'end':
      return withEntry(world, record.txn, undefined)
    case 'commit':
    case 'rollback': {
      // Unknown so far, as after a checkpoint that began in its middle: the record before says what is to undo.
      const undoNext = world.transactions[record.txn]?.undoNext ?? record.prev
      const state = record.type === 'commit' ? 'committing' : 'rolling back'
      return withEntry(world, record.txn, { state, lastLsn: record.lsn, undoNext })
    }
    case 'update':
    case 'clr': {
      const compensated = record.type === 'clr' && has(world, 'undo-next')
      const undoNext = compensated ? record.undoNext : record.lsn
      const state = world.transactions[record.txn]?.state ?? 'active'
      return mark(withEntry(world, record.txn, { state, lastLsn: record.lsn, undoNext }), record)
    }
  }
}

function mark(world: WalWorld, { page, lsn }: { readonly page: PageId; readonly lsn: number }): WalWorld {
  const recovery = recoveryOf(world)
  if (recovery.dirty[page] !== undefined) return world
  return { ...world, recovery: { ...recovery, dirty: { ...recovery.dirty, [page]: lsn } } }
}

/* Redo */

/** Repeats history: every change that its page lacks, of winners and losers alike. */
function redo(world: WalWorld): Done {
  const recovery = recoveryOf(world)
  const record = recordAt(world, recovery.cursor)
  const { lsn } = record
  const moved: WalWorld = { ...world, recovery: { ...recovery, cursor: recovery.cursor + 1 } }
  const node = `L${lsn}`
  if (record.type !== 'update' && record.type !== 'clr') {
    return { world: moved, events: [event(world, 'pass', node, { lsn })] }
  }
  const { page, slot, after } = record
  const first = recovery.dirty[page]
  const data = { lsn, page, slot, value: after, pageLsn: pageNow(world, page).lsn }
  if (first === undefined || lsn < first || pageNow(world, page).lsn >= lsn) {
    return { world: moved, events: [event(world, 'skip', node, data)] }
  }
  return { world: apply(moved, lsn, slot, after), events: [event(world, 'redo', node, data)] }
}

/* Undo */

/** The loser whose next record to undo is the latest: one sweep back over the log undoes them all. */
export function nextLoser(world: WalWorld): TxnId {
  const losers = Object.entries(world.transactions)
  const [first, ...others] = losers
  if (first === undefined) throw new Error('there is nothing to undo')
  return others.reduce((best, each) => (each[1].undoNext > best[1].undoNext ? each : best), first)[0]
}

/* From pass to pass */

/** Goes on to the next pass where one has come to its end. */
function proceed({ world, events }: Done): Done {
  const { recovery } = world
  if (world.phase === 'analysis' && recovery !== undefined && recovery.cursor > recovery.end) {
    const redoLsn = Math.min(recovery.end + 1, ...Object.values(recovery.dirty))
    const settled = endThoseDone({
      ...world,
      phase: 'redo',
      durable: recovery.end,
      recovery: { ...recovery, cursor: redoLsn },
    })
    const told = event(world, 'analysed', 'machine', {
      from: redoLsn,
      losers: Object.keys(settled.transactions),
    })
    return proceed({ world: settled, events: recovery.end > 0 ? [...events, told] : events })
  }
  if (world.phase === 'redo' && recovery !== undefined && recovery.cursor > recovery.end) {
    return proceed({ world: { ...world, phase: 'undo' }, events })
  }
  if (world.phase === 'undo' && Object.keys(world.transactions).length === 0) {
    const { recovery: _done, ...rest } = world
    const up: WalWorld = { ...rest, phase: 'up', restarts: 0, since: world.now }
    return { world: up, events: [...events, event(up, 'up', 'machine')] }
  }
  return { world: { ...world, since: world.now }, events }
}

/** Those that committed, or have nothing left to undo, get their end record. */
function endThoseDone(world: WalWorld): WalWorld {
  let next = world
  for (const [txn, { state, undoNext }] of Object.entries(world.transactions)) {
    if (state !== 'committing' && undoNext > 0) continue
    next = end(next, txn).world
  }
  return next
}
