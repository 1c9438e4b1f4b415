/**
 * The world of the figure. Thousands of requests a second leave no time for a new object an event, so a
 * state is columns of numbers that are changed in place, by flow.ts only. Whoever holds a state as a value
 * (a history, a checkpoint) holds a copy of its own: `copyState`.
 */
import type { Setup, World } from '@orrery/engine/model/model.ts'
import { bucketsOf, copySeries, emptySeries, FINE, type Series } from './measure.ts'
import { knobsOf, MOST_CLIENTS, MOST_SERVERS, weightsOf, type Knobs } from './params.ts'

/** Where a request is. */
export const FREE = 0
export const OUTBOUND = 1
export const QUEUED = 2
export const SERVED = 3
export const INBOUND = 4
/** In the balancer's own line (strategy one-line). */
export const HELD = 5

/** Keys of requests, for hashing. */
export const KEYS = 1000
/** Connections that open arrivals come over. */
export const CONNECTIONS = 64
/** So many of the last requests that did not come back well are kept, to be drawn. */
export const DROPS = 32
const FIRST_SLOTS = 64

/** What each server is and does. Index 0 is S1. */
export interface Servers {
  weight: Int32Array
  /** Work a microsecond, 1 for a plain server, health included. */
  speed: Float64Array
  /** Share of its speed that it still has: 1, or less while degraded. */
  health: Float64Array
  alive: Uint8Array
  /** Whether the balancer believes that it is alive. */
  known: Uint8Array
  /** When the balancer notices that it is wrong about that; Infinity if it is not. */
  noticeAt: Float64Array
  /** The request in service, or -1; since when, and until when. */
  serving: Int32Array
  since: Float64Array
  until: Float64Array
  /** Those who wait: number, first, last. */
  queued: Int32Array
  head: Int32Array
  tail: Int32Array
  /** Sent and not yet answered, as the balancer counts; and that number when it was last read. */
  outstanding: Int32Array
  board: Int32Array
  /** Peak EWMA: estimate of the response time in microseconds, and when it was made. */
  ewma: Float64Array
  ewmaAt: Float64Array
  /** Smooth weighted round-robin. */
  current: Int32Array
  /** Since measuring began. */
  done: Int32Array
  failed: Int32Array
  busy: Float64Array
}

/** What each request in the system is, by its slot. */
export interface Requests {
  id: Float64Array
  arrived: Float64Array
  /** When it was sent to the server, or the answer to the balancer. */
  sent: Float64Array
  /** Microseconds of work on a plain server. */
  work: Float64Array
  key: Int32Array
  server: Int16Array
  client: Int32Array
  epoch: Int32Array
  where: Uint8Array
  /** The client has given up. */
  gone: Uint8Array
  /** What the answer will say: a place in `outcomes`. */
  outcome: Uint8Array
  /** Its turn at the server, as they came. */
  turn: Float64Array
  /** Neighbours in the one line that it stands in. */
  next: Int32Array
  prev: Int32Array
  /** Neighbours among those whose clients wait, by age. */
  younger: Int32Array
  older: Int32Array
}

export interface LoadWorld extends World {
  now: number
  readonly setup: Setup
  knobs: Knobs
  /** The most servers that there were: those that were taken away finish what they have. */
  width: number
  servers: Servers
  requests: Requests
  /** Slots in use by lines: first and last of those under way to servers, back, held, by age, and free ones. */
  outHead: number
  outTail: number
  inHead: number
  inTail: number
  heldHead: number
  heldTail: number
  held: number
  oldest: number
  youngest: number
  free: number

  nextArrival: number
  /** Requests that came by themselves, and all: the counts of the streams. */
  came: number
  /** Sent by hand. */
  extra: number
  choices: number
  turns: number
  /** Bursty arrivals: 1 in a burst, its end, how many phases there were. */
  burst: number
  phaseUntil: number
  phases: number
  /** Closed arrivals: when each client sends next (Infinity while it waits), how often it has. */
  clientAt: Float64Array
  clientCount: Int32Array
  epoch: number
  /** The server each connection goes to (-1: none yet) and requests left on it. */
  pinned: Int16Array
  left: Int32Array
  rotation: number
  nextRead: number
  /** Servers that the balancer is wrong about, and will notice. */
  wrong: number

  arrived: number
  /** By how they ended, as `outcomes`. */
  ended: Float64Array
  /** In the system: their clients wait. */
  waiting: number

  /** Measured since then: response times, ends, requests that came, number in the system over time. */
  since: number
  measured: Uint32Array
  measuredEnds: Float64Array
  measuredArrived: number
  responseTime: number
  requestTime: number
  series: Series
  /** The last that were refused, lost or timed out: server and when, in turn. */
  dropServer: Int16Array
  dropAt: Float64Array
  dropOutcome: Uint8Array
  drops: number
}

