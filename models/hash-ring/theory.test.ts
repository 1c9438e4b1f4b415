/** What is measured over many runs, against what theory says. */
import { checkSetup } from '@orrery/engine/model/check.ts'
import { describe, expect, it } from 'vitest'
import { hashRing } from './model.ts'
import type { Strategy } from './place.ts'
import { arcsOf } from './view-ring.ts'
import { ringOf } from './ring.ts'
import { deviation, expectedMost, expectedMove } from './theory.ts'
import { fullest, LETTERS, type HashRingWorld } from './world.ts'

const start = (params: Readonly<Record<string, unknown>>, seed: number): HashRingWorld =>
  hashRing.init(checkSetup(hashRing, { params, seed }))
const take = (world: HashRingWorld, id: string): HashRingWorld => {
  const action = hashRing.find!(world, id)!
  return hashRing.step(world, { ...action, at: Math.max(world.now, action.at) }).world
}

const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length
function standardError(values: readonly number[]): number {
  const middle = mean(values)
  return Math.sqrt(
    values.reduce((sum, x) => sum + (x - middle) * (x - middle), 0) / (values.length - 1) / values.length,
  )
}

/** The shares moved by one action, over so many seeds. */
const shares = (strategy: Strategy, servers: number, id: string, points = 16, seeds = 200): number[] =>
  Array.from({ length: seeds }, (_, seed) => {
    const { change } = take(start({ strategy, servers, points, keys: 600 }, seed + 1), id)
    return change!.moved / change!.keys
  })

const within3 = (values: readonly number[], expected: number): void => {
  expect(Math.abs(mean(values) - expected)).toBeLessThan(3 * standardError(values))
}

describe('the share of the keys that move', () => {
  it.each([
    ['ring', 4, 'join:E'],
    ['ring', 9, 'join:J'],
    ['ring', 5, 'leave:B'],
    ['rendezvous', 4, 'join:E'],
    ['rendezvous', 5, 'leave:B'],
    ['jump', 4, 'join:E'],
    ['jump', 5, 'leave:E'],
  ] as const)('by %s of %i servers, %s, is 1/N within 3 standard errors', (strategy, servers, id) => {
    within3(shares(strategy, servers, id), 1 / (id.startsWith('join') ? servers + 1 : servers))
  })

  it('on a ring of one point each is 1/N too: it is its variance that is large', () => {
    const one = shares('ring', 4, 'join:E', 1)
    within3(one, 1 / 5)
    expect(standardError(one)).toBeGreaterThan(4 * standardError(shares('ring', 4, 'join:E', 64)))
  })

  it.each([
    [4, 'join:E', 4 / 5],
    [5, 'leave:E', 4 / 5],
    [5, 'leave:A', 4 / 5],
    [10, 'leave:C', 9 / 10],
  ])('by hash mod N of %i servers, %s, is (N-1)/N', (servers, id, share) => {
    within3(shares('modulo', servers, id), share)
  })

  it.each(['leave:A', 'leave:C', 'leave:D'])('by jump hash of five, %s, is as the renumbering says', (id) => {
    const place = 'ABCDE'.indexOf(id.slice(-1))
    within3(shares('jump', 5, id), expectedMove('jump', 'leave', 5, place))
  })

  it('by Maglev is above 1/N, and far below (N-1)/N', () => {
    const moved = mean(shares('maglev', 5, 'leave:B'))
    expect(moved).toBeGreaterThan(1 / 5)
    expect(moved).toBeLessThan(1.5 / 5)
  })

  it('by bounded loads stays within a small factor of 1/N', () => {
    const moved = mean(shares('bounded', 5, 'join:F', 64))
    expect(moved).toBeGreaterThan(1 / 6)
    expect(moved).toBeLessThan(2 / 6)
  })
})

describe('how even loads are', () => {
  const worlds = (points: number, servers: number, seeds: number): HashRingWorld[] =>
    Array.from({ length: seeds }, (_, seed) => start({ servers, points, keys: 2000 }, seed + 1))
  const most = (world: HashRingWorld): number =>
    (world.loads[fullest(world)]! * world.members.length) / world.hashes.length

  it.each([4, 8])('with one point each, the longest of %i arcs is H_N times the mean', (servers) => {
    const longest = Array.from({ length: 600 }, (_, seed) => {
      const names = LETTERS.slice(0, servers)
      const ring = ringOf(names, 1, seed + 1)
      const widths = names.map((name) => arcsOf(ring, name).reduce((sum, [a, b]) => sum + b - a, 0))
      return (Math.max(...widths) * servers) / 360
    })
    expect(expectedMost(servers, 1, 1)).toBeCloseTo(servers === 4 ? 25 / 12 : 761 / 280, 10)
    within3(longest, expectedMost(servers, 1, 1))
  })

  it.each([
    [8, 4],
    [64, 4],
    [64, 10],
    [256, 5],
  ])('with %i points each, the fullest of %i is about as theory has it', (points, servers) => {
    const measured = mean(worlds(points, servers, 120).map(most))
    expect(measured / expectedMost(servers, 2000, points)).toBeGreaterThan(0.97)
    expect(measured / expectedMost(servers, 2000, points)).toBeLessThan(1.03)
  })

  it.each([1, 16, 128])(
    'with %i points each, loads deviate as Beta(v, (N-1) v) and a binomial draw do',
    (points) => {
      const loads = worlds(points, 5, 200).flatMap(({ loads }) => Object.values(loads))
      const squares = mean(loads.map((load) => (load / 400 - 1) ** 2))
      expect(Math.sqrt(squares) / deviation(5, 2000, points)).toBeGreaterThan(0.93)
      expect(Math.sqrt(squares) / deviation(5, 2000, points)).toBeLessThan(1.07)
    },
  )

  it('with rendezvous, as a binomial draw alone does', () => {
    const loads = Array.from({ length: 200 }, (_, seed) =>
      Object.values(start({ servers: 5, strategy: 'rendezvous', keys: 500 }, seed + 1).loads),
    ).flat()
    const squares = mean(loads.map((load) => (load / 100 - 1) ** 2))
    expect(Math.sqrt(squares) / deviation(5, 500)).toBeGreaterThan(0.93)
    expect(Math.sqrt(squares) / deviation(5, 500)).toBeLessThan(1.07)
  })
})
