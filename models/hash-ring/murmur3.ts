/**
 * MurmurHash3_x86_32 (Austin Appleby, 2011; public domain): names to 32 bits, evenly. Cassandra and many
 * client libraries hash keys with the family. Not for secrets: an adversary can make names collide.
 */
import { mix32 } from '@orrery/engine/model/random.ts'

/** @param seed an unsigned 32-bit integer @returns an unsigned 32-bit integer */
export function murmur3(bytes: ArrayLike<number>, seed: number): number {
  const { length } = bytes
  const byte = (i: number): number => bytes[i] ?? 0
  const whole = length - (length % 4)
  let h = seed | 0
  for (let i = 0; i < whole; i += 4) {
    const k = byte(i) | (byte(i + 1) << 8) | (byte(i + 2) << 16) | (byte(i + 3) << 24)
    h ^= scramble(k)
    h = (h << 13) | (h >>> 19)
    h = (Math.imul(h, 5) + 0xe6546b64) | 0
  }
  let tail = 0
  for (let i = length - 1; i >= whole; i--) tail = (tail << 8) | byte(i)
  if (length > whole) h ^= scramble(tail)
  return mix32(h ^ length)
}

function scramble(k: number): number {
  const mixed = Math.imul(k, 0xcc9e2d51)
  return Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593)
}

/** Of a text in UTF-8. */
export function hashText(text: string, seed: number): number {
  return murmur3(utf8(text), seed)
}

function utf8(text: string): number[] {
  const bytes: number[] = []
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    if (code < 0x80) bytes.push(code)
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63))
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
    else {
      bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63))
      bytes.push(0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
    }
  }
  return bytes
}
