/**
 * Jump consistent hash (Lamping and Veach 2014, figure 1): no table at all. It follows the bucket numbers at
 * which a key would move as buckets are added one by one, and knows only how many there are: buckets come and
 * go at the end of the list.
 */

const MASK = 0xffffffffffffffffn
const MULTIPLIER = 2862933555777941757n

/**
 * @param key an unsigned 64-bit integer
 * @param buckets at least 1
 * @param visit is told every bucket on the way, the last one being the answer
 * @returns a bucket from 0 to buckets - 1
 */
export function jump(key: bigint, buckets: number, visit?: (bucket: number) => void): number {
  let bucket = -1
  let next = 0
  let state = key
  while (next < buckets) {
    bucket = next
    visit?.(bucket)
    state = (state * MULTIPLIER + 1n) & MASK
    // A double, as in the paper: one division and no other function, so the same on every machine.
    next = Math.floor((bucket + 1) * (2147483648 / (Number(state >> 33n) + 1)))
  }
  return bucket
}

export function placeByJump(members: readonly string[], keys: readonly bigint[]): string[] {
  return keys.map((key) => members[jump(key, members.length)] ?? '')
}
