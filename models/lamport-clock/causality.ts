/**
 * Happened-before, worked out from the run itself: the judge of both kinds of clock. Lamport (1978),
 * "The Partial Ordering": a -> b if a comes before b at one process, or a sends what b receives, or
 * by a chain of those. Here that is plain reachability in the graph of events; no clock is read.
 */
import type { Micros } from '@orrery/engine/model/action.ts'
import type { NodeId } from '@orrery/engine/simulate/protocol.ts'
import type { Vector } from './clocks.ts'

export interface ClockEvent {
  /** Process and place in its line: "A3". */
  readonly id: string
  readonly process: NodeId
  readonly kind: 'local' | 'send' | 'receive'
  readonly at: Micros
  /** What the process's physical clock showed, in ms. */
  readonly wall: number
  /** C of the event. */
  readonly time: number
  /** V of the event. */
  readonly vector: Vector
  /** Of a send: to whom, and which message. Of a receipt: from whom, the event that sent it, and T_m. */
  readonly peer?: NodeId
  readonly message?: string
  readonly cause?: string
  readonly stamp?: number
}

/** The last so many events are kept: enough for the picture, and for judging each new event. */
export const KEPT = 48

/**
 * `events` must be in the order observed. A path from a to b passes only through events observed
 * between them, so leaving out everything before the oldest event loses no path among the rest.
 */
export function happenedBefore(events: readonly ClockEvent[]): (a: number, b: number) => boolean {
  const known = closures.get(events)
  if (known !== undefined) return known
  const place = new Map<string, number>()
  const last = new Map<NodeId, number>()
  const past: ReadonlySet<number>[] = []
  events.forEach((event, i) => {
    const mine = new Set<number>()
    const before = last.get(event.process)
    const cause = event.cause === undefined ? undefined : place.get(event.cause)
    for (const j of [before, cause]) {
      if (j === undefined) continue
      mine.add(j)
      for (const k of past[j]!) mine.add(k)
    }
    past.push(mine)
    place.set(event.id, i)
    last.set(event.process, i)
  })
  const answer = (a: number, b: number): boolean => past[b]!.has(a)
  closures.set(events, answer)
  return answer
}

/** Worlds share their list of events until the next one, so each closure is worked out once. */
const closures = new WeakMap<readonly ClockEvent[], (a: number, b: number) => boolean>()

/** V(a) < V(b): at most as much everywhere, and less somewhere. */
export function vectorBelow(a: Vector, b: Vector): boolean {
  let less = false
  for (const id of Object.keys(a)) {
    const x = a[id] ?? 0
    const y = b[id] ?? 0
    if (x > y) return false
    if (x < y) less = true
  }
  return less
}

/** The paper's total order =>: by time, and for equal times by process. */
export function totallyBefore(a: ClockEvent, b: ClockEvent): boolean {
  return a.time < b.time || (a.time === b.time && a.process < b.process)
}

/** Pairs (a, b) of places in the list, a observed before b, with whether a -> b. */
export function* pairs(events: readonly ClockEvent[]): Generator<readonly [ClockEvent, ClockEvent, boolean]> {
  const before = happenedBefore(events)
  for (let b = 1; b < events.length; b++) {
    for (let a = b - 1; a >= 0; a--) yield [events[a]!, events[b]!, before(a, b)]
  }
}
