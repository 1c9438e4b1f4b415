/**
 * Log records, as the paper's section 4.1 has them, each with a checksum. A record's LSN is its place in the
 * log, from 1; 0 stands for none.
 */

export type PageId = string
export type SlotId = string
export type TxnId = string

/** A transaction as the transaction table has it (section 4.3). */
export interface TxnEntry {
  readonly state: 'active' | 'committing' | 'rolling back'
  readonly lastLsn: number
  /** The record that is undone next when the transaction is rolled back; 0 where none is left. */
  readonly undoNext: number
}

/** What a fuzzy checkpoint writes down: the two tables as they are at that moment (section 5.4). */
export interface Tables {
  readonly transactions: Readonly<Record<TxnId, TxnEntry>>
  /** recLSN of each dirty page: the first record whose change may be missing on disk. */
  readonly dirty: Readonly<Record<PageId, number>>
}

interface Base {
  readonly lsn: number
  /** CRC-32 of everything else in the record. */
  readonly sum: number
}

interface OfTxn extends Base {
  readonly txn: TxnId
  /** The transaction's record before this one; 0 if it is the first. */
  readonly prev: number
}

/** A change of one slot: what was there (to undo) and what is there now (to redo). */
export interface UpdateRecord extends OfTxn {
  readonly type: 'update'
  readonly page: PageId
  readonly slot: SlotId
  readonly before: number
  readonly after: number
}

/** A compensation record: the change that undid an update. It is redone, but never undone. */
export interface Compensation extends OfTxn {
  readonly type: 'clr'
  readonly page: PageId
  readonly slot: SlotId
  readonly after: number
  /** UndoNxtLSN: the record to undo after the one that this undid. */
  readonly undoNext: number
}

export interface Milestone extends OfTxn {
  readonly type: 'commit' | 'rollback' | 'end'
}

export interface CheckpointBegin extends Base {
  readonly type: 'begin_chkpt'
}

export interface CheckpointEnd extends Base {
  readonly type: 'end_chkpt'
  readonly tables: Tables
}

export type LogRecord = UpdateRecord | Compensation | Milestone | CheckpointBegin | CheckpointEnd

type Bare<R> = R extends LogRecord ? Omit<R, 'lsn' | 'sum'> : never
/** A record before it has a place in the log. */
export type NewRecord = Bare<LogRecord>

/** Gives a record its place and its checksum. */
export function seal(record: NewRecord, lsn: number): LogRecord {
  const placed = { ...record, lsn }
  return { ...placed, sum: crc32(bytesOf(placed)) }
}

/** Whether a record's content is what its checksum was made of. */
export function isWhole(record: LogRecord): boolean {
  const { sum, ...content } = record
  return crc32(bytesOf(content)) === sum
}

/** What an erased block of flash reads as: all bits set. */
export const ERASED = 255

/**
 * A record of which only the first half reached the disk: what it is and where it belongs is new; its images
 * are what was in that block before. A record without images lacks the end of its checksum.
 */
export function torn(record: LogRecord): LogRecord {
  switch (record.type) {
    case 'update':
      return { ...record, before: ERASED, after: ERASED }
    case 'clr':
      return { ...record, after: ERASED, undoNext: 0 }
    case 'end_chkpt':
      return { ...record, tables: { transactions: {}, dirty: {} }, sum: record.sum ^ ERASED }
    default:
      return { ...record, sum: record.sum ^ ERASED }
  }
}

/** Canonical: fields in the order of their names. */
function bytesOf(content: object): string {
  return Object.entries(content)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(';')
}

/** CRC-32 as in Ethernet and zip (reflected, polynomial EDB88320), of text in ASCII. */
export function crc32(text: string): number {
  let crc = 0xffffffff
  for (let i = 0; i < text.length; i++) {
    crc ^= text.charCodeAt(i) & 0xff
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1))
  }
  return (crc ^ 0xffffffff) >>> 0
}
