/**
 * How uneven loads may be before something is wrong. All arithmetic that decides is by the four operations and
 * square roots, which every machine does alike.
 */
import { SLOTS } from './maglev.ts'
import type { Strategy } from './place.ts'
import { capOf } from './bounded.ts'

/**
 * Chances are e^-13 (2 in a million) that one server exceeds its limit by bad luck with the hash function; with
 * all rules on, a violation is a fault.
 */
const LUCK = 13

/**
 * The most keys that one of N servers should hold. A load is its arcs' share, which varies by 1/v, and a draw of
 * keys from it, which varies by N/K: like a gamma variable of k = 1 / (1/v + N/K) parts, over its mean. Chernoff's
 * bound exp(-k (x - ln(1 + x))) on a load of 1 + x times the mean, with x - ln(1 + x) at least
 * x^2 / (2 (1 + 2x/3)), gives x. With bounded loads, the cap.
 */
export function limitOf(
  strategy: Strategy,
  servers: number,
  keys: number,
  points: number,
  percent: number,
): number {
  if (strategy === 'bounded') return capOf(keys, servers, percent)
  if (keys === 0) return 0
  const ofArcs = strategy === 'ring' ? 1 / points : 0
  const a = LUCK * (ofArcs + servers / keys)
  const x = (2 * a) / 3 + Math.sqrt((4 * a * a) / 9 + 2 * a)
  // Maglev's servers may have one slot more than others, of at least SLOTS / servers.
  const slots = strategy === 'maglev' ? 1 + servers / SLOTS : 1
  return Math.min(keys, Math.ceil((keys / servers) * (1 + x) * slots))
}
