/** The list of all that can happen next in a cluster. */
import type { Action } from '../model/action.ts'
import type { Timer } from './cluster-types.ts'
import type { AnyFlight, AnyNode } from './draft.ts'
import type { AnyWorld, Frame } from './frame.ts'
import { isAtHead, isDoomed, linksBetween } from './network.ts'
import { mayFire } from './timers.ts'

/** Whether a node takes input: it is up, and not waiting for its disk. */
function takesInput(node: AnyNode | undefined): boolean {
  return node !== undefined && node.status === 'up' && node.syncing === undefined
}

/** A message waits at the door of a node that is paused or busy; a crashed node's door stands open. */
function canArrive(world: AnyWorld, flight: AnyFlight): boolean {
  const node = world.nodes[flight.to]
  return node !== undefined && (node.status === 'crashed' || takesInput(node))
}

function canLand(frame: Frame, world: AnyWorld, flight: AnyFlight, doomed: boolean): boolean {
  if (flight.held === true) return false
  return (doomed || canArrive(world, flight)) && isAtHead(frame, world.flights, flight)
}

/** In a fixed order: questions, disks, messages, timers; then requests; then faults. */
export function listActions(
  frame: Frame,
  world: AnyWorld,
  types?: Pick<ReadonlySet<string>, 'has'>,
): Action[] {
  const list: Action[] = []
  const { now } = world
  const wanted = (type: string): boolean => types === undefined || types.has(type)

  if (world.questions.length > 0 && wanted('choose')) {
    for (const { node, name, options } of world.questions) {
      if (!takesInput(world.nodes[node])) continue
      for (const option of options) {
        list.push({
          id: `choose:${node}:${name}:${option}`,
          type: 'choose',
          by: 'system',
          at: now,
          subject: node,
        })
      }
    }
  }
  for (const id of frame.ids) {
    const node = world.nodes[id] as AnyNode
    if (node.syncing !== undefined && node.status === 'up' && wanted('sync')) {
      list.push({
        id: `sync:${id}`,
        type: 'sync',
        by: 'system',
        at: Math.max(now, node.syncing.until),
        subject: id,
      })
    }
  }
  const deliver = wanted('deliver')
  const lose = wanted('lose')
  for (const flight of world.flights) {
    const doomed = isDoomed(world, flight)
    if (!(doomed ? lose : deliver) || !canLand(frame, world, flight, doomed)) continue
    list.push(landing(flight, doomed, now))
  }
  if (wanted('timeout')) {
    for (const id of frame.ids) {
      const node = world.nodes[id] as AnyNode
      if (node.timers.length === 0 || !takesInput(node)) continue
      for (const timer of node.timers) list.push(timeout(id, timer, now))
    }
  }
  if (frame.options.requests !== undefined && wanted('ask')) {
    for (const { node, name } of frame.options.requests(world)) {
      if (!takesInput(world.nodes[node])) continue
      list.push({ id: `ask:${node}:${name}`, type: 'ask', by: 'input', at: now, subject: node })
    }
  }
  listFaults(list, frame, world, wanted)
  return list
}

function landing(flight: AnyFlight, doomed: boolean, now: number): Action {
  const type = doomed ? 'lose' : 'deliver'
  return { id: `${type}:${flight.id}`, type, by: 'system', at: Math.max(now, flight.due), subject: flight.id }
}

function timeout(node: string, timer: Timer, now: number): Action {
  return {
    id: `timeout:${node}:${timer.name}`,
    type: 'timeout',
    by: 'system',
    at: Math.max(now, timer.due),
    subject: node,
  }
}

function listFaults(list: Action[], frame: Frame, world: AnyWorld, wanted: (type: string) => boolean): void {
  const offered = frame.options.faults
  const { now, cut } = world
  const on = (fault: NonNullable<typeof offered>[number]): boolean =>
    offered === undefined || offered.includes(fault)
  const add = (type: string, target: string, subject?: string): void => {
    const action: Action = { id: `${type}:${target}`, type, by: 'fault', at: now }
    list.push(subject === undefined ? action : { ...action, subject })
  }
  const crash = on('crash') && wanted('crash')
  const restart = on('restart') && wanted('restart')
  const pause = on('pause') && wanted('pause')
  const resume = on('pause') && wanted('resume')
  if (crash || restart || pause || resume) {
    for (const id of frame.ids) {
      const status = world.nodes[id]?.status
      if (crash && status !== 'crashed') add('crash', id, id)
      if (restart && status === 'crashed') add('restart', id, id)
      if (pause && status === 'up') add('pause', id, id)
      if (resume && status === 'paused') add('resume', id, id)
    }
  }
  const drop = on('drop') && wanted('drop')
  const duplicate = on('duplicate') && wanted('duplicate')
  const hold = on('delay') && wanted('hold')
  const release = on('delay') && wanted('release')
  if (drop || duplicate || hold || release) {
    for (const flight of world.flights) {
      if (flight.lost === true) continue
      if (drop) add('drop', flight.id, flight.id)
      if (duplicate) add('duplicate', flight.id, flight.id)
      if (hold && flight.held !== true) add('hold', flight.id, flight.id)
      if (release && flight.held === true) add('release', flight.id, flight.id)
    }
  }
  if (!on('cut')) return
  if (wanted('cut') || wanted('mend')) {
    for (const from of frame.ids) {
      for (const to of frame.ids) {
        if (from === to) continue
        const link = `${from}>${to}`
        const type = cut.includes(link) ? 'mend' : 'cut'
        if (wanted(type)) add(type, link)
      }
    }
    if (cut.length > 0 && wanted('mend')) list.push({ id: 'mend', type: 'mend', by: 'fault', at: now })
  }
  if (wanted('isolate') || wanted('rejoin')) {
    for (const id of frame.ids) {
      const open = frame.ids.some(
        (other) => other !== id && !(cut.includes(`${id}>${other}`) && cut.includes(`${other}>${id}`)),
      )
      const shut = cut.some((link) => link.startsWith(`${id}>`) || link.endsWith(`>${id}`))
      if (open && wanted('isolate')) add('isolate', id, id)
      if (shut && wanted('rejoin')) add('rejoin', id, id)
    }
  }
}

