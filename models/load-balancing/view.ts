/** The balancer above, the servers in a row, and on each its line: a skyline that shows at a glance who waits where. */
import type { Mark, Scene, View } from '@orrery/engine/model/scene.ts'
import { outcomes } from './measure.ts'
import { strategyTitles } from './params.ts'
import { DROPS, type LoadWorld } from './state.ts'

export const views = [
  { id: 'requests', title: 'Each request' },
  { id: 'flows', title: 'Flows, when single requests are too fast' },
] as const

interface Layout {
  readonly width: number
  readonly height: number
  readonly balancer: { readonly x: number; readonly y: number; readonly r: number }
  /** Left and right of the row of servers, the top of their boxes, the top of the highest line. */
  readonly left: number
  readonly right: number
  readonly floor: number
  readonly ceiling: number
  readonly widest: number
}

const WIDE: Layout = {
  width: 800,
  height: 500,
  balancer: { x: 400, y: 58, r: 25 },
  left: 16,
  right: 784,
  floor: 410,
  ceiling: 150,
  widest: 76,
}
const TALL: Layout = {
  width: 400,
  height: 620,
  balancer: { x: 200, y: 104, r: 24 },
  left: 8,
  right: 392,
  floor: 520,
  ceiling: 220,
  widest: 76,
}

/** More than so many dots are not drawn: then every second, every third... and the picture says so. */
const MOST_DOTS = 240
/** A cross stands so long where a request ended badly, in microseconds. */
const CROSS = 400_000

interface Column {
  readonly x: number
  readonly width: number
  readonly box: number
  /** The top of what stands in the line. */
  readonly top: number
}

export function view(world: LoadWorld, { id, layout }: View): Scene {
  const shape = layout === 'wide' ? WIDE : TALL
  const columns = columnsOf(world, shape)
  const single = id !== 'flows'
  return {
    width: shape.width,
    height: shape.height,
    title: inWords(world),
    marks: [
      ...links(world, shape, columns, single),
      ...lines(world, shape, columns),
      ...boxes(world, shape, columns),
      ...balancer(world, shape),
      ...(single ? flights(world, shape, columns) : []),
      ...crosses(world, shape, columns),
      ...counts(world, shape, layout === 'wide'),
    ],
  }
}

function inWords({ knobs, servers, held }: LoadWorld): string {
  let [busy, line, dead] = [0, held, 0]
  for (let s = 0; s < knobs.servers; s++) {
    if (servers.serving[s]! >= 0) busy += 1
    if (servers.alive[s] === 0) dead += 1
    line += servers.queued[s]!
  }
  const broken = dead === 0 ? '' : `, ${dead} dead`
  return `Load balancing by ${strategyTitles[knobs.strategy]}: ${busy} of ${knobs.servers} servers busy${broken}, ${line} waiting in lines.`
}

/** Cells for each who waits where there is room, else a bar. */
const CELL = 12
const UNIT = 7
const singleCells = (columns: number): boolean => columns <= 16

function columnsOf({ knobs, servers }: LoadWorld, { left, right, floor, ceiling, widest }: Layout): Column[] {
  const width = Math.min(widest, (right - left) / knobs.servers)
  const start = (left + right - width * knobs.servers) / 2
  const unit = singleCells(knobs.servers) ? CELL : UNIT
  return Array.from({ length: knobs.servers }, (_, s): Column => {
    const box = Math.min(46, width * 0.74)
    const high = Math.min(floor - ceiling, servers.queued[s]! * unit)
    return { x: start + width * (s + 0.5), width, box, top: floor - 8 - high }
  })
}

function links(world: LoadWorld, { balancer }: Layout, columns: readonly Column[], single: boolean): Mark[] {
  const { servers } = world
  let all = 1
  for (let s = 0; s < columns.length; s++) all += servers.done[s]! + servers.failed[s]!
  return columns.map(({ x, top }, s): Mark => {
    const known = servers.known[s] === 1
    // A fair share is a thin line; four times as much is the heaviest.
    const share = ((servers.done[s]! + servers.failed[s]!) * columns.length) / all
    const weight = single ? 0 : Math.min(1, (share - 0.05) / 4)
    return {
      kind: 'link',
      id: `l${s}`,
      role: known ? 'plain' : 'suspect',
      x1: balancer.x,
      y1: balancer.y + balancer.r,
      x2: x,
      y2: top - 14,
      look: known ? 'guide' : 'cut',
      ...(weight > 0 && known ? { weight } : {}),
    }
  })
}

