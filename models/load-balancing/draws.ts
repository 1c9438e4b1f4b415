/**
 * What is random: arrivals, work, keys, choices. Each from a stream of its own, and what a request is
 * drawn by its number, so that two runs with other strategies are asked the same (common random numbers).
 */
import { draw, streamOf } from '@orrery/engine/model/random.ts'
import { exp, ln } from '@orrery/engine/simulate/arithmetic.ts'
import { KEYS, type LoadWorld } from './state.ts'
import type { Knobs } from './params.ts'

const ARRIVALS = streamOf('arrivals')
const PHASES = streamOf('phases')
const WORK = streamOf('work')
const KEY = streamOf('keys')
const THINK = streamOf('think')
const CHOICE = streamOf('choice')
const CONNECTION = streamOf('connections')

const unit = (bits: number): number => (bits + 0.5) / 4294967296
const seedOf = (state: LoadWorld): number => state.setup.seed

/** In a burst arrivals come so many times faster than on average, for a fifth of the time. */
export const BURST_FACTOR = 4
export const BURST_SHARE = 0.2
/** Mean length of a burst and the calm around it together, in microseconds. */
const BURST_CYCLE = 2_500_000

/** Heavy tail: a Pareto distribution of this shape, cut off at a thousand times its least value. */
export const HEAVY_SHAPE = 1.5
const HEAVY_SPAN = 1000
const HEAVY_CUT = 1 - 1 / Math.sqrt(HEAVY_SPAN * HEAVY_SPAN * HEAVY_SPAN)
/** Its mean over its least value, and its second moment over the least value's square. */
const HEAVY_MEAN = (3 * (1 - 1 / Math.sqrt(HEAVY_SPAN))) / HEAVY_CUT
const HEAVY_SQUARE = (3 * (Math.sqrt(HEAVY_SPAN) - 1)) / HEAVY_CUT

/** Squared coefficient of variation of the work: variance over the square of the mean. */
export function variationOf(work: Knobs['work']): number {
  if (work === 'heavy') return HEAVY_SQUARE / (HEAVY_MEAN * HEAVY_MEAN) - 1
  return work === 'fixed' ? 0 : 1
}

/** Microseconds that request `id` takes on a plain server. */
export function workOf(state: LoadWorld, id: number): number {
  const mean = state.knobs.mean * 1000
  const { work } = state.knobs
  if (work === 'fixed') return mean
  const u = unit(draw(seedOf(state), WORK, id))
  if (work === 'exponential') return Math.max(1, Math.round(-mean * ln(u)))
  return Math.max(1, Math.round((mean / HEAVY_MEAN) * exp(-ln(1 - u * HEAVY_CUT) / HEAVY_SHAPE)))
}

export function keyOf(state: LoadWorld, id: number): number {
  const bits = draw(seedOf(state), KEY, id)
  const share = state.knobs.hot / 100
  const u = unit(bits)
  return u < share ? 0 : 1 + Math.floor(((u - share) / (1 - share)) * (KEYS - 1))
}

/** Which of the open arrivals' connections a request comes over. */
export function connectionOf(state: LoadWorld, id: number, connections: number): number {
  return Math.floor(unit(draw(seedOf(state), CONNECTION, id)) * connections)
}

/** A whole number below `count`, for a strategy. */
export function choose(state: LoadWorld, count: number): number {
  const bits = draw(seedOf(state), CHOICE, state.choices)
  state.choices += 1
  return Math.floor(unit(bits) * count)
}

export function thinkTime(state: LoadWorld, client: number): number {
  const count = state.clientCount[client]!
  state.clientCount[client] = count + 1
  const bits = draw(seedOf(state), THINK, client * 0x100000 + count)
  return Math.round(-state.knobs.think * 1000 * ln(unit(bits)))
}

/** When the next open arrival comes, after now. */
export function arrivalAfter(state: LoadWorld, now: number): number {
  const { arrivals, rate } = state.knobs
  const mean = 1_000_000 / rate
  if (arrivals === 'steady') return now + Math.max(1, Math.round(mean))
  // So many arrivals' worth of time, on average one.
  let patience = -ln(unit(draw(seedOf(state), ARRIVALS, state.came)))
  if (arrivals === 'poisson') return now + Math.round(mean * patience)
  let at = now
  for (;;) {
    const factor = state.burst === 1 ? BURST_FACTOR : (1 - BURST_SHARE * BURST_FACTOR) / (1 - BURST_SHARE)
    const room = ((state.phaseUntil - at) * factor) / mean
    if (room >= patience) return Math.round(at + (patience * mean) / factor)
    patience -= Math.max(0, room)
    at = Math.max(at, state.phaseUntil)
    state.burst = 1 - state.burst
    const length = BURST_CYCLE * (state.burst === 1 ? BURST_SHARE : 1 - BURST_SHARE)
    state.phaseUntil = at + Math.round(-length * ln(unit(draw(seedOf(state), PHASES, state.phases))))
    state.phases += 1
  }
}
