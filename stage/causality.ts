/**
 * Happened-before over the events of a run: order along a process, and from a message's sending to its
 * receipt (Lamport, *Time, Clocks, and the Ordering of Events in a Distributed System*, 1978).
 */
import type { Event } from '@orrery/engine/model/action.ts'

/** All that one choice did at one process: a step is atomic, so it is one point in causality. */
export interface Point {
  /** The choice, 1-based; 0 for what happened at the start. */
  readonly index: number
  readonly process: string
  readonly events: readonly Event[]
}

/** The points of a run's entry: one for each process at which something happened. */
export function pointsOf(index: number, events: readonly Event[]): readonly Point[] {
  const at = new Map<string, Event[]>()
  for (const event of events) {
    const process = processOf(event)
    if (process === undefined) continue
    const known = at.get(process)
    if (known === undefined) at.set(process, [event])
    else known.push(event)
  }
  return [...at].map(([process, its]) => ({ index, process, events: its }))
}

/** A message is lost in the network, not at a process; a copy made there was sent by the sender. */
function processOf(event: Event): string | undefined {
  if (event.type === 'drop') return undefined
  if (event.type === 'send') return event.message?.from ?? event.node
  if (event.type === 'receive') return event.message?.to ?? event.node
  return event.node
}

const messages = (point: Point, type: 'send' | 'receive'): readonly string[] =>
  point.events.flatMap((event) => (event.type === type && event.message ? [event.message.id] : []))

/**
 * What happened before, and after, the points of the entry `selected`. Points are in the order of the run,
 * which agrees with causality, so one sweep each way finds them. The points themselves are in neither.
 */
export function cones(
  points: readonly Point[],
  selected: number,
): { readonly past: ReadonlySet<Point>; readonly future: ReadonlySet<Point> } {
  return {
    past: sweep([...points].reverse(), selected, 'receive', 'send'),
    future: sweep(points, selected, 'send', 'receive'),
  }
}

/** Follows influence from the selected points on; a point carries it by its process and by `out` messages. */
function sweep(
  points: readonly Point[],
  selected: number,
  out: 'send' | 'receive',
  into: 'send' | 'receive',
): ReadonlySet<Point> {
  const reached = new Set<Point>()
  const processes = new Set<string>()
  const carried = new Set<string>()
  for (const point of points) {
    const own = point.index === selected
    const caught = processes.has(point.process) || messages(point, into).some((id) => carried.has(id))
    if (!own && !caught) continue
    if (!own) reached.add(point)
    processes.add(point.process)
    for (const id of messages(point, out)) carried.add(id)
  }
  return reached
}
