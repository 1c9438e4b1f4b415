/**
 * Maglev hashing (Eisenbud et al. 2016, §3.4): each server has its own order of preference over the slots of
 * a table, and servers take turns to claim their next free slot. Lookups are one array access; shares are all
 * but equal; a change moves a few more keys than it must.
 */

/** A prime above 100 slots for each of 12 servers, which keeps shares within a hundredth (§3.4). */
export const SLOTS = 1201

export interface Preference {
  readonly offset: number
  readonly skip: number
}

/** Pseudocode 1: the table of slots, each holding the number of a server. @param slots a prime */
export function populate(preferences: readonly Preference[], slots: number): number[] {
  const table = new Array<number>(slots).fill(-1)
  const next = preferences.map(() => 0)
  let filled = 0
  while (preferences.length > 0) {
    for (const [server, { offset, skip }] of preferences.entries()) {
      let slot: number
      do {
        const turn = next[server] ?? 0
        slot = (offset + turn * skip) % slots
        next[server] = turn + 1
      } while (table[slot] !== -1)
      table[slot] = server
      filled += 1
      if (filled === slots) return table
    }
  }
  return table
}

/** From two hashes of a server's name. */
export const preferenceOf = (one: number, two: number, slots: number): Preference => ({
  offset: one % slots,
  skip: (two % (slots - 1)) + 1,
})

export function placeByMaglev(
  members: readonly string[],
  table: readonly number[],
  hashes: readonly number[],
): string[] {
  return hashes.map((hash) => members[table[hash % table.length] ?? 0] ?? '')
}
