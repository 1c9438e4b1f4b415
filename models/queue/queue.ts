/**
 * One queue, first come first served, in front of c equal servers: M/M/c. Arrivals are a Poisson
 * process and service times are exponential. It keeps its own calendar: the next arrival, and the end
 * of each service.
 */
import type { Action, Event, Micros } from '@orrery/engine/model/action.ts'
import type { Setup, Step, World } from '@orrery/engine/model/model.ts'
import { draw, streamOf } from '@orrery/engine/model/random.ts'
import { sample } from '@orrery/engine/simulate/distribution.ts'

export interface Server {
  /** "S1". */
  readonly id: string
  /** The number of the customer in service; 0 if there is none. */
  readonly customer: number
  /** Service began, and ends; for a stopped server, `until` counts from when it starts again. */
  readonly since: Micros
  readonly until: Micros
  /** Since when it stands still; -1 if it works. */
  readonly stopped: Micros
}

export interface QueueWorld extends World {
  readonly setup: Setup
  /** Customers are numbered from 1 as they arrive. */
  readonly arrived: number
  readonly departed: number
  /** How many wait; they are the last `waiting` of those that have arrived. */
  readonly waiting: number
  readonly servers: readonly Server[]
  readonly nextArrival: Micros
  /** Customers that came by themselves: the count of the arrivals' stream. */
  readonly came: number
  /** Number in the system, and number waiting, each integrated over time, in customer-microseconds. */
  readonly customerTime: number
  readonly waitingTime: number
}

/** How many a burst brings. */
export const BURST = 10

const ARRIVALS = streamOf('arrivals')
const SERVICE = streamOf('service')

function interarrival(setup: Setup, count: number): Micros {
  const { service, servers, load } = setup.params
  const mean = (Number(service) * 1000 * 100) / (Number(servers) * Number(load))
  return sample({ kind: 'exponential', mean }, draw(setup.seed, ARRIVALS, count))
}

/** The n-th customer's service takes as long whoever serves, and whenever. */
function serviceTime(setup: Setup, customer: number): Micros {
  const mean = Number(setup.params['service']) * 1000
  return sample({ kind: 'exponential', mean }, draw(setup.seed, SERVICE, customer))
}

export function init(setup: Setup): QueueWorld {
  const servers = Array.from({ length: Number(setup.params['servers']) }, (_, i): Server => {
    return { id: `S${i + 1}`, customer: 0, since: 0, until: 0, stopped: -1 }
  })
  return {
    now: 0,
    setup,
    arrived: 0,
    departed: 0,
    waiting: 0,
    servers,
    nextArrival: interarrival(setup, 0),
    came: 0,
    customerTime: 0,
    waitingTime: 0,
  }
}

export function inSystem(world: QueueWorld): number {
  return world.arrived - world.departed
}

/** The time average so far of the number in the system. */
export function meanSoFar(world: QueueWorld): number {
  return world.now === 0 ? 0 : world.customerTime / world.now
}

const arrival = ({ now, nextArrival }: QueueWorld): Action => ({
  id: 'arrival',
  type: 'arrival',
  by: 'system',
  at: Math.max(now, nextArrival),
})
const departure = ({ id, until }: Server, now: Micros): Action => ({
  id: `departure:${id}`,
  type: 'departure',
  by: 'system',
  at: Math.max(now, until),
  subject: id,
})

export function actions(world: QueueWorld): readonly Action[] {
  const { now, servers } = world
  const list: Action[] = [arrival(world)]
  for (const server of servers) {
    if (server.customer > 0 && server.stopped < 0) list.push(departure(server, now))
  }
  list.push(
    { id: 'join', type: 'join', by: 'input', at: now },
    { id: 'burst', type: 'burst', by: 'input', at: now },
  )
  for (const { id, stopped } of servers) {
    const type = stopped < 0 ? 'stop' : 'start'
    list.push({ id: `${type}:${id}`, type, by: 'fault', at: now, subject: id })
  }
  return list
}

