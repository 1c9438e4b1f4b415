/** A node's own clock: world time at a slightly wrong rate, from a slightly wrong start. */
import type { Micros } from '../model/action.ts'
import type { NodeWorld } from './cluster-types.ts'

const MILLION = 1_000_000

/** What the node's clock shows: floor(now * (1 + drift / 10^6)) + offset, exact for any `now`. */
export function readClock(clock: NodeWorld<unknown>['clock'], now: Micros): Micros {
  if (clock.drift === 0) return now + clock.offset
  // now * drift would pass 2^53 after some hours, so whole seconds are counted apart.
  const seconds = Math.floor(now / MILLION)
  const rest = now - seconds * MILLION
  return now + seconds * clock.drift + Math.floor((rest * clock.drift) / MILLION) + clock.offset
}

/** How long the world takes until the node's clock has moved by `delay`; rounded up. */
export function worldDelay(clock: NodeWorld<unknown>['clock'], delay: Micros): Micros {
  if (clock.drift === 0) return delay
  return Math.ceil((delay * MILLION) / (MILLION + clock.drift))
}
