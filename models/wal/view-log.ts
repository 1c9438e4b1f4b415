/** The log: in memory, on its way, on disk. A record keeps its column as it sinks. */
import type { CellMark, Mark, Role } from '@orrery/engine/model/scene.ts'
import { isWhole, type LogRecord } from './log.ts'
import { textMark, type Layout } from './view.ts'
import { recordText } from './words.ts'
import { isOnDisk, type WalWorld } from './world.ts'

/** Room between the parts of a record's place. */
const ABOVE = 7

export function drawLog(world: WalWorld, shape: Layout): Mark[] {
  const { columns, rows } = shape.log
  const first = firstShown(world, columns, rows)
  const marks: Mark[] = [
    {
      kind: 'cell',
      id: 'log',
      subject: 'log',
      title: `The log: ${world.log.length} records, durable up to LSN ${world.durable}`,
      role: 'plain',
      x: shape.log.x - 4,
      y: shape.log.disk - 22,
      width: columns * shape.log.pitch + 2,
      height: rows * shape.log.row,
      look: 'empty',
      label: { text: '' },
    },
    textMark('durable', 'state', shape.width - shape.left, shape.disk, `log durable to ${world.durable}`, {
      align: 'end',
      role: 'committed',
      reads: 'durable',
    }),
  ]
  if (world.master > 0) {
    const x = Math.max(shape.left + 122, shape.log.x + (columns > 5 ? 40 : 0))
    marks.push(textMark('master', 'state', x, shape.disk, `master ${world.master}`, { reads: 'master' }))
  }
  const batch = world.written - world.durable
  if (batch > 0 && batch < columns - 1 && !isOnDisk(world, world.written)) {
    const right = shape.width - shape.left
    const rest = { align: 'end', role: 'pending' } as const
    marks.push(textMark('fsync', 'number', right, shape.border - 7, 'fsync under way', rest))
  }
  for (const record of world.log) {
    const place = placeOf(world, record.lsn, first, shape)
    if (place !== undefined) marks.push(...drawRecord(world, record, place, shape))
  }
  return [...marks, ...durableEnd(world, first, shape), ...cursor(world, first, shape)]
}

/** Whole rows: the last ones that are on disk, or from where recovery reads. */
function firstShown(world: WalWorld, columns: number, rows: number): number {
  const { recovery, durable, log } = world
  const onDisk = isOnDisk(world, log.length) ? log.length : durable
  const last = Math.max(0, Math.ceil(onDisk / columns) - rows)
  const reading = recovery === undefined ? last : Math.floor((recovery.cursor - 1) / columns)
  return Math.min(last, Math.max(0, reading)) * columns + 1
}

interface Place {
  readonly x: number
  readonly y: number
}

/** Where a record is drawn; undefined where it is out of sight. */
function placeOf(world: WalWorld, lsn: number, first: number, { log, border }: Layout): Place | undefined {
  const column = (lsn - 1) % log.columns
  const x = log.x + column * log.pitch
  if (isOnDisk(world, lsn)) {
    const row = Math.floor((lsn - first) / log.columns)
    return row < 0 || row >= log.rows ? undefined : { x, y: log.disk + row * log.row }
  }
  const sinking = lsn <= world.written
  const end = sinking ? world.written : world.log.length
  if (end - lsn >= log.columns) return undefined
  return { x, y: sinking ? border - log.cell.height / 2 - 2 : log.memory }
}

function drawRecord(world: WalWorld, record: LogRecord, { x, y }: Place, { log }: Layout): Mark[] {
  const { lsn } = record
  const path = `log.${lsn - 1}`
  const onDisk = isOnDisk(world, lsn)
  const whole = isWhole(record)
  const change = record.type === 'update' || record.type === 'clr'
  const text = recordText(record)
  const reads = change ? `${path}.after` : text === record.type ? `${path}.type` : undefined
  const cell: CellMark = {
    kind: 'cell',
    id: `L${lsn}`,
    subject: `L${lsn}`,
    title: titleOf(world, record, whole),
    role: roleOf(record, onDisk, whole, lsn === reading(world)),
    x,
    y,
    width: log.cell.width,
    height: log.cell.height,
    look: onDisk ? 'solid' : 'dashed',
    ticked: onDisk && whole,
    label: reads === undefined ? { text } : { text, reads },
    note:
      'txn' in record
        ? {
            text: `${whole ? (record.type === 'clr' ? 'CLR ' : '') : 'half '}${record.txn}`,
            reads: `${path}.txn`,
          }
        : { text: whole ? 'checkpt' : 'half' },
  }
  const number = textMark(`L${lsn} lsn`, 'number', x + 2, y - ABOVE, String(lsn), { reads: `${path}.lsn` })
  return [cell, number]
}

function roleOf(record: LogRecord, onDisk: boolean, whole: boolean, read: boolean): Role {
  if (!whole) return 'failed'
  if (read) return 'accent'
  if (!onDisk) return 'pending'
  return record.type === 'commit' ? 'committed' : 'plain'
}

function titleOf(world: WalWorld, record: LogRecord, whole: boolean): string {
  const { lsn } = record
  const place = isOnDisk(world, lsn) ? 'on disk' : lsn <= world.written ? 'being written' : 'in memory'
  const what = 'txn' in record ? `${record.txn}: ${recordText(record)}` : `checkpoint, ${recordText(record)}`
  const kind = record.type === 'clr' ? ', a compensation' : ''
  return `LSN ${lsn}, ${what}${kind}, ${place}${whole ? '' : ', half of it'}`
}

/** A cut behind the last record that no crash can take away. */
function durableEnd(world: WalWorld, first: number, shape: Layout): Mark[] {
  const { log } = shape
  const place = placeOf(world, Math.max(world.durable, 1), first, shape)
  if (world.durable === 0 || place === undefined) return []
  const x = place.x + log.cell.width + 3
  return [
    {
      kind: 'line',
      id: 'durable-end',
      role: 'committed',
      look: 'cut',
      points: [
        [x, place.y - 16],
        [x, place.y + log.cell.height + 8],
      ],
    },
  ]
}

/** The record that recovery reads next, in each of its passes. */
function reading({ phase, recovery, transactions }: WalWorld): number {
  if (recovery === undefined) return 0
  if (phase !== 'undo') return recovery.cursor
  return Math.max(0, ...Object.values(transactions).map(({ undoNext }) => undoNext))
}

function cursor(world: WalWorld, first: number, shape: Layout): Mark[] {
  const lsn = reading(world)
  const place = lsn > 0 && lsn <= world.log.length ? placeOf(world, lsn, first, shape) : undefined
  if (place === undefined) return []
  const { width } = shape.log.cell
  return [
    {
      kind: 'dot',
      id: 'cursor',
      role: 'accent',
      look: 'diamond',
      x: place.x + width / 2,
      y: place.y - ABOVE - 4,
      r: 5,
    },
  ]
}
