/** Pages, each twice: as the buffer pool has it, and as the disk has it. */
import type { CellMark, Mark, Role } from '@orrery/engine/model/scene.ts'
import { ERASED, type PageId } from './log.ts'
import { textMark, type Layout } from './view.ts'
import { pagesOf, slotsOf, writerOf, type Page, type WalWorld } from './world.ts'

const GAP = 10
const HEAD = 22
const SLOT = 34

export function drawPages(world: WalWorld, shape: Layout): Mark[] {
  const pages = pagesOf(world.setup)
  const { width, memory, disk } = shape.pages
  const each = Math.min(184, Math.floor((width + GAP) / pages.length) - GAP)
  return pages.flatMap((id, i) => {
    const x = shape.left + i * (each + GAP)
    return [
      ...drawFrame(world, id, { x, y: memory, width: each, shape }),
      ...drawStored(world, id, { x, y: disk, width: each, shape }),
    ]
  })
}

interface Place {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly shape: Layout
}

function drawFrame(world: WalWorld, id: PageId, place: Place): Mark[] {
  const frame = world.pool[id]
  if (frame === undefined) {
    return [
      {
        ...box(id, 'plain', heightOf(world, id, place), place),
        subject: id,
        title: `Page ${id}, not in memory`,
      },
      textMark(`${id} head`, 'number', place.x + 6, place.y + 16, `${id} not in memory`),
    ]
  }
  const dirty = frame.recLsn > 0
  const title = `Page ${id} in memory, pageLSN ${frame.lsn}, ${dirty ? `dirty from LSN ${frame.recLsn}` : 'clean'}`
  const { x, y, width } = place
  const marks = drawPage(world, id, id, frame, `pool.${id}`, title, place)
  if (!dirty) return marks
  const low = place.shape.pages.across
  // Beside the page's name where there is no place below it.
  return [
    ...marks,
    textMark(
      `${id} dirty`,
      'number',
      low ? x + width - 4 : x + 6,
      low ? y + 16 : y + heightOf(world, id, place) + 16,
      low || width < 100 ? `dirty ${frame.recLsn}` : `dirty from ${frame.recLsn}`,
      { role: 'pending', align: low ? 'end' : 'start', reads: `pool.${id}.recLsn` },
    ),
  ]
}

function drawStored(world: WalWorld, id: PageId, place: Place): Mark[] {
  const page = world.disk[id]
  if (page === undefined) return []
  const title = `Page ${id} on disk, pageLSN ${page.lsn}`
  return drawPage(world, id, `disk:${id}`, page, `disk.${id}`, title, place)
}

function drawPage(
  world: WalWorld,
  id: PageId,
  subject: string,
  page: Page,
  reads: string,
  title: string,
  place: Place,
): Mark[] {
  const { x, y, width } = place
  const { across } = place.shape.pages
  const ahead = subject !== id && page.lsn > world.durable
  return [
    // Its slots can be selected; an outline around them and one around each would be too many.
    box(subject, ahead ? 'failed' : 'plain', heightOf(world, id, place), place),
    textMark(
      `${subject} head`,
      'number',
      x + 6,
      y + 16,
      `${id} ${across && width < 150 ? '' : 'LSN '}${page.lsn}`,
      { reads: `${reads}.lsn` },
    ),
    ...drawSlots(world, id, subject, page, reads, title, place),
  ]
}

const heightOf = (world: WalWorld, id: PageId, { shape }: Place): number =>
  HEAD + 6 + (shape.pages.across ? 1 : slotsOf(world.setup, id).length) * SLOT

function box(id: string, role: Role, height: number, { x, y, width }: Place): CellMark {
  return { kind: 'cell', id, role, x, y, width, height, look: 'empty', label: { text: '' } }
}

function drawSlots(
  world: WalWorld,
  id: PageId,
  subject: string,
  page: Page,
  reads: string,
  title: string,
  { x, y, width, shape }: Place,
): Mark[] {
  const slots = slotsOf(world.setup, id)
  const { across } = shape.pages
  const each = across ? Math.floor((width - 12 - 4 * (slots.length - 1)) / slots.length) : width - 12
  return slots.map((slot, i): CellMark => {
    const value = page.slots[slot] ?? 0
    const stale = subject !== id && (world.pool[id]?.slots[slot] ?? value) !== value
    const role = roleOf(world, value, stale)
    return {
      kind: 'cell',
      id: `${subject} ${slot}`,
      subject,
      title,
      role,
      x: x + 6 + (across ? i * (each + 4) : 0),
      y: y + HEAD + (across ? 0 : i * SLOT),
      width: each,
      height: SLOT - 4,
      look: role === 'pending' ? 'dashed' : 'solid',
      label: { text: each < 60 ? `${slot}=${value}` : `${slot} = ${value}`, reads: `${reads}.slots.${slot}` },
    }
  })
}

/**
 * Whose value it is: a committed transaction's, one's that may still be undone, or what should not be there;
 * on disk it may be out of date.
 */
function roleOf(world: WalWorld, value: number, stale: boolean): Role {
  if (value === 0) return 'plain'
  if (value === ERASED) return 'failed'
  const txn = writerOf(value)
  const client = world.clients[txn]
  if (client !== undefined && client.commit > 0 && client.status !== 'waits') return 'committed'
  if (world.phase !== 'up' || world.transactions[txn] !== undefined) return 'pending'
  return stale ? 'suspect' : 'failed'
}
