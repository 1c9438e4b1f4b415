/** The picture of a queue: who waits, who serves, and the mean beside what theory says of it. */
import type { Mark, Scene, View } from '@orrery/engine/model/scene.ts'
import { inSystem, meanSoFar, type QueueWorld, type Server } from './queue.ts'
import { meanInSystem } from './theory.ts'

export const views = [{ id: 'queue', title: 'The queue and its mean' }] as const

interface Layout {
  readonly width: number
  readonly height: number
  /** Cells of those who wait: the first stands nearest to the servers. */
  readonly cells: {
    readonly x: number
    readonly y: number
    readonly size: number
    readonly perRow: number
    readonly rows: number
  }
  readonly servers: {
    readonly x: number
    readonly y: number
    readonly gap: number
    readonly r: number
    readonly perRow: number
  }
  readonly bars: { readonly x: number; readonly y: number; readonly width: number }
}

const WIDE: Layout = {
  width: 960,
  height: 600,
  cells: { x: 60, y: 120, size: 44, perRow: 10, rows: 5 },
  servers: { x: 650, y: 142, gap: 96, r: 32, perRow: 3 },
  bars: { x: 60, y: 480, width: 840 },
}
const TALL: Layout = {
  width: 400,
  height: 620,
  cells: { x: 12, y: 64, size: 33, perRow: 10, rows: 4 },
  servers: { x: 56, y: 282, gap: 94, r: 28, perRow: 4 },
  bars: { x: 12, y: 500, width: 376 },
}

export function view(world: QueueWorld, { layout }: View): Scene {
  const shape = layout === 'wide' ? WIDE : TALL
  return {
    width: shape.width,
    height: shape.height,
    title: inWords(world),
    marks: [...waitingMarks(world, shape), ...serverMarks(world, shape), ...barMarks(world, shape)],
  }
}

function inWords(world: QueueWorld): string {
  const busy = world.servers.filter(({ customer }) => customer > 0).length
  const people = world.waiting === 1 ? '1 customer waits' : `${world.waiting} customers wait`
  return `A queue: ${people}, ${busy} of ${world.servers.length} server${world.servers.length === 1 ? '' : 's'} busy.`
}

function waitingMarks(world: QueueWorld, { cells }: Layout): Mark[] {
  const { x, y, size, perRow, rows } = cells
  const room = perRow * rows
  const shown = Math.min(world.waiting, room)
  const first = world.arrived - world.waiting + 1
  const marks: Mark[] = [
    {
      kind: 'text',
      id: 'waiting',
      role: 'plain',
      look: 'state',
      x,
      y: y - 24,
      align: 'start',
      label: { text: `waiting: ${world.waiting}`, reads: 'waiting' },
    },
  ]
  for (let i = 0; i < shown; i++) {
    const column = perRow - 1 - (i % perRow)
    marks.push({
      kind: 'cell',
      id: `c${first + i}`,
      role: 'pending',
      look: 'solid',
      x: x + column * (size + 4),
      y: y + Math.floor(i / perRow) * (size + 4),
      width: size,
      height: size,
      label: { text: String(first + i) },
    })
  }
  if (world.waiting > room) {
    marks.push({
      kind: 'text',
      id: 'more',
      role: 'suspect',
      look: 'note',
      x,
      y: y + rows * (size + 4) + 18,
      align: 'start',
      label: { text: `and ${world.waiting - room} more` },
    })
  }
  return marks
}

function serverMarks(world: QueueWorld, { servers }: Layout): Mark[] {
  return world.servers.map((server, i): Mark => {
    const busy = server.customer > 0
    const mark: Mark = {
      kind: 'node',
      id: server.id,
      subject: server.id,
      role: busy ? 'primary' : 'replica',
      title: serverInWords(server),
      x: servers.x + (i % servers.perRow) * servers.gap,
      y: servers.y + Math.floor(i / servers.perRow) * (servers.gap + 20),
      r: servers.r,
      label: { text: server.id, reads: `servers.${i}.id` },
      notes: [
        busy ? { text: `serves ${server.customer}`, reads: `servers.${i}.customer` } : { text: 'idle' },
      ],
    }
    if (server.stopped >= 0) return { ...mark, status: 'paused' }
    return busy ? { ...mark, timer: { from: server.since, until: server.until } } : mark
  })
}

function serverInWords({ id, customer, stopped }: Server): string {
  const work = customer > 0 ? `serves customer ${customer}` : 'is idle'
  return stopped >= 0 ? `Server ${id} stands still; it ${work}` : `Server ${id} ${work}`
}

/** Now, the mean of the run so far, and the mean of theory, on one scale. */
function barMarks(world: QueueWorld, { bars }: Layout): Mark[] {
  const load = Number(world.setup.params['load']) / 100
  // From full load on there is no mean: the queue grows for ever.
  const theory = load < 1 ? meanInSystem(world.servers.length, load) : 0
  const rows = [
    { id: 'now', text: `in the system now: ${inSystem(world)}`, value: inSystem(world), role: 'plain' },
    {
      id: 'mean',
      text: `mean of this run: ${meanSoFar(world).toFixed(2)}`,
      value: meanSoFar(world),
      role: 'accent',
    },
    {
      id: 'theory',
      text: load < 1 ? `mean by theory: ${theory.toFixed(2)}` : 'mean by theory: none, it grows without end',
      value: theory,
      role: 'replica',
    },
  ] as const
  const most = Math.max(10, 2 * theory, ...rows.map(({ value }) => value))
  return rows.flatMap(({ id, text, value, role }, i): Mark[] => {
    const y = bars.y + i * 40
    return [
      {
        kind: 'text',
        id: `text-${id}`,
        role: 'plain',
        look: 'number',
        x: bars.x,
        y: y - 6,
        align: 'start',
        label: { text },
      },
      {
        kind: 'bar',
        id: `bar-${id}`,
        role,
        x: bars.x,
        y,
        width: Math.round((100 * bars.width * value) / most) / 100,
        height: 12,
      },
    ]
  })
}
