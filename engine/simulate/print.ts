/**
 * The fingerprint of a cluster's world: of what decides its future and what its properties read, and
 * of nothing else. Left out are the time, the numbers of messages and timers, the draws, the clocks
 * (the setup fixes them) and messages that are already lost.
 */
import { combine, gather, hashOf, type Fingerprint } from '../model/fingerprint.ts'
import type { AnyFlight, AnyNode } from './draft.ts'
import type { AnyOptions, AnyWorld, Frame } from './frame.ts'

export interface Printer {
  (frame: Frame, world: AnyWorld): Fingerprint
}

export function makePrinter(options: AnyOptions): Printer {
  const nodes = new WeakMap<AnyNode, Fingerprint>()
  const flights = new WeakMap<AnyFlight, Fingerprint>()

  function ofNode(node: AnyNode): Fingerprint {
    let h = nodes.get(node)
    if (h !== undefined) return h
    const state = node.state === undefined ? undefined : (options.canonical?.(node.state) ?? node.state)
    h = combine(hashOf(node.id), hashOf(node.status))
    h = combine(h, hashOf(state))
    h = combine(h, hashOf(node.durable))
    h = combine(h, hashOf(node.cache))
    for (const { name, low, high } of node.timers)
      h = combine(combine(combine(h, hashOf(name)), hashOf(low)), hashOf(high))
    h = combine(h, node.syncing === undefined ? 1 : hashOf(node.syncing.then))
    nodes.set(node, h)
    return h
  }

  function ofFlight(flight: AnyFlight): Fingerprint {
    let h = flights.get(flight)
    if (h !== undefined) return h
    h = combine(combine(hashOf(flight.from), hashOf(flight.to)), hashOf(flight.message))
    if (flight.held === true) h = combine(h, 1)
    flights.set(flight, h)
    return h
  }

  return (frame, world) => {
    let h = 0
    for (const id of frame.ids) h = combine(h, ofNode(world.nodes[id] as AnyNode))
    h = combine(
      h,
      frame.environment.fifo === true ? inOrder(world.flights, ofFlight) : asBag(world.flights, ofFlight),
    )
    let bag = 0
    for (const link of world.cut) bag = gather(bag, hashOf(link))
    for (const { node, name, options: offered } of world.questions) {
      let answers = 0
      for (const option of offered) answers = gather(answers, hashOf(option))
      bag = gather(bag, combine(combine(hashOf(node), hashOf(name)), answers))
    }
    h = combine(h, bag)
    if (options.operationsCount !== false)
      for (const operation of world.operations) h = combine(h, hashOf(operation))
    const { ghost } = world
    return combine(h, hashOf(options.ghost?.canonical === undefined ? ghost : options.ghost.canonical(ghost)))
  }
}

function asBag(flights: readonly AnyFlight[], of: (flight: AnyFlight) => Fingerprint): Fingerprint {
  let bag = 0
  for (const flight of flights) if (flight.lost !== true) bag = gather(bag, of(flight))
  return bag
}

/** Links are first in, first out: the order on each link counts, the order between links does not. */
function inOrder(flights: readonly AnyFlight[], of: (flight: AnyFlight) => Fingerprint): Fingerprint {
  const links = new Map<string, Fingerprint>()
  for (const flight of flights) {
    if (flight.lost === true) continue
    const link = `${flight.from}>${flight.to}`
    links.set(link, combine(links.get(link) ?? 0, of(flight)))
  }
  let bag = 0
  for (const h of links.values()) bag = gather(bag, h)
  return bag
}
