/**
 * The space-time diagram of a run: processes as lines, messages as arrows, what happened as dots. Time
 * runs to the right, or down where the space is tall. Selecting an event (subject `e12`, the twelfth
 * choice) shows its causal past and future and fades what is concurrent with it.
 */
import type { MessageRef, Micros } from '@orrery/engine/model/action.ts'
import type { World } from '@orrery/engine/model/model.ts'
import type { DotMark, LinkMark, Mark, Role, Scene } from '@orrery/engine/model/scene.ts'
import type { History } from '@orrery/engine/simulate/history-types.ts'
import { addCopies, cones, pointsOf, type Copies, type Point } from './causality.ts'
import { sceneOf } from './frame.ts'

export interface SpaceTimeOptions {
  readonly from: Micros
  readonly to: Micros
  readonly layout: 'wide' | 'tall'
  /** Units across the tall layout; default 400. */
  readonly width?: number
  /** The entry whose past and future are shown. */
  readonly selected?: number
  /** The playhead: a line across all processes. */
  readonly now?: Micros
}

/** Sends are looked for so many entries before the window: a message that crosses its edge starts outside. */
const lookBack = 200
/** Arrows have labels while there are no more than this. */
const labelled = 12

/** The window of about `entries` entries around a time, two thirds of them before it. */
export function windowAt<W extends World>(
  history: History<W>,
  t: Micros,
  entries = 40,
): { readonly from: Micros; readonly to: Micros } {
  const index = history.indexAt(t)
  const last = Math.min(history.length, Math.max(index + Math.round(entries / 3), entries))
  const from = history.timeOf(Math.max(0, last - entries))
  return { from, to: Math.max(history.timeOf(last), t, from + 1) }
}

/** The entry that a selected subject of the diagram stands for, or undefined. */
export function entryOf(subject: string | undefined): number | undefined {
  const found = /^e(\d+)$/.exec(subject ?? '')?.[1]
  return found === undefined ? undefined : Number(found)
}

/** @returns a scene like any other: the same renderers draw it */
export function spaceTime<W extends World>(history: History<W>, options: SpaceTimeOptions): Scene {
  const { from, to, selected, now } = options
  const first = firstFrom(history, from)
  const last = history.indexAt(to)
  // Sends before the window are needed for the messages that cross its edge.
  const { points, copies } = collect(
    history,
    Math.min(first - lookBack, selected ?? first),
    Math.max(last, selected ?? last),
  )
  const shown = points.filter((point) => point.index >= first && point.index <= last)
  const cone = selected === undefined ? undefined : cones(points, selected, copies)
  const plan = planOf(history, points, options)
  const nearness = (point: Point): 'self' | 'past' | 'future' | 'apart' =>
    cone === undefined || point.index === selected
      ? 'self'
      : cone.past.has(point)
        ? 'past'
        : cone.future.has(point)
          ? 'future'
          : 'apart'
  const arrows = arrowsOf(history, points, copies, first, last, plan)
  const marks: Mark[] = [
    ...axis(plan),
    ...plan.processes.map((process): Mark => {
      const points = [plan.at(process.id, from), plan.at(process.id, to)]
      return {
        kind: 'line',
        id: `process ${process.id}`,
        role: 'plain',
        look: 'axis',
        points,
        label: process.label,
      }
    }),
    ...arrows.flatMap((arrow) =>
      drawArrow(arrow, plan, arrows.length <= labelled, cone && { ...cone, selected }),
    ),
    ...shown.map((point) => dot(history, point, plan, cone === undefined ? undefined : nearness(point))),
  ]
  if (now !== undefined && now >= from && now <= to) {
    marks.push({ kind: 'line', id: 'now', role: 'accent', look: 'cut', points: plan.across(now) })
  }
  const title = `The run from ${inMilliseconds(from)} to ${inMilliseconds(to)}: ${shown.length} events at ${plan.processes.length} processes`
  return { width: plan.width, height: plan.height, title, marks }
}

function firstFrom<W extends World>(history: History<W>, from: Micros): number {
  let index = history.indexAt(from)
  while (index > 0 && history.timeOf(index) === from) index -= 1
  return history.timeOf(index) >= from ? index : index + 1
}

function collect<W extends World>(
  history: History<W>,
  first: number,
  last: number,
): { readonly points: readonly Point[]; readonly copies: Copies } {
  const points: Point[] = []
  const copies = new Map<string, string>()
  for (let index = Math.max(0, first); index <= last; index++) {
    const events = history.events(index)
    points.push(...pointsOf(index, events))
    addCopies(copies, events)
  }
  return { points, copies }
}

/* Places */

type Spot = readonly [number, number]

