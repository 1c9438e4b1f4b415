import fc from 'fast-check'
import { expect, it } from 'vitest'
import { FingerprintSet } from './fingerprint-set.ts'

it('is a set', () => {
  // Few values in the low bits, so that places are contended, and 0, which marks an empty slot.
  const fingerprint = fc
    .tuple(fc.nat(2 ** 21 - 1), fc.nat(40))
    .map(([high, low]) => (high % 7) * 2 ** 32 + low)
  fc.assert(
    fc.property(fc.array(fingerprint, { maxLength: 400 }), (list) => {
      const set = new FingerprintSet()
      const known = new Set<number>()
      for (const each of list) {
        expect(set.add(each)).toBe(!known.has(each))
        known.add(each)
        expect(set.size).toBe(known.size)
      }
    }),
  )
})

it('keeps what it holds as it grows, and says what it would take', () => {
  const set = new FingerprintSet()
  const of = (i: number) => i * 7919 * 65536 + i
  for (let i = 0; i < 50_000; i++) expect(set.add(of(i))).toBe(true)
  for (let i = 0; i < 50_000; i++) expect(set.add(of(i))).toBe(false)
  expect(set.size).toBe(50_000)
  expect(set.bytes / set.size).toBeLessThan(24)
  expect(set.bytesWith(0)).toBe(set.bytes)
  const foretold = set.bytesWith(100_000)
  for (let i = 50_000; i < 150_000; i++) set.add(of(i))
  expect(set.bytes).toBe(foretold)
})