export function createState(setup: Setup): LoadWorld {
  const knobs = knobsOf(setup.params)
  const n = MOST_SERVERS
  const state: LoadWorld = {
    now: 0,
    setup,
    knobs,
    width: knobs.servers,
    servers: {
      weight: new Int32Array(n),
      speed: new Float64Array(n),
      health: new Float64Array(n).fill(1),
      alive: new Uint8Array(n).fill(1),
      known: new Uint8Array(n).fill(1),
      noticeAt: new Float64Array(n).fill(Infinity),
      serving: new Int32Array(n).fill(-1),
      since: new Float64Array(n),
      until: new Float64Array(n).fill(Infinity),
      queued: new Int32Array(n),
      head: new Int32Array(n).fill(-1),
      tail: new Int32Array(n).fill(-1),
      outstanding: new Int32Array(n),
      board: new Int32Array(n),
      ewma: new Float64Array(n),
      ewmaAt: new Float64Array(n),
      current: new Int32Array(n),
      done: new Int32Array(n),
      failed: new Int32Array(n),
      busy: new Float64Array(n),
    },
    requests: emptyRequests(FIRST_SLOTS),
    outHead: -1,
    outTail: -1,
    inHead: -1,
    inTail: -1,
    heldHead: -1,
    heldTail: -1,
    held: 0,
    oldest: -1,
    youngest: -1,
    free: 0,
    nextArrival: Infinity,
    came: 0,
    extra: 0,
    choices: 0,
    turns: 0,
    burst: 0,
    phaseUntil: 0,
    phases: 0,
    clientAt: new Float64Array(MOST_CLIENTS).fill(Infinity),
    clientCount: new Int32Array(MOST_CLIENTS),
    epoch: 0,
    pinned: new Int16Array(MOST_CLIENTS).fill(-1),
    left: new Int32Array(MOST_CLIENTS),
    rotation: 0,
    nextRead: Infinity,
    wrong: 0,
    arrived: 0,
    ended: new Float64Array(4),
    waiting: 0,
    since: 0,
    measured: new Uint32Array(bucketsOf(FINE)),
    measuredEnds: new Float64Array(4),
    measuredArrived: 0,
    responseTime: 0,
    requestTime: 0,
    series: emptySeries(),
    dropServer: new Int16Array(DROPS).fill(-1),
    dropAt: new Float64Array(DROPS).fill(-Infinity),
    dropOutcome: new Uint8Array(DROPS),
    drops: 0,
  }
  setSpeeds(state)
  return state
}

/** Weights and speeds as the knob has them; a degraded server stays so. */
export function setSpeeds({ servers, knobs }: LoadWorld): void {
  const { weight, unit } = weightsOf(knobs.speeds)
  for (let s = 0; s < MOST_SERVERS; s++) {
    servers.weight[s] = weight(s)
    servers.speed[s] = (weight(s) / unit) * servers.health[s]!
  }
}

function emptyRequests(size: number): Requests {
  const requests: Requests = {
    id: new Float64Array(size),
    arrived: new Float64Array(size),
    sent: new Float64Array(size),
    work: new Float64Array(size),
    key: new Int32Array(size),
    server: new Int16Array(size),
    client: new Int32Array(size),
    epoch: new Int32Array(size),
    where: new Uint8Array(size),
    gone: new Uint8Array(size),
    outcome: new Uint8Array(size),
    turn: new Float64Array(size),
    next: new Int32Array(size),
    prev: new Int32Array(size),
    younger: new Int32Array(size),
    older: new Int32Array(size),
  }
  chainFree(requests, 0, size)
  return requests
}

function chainFree({ next }: Requests, from: number, size: number): void {
  for (let i = from; i < size; i++) next[i] = i + 1 < size ? i + 1 : -1
}

type Column = Float64Array | Int32Array | Int16Array | Uint8Array

/** A free slot; the columns grow when there is none. */
export function takeSlot(state: LoadWorld): number {
  if (state.free < 0) {
    const size = state.requests.id.length
    const grown = emptyRequests(2 * size)
    const from: Record<string, Column> = { ...state.requests }
    for (const [name, column] of Object.entries(grown as unknown as Record<string, Column>))
      column.set(from[name]!.subarray(0, size))
    chainFree(grown, size, 2 * size)
    state.requests = grown
    state.free = size
  }
  const slot = state.free
  state.free = state.requests.next[slot]!
  return slot
}

function copyColumns<T extends object>(columns: T): T {
  return Object.fromEntries(
    Object.entries(columns as Record<string, Column>).map(([name, column]) => [name, column.slice()]),
  ) as T
}

/** A state of its own, equal to this one: running one changes nothing of the other. */
export function copyState(state: LoadWorld): LoadWorld {
  return {
    ...state,
    servers: copyColumns(state.servers),
    requests: copyColumns(state.requests),
    clientAt: state.clientAt.slice(),
    clientCount: state.clientCount.slice(),
    pinned: state.pinned.slice(),
    left: state.left.slice(),
    ended: state.ended.slice(),
    measured: state.measured.slice(),
    measuredEnds: state.measuredEnds.slice(),
    series: copySeries(state.series),
    dropServer: state.dropServer.slice(),
    dropAt: state.dropAt.slice(),
    dropOutcome: state.dropOutcome.slice(),
  }
}
