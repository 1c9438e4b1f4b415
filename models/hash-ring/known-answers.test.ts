/** The parts against answers from outside. */
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { capOf, placeBounded } from './bounded.ts'
import { jump } from './jump.ts'
import { populate } from './maglev.ts'
import { hashText, murmur3 } from './murmur3.ts'
import { ranking } from './rendezvous.ts'
import { placeOnRing, ringOf, successor } from './ring.ts'

describe('MurmurHash3_x86_32', () => {
  it('has the verification value of SMHasher, its author’s own test', () => {
    const key = Array.from({ length: 256 }, (_, i) => i)
    const hashes = key.flatMap((_, length) => {
      const hash = murmur3(key.slice(0, length), 256 - length)
      return [hash & 255, (hash >>> 8) & 255, (hash >>> 16) & 255, hash >>> 24]
    })
    expect(murmur3(hashes, 0)).toBe(0xb0f57ee3)
  })

  it.each([
    ['', 0, 0],
    ['', 1, 0x514e28b7],
    ['', 0xffffffff, 0x81f16f39],
    ['test', 0, 0xba6bd213],
    ['test', 0x9747b28c, 0x704b81dc],
    ['Hello, world!', 0, 0xc0363e43],
    ['Hello, world!', 0x9747b28c, 0x24884cba],
    ['The quick brown fox jumps over the lazy dog', 0, 0x2e4ff723],
    ['The quick brown fox jumps over the lazy dog', 0x9747b28c, 0x2fa826cd],
  ])('of "%s" with seed %i', (text, seed, hash) => {
    expect(hashText(text, seed)).toBe(hash)
  })

  it('reads text as UTF-8', () => {
    for (const text of ['é', 'ππππππππ', '東京', '🪐 orbit'])
      expect(hashText(text, 7)).toBe(murmur3([...new TextEncoder().encode(text)], 7))
  })
})

describe('jump hash', () => {
  // github.com/dgryski/go-jump, made with the C++ of the paper: buckets for 1, 2, 3, ... buckets.
  it.each([
    [0n, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
    [1n, [0, 0, 0, 0, 0, 0, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 17, 17]],
    [0xdeadbeefn, [0, 1, 2, 3, 3, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 16, 16, 16]],
    [0x0ddc0ffeebadf00dn, [0, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 15, 15, 15, 15]],
  ])('of key %i is as go-jump has it', (key, buckets) => {
    expect(buckets.map((_, i) => jump(key, i + 1))).toEqual(buckets)
  })

  it('is as Guava has it', () => {
    const golden = [0, 55, 62, 8, 45, 59, 86, 97, 82, 59, 73, 37, 17, 56, 86, 21, 90, 37, 38, 83]
    expect(golden.map((_, key) => jump(BigInt(key), 100))).toEqual(golden)
    expect(jump(10863919174838991n, 11)).toBe(6)
    expect(jump(2016238256797177309n, 11)).toBe(3)
    expect(jump(1673758223894951030n, 11)).toBe(5)
    expect(jump(2n, 100001)).toBe(80343)
    expect(jump(2201n, 100001)).toBe(22152)
    expect(jump(2202n, 100001)).toBe(15018)
  })
})

describe('rendezvous hashing', () => {
  // github.com/stvp/rendezvous weighs by the sum of the bytes of the MD5 of server and key.
  const order = (key: string): string => {
    const weight = (server: string): number =>
      createHash('md5')
        .update(server + key)
        .digest()
        .reduce((sum, byte) => sum + byte, 0)
    return ranking(['a', 'b', 'c', 'd', 'e'], weight)
      .map(({ server }) => server)
      .join('')
  }

  it.each([
    ['', 'a'],
    ['foo', 'e'],
    ['bar', 'bd'],
    ['baz', 'dab'],
    ['biz', 'ec'],
    ['floo', 'cbade'],
  ])('ranks servers for "%s" as stvp/rendezvous does', (key, first) => {
    expect(order(key).slice(0, first.length)).toBe(first)
  })
})

describe('Maglev’s table', () => {
  // Table 1 of the paper: seven slots, by preferences 3 0 4 1 5 2 6, 0 2 4 6 1 3 5 and 3 4 5 6 0 1 2.
  const b0 = { offset: 3, skip: 4 }
  const b1 = { offset: 0, skip: 2 }
  const b2 = { offset: 3, skip: 1 }

  it('is filled as in table 1, before and after B1 is removed', () => {
    expect(populate([b0, b1, b2], 7)).toEqual([1, 0, 1, 0, 2, 2, 0])
    expect(populate([b0, b2], 7)).toEqual([0, 0, 0, 0, 1, 1, 1])
  })
})

describe('the ring', () => {
  it('gives a key to the first point at or after it, and starts again at the top', () => {
    const ring = { places: [10, 20, 30], servers: ['A', 'B', 'C'] }
    expect(placeOnRing(ring, [5, 10, 11, 20, 29, 30, 31])).toEqual(['A', 'A', 'B', 'B', 'C', 'C', 'A'])
  })

  it('agrees with a walk that looks at every point', () => {
    const ring = ringOf(['A', 'B', 'C', 'D', 'E'], 16, 3)
    for (let key = 0; key < 500; key++) {
      const hash = hashText(`key${key}`, 3)
      const walked = ring.places.findIndex((place) => place >= hash)
      expect(successor(ring, hash)).toBe(Math.max(0, walked))
    }
  })

  it('is the same in whatever order servers came', () => {
    expect(ringOf(['C', 'A', 'B'], 8, 1)).toEqual(ringOf(['A', 'B', 'C'], 8, 1))
  })
})

describe('bounded loads', () => {
  const ring = ringOf(['A', 'B', 'C', 'D'], 1, 5)
  const hashes = Array.from({ length: 400 }, (_, i) => hashText(`key${i}`, 5))
  const counts = (owners: readonly string[]) =>
    ['A', 'B', 'C', 'D'].map((server) => owners.filter((owner) => owner === server).length)

  it('is the plain ring where nobody is full', () => {
    expect(placeBounded(ring, hashes, 400)).toEqual(placeOnRing(ring, hashes))
  })

  it('gives everybody the mean at a cap of the mean', () => {
    expect(counts(placeBounded(ring, hashes, 100))).toEqual([100, 100, 100, 100])
  })

  it('gives loads that do not depend on the order in which keys came', () => {
    const cap = capOf(400, 4, 125)
    expect(cap).toBe(125)
    expect(counts(placeBounded(ring, hashes, cap))).toEqual(
      counts(placeBounded(ring, hashes.toReversed(), cap)),
    )
  })

  it('says so when there is no room', () => {
    expect(() => placeBounded(ring, hashes, 99)).toThrow(/do not fit/)
  })
})
