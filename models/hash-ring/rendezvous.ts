/**
 * Rendezvous hashing, or highest random weight (Thaler and Ravishankar 1998): every server draws a weight for
 * the key, and the highest wins. No table; N weights a lookup.
 */
import { mix32 } from '@orrery/engine/model/random.ts'

/** The servers by weight, the highest first; equal weights go by name. The first is the key's own. */
export function ranking<S extends string>(
  servers: readonly S[],
  weight: (server: S) => number,
): { readonly server: S; readonly weight: number }[] {
  return servers
    .map((server) => ({ server, weight: weight(server) }))
    .sort((a, b) => b.weight - a.weight || (a.server < b.server ? -1 : 1))
}

/** A weight of 32 bits from the hashes of a server and a key. */
export const weightOf = (server: number, key: number): number => mix32(mix32(server) ^ key)

/** @param addresses the hash of each member's name, in the order of the members */
export function placeByRendezvous(
  members: readonly string[],
  addresses: readonly number[],
  hashes: readonly number[],
): string[] {
  return hashes.map((hash) => {
    let best = -1
    let owner = ''
    members.forEach((server, i) => {
      const weight = weightOf(addresses[i] ?? 0, hash)
      if (weight > best || (weight === best && server < owner)) {
        best = weight
        owner = server
      }
    })
    return owner
  })
}
