/** What the clocks promise, judged against happened-before as `causality.ts` finds it. */
import type { Property } from '@orrery/engine/model/property.ts'
import type { ClusterWorld } from '@orrery/engine/simulate/cluster-types.ts'
import type { ClockEvent } from './causality.ts'
import { pairs, totallyBefore, vectorBelow } from './causality.ts'
import type { ClockMessage, ClockReply, ClockRequest, ClockState, Vector } from './clocks.ts'

export interface ClockGhost {
  /** The last events of all processes, in the order observed. */
  readonly events: readonly ClockEvent[]
}

export type ClockWorld = ClusterWorld<ClockState, ClockMessage, ClockRequest, ClockReply, ClockGhost>

/** As the papers write a vector: its numbers in the order of the processes. */
export function written(vector: Vector): string {
  return `[${Object.values(vector).join(',')}]`
}

export const clockProperties: readonly Property<ClockWorld>[] = [
  {
    kind: 'always',
    id: 'clock-condition',
    title: 'If a happened before b, then C(a) < C(b)',
    source: 'Lamport 1978, Clock Condition',
    worldOnly: true,
    violation(world) {
      for (const [a, b, before] of pairs(world.ghost.events)) {
        if (before && a.time >= b.time) {
          const why = `${a.id} happened before ${b.id}, yet C(${a.id}) = ${a.time} is not below C(${b.id}) = ${b.time}.`
          return { why, subjects: [a.id, b.id, a.process, b.process] }
        }
      }
      // A message may fly for longer than its send is kept; the timestamp it brings is then the witness.
      const late = world.ghost.events.find((event) => event.stamp !== undefined && event.stamp >= event.time)
      if (late === undefined) return undefined
      const why = `${late.id} received a message sent at time ${late.stamp ?? 0}, yet C(${late.id}) = ${late.time}.`
      return { why, subjects: [late.id, late.process] }
    },
  },
  {
    kind: 'always',
    id: 'vectors-characterise',
    title: 'V(a) < V(b) exactly when a happened before b',
    source: 'Mattern 1989, Theorem 10; Fidge 1988',
    worldOnly: true,
    violation(world) {
      for (const [a, b, before] of pairs(world.ghost.events)) {
        const below = vectorBelow(a.vector, b.vector)
        if (below === before && !vectorBelow(b.vector, a.vector)) continue
        const [va, vb] = [written(a.vector), written(b.vector)]
        const why = before
          ? `${a.id} happened before ${b.id}, yet ${va} is not below ${vb}.`
          : `${a.id} and ${b.id} are concurrent, yet their vectors ${va} and ${vb} are ordered.`
        return { why, subjects: [a.id, b.id, a.process, b.process] }
      }
      return undefined
    },
  },
  {
    kind: 'always',
    id: 'total-order',
    title: 'Time, then process, orders all events and never reverses cause and effect',
    source: 'Lamport 1978, Ordering the Events Totally',
    worldOnly: true,
    violation(world) {
      for (const [a, b, before] of pairs(world.ghost.events)) {
        const one = totallyBefore(a, b)
        const other = totallyBefore(b, a)
        if (one !== other && !(before && other)) continue
        const why = before
          ? `${a.id} happened before ${b.id}, yet the total order does not put it first.`
          : `${a.id} and ${b.id} have the same place in the total order.`
        return { why, subjects: [a.id, b.id, a.process, b.process] }
      }
      return undefined
    },
  },
  {
    kind: 'sometimes',
    id: 'ordered-yet-concurrent',
    title: 'C(a) < C(b) though neither happened before the other',
    source: 'Lamport 1978: the converse of the Clock Condition does not hold',
    reached: (world) => concurrentPair(world) !== undefined,
  },
  {
    kind: 'sometimes',
    id: 'wall-clocks-reversed',
    title: 'An effect with an earlier wall-clock time than its cause',
    reached: (world) => reversedPair(world) !== undefined,
  },
]

/**
 * The latest event that has a concurrent one with another Lamport time, and the nearest such to it; the one
 * with the lower time first.
 */
export function concurrentPair(world: ClockWorld): readonly [ClockEvent, ClockEvent] | undefined {
  let latest: readonly [ClockEvent, ClockEvent] | undefined
  let judged: ClockEvent | undefined
  for (const [a, b, before] of pairs(world.ghost.events)) {
    if (before || a.time === b.time || b === judged) continue
    judged = b
    latest = a.time < b.time ? [a, b] : [b, a]
  }
  return latest
}

/** The latest two events of different processes with equal Lamport times. */
export function tiedPair(world: ClockWorld): readonly [ClockEvent, ClockEvent] | undefined {
  let latest: readonly [ClockEvent, ClockEvent] | undefined
  for (const [a, b] of pairs(world.ghost.events)) {
    if (a.time === b.time && a.process !== b.process) latest = a.process < b.process ? [a, b] : [b, a]
  }
  return latest
}

/** A send and its receipt of which the physical clocks say that the receipt came first. */
export function reversedPair(world: ClockWorld): readonly [ClockEvent, ClockEvent] | undefined {
  for (const b of world.ghost.events) {
    const a = world.ghost.events.find((event) => event.id === b.cause)
    if (a !== undefined && b.wall < a.wall) return [a, b]
  }
  return undefined
}
