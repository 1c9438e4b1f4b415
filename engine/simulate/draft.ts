/**
 * A step in the making. It starts as the old world and copies what it changes, once; what it does not
 * touch the new world shares with the old.
 */
import type { Event, Micros } from '../model/action.ts'
import { draw } from '../model/random.ts'
import type { Flight, NodeWorld, Operation } from './cluster-types.ts'
import { stream, type AnyWorld, type Frame } from './frame.ts'
import type { NodeId } from './protocol.ts'

export type AnyNode = NodeWorld<unknown>
export type AnyFlight = Flight<unknown>
export type AnyOperation = Operation<unknown, unknown>
export type Question = AnyWorld['questions'][number]

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

export interface Draft {
  readonly frame: Frame
  readonly now: Micros
  nodes: Readonly<Record<NodeId, AnyNode>>
  flights: readonly AnyFlight[]
  cut: readonly string[]
  questions: readonly Question[]
  operations: readonly AnyOperation[]
  /** Next message, timer and operation number. */
  message: number
  order: number
  operation: number
  draws: Readonly<Record<string, number>>
  readonly ghost: unknown
  readonly events: Event[]
  /** What is already this draft's own copy. */
  readonly own: { nodes: boolean; flights: boolean; draws: boolean }
}

export function open(frame: Frame, world: AnyWorld, now: Micros): Draft {
  return {
    frame,
    now,
    nodes: world.nodes,
    flights: world.flights,
    cut: world.cut,
    questions: world.questions,
    operations: world.operations,
    message: world.next.message,
    order: world.next.order,
    operation: world.next.operation,
    draws: world.draws,
    ghost: world.ghost,
    events: [],
    own: { nodes: false, flights: false, draws: false },
  }
}

export function close(draft: Draft): AnyWorld {
  return {
    now: draft.now,
    setup: draft.frame.setup,
    nodes: draft.nodes,
    flights: draft.flights,
    cut: draft.cut,
    questions: draft.questions,
    operations: draft.operations,
    next: { message: draft.message, order: draft.order, operation: draft.operation },
    draws: draft.draws,
    ghost: draft.ghost,
  }
}

export function nodeOf(draft: Draft, id: NodeId): AnyNode {
  const node = draft.nodes[id]
  if (node === undefined) throw new Error(`there is no node "${id}"`)
  return node
}

/** Puts a new version of a node in place. */
export function setNode(draft: Draft, node: AnyNode): void {
  if (!draft.own.nodes) {
    draft.nodes = { ...draft.nodes }
    draft.own.nodes = true
  }
  ;(draft.nodes as Mutable<typeof draft.nodes>)[node.id] = node
}

/** The flights as an array that may be changed in place. */
export function ownFlights(draft: Draft): AnyFlight[] {
  if (!draft.own.flights) {
    draft.flights = draft.flights.slice()
    draft.own.flights = true
  }
  return draft.flights as AnyFlight[]
}

/** Counts a use of a stream: the place of this draw in it. */
export function countDraw(draft: Draft, name: string): number {
  const count = draft.draws[name] ?? 0
  if (!draft.own.draws) {
    draft.draws = { ...draft.draws }
    draft.own.draws = true
  }
  ;(draft.draws as Record<string, number>)[name] = count + 1
  return count
}

/** The `count`-th draw of a stream: an unsigned 32-bit integer. */
export function drawn(draft: Draft, name: string, count: number): number {
  return draw(draft.frame.setup.seed, stream(draft.frame, name), count)
}
