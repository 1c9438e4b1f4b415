/** Distributions of times, as data. Sampled with arithmetic that is equal in every engine. */
import type { Micros } from '../model/action.ts'

export type Distribution =
  | { readonly kind: 'fixed'; readonly value: Micros }
  | { readonly kind: 'uniform'; readonly low: Micros; readonly high: Micros }
  | { readonly kind: 'exponential'; readonly mean: Micros }
  | { readonly kind: 'lognormal'; readonly median: Micros; readonly sigma: number }
  | { readonly kind: 'pareto'; readonly scale: Micros; readonly shape: number }