function lines({ servers }: LoadWorld, { floor, ceiling }: Layout, columns: readonly Column[]): Mark[] {
  const cells = singleCells(columns.length)
  return columns.flatMap(({ x, width, box, top }, s): Mark[] => {
    const queued = servers.queued[s]!
    if (queued === 0) return []
    const room = Math.floor((floor - ceiling) / CELL)
    const label = { text: String(queued), reads: `servers.queued.${s}` }
    const marks: Mark[] = []
    if (cells) {
      for (let i = 0; i < Math.min(queued, room); i++) {
        marks.push({
          kind: 'cell',
          id: `q${s}-${i}`,
          role: 'pending',
          look: 'solid',
          x: x - box / 2,
          y: floor - 8 - (i + 1) * CELL,
          width: box,
          height: CELL - 3,
          label: { text: '' },
        })
      }
    } else {
      marks.push({
        kind: 'bar',
        id: `q${s}`,
        role: 'pending',
        x: x - box / 2,
        y: top,
        width: box,
        height: floor - 8 - top,
      })
    }
    // A number needs room; where columns are narrow, the inspector and the table have it.
    if (width >= 7.5 * label.text.length + 2)
      marks.push({
        kind: 'text',
        id: `n${s}`,
        role: 'plain',
        look: 'number',
        x,
        y: top - 5,
        align: 'middle',
        label,
      })
    return marks
  })
}

function boxes(world: LoadWorld, { floor }: Layout, columns: readonly Column[]): Mark[] {
  const { servers, knobs, now } = world
  return columns.flatMap(({ x, width, box }, s): Mark[] => {
    const dead = servers.alive[s] === 0
    const slow = servers.health[s]! < 1
    const busy = servers.serving[s]! >= 0
    const name = `S${s + 1}`
    const state = dead ? 'dead' : slow ? 'slowed down' : busy ? 'busy' : 'idle'
    const wide = width >= 32
    const weighted = knobs.speeds !== 'equal' && wide
    const marks: Mark[] = [
      {
        kind: 'cell',
        id: name,
        subject: name,
        title: `Server ${name}, ${state}, ${servers.queued[s]!} in its line`,
        role: dead ? 'failed' : slow ? 'suspect' : busy ? 'primary' : 'replica',
        look: slow ? 'dashed' : 'solid',
        x: x - box / 2,
        y: floor,
        width: box,
        height: weighted ? 42 : 34,
        label: { text: wide ? name : '' },
        ...(weighted ? { note: { text: `×${servers.weight[s]!}`, reads: `servers.weight.${s}` } } : {}),
      },
    ]
    if (busy) {
      // How far it is with its request.
      const share = (now - servers.since[s]!) / Math.max(1, servers.until[s]! - servers.since[s]!)
      marks.push({
        kind: 'bar',
        id: `w${s}`,
        role: 'accent',
        x: x - box / 2,
        y: floor + 46,
        width: Math.round(100 * box * Math.min(1, Math.max(0, share))) / 100,
        height: 5,
      })
    }
    const count = { text: String(servers.done[s]!), reads: `servers.done.${s}` }
    if (width >= 7.5 * count.text.length + 2)
      marks.push({
        kind: 'text',
        id: `d${s}`,
        role: 'plain',
        look: 'number',
        x,
        y: floor + 70,
        align: 'middle',
        label: count,
      })
    return marks
  })
}

function balancer(world: LoadWorld, { balancer: { x, y, r }, width }: Layout): Mark[] {
  const marks: Mark[] = [
    {
      kind: 'node',
      id: 'balancer',
      role: 'plain',
      x,
      y,
      r,
      label: { text: 'LB' },
    },
  ]
  if (world.held === 0) return marks
  const room = Math.floor((width - x - r - 70) / 14)
  for (let i = 0; i < Math.min(world.held, room); i++) {
    marks.push({
      kind: 'cell',
      id: `h${i}`,
      role: 'pending',
      look: 'solid',
      x: x + r + 10 + 14 * i,
      y: y - 9,
      width: 11,
      height: 18,
      label: { text: '' },
    })
  }
  marks.push({
    kind: 'text',
    id: 'held',
    role: 'plain',
    look: 'number',
    x: x + r + 14 + 14 * Math.min(world.held, room),
    y: y + 5,
    label: { text: String(world.held), reads: 'held' },
  })
  return marks
}

