/**
 * Consistent hashing with bounded loads (Mirrokni, Thorup and Zadimoghaddam 2018): on the ring, but no server
 * takes more than c times the mean. A key that finds its server full walks on, clockwise.
 */
import { successor, type Ring } from './ring.ts'

/** The most that one server holds: the ceiling of c times the mean. @param percent c, in hundredths, above 100 */
export function capOf(keys: number, servers: number, percent: number): number {
  return Math.max(1, Math.ceil((keys * percent) / (100 * servers)))
}

/**
 * Keys are placed in order of age. How many each server gets does not depend on that order; which ones does.
 * @param cap at least keys / servers, or there is no room for all
 */
export function placeBounded(ring: Ring, hashes: readonly number[], cap: number): string[] {
  const loads = new Map<string, number>()
  return hashes.map((hash) => {
    const first = successor(ring, hash)
    for (let i = 0; i < ring.places.length; i++) {
      const server = ring.servers[(first + i) % ring.places.length] ?? ''
      const load = loads.get(server) ?? 0
      if (load >= cap) continue
      loads.set(server, load + 1)
      return server
    }
    throw new RangeError(`${hashes.length} keys do not fit below a cap of ${cap}`)
  })
}