interface Plan {
  readonly width: number
  readonly height: number
  readonly from: Micros
  readonly to: Micros
  readonly wide: boolean
  readonly processes: readonly { readonly id: string; readonly label: { readonly text: string } }[]
  /** Where a process is at a time; `share` of the way to another process. */
  at(process: string, t: Micros, towards?: string, share?: number): Spot
  across(t: Micros): readonly [Spot, Spot]
}

function planOf<W extends World>(
  history: History<W>,
  points: readonly Point[],
  options: SpaceTimeOptions,
): Plan {
  const { from, to, layout, width = 400 } = options
  const wide = layout === 'wide'
  const processes = processesOf(history, points, options)
  const count = Math.max(1, processes.length)
  const gap = wide ? Math.min(84, Math.round(470 / count)) : Math.min(84, Math.floor((width - 70) / count))
  const start = wide ? 72 : 60
  const end = wide ? 930 : 596
  const edge = wide ? 44 : 64
  const lane = new Map(processes.map(({ id }, i) => [id, edge + i * gap]))
  const round = (value: number): number => Math.round(value * 100) / 100
  const along = (t: Micros): number => round(start + ((end - start) * (t - from)) / Math.max(1, to - from))
  const spot = (time: number, across: number): Spot => (wide ? [time, across] : [across, time])
  return {
    width: wide ? 960 : Math.max(width, edge + (count - 1) * gap + 30),
    height: wide ? edge + (count - 1) * gap + 64 : 620,
    ...{ from, to, wide, processes },
    at: (process, t, towards, share = 0) => {
      const own = lane.get(process) ?? edge
      const other = towards === undefined ? own : (lane.get(towards) ?? own)
      return spot(along(t), round(own + (other - own) * share))
    },
    across: (t) => [spot(along(t), edge - 24), spot(along(t), edge + (count - 1) * gap + 24)],
  }
}

/** Every process of the model's picture, in its order, and any other at which something happened. */
function processesOf<W extends World>(
  history: History<W>,
  points: readonly Point[],
  { layout }: SpaceTimeOptions,
): Plan['processes'] {
  const named = new Map<string, { id: string; label: { text: string } }>()
  const view = history.model.views[0]
  const nodes =
    view === undefined ? [] : sceneOf(history.model, history.world(0), { id: view.id, layout }).marks
  for (const mark of nodes) {
    if (mark.kind !== 'node') continue
    const id = mark.subject ?? mark.id
    named.set(id, { id, label: { text: mark.label.text } })
  }
  const others = new Set(points.map((point) => point.process).filter((process) => !named.has(process)))
  for (const id of [...others].sort()) named.set(id, { id, label: { text: id } })
  return [...named.values()]
}

/** Ticks at round times, five or so. */
function axis(plan: Plan): Mark[] {
  const span = plan.to - plan.from
  const raw = span / (plan.wide ? 8 : 9)
  const magnitude = 10 ** Math.floor(Math.log10(Math.max(1, raw)))
  const step = Math.max(1, [1, 2, 5, 10].map((n) => n * magnitude).find((size) => size >= raw) ?? raw)
  const marks: Mark[] = []
  for (let t = Math.ceil(plan.from / step) * step; t <= plan.to; t += step) {
    const [start, end] = plan.across(t)
    const [x, y] = plan.wide ? [end[0], plan.height - 14] : [8, end[1] + 4]
    marks.push({
      kind: 'link',
      id: `tick ${t}`,
      role: 'plain',
      look: 'guide',
      x1: start[0],
      y1: start[1],
      x2: end[0],
      y2: end[1],
    })
    marks.push({
      kind: 'text',
      id: `time ${t}`,
      role: 'plain',
      look: 'number',
      align: plan.wide ? 'middle' : 'start',
      label: { text: plan.wide ? inMilliseconds(t) : String(t / 1000) },
      ...{ x, y },
    })
  }
  return marks
}

const inMilliseconds = (t: Micros): string => `${Math.round(t / 100) / 10} ms`

/* Events */

/** Past solid, future hollow, the event itself a diamond: the cue that is not colour. */
const dress = {
  self: { role: 'accent', look: 'diamond', faded: false },
  past: { role: 'primary', look: 'solid', faded: false },
  future: { role: 'pending', look: 'hollow', faded: false },
  apart: { role: 'plain', look: 'solid', faded: true },
} as const satisfies Record<string, { role: Role; look: DotMark['look']; faded: boolean }>

