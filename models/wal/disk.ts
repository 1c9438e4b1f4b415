/** What goes to the disk, and when it may: the log, pages, checkpoints (sections 1.1 and 5.4). And what a crash leaves. */
import type { Micros } from '@orrery/engine/model/action.ts'
import { torn, type PageId, type Tables } from './log.ts'
import { append, event, has, pageNow, type Client, type Done, type WalWorld } from './world.ts'

/** Commits and page writes force the log; records that nobody waits for are written after so long. */
const LAZY: Micros = 200_000
/** From the wish to write until the write begins. */
const SOON: Micros = 1_000

/* The log */

/** One batch at a time is under way; records that come meanwhile share the next fsync (group commit). */
export const mayWriteLog = (world: WalWorld): boolean =>
  world.phase !== 'analysis' && world.written === world.durable && world.log.length > world.written

/** When the log buffer is to be written: soon, if a commit, a page or a checkpoint waits for it. */
export function logDue(world: WalWorld): Micros {
  const inMemory = (lsn: number): boolean => lsn > world.written
  const waits =
    Object.values(world.transactions).some((t) => t.state === 'committing' && inMemory(t.lastLsn)) ||
    inMemory(world.checkpoint?.end ?? 0)
  let due = world.bufferedAt + (waits ? SOON : LAZY)
  for (const id of Object.keys(world.pool)) {
    if (isDirty(world, id) && inMemory(pageNow(world, id).lsn)) due = Math.min(due, pageDue(world, id))
  }
  return due
}

/** Hands the log buffer to the disk, and begins an fsync. Until that returns, anything may be left of it. */
export function writeLog(world: WalWorld): Done {
  const next = { ...world, written: world.log.length, writtenAt: world.now }
  return {
    world: next,
    events: [event(next, 'write-log', 'log', { from: world.durable + 1, to: next.written })],
  }
}

export const maySync = ({ phase, written, durable }: WalWorld): boolean =>
  phase !== 'analysis' && written > durable

export const syncDue = (world: WalWorld): Micros =>
  world.writtenAt + Number(world.setup.params['fsync']) * 1000

/** The fsync returns: what was written is durable. */
export function sync(world: WalWorld): Done {
  const next = { ...world, durable: world.written, bufferedAt: world.now }
  return { world: next, events: [event(next, 'sync', 'log', { to: next.durable })] }
}

/* Pages */

export const isDirty = (world: WalWorld, id: PageId): boolean => (world.pool[id]?.recLsn ?? 0) > 0

export const pageDue = (world: WalWorld, id: PageId): Micros =>
  (world.pool[id]?.dirtyAt ?? 0) + Number(world.setup.params['writeBack']) * 1000

/** Write-ahead: a page may go to disk once the log of its last change is there. Who changed it is no matter. */
export function mayWritePage(world: WalWorld, id: PageId): boolean {
  if (!isDirty(world, id)) return false
  return !has(world, 'log-before-page') || pageNow(world, id).lsn <= world.durable
}

export function writePage(world: WalWorld, id: PageId): Done {
  const { lsn, slots } = pageNow(world, id)
  const next: WalWorld = {
    ...world,
    disk: { ...world.disk, [id]: { lsn, slots } },
    pool: { ...world.pool, [id]: { lsn, slots, recLsn: 0, dirtyAt: 0 } },
  }
  const stolen = Object.keys(slots).some((slot) => world.locks[slot] !== undefined)
  return { world: next, events: [event(next, 'write-page', id, { page: id, lsn, stolen })] }
}

/* Checkpoints */

const CHECKPOINT: Micros = 5_000

export function beginCheckpoint(world: WalWorld): Done {
  const next = append(world, { type: 'begin_chkpt' })
  const begun = { ...next, checkpoint: { begin: next.log.length, end: 0, at: world.now } }
  return { world: begun, events: [event(begun, 'checkpoint', 'log', { lsn: next.log.length })] }
}

export const checkpointDue = (world: WalWorld): Micros => (world.checkpoint?.at ?? 0) + CHECKPOINT

/** Writes down who is active and what is dirty. No page is written, and nobody has to wait: it is fuzzy. */
export function endCheckpoint(world: WalWorld): Done {
  const { checkpoint } = world
  if (checkpoint === undefined) throw new Error('no checkpoint is under way')
  const next = append(world, { type: 'end_chkpt', tables: tablesOf(world) })
  const ended = { ...next, checkpoint: { ...checkpoint, end: next.log.length } }
  return { world: ended, events: [event(ended, 'checkpoint-end', 'log', { lsn: next.log.length })] }
}

export function tablesOf(world: WalWorld): Tables {
  const dirty: Record<PageId, number> = {}
  for (const [id, { recLsn }] of Object.entries(world.pool)) if (recLsn > 0) dirty[id] = recLsn
  return { transactions: world.transactions, dirty }
}

export function mayMoveMaster({ checkpoint, durable }: WalWorld): boolean {
  return checkpoint !== undefined && checkpoint.end > 0 && checkpoint.end <= durable
}

/** The master record now points at this checkpoint. It is small enough to be written whole or not at all. */
export function moveMaster(world: WalWorld): Done {
  const { checkpoint, ...rest } = world
  if (checkpoint === undefined) throw new Error('no checkpoint is under way')
  const next = { ...rest, master: checkpoint.begin }
  return { world: next, events: [event(next, 'master', 'log', { lsn: next.master })] }
}

/* Crashes */

/** How much of the batch that was being written is left: so many whole records, and maybe half of the next. */
export interface Leftover {
  readonly whole: number
  readonly half: boolean
}

/** Every leftover that a crash may cause here, the smallest first. */
export function leftovers(world: WalWorld): readonly Leftover[] {
  const list: Leftover[] = []
  // Analysis reads only: the disk stays as the last crash left it.
  const n = world.phase === 'analysis' ? 0 : world.written - world.durable
  for (let whole = 0; whole <= n; whole++) {
    list.push({ whole, half: false })
    if (whole < n) list.push({ whole, half: true })
  }
  return list
}

/** Memory is gone. Of the log, what was durable is left, and some of what was being written. */
export function crash(world: WalWorld, { whole, half }: Leftover): Done {
  const { checkpoint: _checkpoint, recovery: _recovery, ...rest } = world
  const reading = world.phase === 'analysis'
  const kept = reading ? world.log.length : world.durable + whole
  const next = world.log[kept]
  const log = world.log.slice(0, kept)
  if (half && next !== undefined) log.push(torn(next))
  const clients = Object.fromEntries(
    Object.entries(world.clients).map(([id, client]) => [id, cutOff(client, kept)]),
  )
  const after: WalWorld = {
    ...rest,
    phase: 'down',
    since: world.now,
    crashes: world.crashes + 1,
    log,
    durable: reading ? world.durable : kept,
    written: log.length,
    pool: {},
    transactions: {},
    locks: {},
    clients,
  }
  const lost = world.log.length - kept
  return { world: after, events: [event(after, 'crash', 'machine', { lost, half, lsn: kept + 1 })] }
}

/** A commit counts if its record is whole on disk, or if the client was told so. */
function cutOff(client: Client, kept: number): Client {
  const { status } = client
  if (status === 'idle' || status === 'acked' || status === 'undone' || status === 'cut off') return client
  const survived = client.commit > 0 && client.commit <= kept
  return { ...client, status: 'cut off', ...(survived ? {} : { commit: 0, order: 0 }) }
}
