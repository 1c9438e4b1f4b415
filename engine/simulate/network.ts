/** The network: what is drawn when a message is sent, and what becomes of it. */
import type { Event, MessageRef } from '../model/action.ts'
import { countDraw, drawn, ownFlights, type AnyFlight, type Draft } from './draft.ts'
import { sample } from './distribution.ts'
import type { AnyOptions, Frame } from './frame.ts'
import type { NodeId } from './protocol.ts'

/** What a message to oneself takes: it does not use the network, but time passes. */
const SELF = 1

/**
 * Sends. Latency, loss, duplication and reordering are drawn now, each from a stream of its own per
 * link, and counted by the messages sent on that link: adding one kind of trouble changes no other.
 */
export function send(draft: Draft, from: NodeId, to: NodeId, message: unknown): void {
  if (draft.nodes[to] === undefined) throw new Error(`${from} sends to "${to}", which is not in the cluster`)
  const flight: AnyFlight = { id: newId(draft), from, to, message, sent: draft.now, due: draft.now + SELF }
  draft.events.push({
    type: 'send',
    at: draft.now,
    node: from,
    message: reference(draft.frame.options, flight),
  })
  if (from === to) {
    ownFlights(draft).push(flight)
    return
  }
  const link = `${from}>${to}`
  const { environment } = draft.frame
  const count = countDraw(draft, link)
  const happens = (purpose: string, permille: number): boolean =>
    permille > 0 && drawn(draft, `${purpose} ${link}`, count) < (permille / 1000) * 4294967296

  const latency = (purpose: string) => sample(environment.latency, drawn(draft, `${purpose} ${link}`, count))
  let delay = latency('latency')
  if (happens('reordering', environment.reordering)) delay += latency('delay') + latency('more delay')
  const isCut = draft.cut.includes(link)
  if (isCut && draft.frame.setup.quiet === true) {
    // Nobody chooses when it is lost, so it never counts as being in the air.
    draft.events.push(dropped(draft, flight, 'cut'))
    return
  }
  const lost = isCut || happens('loss', environment.loss)
  ownFlights(draft).push(schedule(draft, lost ? { ...flight, lost } : flight, delay))
  if (happens('duplication', environment.duplication)) {
    const copy: AnyFlight = { ...flight, id: newId(draft) }
    draft.events.push(duplicated(draft, flight, copy))
    ownFlights(draft).push(schedule(draft, isCut ? { ...copy, lost } : copy, latency('duplicate latency')))
  }
}

/** When it is due; where the links are first in, first out, not before what was sent earlier. */
function schedule(draft: Draft, flight: AnyFlight, delay: number): AnyFlight {
  let due = draft.now + delay
  if (draft.frame.environment.fifo === true) {
    for (const other of draft.flights) {
      if (other.from === flight.from && other.to === flight.to && other.due > due) due = other.due
    }
  }
  return { ...flight, due }
}

/** A copy of a message that is in the air: it takes as long as a message sent now would. */
export function duplicate(draft: Draft, id: string): void {
  const flight = flightOf(draft.flights, id)
  const copy: AnyFlight = {
    id: newId(draft),
    from: flight.from,
    to: flight.to,
    message: flight.message,
    sent: draft.now,
    due: draft.now,
  }
  draft.events.push(duplicated(draft, flight, copy))
  const purpose = `duplicate ${flight.from}>${flight.to}`
  const delay = sample(draft.frame.environment.latency, drawn(draft, purpose, countDraw(draft, purpose)))
  ownFlights(draft).push(schedule(draft, copy, delay))
}

/** Takes a flight out of the air. */
export function land(draft: Draft, id: string): AnyFlight {
  const flights = ownFlights(draft)
  const index = flights.findIndex((flight) => flight.id === id)
  const flight = flights[index]
  if (flight === undefined) throw new Error(`message ${id} is not in flight`)
  flights.splice(index, 1)
  return flight
}