function dot<W extends World>(
  history: History<W>,
  point: Point,
  plan: Plan,
  nearness: keyof typeof dress | undefined,
): DotMark {
  const [x, y] = plan.at(point.process, history.timeOf(point.index))
  const said = point.events.map((event) => history.model.tell(event)).join(' ')
  const relation = { self: 'Selected', past: 'Before', future: 'After', apart: 'Concurrent' }
  const title = nearness === undefined ? said : `${relation[nearness]}: ${said}`
  const base = {
    kind: 'dot',
    id: `e${point.index} ${point.process}`,
    subject: `e${point.index}`,
    title,
    x,
    y,
  } as const
  if (nearness === undefined) return { ...base, role: 'plain', look: 'solid', r: 4.5 }
  return { ...base, ...dress[nearness], r: nearness === 'self' ? 7 : 5 }
}

/* Messages */

interface Arrow {
  readonly message: MessageRef
  readonly sent: Point
  readonly sentAt: Micros
  readonly got: Point | undefined
  readonly endedAt: Micros | undefined
  readonly lost: boolean
}

/** The messages that were sent or ended between two entries. */
function arrowsOf<W extends World>(
  history: History<W>,
  points: readonly Point[],
  copies: Copies,
  first: number,
  last: number,
  plan: Plan,
): Arrow[] {
  const copiesOf = new Map<string, string[]>()
  for (const [copy, of] of copies) copiesOf.set(of, [...(copiesOf.get(of) ?? []), copy])
  const receipts = new Map<string, Point>()
  for (const point of points) {
    for (const event of point.events) {
      if (event.type === 'receive' && event.message) receipts.set(event.message.id, point)
    }
  }
  const arrows: Arrow[] = []
  for (const sent of points) {
    for (const event of sent.events) {
      const message = event.message
      if (event.type !== 'send' || message === undefined || message.from === message.to) continue
      // The network may have made copies, each of which arrives or is lost by itself.
      for (const id of [message.id, ...(copiesOf.get(message.id) ?? [])]) {
        const got = receipts.get(id)
        const endedAt = history.arrival(id)
        if (sent.index < first && (endedAt === undefined || endedAt < plan.from)) continue
        const ended = endedAt !== undefined && endedAt <= plan.to
        const lost = ended && got === undefined && history.indexAt(endedAt) <= last
        arrows.push({
          message: { ...message, id },
          sent,
          sentAt: history.timeOf(sent.index),
          got,
          endedAt,
          lost,
        })
      }
    }
  }
  return arrows
}

/** Where a lost message is crossed out, as a share of its way. */
const crossAt = 0.62

function drawArrow(
  { message, sent, sentAt, got, endedAt, lost }: Arrow,
  plan: Plan,
  withLabel: boolean,
  cone: { past: ReadonlySet<Point>; future: ReadonlySet<Point>; selected: number | undefined } | undefined,
): Mark[] {
  const inCone = (point: Point | undefined, side: ReadonlySet<Point>): boolean =>
    point !== undefined && (point.index === cone?.selected || side.has(point))
  const faded =
    cone !== undefined &&
    !(inCone(sent, cone.past) && inCone(got, cone.past)) &&
    !(inCone(sent, cone.future) && inCone(got, cone.future))
  const ends = endedAt ?? plan.to
  // Outside the window an arrow is cut off at its edge, where it really was at that time.
  const whole = lost ? crossAt : endedAt === undefined ? 0.2 : 1
  const shareAt = (t: Micros): number => (whole * (t - sentAt)) / Math.max(1, ends - sentAt)
  const start = Math.max(plan.from, sentAt)
  const end = Math.min(plan.to, ends)
  const [x1, y1] = plan.at(message.from, start, message.to, shareAt(start))
  const [x2, y2] = plan.at(message.from, end, message.to, shareAt(end))
  // At the edge there may be no room for the head of an arrow.
  const arrives = got !== undefined && ends <= plan.to && Math.hypot(x2 - x1, y2 - y1) > 16
  const link: LinkMark = {
    kind: 'link',
    id: `way ${message.id}`,
    role: lost ? 'failed' : 'plain',
    look: 'open',
    faded,
    arrow: arrives,
    ...(withLabel ? { label: { text: message.label } } : {}),
    ...shortened([x1, y1], [x2, y2], arrives ? 6 : 0),
  }
  if (!lost) return [link]
  return [
    link,
    { kind: 'dot', id: `lost ${message.id}`, role: 'failed', look: 'cross', x: x2, y: y2, r: 5, faded },
  ]
}

/** An arrow's point touches the dot rather than covering it. */
function shortened([x1, y1]: Spot, [x2, y2]: Spot, by: number): Pick<LinkMark, 'x1' | 'y1' | 'x2' | 'y2'> {
  const length = Math.hypot(x2 - x1, y2 - y1)
  if (length <= by) return { x1, y1, x2, y2 }
  return { x1, y1, x2: x2 - ((x2 - x1) / length) * by, y2: y2 - ((y2 - y1) / length) * by }
}
