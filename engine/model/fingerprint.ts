/**
 * Fingerprints: 53-bit hashes of canonical content, as plain numbers. Two 32-bit lanes are computed
 * side by side; a fingerprint takes 21 bits of one and all of the other. With n distinct states the
 * chance that any two collide is about n^2 / 2^54 (n = 1,745,408: 1.7 in 10,000).
 */
import { mix32 } from './random.ts'

/** A non-negative integer below 2^53. */
export type Fingerprint = number

export function fingerprintOf(high: number, low: number): Fingerprint {
  return (high & 0x1fffff) * 4294967296 + (low >>> 0)
}

/** Folds `b` into `a`, order mattering. */
export function combine(a: Fingerprint, b: Fingerprint): Fingerprint {
  const low = mix32((a >>> 0) ^ Math.imul((b >>> 0) + 0x9e3779b9, 0x85ebca6b))
  const high = mix32(
    Math.floor(a / 4294967296) ^ Math.imul(low ^ Math.floor(b / 4294967296), 0xc2b2ae35) ^ (b >>> 0),
  )
  return fingerprintOf(high, low)
}

/** Folds in `b` so that order does not matter: for sets and bags. */
export function gather(a: Fingerprint, b: Fingerprint): Fingerprint {
  const low = (a >>> 0) + (b >>> 0)
  const high = Math.floor(a / 4294967296) + Math.floor(b / 4294967296) + (low > 0xffffffff ? 1 : 0)
  return fingerprintOf(high, low >>> 0)
}

/**
 * Hashes of objects that took some work. Small ones are hashed again: that is cheaper than to remember
 * them, and much cheaper for the garbage collector.
 */
const seen = new WeakMap<object, Fingerprint>()
const WORTH_KEEPING = 24
/** Values hashed so far, to tell how much work an object was. */
let work = 0

/**
 * Of any plain data: numbers, strings, booleans, null, undefined, arrays (ordered), objects (by
 * sorted key; a key whose value is undefined counts as absent), Sets and Maps (unordered).
 * Hashes of objects are remembered, so data must not change after it was first hashed.
 * @throws TypeError for functions, symbols and class instances other than Set and Map
 */
export function hashOf(value: unknown): Fingerprint {
  work += 1
  switch (typeof value) {
    case 'number':
      return hashNumber(value)
    case 'string':
      return hashString(value)
    case 'boolean':
      return value ? 0x51ed2701a3 : 0x2c1b3c6d5e
    case 'undefined':
      return 0x1d872b41f7
    case 'object':
      return value === null ? 0x3b9aca07d1 : hashObject(value)
    default:
      throw new TypeError(`cannot fingerprint a ${typeof value}`)
  }
}

const bits = new DataView(new ArrayBuffer(8))

function hashNumber(n: number): Fingerprint {
  let low: number
  let high: number
  if ((n | 0) === n) {
    low = n | 0
    high = 1
  } else {
    bits.setFloat64(0, n)
    low = bits.getInt32(4)
    high = bits.getInt32(0) ^ 2
  }
  const a = mix32(low ^ 0x2545f491)
  return fingerprintOf(mix32(a ^ Math.imul(high, 0x9e3779b1)), mix32(a + high))
}

function hashString(s: string): Fingerprint {
  let a = 0x811c9dc5 ^ s.length
  let b = 0x1000193
  for (let i = 0; i < s.length; i++) {
    const c = s.charCodeAt(i)
    a = Math.imul(a ^ c, 0x01000193)
    b = Math.imul(b ^ c, 0x5bd1e995)
    b ^= b >>> 15
  }
  return fingerprintOf(mix32(b), mix32(a ^ b))
}

function hashObject(value: object): Fingerprint {
  const known = seen.get(value)
  if (known !== undefined) return known
  const before = work
  let h: Fingerprint
  if (Array.isArray(value)) {
    h = 0x5bd1e9955b
    for (const item of value) h = combine(h, hashOf(item))
  } else if (value instanceof Set) {
    let bag = 0
    for (const item of value) bag = gather(bag, combine(0x1b873593, hashOf(item)))
    h = combine(0xcc9e2d51, bag)
  } else if (value instanceof Map) {
    let bag = 0
    for (const [k, v] of value) bag = gather(bag, combine(hashOf(k), hashOf(v)))
    h = combine(0xe6546b64, bag)
  } else {
    const proto: unknown = Object.getPrototypeOf(value)
    if (proto !== Object.prototype && proto !== null)
      throw new TypeError('cannot fingerprint a class instance')
    // A bag of (key, value) pairs: no sorting needed, and key order cannot matter.
    let bag = 0
    for (const key of Object.keys(value)) {
      const v = (value as Record<string, unknown>)[key]
      if (v !== undefined) bag = gather(bag, combine(hashString(key), hashOf(v)))
    }
    h = combine(0x38495ab5, bag)
  }
  if (work - before >= WORTH_KEEPING) seen.set(value, h)
  return h
}
