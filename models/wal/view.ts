/**
 * Memory above, disk below. A log record sinks: dashed in the log buffer, across the border while it is being
 * written, solid and ticked when it is durable. Each page is there twice: in the pool, and below it on disk.
 */
import type { CellMark, Mark, Role, Scene, TextMark, View } from '@orrery/engine/model/scene.ts'
import { drawLog } from './view-log.ts'
import { drawPages } from './view-pages.ts'
import { phases } from './words.ts'
import { clientOf, type WalWorld } from './world.ts'

export const views = [{ id: 'disk', title: 'Memory and disk' }] as const

/** Where things stand. */
export interface Layout {
  readonly width: number
  readonly height: number
  readonly left: number
  readonly clients: {
    readonly y: number
    readonly height: number
    readonly pitch: number
    readonly shown: number
  }
  readonly machine: { readonly x: number; readonly width: number }
  /** Baselines of the names of the two halves, and the border between them. */
  readonly memory: number
  readonly border: number
  readonly disk: number
  readonly pages: {
    readonly width: number
    readonly memory: number
    readonly disk: number
    /** Slots of a page stand beside each other, or one below the other. */
    readonly across: boolean
  }
  readonly log: {
    readonly x: number
    readonly columns: number
    readonly rows: number
    readonly pitch: number
    readonly row: number
    readonly cell: { readonly width: number; readonly height: number }
    readonly memory: number
    readonly disk: number
  }
}

const WIDE: Layout = {
  width: 960,
  height: 552,
  left: 24,
  clients: { y: 20, height: 44, pitch: 104, shown: 6 },
  machine: { x: 776, width: 160 },
  memory: 112,
  border: 296,
  disk: 337,
  pages: { width: 276, memory: 128, disk: 388, across: false },
  log: {
    x: 336,
    columns: 8,
    rows: 2,
    pitch: 75,
    row: 86,
    cell: { width: 69, height: 50 },
    memory: 150,
    disk: 380,
  },
}

const TALL: Layout = {
  width: 400,
  height: 556,
  left: 12,
  clients: { y: 8, height: 42, pitch: 58, shown: 5 },
  machine: { x: 302, width: 86 },
  memory: 72,
  border: 240,
  disk: 284,
  pages: { width: 376, memory: 82, disk: 488, across: true },
  log: {
    x: 14,
    columns: 5,
    rows: 3,
    pitch: 75,
    row: 60,
    cell: { width: 70, height: 42 },
    memory: 170,
    disk: 312,
  },
}

export function view(world: WalWorld, { layout }: View): Scene {
  const shape = layout === 'wide' ? WIDE : TALL
  return {
    width: shape.width,
    height: shape.height,
    title: inWords(world),
    marks: [
      ...drawHalves(world, shape, layout === 'wide'),
      ...drawClients(world, shape),
      machineCell(world, shape),
      ...drawPages(world, shape),
      ...drawLog(world, shape),
    ],
  }
}

function inWords(world: WalWorld): string {
  const { log, durable } = world
  const records = log.length === 1 ? '1 log record' : `${log.length} log records`
  return `A machine with a write-ahead log, ${phases[world.phase]}: ${records}, ${durable} of them durable.`
}

export const textMark = (
  id: string,
  look: TextMark['look'],
  x: number,
  y: number,
  text: string,
  rest: { readonly role?: Role; readonly align?: TextMark['align']; readonly reads?: string } = {},
): TextMark => ({
  kind: 'text',
  id,
  look,
  x,
  y,
  role: rest.role ?? 'plain',
  align: rest.align ?? 'start',
  label: rest.reads === undefined ? { text } : { text, reads: rest.reads },
})

function drawHalves(world: WalWorld, shape: Layout, wide: boolean): Mark[] {
  const { left, width, border } = shape
  const right = width - left
  const down = world.phase === 'down'
  const marks: Mark[] = [
    {
      kind: 'line',
      id: 'border',
      role: 'plain',
      look: 'axis',
      points: [
        [left, border],
        [right, border],
      ],
    },
    textMark('memory', 'title', left, shape.memory, 'memory'),
    textMark('disk', 'title', left, shape.disk, 'disk'),
    down
      ? textMark('power', 'state', left + 78, shape.memory, 'no power: all gone', { role: 'failed' })
      : textMark('memory-note', 'note', left + 78, shape.memory, 'a crash erases it'),
    textMark('disk-note', 'note', left + 46, shape.disk, 'it stays'),
  ]
  if (wide) {
    marks.push(
      textMark('buffer', 'note', shape.log.x, shape.memory, 'log buffer'),
      textMark('log-note', 'note', shape.log.x, shape.disk, 'log'),
    )
    if (world.recovery !== undefined) marks.push(...drawTables(world, shape))
  }
  return marks
}

/** The tables that analysis rebuilds. */
function drawTables(world: WalWorld, { left, border }: Layout): Mark[] {
  const losers = Object.entries(world.transactions).map(([txn, { undoNext }]) => `${txn} at ${undoNext}`)
  const dirty = Object.entries(world.recovery?.dirty ?? {}).map(([page, lsn]) => `${page} from ${lsn}`)
  const write = (id: string, y: number, name: string, list: readonly string[]): Mark =>
    textMark(id, 'number', left, y, `${name}: ${list.length === 0 ? 'none' : list.join(', ')}`)
  return [
    write('table-losers', border - 30, 'not ended', losers),
    write('table-dirty', border - 12, 'may be dirty', dirty),
  ]
}

const statusRole: Readonly<Record<string, Role>> = {
  open: 'pending',
  waits: 'pending',
  acked: 'committed',
  undoing: 'pending',
  'cut off': 'suspect',
}

/** Those that have begun, and the next one; the latest where there are more than fit. */
function drawClients(world: WalWorld, { left, clients }: Layout): Mark[] {
  const all = Object.keys(world.clients)
  const begun = all.filter((txn) => clientOf(world, txn).status !== 'idle').length
  const first = Math.max(0, Math.min(all.length, begun + 1) - clients.shown)
  return all.slice(first, first + clients.shown).map((txn, i): CellMark => {
    const { status } = clientOf(world, txn)
    const began = status !== 'idle'
    return {
      kind: 'cell',
      id: txn,
      subject: txn,
      title: began
        ? `Transaction ${txn}: its client is ${statusWords(status)}`
        : `Transaction ${txn}, not begun`,
      role: statusRole[status] ?? 'plain',
      faded: !began,
      x: left + i * clients.pitch,
      y: clients.y,
      width: clients.pitch - 5,
      height: clients.height,
      look: status === 'acked' ? 'solid' : began ? 'dashed' : 'empty',
      ticked: status === 'acked',
      label: { text: txn },
      note: { text: status, reads: `clients.${txn}.status` },
    }
  })
}

function statusWords(status: string): string {
  if (status === 'acked') return 'told: committed'
  if (status === 'waits') return 'waiting for its commit'
  return status === 'open' ? 'at work' : status
}

function machineCell(world: WalWorld, { machine, clients }: Layout): Mark {
  const { phase } = world
  return {
    kind: 'cell',
    id: 'machine',
    subject: 'machine',
    title: `The machine, ${phases[phase]}`,
    role: phase === 'up' ? 'plain' : phase === 'down' ? 'failed' : 'accent',
    x: machine.x,
    y: clients.y,
    width: machine.width,
    height: clients.height,
    look: 'solid',
    label: { text: phase, reads: 'phase' },
    note: { text: 'machine' },
  }
}
