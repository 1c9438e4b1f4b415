/** To which server a request goes. Each strategy sees what a balancer sees, not what the servers do. */
import { streamOf, mix32 } from '@orrery/engine/model/random.ts'
import { exp } from '@orrery/engine/simulate/arithmetic.ts'
import { choose } from './draws.ts'
import { MOST_SERVERS } from './params.ts'
import type { LoadWorld } from './state.ts'

/** Time in which an estimate of peak EWMA loses all but 1/e of its weight: Finagle's default, 10 s. */
export const DECAY = 10_000_000

/** Servers that may be chosen, in order; without the rule also those known to be dead. */
const able = new Int32Array(MOST_SERVERS)
function findAble(state: LoadWorld): number {
  const spare = !state.setup.without.includes('spare-the-dead')
  let count = 0
  for (let s = 0; s < state.knobs.servers; s++) {
    if (!spare || state.servers.known[s] === 1) able[count++] = s
  }
  return count
}

/** The load of a server as the balancer has it: live, or as it was last read. */
function loadOf({ servers, knobs }: LoadWorld, server: number): number {
  return knobs.stale === 0 ? servers.outstanding[server]! : servers.board[server]!
}

/** The server for a request with this key, or -1 if there is none (one-line: none is free). */
export function pick(state: LoadWorld, key: number): number {
  const count = findAble(state)
  if (count === 0) return -1
  switch (state.knobs.strategy) {
    case 'random':
      return able[choose(state, count)]!
    case 'round-robin':
      state.rotation = (state.rotation + 1) % 0x40000000
      return able[(state.rotation - 1) % count]!
    case 'weighted':
      return smoothWeighted(state, count)
    case 'least-connections':
      return least(state, count)
    case 'two-choices':
      return betterOfTwo(state, count, (server) => loadOf(state, server))
    case 'peak-ewma':
      return betterOfTwo(state, count, (server) => costOf(state, server))
    case 'bounded-hash':
      return hashed(state, key, count)
    case 'one-line':
      return firstFree(state, count)
  }
}

/**
 * nginx's smooth weighted round-robin (M. Dounin, 2012): every weight is added, the greatest is taken and
 * pays the sum of all.
 */
function smoothWeighted({ servers }: LoadWorld, count: number): number {
  let total = 0
  let best = -1
  for (let i = 0; i < count; i++) {
    const s = able[i]!
    const raised = servers.current[s]! + servers.weight[s]!
    servers.current[s] = raised
    total += servers.weight[s]!
    if (best < 0 || raised > servers.current[best]!) best = s
  }
  servers.current[best] = servers.current[best]! - total
  return best
}

/** The least loaded; among equals the one whose turn it is. */
function least(state: LoadWorld, count: number): number {
  state.rotation = (state.rotation + 1) % 0x40000000
  let best = -1
  let load = Infinity
  for (let i = 0; i < count; i++) {
    const s = able[(state.rotation + i) % count]!
    const its = loadOf(state, s)
    if (its < load) {
      load = its
      best = s
    }
  }
  return best
}

/** Two different servers at random; the better of them (Mitzenmacher 2001). */
function betterOfTwo(state: LoadWorld, count: number, cost: (server: number) => number): number {
  const a = choose(state, count)
  if (count === 1) return able[a]!
  const b = (a + 1 + choose(state, count - 1)) % count
  return cost(able[b]!) < cost(able[a]!) ? able[b]! : able[a]!
}

/**
 * Finagle's peak EWMA: the estimated response time, faded since it was made, times what is outstanding and
 * this request. A server that has not answered yet is tried once, and then not until it has.
 */
function costOf(state: LoadWorld, server: number): number {
  const { ewma, ewmaAt } = state.servers
  const pending = loadOf(state, server)
  const estimate = ewma[server]!
  if (estimate === 0) return pending === 0 ? 0 : 1e12 + pending
  return estimate * exp(-Math.min(600, (state.now - ewmaAt[server]!) / DECAY)) * (pending + 1)
}

/** A response time: a peak is believed at once, what is below it little by little. */
export function observe({ servers, now }: LoadWorld, server: number, response: number): void {
  const before = servers.ewma[server]!
  const weight = exp(-Math.min(600, (now - servers.ewmaAt[server]!) / DECAY))
  servers.ewma[server] = response > before * weight ? response : before * weight + response * (1 - weight)
  servers.ewmaAt[server] = now
}

/** Points of each server on the ring. */
const POINTS = 64
const SERVER_POINTS = streamOf('points')
const KEY_POINTS = streamOf('key points')
/** The ring: all points of 50 servers in order, and whose they are. */
const ring = Array.from({ length: MOST_SERVERS * POINTS }, (_, i) => ({
  at: mix32(mix32(i ^ SERVER_POINTS) + 0x9e3779b9),
  server: Math.floor(i / POINTS),
})).sort((a, b) => a.at - b.at || a.server - b.server)

/** The first point of the ring at or after a key's, as a place in it. */
function placeOf(key: number): number {
  const at = mix32(mix32(key ^ KEY_POINTS) + 0x85ebca6b)
  let low = 0
  let high = ring.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (ring[middle]!.at < at) low = middle + 1
    else high = middle
  }
  return low % ring.length
}

/** How much a server may have after one more request of `total`: the mean times the bound, rounded up. */
export function capOf(bound: number, total: number, count: number): number {
  return Math.ceil((bound * total) / (100 * count))
}

/** Consistent hashing with bounded loads (Mirrokni, Thorup, Zadimoghaddam 2018): on to the next while full. */
function hashed(state: LoadWorld, key: number, count: number): number {
  let total = 1
  const mayTake = new Uint8Array(MOST_SERVERS)
  for (let i = 0; i < count; i++) {
    total += loadOf(state, able[i]!)
    mayTake[able[i]!] = 1
  }
  const bounded = !state.setup.without.includes('bounded-load')
  const cap = bounded ? capOf(state.knobs.bound, total, count) : Infinity
  const start = placeOf(key)
  for (let i = 0; i < ring.length; i++) {
    const { server } = ring[(start + i) % ring.length]!
    if (mayTake[server] === 1 && loadOf(state, server) < cap) return server
  }
  return -1
}

/** One line for all: the next server that has nothing to do, in turn. */
function firstFree(state: LoadWorld, count: number): number {
  for (let i = 0; i < count; i++) {
    const s = able[(state.rotation + i) % count]!
    if (state.servers.outstanding[s] === 0) {
      state.rotation = (state.rotation + i + 1) % 0x40000000
      return s
    }
  }
  return -1
}
