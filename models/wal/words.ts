/** Actions, events and things in plain words. */
import type { Action, Event } from '@orrery/engine/model/action.ts'
import type { Field } from '@orrery/engine/model/model.ts'
import { leftoverOf } from './actions.ts'
import { isWhole, type LogRecord, type Tables } from './log.ts'
import { clientOf, isOnDisk, pagesOf, valueOf, visible, type WalWorld } from './world.ts'

export function describe(world: WalWorld, { id }: Action): string {
  const [verb = '', what = '', where = ''] = id.split(':')
  switch (verb) {
    case 'update':
      return `${what} writes ${where}←${valueOf(what, clientOf(world, what).updates + 1)}`
    case 'commit':
      return `Commit ${what}`
    case 'abort':
      return `Roll back ${what}`
    case 'ack':
      return `Tell ${what}’s client: committed`
    case 'write':
      if (what !== 'log') return `Write page ${what} to disk`
      return `Write the log buffer, ${lsns(world.written + 1, world.log.length)}`
    case 'sync':
      return `The fsync returns: ${lsns(world.durable + 1, world.written)} durable`
    case 'checkpoint':
      return 'Take a checkpoint'
    case 'checkpoint-end':
      return 'Log the checkpoint’s tables'
    case 'master':
      return 'Point the master record at the checkpoint'
    case 'crash':
      return describeCrash(world, id)
    case 'restart':
      return 'Restart the machine'
    case 'analyse':
      return `Analyse LSN ${what.slice(1)}`
    case 'redo':
      return `Redo LSN ${what.slice(1)} if it is missing`
    case 'undo':
      return `Undo ${what}, LSN ${world.transactions[what]?.undoNext ?? 0}`
    default:
      return id
  }
}

function lsns(from: number, to: number): string {
  return from >= to ? `LSN ${to}` : `LSN ${from} to ${to}`
}

function describeCrash(world: WalWorld, id: string): string {
  const { whole, half } = leftoverOf(id)
  const first = world.durable + 1
  const saved = whole > 0 ? lsns(first, world.durable + whole) : ''
  if (half) return `Crash: LSN ${first + whole} is written half${saved === '' ? '' : `, ${saved} whole`}`
  if (whole > 0) return `Crash: ${saved} just made it to disk`
  return world.written > world.durable ? 'Crash: nothing under way is left' : 'Crash the machine'
}

/** What an event's data says. */
interface Facts {
  readonly txn: string
  readonly slot: string
  readonly page: string
  readonly value: number
  readonly lsn: number
  readonly from: number
  readonly to: number
  readonly of: number
  readonly lost: number
  readonly pageLsn: number
  readonly half: boolean
  readonly stolen: boolean
  readonly losers: readonly string[]
}

export function tell({ type, data }: Event): string {
  const e = { losers: [], ...data } as unknown as Facts
  switch (type) {
    case 'update':
      return `${e.txn} writes ${e.slot}←${e.value} in memory; its log record is LSN ${e.lsn}.`
    case 'commit':
      return `${e.txn} asks to commit; its commit record is LSN ${e.lsn}.`
    case 'rollback':
      return `${e.txn} is rolled back.`
    case 'ack':
      return `${e.txn}’s client is told: committed.`
    case 'end':
      return `${e.txn} has ended, LSN ${e.lsn}.`
    case 'write-log':
      return `${lsns(e.from, e.to)} ${e.from < e.to ? 'are' : 'is'} written; an fsync is under way.`
    case 'sync':
      return `The fsync returns: the log is durable up to LSN ${e.to}.`
    case 'write-page':
      return `Page ${e.page} is written to disk with pageLSN ${e.lsn}${e.stolen ? ', uncommitted data and all' : ''}.`
    case 'checkpoint':
      return `A checkpoint begins, LSN ${e.lsn}.`
    case 'checkpoint-end':
      return `The checkpoint’s tables are logged, LSN ${e.lsn}.`
    case 'master':
      return `The master record points at LSN ${e.lsn}.`
    case 'crash':
      return `The machine crashes: memory is gone${e.half ? `, LSN ${e.lsn} is half written` : ''}.`
    case 'restart':
      if (e.lsn === 0) return 'The machine restarts; its log is empty.'
      return `The machine restarts and reads the log from LSN ${e.from}.`
    case 'analyse':
      return `Analysis has read LSN ${e.lsn}.`
    case 'torn':
      return `LSN ${e.lsn} fails its checksum: the log ends before it.`
    case 'analysed':
      return `Analysis is done: ${e.losers.length === 0 ? 'nothing' : e.losers.join(' and ')} to undo; redo begins at LSN ${e.from}.`
    case 'redo':
      return `LSN ${e.lsn} is redone: ${e.slot}←${e.value}.`
    case 'skip':
      return `Page ${e.page} has LSN ${e.lsn} already, by its pageLSN ${e.pageLsn}.`
    case 'pass':
      return `LSN ${e.lsn} changes no page.`
    case 'clr':
      return `LSN ${e.of} of ${e.txn} is undone: ${e.slot}←${e.value}, logged as LSN ${e.lsn}.`
    case 'undo':
      return `LSN ${e.of} of ${e.txn} is undone: ${e.slot}←${e.value}, not logged.`
    case 'up':
      return 'Recovery is done: the machine is up.'
    default:
      return ''
  }
}

