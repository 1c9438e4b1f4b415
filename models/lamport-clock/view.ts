/**
 * The pictures of the clocks. The space-time diagram of the paper: a line for each process, a dot for
 * each event, an arrow for each message. Events stand at equal distances in the order in which this
 * run had them; only order along a line and arrows mean anything, so other distances would do.
 */
import type { Label, Mark, Role, Scene, TextMark, View } from '@orrery/engine/model/scene.ts'
import type { ClockEvent } from './causality.ts'
import { totallyBefore } from './causality.ts'
import type { ClockWorld } from './properties.ts'
import { written } from './properties.ts'
import { messageMark, onRing, processMark } from './view-parts.ts'

export const clockViews = [
  { id: 'space-time', title: 'Space-time' },
  { id: 'vectors', title: 'With vector clocks' },
  { id: 'wall', title: 'With wall clocks' },
  { id: 'order', title: 'In total order' },
  { id: 'nodes', title: 'Processes' },
] as const

export function clockView(world: ClockWorld, view: View): Scene {
  return view.id === 'nodes' ? ringOf(world, view) : new Diagram(world, view).scene()
}

const WIDE = { width: 960, height: 600 }
const TALL = { width: 400, height: 620 }

/** How an event is labelled besides its Lamport time, and how much room along the time axis that takes. */
function roomOf(view: View): { readonly shown: number; readonly step: number } {
  const tall = view.layout === 'tall'
  if (view.id === 'vectors') return tall ? { shown: 13, step: 36 } : { shown: 10, step: 74 }
  if (view.id === 'wall') return tall ? { shown: 13, step: 36 } : { shown: 11, step: 68 }
  if (view.id === 'order') return tall ? { shown: 10, step: 36 } : { shown: 14, step: 54 }
  return tall ? { shown: 13, step: 36 } : { shown: 14, step: 54 }
}

type Place = Pick<TextMark, 'x' | 'y' | 'align'>

/** One drawing of the diagram: `along` is the axis of time, `across` the one of the processes. */
class Diagram {
  private readonly world: ClockWorld
  private readonly view: View
  private readonly tall: boolean
  private readonly names: readonly string[]
  /** Place in the ghost's list of the first event that is drawn. */
  private readonly first: number
  private readonly shown: readonly ClockEvent[]
  private readonly step: number

  constructor(world: ClockWorld, view: View) {
    const { shown, step } = roomOf(view)
    this.world = world
    this.view = view
    this.tall = view.layout === 'tall'
    this.names = Object.keys(world.nodes)
    this.first = Math.max(0, world.ghost.events.length - shown)
    this.shown = world.ghost.events.slice(this.first)
    this.step = step
  }

  scene(): Scene {
    const marks = [
      ...this.names.map((id) => this.line(id)),
      ...this.shown.flatMap((event, i) => this.arrow(event, i)),
      ...this.names.map((id) => this.process(id)),
      ...this.shown.flatMap((event, i) => this.event(event, i)),
      ...this.world.flights.map((flight) => this.flight(flight)),
      ...(this.view.id === 'order' ? this.order() : []),
      this.legend(),
    ]
    const last = this.shown.at(-1)
    const title =
      last === undefined
        ? `${this.names.length} processes, no event yet`
        : `${this.names.length} processes; the last event is ${inWords(last)}`
    return { ...(this.tall ? TALL : WIDE), title, marks }
  }

  /** Where the `i`-th event drawn stands along the axis of time. */
  private along(i: number): number {
    return (this.tall ? 112 : 156) + i * this.step
  }

  private get now(): number {
    return this.along(this.shown.length)
  }

  private across(process: string): number {
    const [from, size] = this.tall ? [14, 372] : [24, this.view.id === 'order' ? 420 : 500]
    return Math.round(from + ((this.names.indexOf(process) + 0.5) * size) / this.names.length)
  }

  private point(process: string, along: number): readonly [number, number] {
    return this.tall ? [this.across(process), along] : [along, this.across(process)]
  }

  private line(id: string): Mark {
    const { shown } = roomOf(this.view)
    const end = this.along(shown) + (this.tall ? 0 : 16)
    const points = [this.point(id, this.tall ? 78 : 98), this.point(id, end)]
    return { kind: 'line', id: `line ${id}`, role: 'plain', look: 'axis', points }
  }

  private process(id: string): Mark {
    const [x, y] = this.tall ? [this.across(id), 30] : [60, this.across(id) - 4]
    // On a phone the vectors of more than three processes would lie over each other; the last events have them.
    const vector = this.view.id === 'vectors' && !(this.tall && this.names.length > 3)
    return processMark(this.world, id, x, y, this.tall ? 17 : 22, vector)
  }

  private event(event: ClockEvent, i: number): readonly Mark[] {
    const [x, y] = this.point(event.process, this.along(i))
    const role: Role = isLate(event) ? 'failed' : 'plain'
    const path = `ghost.events.${this.first + i}`
    const time: Label = { text: String(event.time), reads: `${path}.time` }
    const second: Label | undefined =
      this.view.id === 'vectors'
        ? { text: written(event.vector), reads: `${path}.vector` }
        : this.view.id === 'wall'
          ? { text: `${event.wall} ms`, reads: `${path}.wall` }
          : undefined
    const look = event.kind === 'local' ? 'diamond' : event.kind === 'send' ? 'solid' : 'hollow'
    const [first, next] = this.places(event, x, y, second !== undefined)
    const marks: Mark[] = [
      { kind: 'dot', id: event.id, subject: event.id, title: inWords(event), role, look, x, y, r: 7 },
      {
        kind: 'text',
        id: `${event.id} C`,
        role: isLate(event) ? 'failed' : 'accent',
        look: 'number',
        label: time,
        ...first,
      },
    ]
    if (second !== undefined) {
      const id = `${event.id} second`
      marks.push({ kind: 'text', id, role: 'plain', look: 'state', label: second, ...next })
    }
    return marks
  }

