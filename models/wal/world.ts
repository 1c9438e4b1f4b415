/** The machine: its disk, its memory, its clients; and the questions that everyone asks of them. */
import type { Event, Micros } from '@orrery/engine/model/action.ts'
import type { Setup, World } from '@orrery/engine/model/model.ts'
import type { ParamSpecs } from '@orrery/engine/model/params.ts'
import {
  seal,
  type LogRecord,
  type NewRecord,
  type PageId,
  type SlotId,
  type TxnEntry,
  type TxnId,
} from './log.ts'

/** A page as the disk has it. Its LSN is that of the last change in it (section 4.2). */
export interface Page {
  readonly lsn: number
  readonly slots: Readonly<Record<SlotId, number>>
}

/** A page in the buffer pool. */
export interface Frame extends Page {
  /** recLSN: the first change that the disk may lack; 0 if the frame is clean. */
  readonly recLsn: number
  /** Since when it is dirty. */
  readonly dirtyAt: Micros
}

/** Whoever runs a transaction: outside the machine, so that no crash forgets what was asked and promised. */
export interface Client {
  readonly status: 'idle' | 'open' | 'waits' | 'acked' | 'undoing' | 'undone' | 'cut off'
  /** What it wrote, the last value a slot. */
  readonly wrote: Readonly<Record<SlotId, number>>
  readonly updates: number
  /** LSN of its commit record, as long as that is in the log or was acknowledged; else 0. */
  readonly commit: number
  /** Which commit this was, from 1; 0 for none. */
  readonly order: number
}

export interface Recovery {
  /** LSN of the record that is read next. */
  readonly cursor: number
  /** The last record of the log as the crash left it. */
  readonly end: number
  /** The dirty page table that analysis rebuilds. */
  readonly dirty: Readonly<Record<PageId, number>>
}

export type Phase = 'up' | 'down' | 'analysis' | 'redo' | 'undo'

export interface WalWorld extends World {
  readonly setup: Setup
  readonly phase: Phase
  /** Since when it is in this phase, or since its last step of recovery. */
  readonly since: Micros
  readonly crashes: number
  /** Restarts since the machine was last up: more than one after a crash during recovery. */
  readonly restarts: number

  /** Every record in order: the first `durable` on disk, up to `written` on their way, the rest in memory. */
  readonly log: readonly LogRecord[]
  readonly durable: number
  readonly written: number
  /** When the fsync under way began, and since when records wait in memory. */
  readonly writtenAt: Micros
  readonly bufferedAt: Micros
  /** The master record: LSN of begin_chkpt of the last complete checkpoint; 0 for the start of the log. */
  readonly master: number
  readonly disk: Readonly<Record<PageId, Page>>

  /** In memory: lost in a crash. */
  readonly pool: Readonly<Record<PageId, Frame>>
  readonly transactions: Readonly<Record<TxnId, TxnEntry>>
  readonly locks: Readonly<Record<SlotId, TxnId>>
  /** A checkpoint under way: its two records, and when it began. */
  readonly checkpoint?: { readonly begin: number; readonly end: number; readonly at: Micros }
  readonly recovery?: Recovery

  readonly clients: Readonly<Record<TxnId, Client>>
  readonly commits: number
  /** When a client last asked for something, and how often clients did. */
  readonly askedAt: Micros
  readonly asked: number
}

export const params: ParamSpecs = {
  pages: { kind: 'integer', title: 'Pages', min: 1, max: 3, default: 2 },
  slots: { kind: 'integer', title: 'Slots a page', min: 1, max: 2, default: 2 },
  transactions: { kind: 'integer', title: 'Transactions', min: 1, max: 9, default: 4 },
  fsync: { kind: 'integer', title: 'Time of an fsync', unit: 'ms', min: 1, max: 100, default: 10 },
  writeBack: {
    kind: 'integer',
    title: 'A dirty page is written back after',
    unit: 'ms',
    min: 20,
    max: 1000,
    step: 10,
    default: 200,
  },
  busy: { kind: 'switch', title: 'Clients work by themselves', default: false },
}

/** A clean disk, an empty log, an empty pool. */
export function start(setup: Setup): WalWorld {
  const disk: Record<PageId, Page> = {}
  for (const page of pagesOf(setup)) {
    disk[page] = { lsn: 0, slots: Object.fromEntries(slotsOf(setup, page).map((slot) => [slot, 0])) }
  }
  const clients: Record<TxnId, Client> = {}
  for (let i = 1; i <= Number(setup.params['transactions']); i++) {
    clients[`T${i}`] = { status: 'idle', wrote: {}, updates: 0, commit: 0, order: 0 }
  }
  return {
    now: 0,
    setup,
    phase: 'up',
    since: 0,
    crashes: 0,
    restarts: 0,
    log: [],
    durable: 0,
    written: 0,
    writtenAt: 0,
    bufferedAt: 0,
    master: 0,
    disk,
    pool: {},
    transactions: {},
    locks: {},
    clients,
    commits: 0,
    askedAt: 0,
    asked: 0,
  }
}

