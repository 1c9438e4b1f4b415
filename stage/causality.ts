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

/** A message is lost or copied in the network, not at a process. */
function processOf(event: Event): string | undefined {
  if (event.type === 'drop' || event.type === 'duplicate') return undefined
  if (event.type === 'send') return event.message?.from ?? event.node
  if (event.type === 'receive') return event.message?.to ?? event.node
  return event.node
}

/** Copies that the network made of messages, by id: the message that was sent. */
export type Copies = ReadonlyMap<string, string>

/** The copies that these events made, added to those known. */
export function addCopies(copies: Map<string, string>, events: readonly Event[]): void {
  for (const { type, message, data } of events) {
    const of = data?.['of']
    if (type === 'duplicate' && message && typeof of === 'string')
      copies.set(message.id, copies.get(of) ?? of)
  }
}

const messages = (point: Point, type: 'send' | 'receive', copies: Copies): readonly string[] =>
  point.events.flatMap(({ type: its, message }) =>
    its === type && message ? [copies.get(message.id) ?? message.id] : [],
  )

/**
 * What happened before, and after, the points of the entry `selected`. Points are in the order of the run,
 * which agrees with causality, so one sweep each way finds them. The points themselves are in neither.
 */
export function cones(
  points: readonly Point[],
  selected: number,
  copies: Copies = new Map(),
): { readonly past: ReadonlySet<Point>; readonly future: ReadonlySet<Point> } {
  return {
    past: sweep([...points].reverse(), selected, copies, 'receive', 'send'),
    future: sweep(points, selected, copies, 'send', 'receive'),
  }
}

/** Follows influence from the selected points on; a point carries it by its process and by `out` messages. */
function sweep(
  points: readonly Point[],
  selected: number,
  copies: Copies,
  out: 'send' | 'receive',
  into: 'send' | 'receive',
): ReadonlySet<Point> {
  const reached = new Set<Point>()
  const processes = new Set<string>()
  const carried = new Set<string>()
  for (const point of points) {
    const own = point.index === selected
    const caught = processes.has(point.process) || messages(point, into, copies).some((id) => carried.has(id))
    if (!own && !caught) continue
    if (!own) reached.add(point)
    processes.add(point.process)
    for (const id of messages(point, out, copies)) carried.add(id)
  }
  return reached
}
