/**
 * What theory says of placements, to be drawn beside the run and never inside it.
 * N servers, v points each, K keys.
 */
import type { Strategy } from './place.ts'

/** The share of keys that a join or a leave moves, by expectation; undefined where no formula is known. */
export function expectedMove(
  strategy: Strategy,
  kind: 'join' | 'leave',
  /** With the one that joins or leaves. */
  servers: number,
  /** Its place in the list of members, from 0. */
  place: number,
): number {
  const share = 1 / servers
  // Of hash mod N and hash mod (N-1), all pairs of remainders are equally likely: one in N names the same server.
  if (strategy === 'modulo') return 1 - share
  // Jump hash knows numbers only: whoever stands behind a gap moves up, and is somebody else.
  if (strategy === 'jump' && kind === 'leave' && place < servers - 1)
    return 1 - (place / servers + 1 / (servers * (servers - 1)))
  return share
}

/**
 * The standard deviation of one server's load over the mean. A server's share of a circle cut at N v random
 * points is Beta(v, (N-1) v); its keys are then a binomial draw. Without `points`, every server has
 * the same share.
 */
export function deviation(servers: number, keys: number, points?: number): number {
  const ofArcs = points === undefined ? 0 : (servers - 1) / (servers * points + 1)
  const ofKeys = keys === 0 ? 0 : (servers - 1) / keys
  return Math.sqrt(ofArcs + ofKeys * (1 - ofArcs / servers))
}

/** The expected greatest of n independent standard normal draws, for n from 0 to 12 (Harter 1961, table 1). */
const greatestNormal = [
  0, 0, 0.5642, 0.8463, 1.0294, 1.163, 1.2672, 1.3522, 1.4236, 1.485, 1.5388, 1.5864, 1.6292,
]

/**
 * How much the fullest server has, over the mean. With one point each, the longest of N arcs is H_N times the
 * mean arc, exactly (H_N = 1 + 1/2 + ... + 1/N, about ln N). With more, the greatest of N gamma-like draws,
 * by the cube root that makes them nearly normal (Wilson and Hilferty 1931): about, within 5 % from two
 * points on.
 */
export function expectedMost(servers: number, keys: number, points?: number): number {
  if (points === 1) {
    let harmonic = 0
    for (let i = 1; i <= servers; i++) harmonic += 1 / i
    return harmonic
  }
  const sd = deviation(servers, keys, points)
  // Loads add up to all keys: draws about their own mean, whose greatest is further out by this factor.
  const greatest = servers < 2 ? 0 : (greatestNormal[servers] ?? 1.63) * Math.sqrt(servers / (servers - 1))
  const root = 1 - (sd * sd) / 9 + (greatest * sd) / 3
  return root * root * root
}
