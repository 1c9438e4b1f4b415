/**
 * Consistent hashing (Karger et al. 1997): servers and keys are hashed to one circle of 2^32 places, and a key
 * belongs to the first point of a server at or after it, clockwise. A server has several points, which
 * Dynamo (2007, §4.2) calls tokens and others call virtual nodes.
 */
import { hashText } from './murmur3.ts'

/** Places on the circle. */
export const CIRCLE = 4294967296

/** The points of all servers, in the order of the circle: place i belongs to server i. */
export interface Ring {
  readonly places: readonly number[]
  readonly servers: readonly string[]
}

/** Where the points of one server lie: the hashes of "A#0", "A#1", ... */
export function pointsOf(server: string, count: number, seed: number): number[] {
  return Array.from({ length: count }, (_, i) => hashText(`${server}#${i}`, seed))
}

/** Builds the table: O(P log P) for P points. Two points on one place go by the servers' names. */
export function ringOf(members: readonly string[], points: number, seed: number): Ring {
  const all = members.flatMap((server) => pointsOf(server, points, seed).map((place) => ({ place, server })))
  all.sort((a, b) => a.place - b.place || (a.server < b.server ? -1 : 1))
  return { places: all.map(({ place }) => place), servers: all.map(({ server }) => server) }
}

/**
 * The index of the first point at or after a place: a binary search that ends in log2 P looks, and starts
 * again at the top of the circle if there is none. `look` is told every point that is compared.
 */
export function successor(ring: Ring, place: number, look?: (index: number) => void): number {
  let low = 0
  let high = ring.places.length
  while (low < high) {
    const middle = (low + high) >>> 1
    look?.(middle)
    if ((ring.places[middle] ?? 0) < place) low = middle + 1
    else high = middle
  }
  return low === ring.places.length ? 0 : low
}

/** The owner of each key, by its place. */
export function placeOnRing(ring: Ring, hashes: readonly number[]): string[] {
  return hashes.map((hash) => ring.servers[successor(ring, hash)] ?? '')
}