/** Every request and every answer under way, where it is now. */
function flights(
  world: LoadWorld,
  { balancer: from, floor, width, ceiling }: Layout,
  columns: readonly Column[],
): Mark[] {
  const { requests, now, knobs } = world
  const flight = Math.max(1, knobs.network * 1000)
  let count = 0
  for (let slot = world.outHead; slot >= 0; slot = requests.next[slot]!) count += 1
  for (let slot = world.inHead; slot >= 0; slot = requests.next[slot]!) count += 1
  const every = Math.ceil(count / MOST_DOTS)
  const marks: Mark[] = []
  const place = (slot: number, back: boolean): void => {
    const id = requests.id[slot]!
    if (every > 1 && id % every !== 0) return
    const column = columns[requests.server[slot]!]
    if (column === undefined) return
    const share = Math.min(1, Math.max(0, (now - requests.sent[slot]!) / flight))
    const [x1, y1] = [from.x, from.y + from.r + 4]
    const [x2, y2] = [column.x, back ? floor - 6 : column.top - 16]
    const done = back ? 1 - share : share
    const bad = requests.outcome[slot]! > 0
    const gone = requests.gone[slot] === 1
    marks.push({
      kind: 'dot',
      id: `${back ? 'a' : 'r'}${id}`,
      role: gone ? 'suspect' : back ? (bad ? 'failed' : 'committed') : 'pending',
      look: back ? (bad ? 'cross' : 'hollow') : 'solid',
      x: Math.round(10 * (x1 + (x2 - x1) * done)) / 10,
      y: Math.round(10 * (y1 + (y2 - y1) * done)) / 10,
      r: 4,
    })
  }
  for (let slot = world.outHead; slot >= 0; slot = requests.next[slot]!) place(slot, false)
  for (let slot = world.inHead; slot >= 0; slot = requests.next[slot]!) place(slot, true)
  if (every > 1) {
    marks.push({
      kind: 'text',
      id: 'sampled',
      role: 'accent',
      look: 'number',
      x: width / 2,
      y: ceiling - 36,
      align: 'middle',
      label: { text: `one dot in ${every} is drawn` },
    })
  }
  return marks
}

/** Where requests ended badly, for a moment. */
function crosses(world: LoadWorld, { balancer, floor }: Layout, columns: readonly Column[]): Mark[] {
  const marks: Mark[] = []
  for (let i = 0; i < DROPS; i++) {
    const age = world.now - world.dropAt[i]!
    if (age > CROSS) continue
    const server = world.dropServer[i]!
    const column = columns[server]
    // A server that refuses has a full line; one that is dead has none; given up is beside the balancer.
    const late = world.dropOutcome[i] === outcomes.indexOf('timed out')
    const spread = ((i * 7) % 11) - 5
    marks.push({
      kind: 'dot',
      id: `x${i}`,
      role: 'failed',
      look: 'cross',
      x: late || column === undefined ? balancer.x - balancer.r - 14 - 4 * (i % 8) : column.x + spread,
      y: late || column === undefined ? balancer.y + spread : Math.min(column.top, floor - 8) - 18 + spread,
      r: 4.5,
    })
  }
  return marks
}

function counts(world: LoadWorld, { width }: Layout, wide: boolean): Mark[] {
  const titles = ['served', 'refused', 'gave up', 'lost'] as const
  const mark = (i: number, x: number, y: number, align: 'start' | 'end'): Mark => ({
    kind: 'text',
    id: `ended${i}`,
    role: i > 0 && world.ended[i]! > 0 ? 'failed' : 'plain',
    look: 'state',
    x,
    y,
    align,
    label: { text: `${titles[i]!} ${world.ended[i]!}`, reads: `ended.${i}` },
  })
  if (wide)
    return [
      mark(0, 20, 34, 'start'),
      mark(1, 20, 58, 'start'),
      mark(2, 20, 82, 'start'),
      mark(3, 20, 106, 'start'),
    ]
  return [
    mark(0, 12, 30, 'start'),
    mark(1, 12, 54, 'start'),
    mark(2, width - 12, 30, 'end'),
    mark(3, width - 12, 54, 'end'),
  ]
}
