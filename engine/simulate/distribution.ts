/** Distributions of times, as data. Sampled with arithmetic that is equal in every engine. */
import type { Micros } from '../model/action.ts'
import { between } from '../model/random.ts'
import { exp, ln, normalQuantile } from './arithmetic.ts'

export type Distribution =
  | { readonly kind: 'fixed'; readonly value: Micros }
  | { readonly kind: 'uniform'; readonly low: Micros; readonly high: Micros }
  | { readonly kind: 'exponential'; readonly mean: Micros }
  | { readonly kind: 'lognormal'; readonly median: Micros; readonly sigma: number }
  | { readonly kind: 'pareto'; readonly scale: Micros; readonly shape: number }

/**
 * A time from the distribution, in whole microseconds: its quantile at (bits + 1/2) / 2^32, so that
 * one draw makes one sample.
 * @param bits an unsigned 32-bit integer, as `draw` gives
 */
export function sample(distribution: Distribution, bits: number): Micros {
  switch (distribution.kind) {
    case 'fixed':
      return distribution.value
    case 'uniform':
      return between(bits, distribution.low, distribution.high)
    case 'exponential':
      return Math.round(-distribution.mean * ln(unit(bits)))
    case 'lognormal':
      return Math.round(distribution.median * exp(distribution.sigma * normalQuantile(unit(bits))))
    case 'pareto':
      return Math.round(distribution.scale * exp(-ln(unit(bits)) / distribution.shape))
  }
}

/** Into the open interval from 0 to 1. */
function unit(bits: number): number {
  return (bits + 0.5) / 4294967296
}