/** The earliest system action, as a scan of the list would find it, without making the list. */
export function nextOf(frame: Frame, world: AnyWorld): Action | undefined {
  const { now } = world
  for (const { node, name, options } of world.questions) {
    if (takesInput(world.nodes[node])) {
      return {
        id: `choose:${node}:${name}:${options[0] ?? ''}`,
        type: 'choose',
        by: 'system',
        at: now,
        subject: node,
      }
    }
  }
  let best = Infinity
  let syncing: AnyNode | undefined
  let flying: AnyFlight | undefined
  let ringing: { readonly node: string; readonly timer: Timer } | undefined
  for (const id of frame.ids) {
    const node = world.nodes[id] as AnyNode
    if (node.syncing === undefined || node.status !== 'up') continue
    const at = Math.max(now, node.syncing.until)
    if (at < best) {
      best = at
      syncing = node
    }
  }
  let doomed = false
  for (const flight of world.flights) {
    const at = Math.max(now, flight.due)
    if (at >= best) continue
    const lost = isDoomed(world, flight)
    if (!canLand(frame, world, flight, lost)) continue
    best = at
    flying = flight
    doomed = lost
  }
  for (const id of frame.ids) {
    const node = world.nodes[id] as AnyNode
    if (!takesInput(node)) continue
    for (const timer of node.timers) {
      const at = Math.max(now, timer.due)
      if (at >= best) continue
      best = at
      ringing = { node: id, timer }
    }
  }
  if (ringing !== undefined) return timeout(ringing.node, ringing.timer, now)
  if (flying !== undefined) return landing(flying, doomed, now)
  if (syncing !== undefined)
    return { id: `sync:${syncing.id}`, type: 'sync', by: 'system', at: best, subject: syncing.id }
  return undefined
}

/** The action of this id, if it can happen now; also those that are not listed (`cut:AB|CDE`). */
export function findAction(frame: Frame, world: AnyWorld, id: string): Action | undefined {
  const colon = id.indexOf(':')
  const type = colon < 0 ? id : id.slice(0, colon)
  const target = colon < 0 ? '' : id.slice(colon + 1)
  if (type === 'deliver' || type === 'lose') {
    const flight = world.flights.find((each) => each.id === target)
    if (flight === undefined) return undefined
    const doomed = isDoomed(world, flight)
    if (doomed !== (type === 'lose') || !canLand(frame, world, flight, doomed)) return undefined
    return landing(flight, doomed, world.now)
  }
  if (type === 'timeout') {
    const second = target.indexOf(':')
    const node = world.nodes[target.slice(0, second)]
    if (node === undefined || !takesInput(node)) return undefined
    const timer = node.timers.find((each) => each.name === target.slice(second + 1))
    return timer === undefined ? undefined : timeout(node.id, timer, world.now)
  }
  if (type === 'cut' && target.includes('|')) {
    const { faults } = frame.options
    if (faults !== undefined && !faults.includes('cut')) return undefined
    if (linksBetween(frame.ids, target) === undefined) return undefined
    return { id, type: 'cut', by: 'fault', at: world.now }
  }
  return listActions(frame, world, new Set([type])).find((action) => action.id === id)
}

/** See Model.explorable: timers by their order, and nothing that happens to a message already lost. */
export function isExplorable(world: AnyWorld, action: Action): boolean {
  if (action.type === 'timeout') {
    const node = world.nodes[action.subject ?? '']
    const name = action.id.slice(action.id.indexOf(':', 8) + 1)
    const timer = node?.timers.find((each) => each.name === name)
    return node !== undefined && timer !== undefined && mayFire(node, timer)
  }
  if (action.type === 'lose') return world.flights.find((each) => each.id === action.subject)?.lost !== true
  return true
}