/** What is drawn on a record. */
export function recordText(record: LogRecord): string {
  switch (record.type) {
    case 'update':
    case 'clr':
      return `${record.slot}←${record.after}`
    case 'begin_chkpt':
      return 'begin'
    case 'end_chkpt':
      return 'tables'
    default:
      return record.type
  }
}

export function inspect(world: WalWorld, subject: string): readonly Field[] {
  if (subject === 'machine') return machineFields(world)
  if (subject === 'log') return logFields(world)
  if (world.clients[subject] !== undefined) return clientFields(world, subject)
  if (pagesOf(world.setup).includes(subject)) return pageFields(world, subject)
  if (subject.startsWith('disk:')) return diskFields(world, subject.slice(5))
  const record = world.log[Number(subject.slice(1)) - 1]
  return subject.startsWith('L') && record !== undefined ? recordFields(world, record) : []
}

const field = (name: string, value: string | number): Field => ({ name, value: String(value) })
const orNone = (lsn: number): string => (lsn === 0 ? 'none' : String(lsn))

export const phases = {
  up: 'up',
  down: 'without power',
  analysis: 'recovering: analysis',
  redo: 'recovering: redo',
  undo: 'recovering: undo',
} as const

function machineFields(world: WalWorld): Field[] {
  return [
    field('state', phases[world.phase]),
    field('crashes', world.crashes),
    ...tableFields({ transactions: world.transactions, dirty: world.recovery?.dirty ?? {} }),
  ]
}

function tableFields({ transactions, dirty }: Tables): Field[] {
  return [
    ...Object.entries(transactions).map(([txn, { state, lastLsn, undoNext }]) =>
      field(txn, `${state}, lastLSN ${lastLsn}, UndoNxtLSN ${orNone(undoNext)}`),
    ),
    ...Object.entries(dirty).map(([page, lsn]) => field(`page ${page}`, `recLSN ${lsn}`)),
  ]
}

function logFields(world: WalWorld): Field[] {
  return [
    field('records', world.log.length),
    field('durable up to', orNone(world.durable)),
    field(
      'being written',
      world.written > world.durable && !isOnDisk(world, world.written)
        ? lsns(world.durable + 1, world.written)
        : 'none',
    ),
    field('in memory', world.log.length > world.written ? lsns(world.written + 1, world.log.length) : 'none'),
    field('master record', orNone(world.master)),
  ]
}

function clientFields(world: WalWorld, txn: string): Field[] {
  const { status, wrote, commit } = clientOf(world, txn)
  const writes = Object.entries(wrote).map(([slot, value]) => `${slot}←${value}`)
  const entry = world.transactions[txn]
  return [
    field('client', status),
    field('wrote', writes.length === 0 ? 'nothing' : writes.join(' ')),
    field('commit record', orNone(commit)),
    field('state', entry?.state ?? 'not in the transaction table'),
    ...(entry === undefined
      ? []
      : [field('lastLSN', entry.lastLsn), field('UndoNxtLSN', orNone(entry.undoNext))]),
  ]
}

function pageFields(world: WalWorld, page: string): Field[] {
  const frame = world.pool[page]
  if (frame === undefined) return [field('in memory', 'no'), ...diskFields(world, page)]
  return [
    ...Object.keys(frame.slots).map((slot) => field(slot, visible(world, slot))),
    field('pageLSN', orNone(frame.lsn)),
    field('recLSN', frame.recLsn === 0 ? 'none: clean' : frame.recLsn),
  ]
}

function diskFields(world: WalWorld, page: string): Field[] {
  const stored = world.disk[page]
  if (stored === undefined) return []
  return [
    ...Object.entries(stored.slots).map(([slot, value]) => field(`${slot} on disk`, value)),
    field('pageLSN on disk', orNone(stored.lsn)),
  ]
}

function recordFields(world: WalWorld, record: LogRecord): Field[] {
  const { lsn } = record
  const place = isOnDisk(world, lsn) ? 'on disk' : lsn <= world.written ? 'being written' : 'in memory'
  const fields = [field('LSN', lsn), field('type', record.type), field('where', place)]
  if ('txn' in record) fields.push(field('transaction', record.txn), field('prevLSN', orNone(record.prev)))
  if (record.type === 'update') fields.push(field('before', `${record.slot} = ${record.before}`))
  if (record.type === 'update' || record.type === 'clr')
    fields.push(field('after', `${record.slot} = ${record.after}`))
  if (record.type === 'clr') fields.push(field('UndoNxtLSN', orNone(record.undoNext)))
  if (record.type === 'end_chkpt') fields.push(...tableFields(record.tables))
  const sum = record.sum.toString(16).padStart(8, '0')
  fields.push(field('CRC-32', isWhole(record) ? sum : `${sum}, and does not match`))
  return fields
}
