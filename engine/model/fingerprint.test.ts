import fc from 'fast-check'
import { expect, test } from 'vitest'
import { combine, gather, hashOf } from './fingerprint.ts'
import { between, draw, streamOf } from './random.ts'

const plain = fc.jsonValue()

test('a fingerprint is a whole number below 2^53', () => {
  fc.assert(
    fc.property(plain, plain, (a, b) => {
      for (const h of [hashOf(a), combine(hashOf(a), hashOf(b)), gather(hashOf(a), hashOf(b))]) {
        expect(Number.isSafeInteger(h) && h >= 0).toBe(true)
      }
    }),
  )
})

test('equal content has equal hashes, in whatever order it was put together', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), plain), (object) => {
      const turned = Object.fromEntries(Object.entries(object).reverse())
      expect(hashOf(turned)).toBe(hashOf(object))
      expect(hashOf(new Map(Object.entries(turned)))).toBe(hashOf(new Map(Object.entries(object))))
    }),
  )
  expect(hashOf({ a: 1, b: undefined })).toBe(hashOf({ a: 1 }))
  expect(hashOf(new Set([1, 2]))).toBe(hashOf(new Set([2, 1])))
})

test('a million different small values have different hashes, also combined', () => {
  const seen = new Set<number>()
  for (let i = 0; i < 1000; i++) for (let j = 0; j < 1000; j++) seen.add(combine(hashOf(i), hashOf(j)))
  expect(seen.size).toBe(1_000_000)
})

test('values that look alike differ', () => {
  const values = [
    0,
    1,
    -1,
    0.5,
    1.5,
    '0',
    '1',
    '',
    true,
    false,
    null,
    undefined,
    [],
    {},
    [[]],
    [1],
    ['1'],
    { a: 1 },
    { a: '1' },
    { b: 1 },
    [1, 2],
    [2, 1],
    [12],
    new Set([1]),
    new Map([[1, 1]]),
    2 ** 40,
    2 ** 40 + 1,
    Infinity,
  ]
  expect(new Set(values.map(hashOf)).size).toBe(values.length)
})

test('order matters to combine, and not to gather', () => {
  fc.assert(
    fc.property(fc.array(plain, { maxLength: 8 }), (items) => {
      const hashes = items.map(hashOf)
      expect([...hashes].reverse().reduce(gather, 0)).toBe(hashes.reduce(gather, 0))
    }),
  )
  expect(combine(1, 2)).not.toBe(combine(2, 1))
  expect(gather(gather(0, 5), 5)).not.toBe(gather(0, 5))
})

test('what is not plain data is refused', () => {
  expect(() => hashOf(() => 1)).toThrow(TypeError)
  expect(() => hashOf(Symbol('x'))).toThrow(TypeError)
  expect(() => hashOf(new Date(0))).toThrow(TypeError)
})

test('draws are even, and streams do not follow each other', () => {
  const [a, b] = [streamOf('latency A>B'), streamOf('latency B>A')]
  const count = 64_000
  const buckets = new Array<number>(64).fill(0)
  let together = 0
  for (let i = 0; i < count; i++) {
    const x = draw(42, a, i)
    buckets[x >>> 26] = (buckets[x >>> 26] as number) + 1
    if (x >>> 31 === draw(42, b, i) >>> 31) together += 1
  }
  // Chi-squared with 63 degrees of freedom: 103.4 at one in a thousand.
  const chi = buckets.reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0)
  expect(chi).toBeLessThan(103.4)
  expect(Math.abs(together / count - 0.5)).toBeLessThan(0.01)
  expect(new Set([1, 2, 3].map((seed) => draw(seed, a, 0))).size).toBe(3)
})

test('between is within its bounds, both included', () => {
  expect(between(0, 3, 7)).toBe(3)
  expect(between(4294967295, 3, 7)).toBe(7)
})