export const pagesOf = (setup: Setup): readonly PageId[] =>
  ['A', 'B', 'C'].slice(0, Number(setup.params['pages']))

/** "a1" and "a2" lie on page A. */
export const slotsOf = (setup: Setup, page: PageId): readonly SlotId[] =>
  ['1', '2'].slice(0, Number(setup.params['slots'])).map((n) => page.toLowerCase() + n)

export const pageOf = (slot: SlotId): PageId => (slot[0] ?? '').toUpperCase()

export const allSlots = (setup: Setup): readonly SlotId[] =>
  pagesOf(setup).flatMap((page) => slotsOf(setup, page))

/** T2's third update writes 23: a value names the transaction that wrote it. */
export const valueOf = (txn: TxnId, nth: number): number => Number(txn.slice(1)) * 10 + nth
export const writerOf = (value: number): TxnId => `T${Math.floor(value / 10)}`

export const has = (world: WalWorld, rule: string): boolean => !world.setup.without.includes(rule)

/** The page as whoever reads it gets it: from the pool, else from the disk. */
export function pageNow(world: WalWorld, page: PageId): Page {
  return world.pool[page] ?? pageOnDisk(world, page)
}

/** @throws Error if there is no such page */
export function pageOnDisk(world: WalWorld, id: PageId): Page {
  const page = world.disk[id]
  if (page === undefined) throw new Error(`there is no page ${id}`)
  return page
}

/** What a slot holds now. */
export function visible(world: WalWorld, slot: SlotId): number {
  return pageNow(world, pageOf(slot)).slots[slot] ?? 0
}

/** @throws Error if the log has no such record */
export function recordAt(world: WalWorld, lsn: number): LogRecord {
  const record = world.log[lsn - 1]
  if (record === undefined) throw new Error(`the log has no record ${lsn}`)
  return record
}

/** @throws Error if it is not in the transaction table */
export function entryOf(world: WalWorld, txn: TxnId): TxnEntry {
  const entry = world.transactions[txn]
  if (entry === undefined) throw new Error(`${txn} is not in the transaction table`)
  return entry
}

/** @throws Error if there is no such client */
export function clientOf(world: WalWorld, txn: TxnId): Client {
  const client = world.clients[txn]
  if (client === undefined) throw new Error(`there is no transaction ${txn}`)
  return client
}

/** Adds a record to the log buffer, in memory. */
export function append(world: WalWorld, record: NewRecord): WalWorld {
  const lsn = world.log.length + 1
  return {
    ...world,
    log: [...world.log, seal(record, lsn)],
    bufferedAt: world.log.length === world.written ? world.now : world.bufferedAt,
  }
}

/** Changes a slot in the pool by the record with this LSN; reads the page from disk first if need be. */
export function apply(world: WalWorld, lsn: number, slot: SlotId, value: number): WalWorld {
  const id = pageOf(slot)
  const page = pageNow(world, id)
  const frame = world.pool[id]
  const clean = frame === undefined || frame.recLsn === 0
  const changed: Frame = {
    lsn: Math.max(page.lsn, lsn),
    slots: { ...page.slots, [slot]: value },
    recLsn: clean ? lsn : frame.recLsn,
    dirtyAt: clean ? world.now : frame.dirtyAt,
  }
  return { ...world, pool: { ...world.pool, [id]: changed } }
}

export function withEntry(world: WalWorld, txn: TxnId, entry: TxnEntry | undefined): WalWorld {
  if (entry !== undefined) return { ...world, transactions: { ...world.transactions, [txn]: entry } }
  const { [txn]: _gone, ...transactions } = world.transactions
  const locks = Object.fromEntries(Object.entries(world.locks).filter(([, owner]) => owner !== txn))
  return { ...world, transactions, locks }
}

export function withClient(world: WalWorld, txn: TxnId, change: Partial<Client>): WalWorld {
  return { ...world, clients: { ...world.clients, [txn]: { ...clientOf(world, txn), ...change } } }
}

/** Whether a record is on the disk, durable or, after a crash, as what the crash left. */
export const isOnDisk = ({ phase, durable }: WalWorld, lsn: number): boolean =>
  lsn <= durable || phase === 'down' || phase === 'analysis'

/** What a step makes of a world, and says about it. */
export interface Done {
  readonly world: WalWorld
  readonly events: readonly Event[]
}

/** An event at a thing of the figure. */
export const event = (
  world: WalWorld,
  type: string,
  node: string,
  data: Readonly<Record<string, unknown>> = {},
): Event => ({ type, at: world.now, node, data })
