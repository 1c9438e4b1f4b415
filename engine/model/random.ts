/**
 * Counter-based randomness: a draw is a pure function of (seed, stream, counter). One stream per
 * purpose, so that an added fault does not change the other draws of a seed's run. Counters live in
 * the world.
 */

/** Mixes 32 bits well (the finaliser of MurmurHash3, Appleby 2011, public domain constants). */
export function mix32(x: number): number {
  x ^= x >>> 16
  x = Math.imul(x, 0x85ebca6b)
  x ^= x >>> 13
  x = Math.imul(x, 0xc2b2ae35)
  return (x ^ (x >>> 16)) >>> 0
}

/** FNV-1a over UTF-16 code units: the number of a stream's name. */
export function streamOf(name: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < name.length; i++) h = Math.imul(h ^ name.charCodeAt(i), 0x01000193)
  return mix32(h)
}

/** The `counter`-th draw of a stream: an unsigned 32-bit integer. */
export function draw(seed: number, stream: number, counter: number): number {
  const a = mix32(seed ^ Math.imul(stream, 0x9e3779b1))
  const b = mix32(a + Math.imul(counter, 0x85ebca77) + 0x165667b1)
  return mix32(b ^ stream ^ Math.imul(counter >>> 16, 0x27d4eb2f))
}

/** An integer from `low` to `high`, both included. The bias is below (high - low) / 2^32. */
export function between(bits: number, low: number, high: number): number {
  return low + Math.floor((bits / 4294967296) * (high - low + 1))
}