/** Replaces a flight in its place. */
export function replaceFlight(draft: Draft, id: string, change: (flight: AnyFlight) => AnyFlight): AnyFlight {
  const flights = ownFlights(draft)
  const index = flights.findIndex((flight) => flight.id === id)
  const flight = flights[index]
  if (flight === undefined) throw new Error(`message ${id} is not in flight`)
  const changed = change(flight)
  flights[index] = changed
  return changed
}

export function flightOf(flights: readonly AnyFlight[], id: string): AnyFlight {
  const flight = flights.find((each) => each.id === id)
  if (flight === undefined) throw new Error(`message ${id} is not in flight`)
  return flight
}

/** Whether what flies here will be lost: drawn so, or arriving on a cut link. */
export function isDoomed(world: { readonly cut: readonly string[] }, flight: AnyFlight): boolean {
  return flight.lost === true || (world.cut.length > 0 && world.cut.includes(`${flight.from}>${flight.to}`))
}

/**
 * Whether it may leave the air now, as far as the links' order goes: where they are first in, first
 * out, only the oldest of its link that is not lost.
 */
export function isAtHead(frame: Frame, flights: readonly AnyFlight[], flight: AnyFlight): boolean {
  if (frame.environment.fifo !== true || flight.lost === true) return true
  for (const other of flights) {
    if (other === flight) return true
    if (other.from === flight.from && other.to === flight.to && other.lost !== true) return false
  }
  return true
}

export function setCut(draft: Draft, links: readonly string[]): void {
  const before = new Set(draft.cut)
  const now = new Set(links)
  const cut = links.filter((link) => !before.has(link))
  const mended = draft.cut.filter((link) => !now.has(link))
  draft.cut = [...now].sort()
  if (cut.length > 0) draft.events.push({ type: 'cut', at: draft.now, data: { links: cut } })
  if (mended.length > 0) draft.events.push({ type: 'mend', at: draft.now, data: { links: mended } })
}

/** All links between a node and the others, both ways. */
export function linksOf(ids: readonly NodeId[], node: NodeId): string[] {
  return ids.filter((id) => id !== node).flatMap((id) => [`${node}>${id}`, `${id}>${node}`])
}

/**
 * The links that "AB|CDE" or "rm1,rm2|tm" cuts: all between the two sides, both ways. Undefined
 * unless every node is on one side.
 */
export function linksBetween(ids: readonly NodeId[], partition: string): string[] | undefined {
  const sides = partition.split('|').map((side) => namesIn(ids, side))
  const [left, right] = sides
  if (sides.length !== 2 || left === undefined || right === undefined) return undefined
  if (left.length === 0 || right.length === 0) return undefined
  const all = new Set([...left, ...right])
  if (all.size !== ids.length || left.length + right.length !== ids.length) return undefined
  return left.flatMap((a) => right.flatMap((b) => [`${a}>${b}`, `${b}>${a}`]))
}

function namesIn(ids: readonly NodeId[], side: string): readonly NodeId[] | undefined {
  const names = side.includes(',') || ids.includes(side) ? side.split(',') : Array.from(side)
  return names.every((name) => ids.includes(name)) ? names : undefined
}

export function reference(options: AnyOptions, flight: AnyFlight): MessageRef {
  return { id: flight.id, from: flight.from, to: flight.to, label: options.label(flight.message) }
}

/** @param reason "loss", "cut", "crashed" or "dropped" */
export function dropped(draft: Draft, flight: AnyFlight, reason: string): Event {
  return { type: 'drop', at: draft.now, message: reference(draft.frame.options, flight), data: { reason } }
}

function duplicated(draft: Draft, flight: AnyFlight, copy: AnyFlight): Event {
  return {
    type: 'duplicate',
    at: draft.now,
    message: reference(draft.frame.options, copy),
    data: { of: flight.id },
  }
}

function newId(draft: Draft): string {
  return `m${draft.message++}`
}