export function next(world: QueueWorld): Action {
  const { now } = world
  let first: Server | undefined
  let at = Math.max(now, world.nextArrival)
  for (const server of world.servers) {
    const end = Math.max(now, server.until)
    if (server.customer > 0 && server.stopped < 0 && end < at) {
      at = end
      first = server
    }
  }
  return first === undefined ? arrival(world) : departure(first, now)
}

/** A step in the making: the counts that one action changes. */
interface Draft {
  readonly setup: Setup
  readonly now: Micros
  arrived: number
  departed: number
  waiting: number
  servers: readonly Server[]
  readonly events: Event[]
}

export function step(world: QueueWorld, action: Action): Step<QueueWorld> {
  const { setup } = world
  const now = action.at
  if (!(now >= world.now)) throw new RangeError(`${action.id} at ${now} is before now, ${world.now}`)
  const elapsed = now - world.now
  let { nextArrival, came } = world
  const { arrived, departed, waiting, servers } = world
  const draft: Draft = { setup, now, arrived, departed, waiting, servers, events: [] }
  switch (action.type) {
    case 'arrival':
      came += 1
      nextArrival = now + interarrival(setup, came)
      arrive(draft)
      break
    case 'join':
      arrive(draft)
      break
    case 'burst':
      for (let i = 0; i < BURST; i++) arrive(draft)
      break
    case 'departure':
      depart(draft, serverOf(draft, action))
      break
    case 'stop':
      change(draft, { ...serverOf(draft, action), stopped: now })
      draft.events.push({ type: 'stop', at: now, node: action.subject ?? '' })
      break
    case 'start': {
      const server = serverOf(draft, action)
      const stood = now - server.stopped
      draft.events.push({ type: 'start', at: now, node: server.id })
      if (server.customer > 0) {
        change(draft, { ...server, since: server.since + stood, until: server.until + stood, stopped: -1 })
      } else {
        const idle = { ...server, stopped: -1 }
        change(draft, idle)
        if (draft.waiting > 0) serveNext(draft, idle)
      }
      break
    }
    default:
      throw new Error(`a queue has no action "${action.id}"`)
  }
  const after: QueueWorld = {
    now,
    setup,
    arrived: draft.arrived,
    departed: draft.departed,
    waiting: draft.waiting,
    servers: draft.servers,
    nextArrival,
    came,
    customerTime: world.customerTime + (arrived - departed) * elapsed,
    waitingTime: world.waitingTime + waiting * elapsed,
  }
  return { world: after, events: draft.events }
}

function arrive(draft: Draft): void {
  draft.arrived += 1
  draft.waiting += 1
  draft.events.push({ type: 'arrive', at: draft.now, data: { customer: draft.arrived } })
  const idle = draft.servers.find(({ customer, stopped }) => customer === 0 && stopped < 0)
  if (idle !== undefined) serveNext(draft, idle)
}

function depart(draft: Draft, server: Server): void {
  draft.departed += 1
  draft.events.push({ type: 'depart', at: draft.now, node: server.id, data: { customer: server.customer } })
  if (draft.waiting > 0) serveNext(draft, server)
  else change(draft, { ...server, customer: 0, since: 0, until: 0 })
}

/** The one who has waited longest goes to this server. */
function serveNext(draft: Draft, { id }: Server): void {
  const customer = draft.arrived - draft.waiting + 1
  draft.waiting -= 1
  const until = draft.now + serviceTime(draft.setup, customer)
  change(draft, { id, customer, since: draft.now, until, stopped: -1 })
  draft.events.push({ type: 'serve', at: draft.now, node: id, data: { customer } })
}

function change(draft: Draft, server: Server): void {
  draft.servers = draft.servers.map((other) => (other.id === server.id ? server : other))
}

function serverOf(draft: Draft, action: Action): Server {
  const server = draft.servers.find(({ id }) => id === action.subject)
  if (server === undefined) throw new Error(`there is no server "${action.subject ?? ''}"`)
  return server
}