  /** Where an event's one or two labels stand: on the side of its line where its message does not pass. */
  private places(event: ClockEvent, x: number, y: number, two: boolean): readonly [Place, Place] {
    const own = this.names.indexOf(event.process)
    const peer = event.peer === undefined ? this.names.length : this.names.indexOf(event.peer)
    if (!this.tall) {
      const middle = { x, align: 'middle' as const }
      if (peer < own)
        return [
          { ...middle, y: y + 24 },
          { ...middle, y: y + 40 },
        ]
      return [
        { ...middle, y: y - (two ? 30 : 14) },
        { ...middle, y: y - 14 },
      ]
    }
    // With many processes a vector is wider than the way to the next line: then it stays within the picture.
    const crowded = two && this.names.length > 3
    const before = crowded ? own >= this.names.length / 2 : peer > own
    const side = before ? { x: x - 13, align: 'end' as const } : { x: x + 13, align: 'start' as const }
    return [
      { ...side, y: y + (two ? -3 : 5) },
      { ...side, y: y + 12 },
    ]
  }

  /** The message that an event received: from its send, or from the edge if that has left the picture. */
  private arrow(event: ClockEvent, i: number): readonly Mark[] {
    if (event.peer === undefined || event.cause === undefined) return []
    const place = this.shown.findIndex((other) => other.id === event.cause)
    const from = this.point(event.peer, place < 0 ? this.along(-0.7) : this.along(place))
    const to = this.point(event.process, this.along(i))
    const [x1, y1] = place < 0 ? from : towards(from, to, 9)
    const [x2, y2] = towards(to, from, 10)
    const role: Role = isLate(event) ? 'failed' : 'plain'
    const look = 'open'
    return [
      {
        kind: 'link',
        id: `${event.id} arrow`,
        role,
        look,
        arrow: true,
        faded: place < 0,
        ...{ x1, y1, x2, y2 },
      },
    ]
  }

  private flight(flight: ClockWorld['flights'][number]): Mark {
    const place = this.shown.findIndex((event) => event.id === flight.message.event)
    const from = this.point(flight.from, place < 0 ? this.along(-0.7) : this.along(place))
    return messageMark(this.world, flight, from, this.point(flight.to, this.now))
  }

  /** The same events by (time, process): the total order that any two processes agree on. */
  private order(): readonly Mark[] {
    const { events } = this.world.ghost
    const sorted = this.shown
      .map((event) => ({ event, place: events.indexOf(event) }))
      .sort((a, b) => (totallyBefore(a.event, b.event) ? -1 : 1))
    const cells: Mark[] = sorted.map(({ event, place }, i) => ({
      kind: 'cell',
      id: `${event.id} ordered`,
      role: 'plain',
      look: 'solid',
      subject: event.id,
      title: `${event.id} is number ${i + 1} of the events drawn`,
      x: this.tall ? 14 + (i % 7) * 54 : 100 + i * 56,
      y: this.tall ? 506 + Math.floor(i / 7) * 50 : 478,
      width: 48,
      height: 42,
      label: { text: event.id, reads: `ghost.events.${place}.id` },
      note: { text: String(event.time), reads: `ghost.events.${place}.time` },
    }))
    return cells
  }

  private legend(): Mark {
    const text = {
      'space-time': 'Numbers are Lamport times; A5 is the fifth event of A.',
      vectors: 'Lamport time, and the vector clock.',
      wall: 'Lamport time, and what the wall clock showed.',
      order: 'Below: all events by Lamport time, then process.',
    }[this.view.id]
    return {
      kind: 'text',
      id: 'legend',
      role: 'plain',
      look: 'note',
      label: { text: text ?? '' },
      ...(this.tall
        ? { x: 200, y: 614, align: 'middle' as const }
        : { x: 100, y: 578, align: 'start' as const }),
    }
  }
}

/** Received no later, by its clock, than it was sent: the Clock Condition is broken right here. */
function isLate(event: ClockEvent): boolean {
  return event.stamp !== undefined && event.time <= event.stamp
}

/** The point `by` units from `from` on the way to `to`, to a hundredth. */
function towards(
  from: readonly [number, number],
  to: readonly [number, number],
  by: number,
): readonly [number, number] {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]]
  const length = Math.max(1, Math.sqrt(dx * dx + dy * dy))
  const at = (start: number, d: number): number => Math.round((start + (d * by) / length) * 100) / 100
  return [at(from[0], dx), at(from[1], dy)]
}

function inWords(event: ClockEvent): string {
  const what =
    event.kind === 'local'
      ? 'a local event'
      : event.kind === 'send'
        ? `a send to ${event.peer ?? ''}`
        : `a receipt from ${event.peer ?? ''}`
  return `${event.id}, ${what} of ${event.process} at Lamport time ${event.time}`
}

function ringOf(world: ClockWorld, view: View): Scene {
  const names = Object.keys(world.nodes)
  const { size, x, y, r, at } = onRing(names, view.layout)
  return {
    ...size,
    title: `${names.length} processes and ${world.flights.length} messages between them`,
    marks: [
      { kind: 'ring', id: 'orbit', role: 'plain', look: 'guide', x, y, r },
      ...names.map((id) => processMark(world, id, ...at(id), view.layout === 'tall' ? 26 : 32, true)),
      ...world.flights.map((flight) => messageMark(world, flight, at(flight.from), at(flight.to))),
    ],
  }
}
