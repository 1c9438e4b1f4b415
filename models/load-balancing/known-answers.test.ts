/** What is known from outside: formulas, nginx's worked example, balls in bins, the bound. */
import { checkSetup } from '@orrery/engine/model/check.ts'
import { expect, test } from 'vitest'
import { run, start } from './flow.ts'
import { bucketOf, FINE, lowOf, middleOf, quantile } from './measure.ts'
import { loadBalancing } from './index.ts'
import type { Knobs } from './params.ts'
import { choose, keyOf, variationOf, workOf } from './draws.ts'
import { capOf, pick } from './strategies.ts'
import { createState, type LoadWorld } from './state.ts'
import { theoryOf } from './theory.ts'

const begin = (params: Partial<Knobs>, seed = 1): LoadWorld =>
  start(checkSetup(loadBalancing, { params: { network: 0, limit: 1000, ...params }, seed }))

/** Mean response time in ms over so many requests, by several seeds. */
function meanResponse(params: Partial<Knobs>, requests: number, seeds: readonly number[]): number {
  const means = seeds.map((seed) => {
    const world = begin(params, seed)
    while (world.ended[0]! < requests) run(world, world.now + 100_000_000)
    return world.responseTime / world.ended[0]! / 1000
  })
  return means.reduce((a, b) => a + b) / means.length
}

const within = (measured: number, known: number, share: number): void =>
  expect(Math.abs(measured / known - 1), `${measured} against ${known}`).toBeLessThan(share)

test('M/M/1 at load 0.8: the mean response time is s / (1 - rho), within 2 %', () => {
  const params: Partial<Knobs> = { strategy: 'random', servers: 1, rate: 8, mean: 100 }
  expect(theoryOf(begin(params).knobs)?.mean).toBeCloseTo(500, 9)
  within(meanResponse(params, 300_000, [1, 2, 3]), 500, 0.02)
})

test('M/M/1 is exponential: its 99th percentile is ln 100 of its means', () => {
  const world = begin({ strategy: 'random', servers: 1, rate: 5, mean: 100 }, 4)
  while (world.ended[0]! < 300_000) run(world, world.now + 1e9)
  within(quantile(world.measured, 0.99, FINE)! / 1000, 200 * Math.log(100), 0.02)
  expect(theoryOf(world.knobs)?.p99).toBeCloseTo(200 * Math.log(100), 6)
})

test('ten servers at random are ten M/M/1', () => {
  within(meanResponse({ strategy: 'random', servers: 10, rate: 70 }, 400_000, [1]), 100 / 0.3, 0.02)
})

test('one line before three servers is M/M/3: mean response by Erlang C, within 2 %', () => {
  // C(3, 2.4 erlang) by the factorial formula, not by the recurrence that theory.ts uses.
  const a = 2.4
  const last = (a ** 3 / 6) * (3 / (3 - a))
  const c = last / (1 + a + a ** 2 / 2 + last)
  const known = 100 + (c * 100) / (3 * 0.2)
  const params: Partial<Knobs> = { strategy: 'one-line', servers: 3, rate: 24 }
  expect(theoryOf(begin(params).knobs)?.mean).toBeCloseTo(known, 9)
  within(meanResponse(params, 300_000, [1, 2, 3]), known, 0.02)
})

test("Little's law: the number in the system is the rate times the response time", () => {
  const world = begin({ strategy: 'least-connections', servers: 6, rate: 50, network: 20 }, 3)
  run(world, 2_000_000_000)
  const number = world.requestTime / world.now
  within(number, (world.ended[0]! / world.now) * (world.responseTime / world.ended[0]!), 0.001)
})

test('M/G/1: fixed and heavy-tailed work follow Pollaczek and Khinchine', () => {
  const fixed: Partial<Knobs> = { strategy: 'random', servers: 1, rate: 8, work: 'fixed' }
  expect(theoryOf(begin(fixed).knobs)?.mean).toBeCloseTo(300, 9)
  within(meanResponse(fixed, 300_000, [1, 2]), 300, 0.02)
  // The tail makes the mean slow to settle: 10 %.
  const heavy: Partial<Knobs> = { strategy: 'random', servers: 1, rate: 3, work: 'heavy' }
  within(meanResponse(heavy, 500_000, [1, 2]), theoryOf(begin(heavy).knobs)!.mean, 0.1)
})

test('the work has the mean that was asked for, and heavy work the spread that theory is told', () => {
  for (const work of ['fixed', 'exponential', 'heavy'] as const) {
    const world = begin({ work })
    let [sum, squares] = [0, 0]
    const count = 2_000_000
    for (let id = 0; id < count; id++) {
      const time = workOf(world, id) / 100_000
      sum += time
      squares += time * time
    }
    within(sum / count, 1, 0.01)
    expect(Math.abs(squares / count / (sum / count) ** 2 - 1 - variationOf(work))).toBeLessThan(
      0.05 * (1 + variationOf(work)),
    )
  }
})

test('every n-th arrival: round-robin follows E_n/M/1', () => {
  const params: Partial<Knobs> = { strategy: 'round-robin', servers: 5, rate: 40 }
  within(meanResponse(params, 300_000, [1, 2]), theoryOf(begin(params).knobs)!.mean, 0.02)
})

test("two choices of 50 servers are near Mitzenmacher's limit of many", () => {
  const params: Partial<Knobs> = { strategy: 'two-choices', servers: 50, rate: 450 }
  // 2.6141 service times at load 0.9: the sum 1 + .81 + .9^6 + .9^14 + ...
  const known = [0, 2, 6, 14, 30, 62, 126].reduce((sum, power) => sum + 0.9 ** power, 0) * 100
  within(theoryOf(begin(params).knobs)!.mean, known, 1e-5)
  within(meanResponse(params, 200_000, [1]), known, 0.06)
})

test("nginx's example: weights 5, 1, 1 give a a b a c a a, and the state is back where it began", () => {
  const world = begin({ strategy: 'weighted', servers: 3 })
  world.servers.weight.set([5, 1, 1])
  const picked = Array.from({ length: 14 }, () => 'abc'[pick(world, 0)])
  expect(picked.join(' ')).toBe('a a b a c a a a a b a c a a')
  expect([...world.servers.current.slice(0, 3)]).toEqual([0, 0, 0])
})

test('n balls in n bins: with one choice the fullest has about ln n / ln ln n, with two ln ln n / ln 2 + O(1)', () => {
  const n = 100_000
  const world = createState(checkSetup(loadBalancing, { seed: 5 }))
  const [one, two] = [new Int32Array(n), new Int32Array(n)]
  for (let ball = 0; ball < n; ball++) {
    one[choose(world, n)]! += 1
    const [a, b] = [choose(world, n), choose(world, n)]
    two[two[b]! < two[a]! ? b : a]! += 1
  }
  const most = (bins: Int32Array): number => bins.reduce((x, y) => Math.max(x, y))
  // Azar et al. 1999, Theorem 1.1: ln ln n / ln 2 + Theta(1). Here 3.53; at most 1.5 from it.
  expect(Math.abs(most(two) - Math.log(Math.log(n)) / Math.LN2)).toBeLessThanOrEqual(1.5)
  // One choice: (1 + o(1)) ln n / ln ln n, slowly: from 1 to 2.5 times 4.71.
  const ratio = most(one) / (Math.log(n) / Math.log(Math.log(n)))
  expect(ratio).toBeGreaterThan(1)
  expect(ratio).toBeLessThan(2.5)
})

test('the bound of Mirrokni et al.: the cap is the mean times the bound, rounded up', () => {
  expect(capOf(125, 10, 5)).toBe(3)
  expect(capOf(200, 1, 10)).toBe(1)
  const world = begin({ strategy: 'bounded-hash', servers: 8, bound: 110 })
  for (let ball = 1; ball <= 800; ball++) {
    const server = pick(world, 7)
    world.servers.outstanding[server]! += 1
    expect(world.servers.outstanding[server]).toBeLessThanOrEqual(capOf(110, ball, 8))
  }
})

test('one key goes to one server while there is room, and keys spread over all', () => {
  const world = begin({ strategy: 'bounded-hash', servers: 10 })
  const homes = new Set(Array.from({ length: 400 }, (_, key) => pick(world, key)))
  expect(homes.size).toBe(10)
  expect(new Set(Array.from({ length: 20 }, () => pick(world, 3))).size).toBe(1)
})

test('the hottest key has the share that was asked for', () => {
  const world = begin({ hot: 30 })
  let hits = 0
  for (let id = 0; id < 100_000; id++) if (keyOf(world, id) === 0) hits += 1
  within(hits / 100_000, 0.3, 0.02)
})

test('buckets: each value lies in its own, whose middle is within 1 % of it', () => {
  for (const value of [0, 1, 127, 128, 129, 255, 256, 1000, 99_999, 1_234_567, 2 ** 31 - 1]) {
    const bucket = bucketOf(value, FINE)
    expect(lowOf(bucket, FINE)).toBeLessThanOrEqual(value)
    expect(lowOf(bucket + 1, FINE)).toBeGreaterThan(value)
    expect(Math.abs(middleOf(bucket, FINE) - value)).toBeLessThanOrEqual(0.01 * value)
  }
})

test('percentiles from buckets are those of the sorted values, within a bucket', () => {
  const world = begin({})
  const values = Array.from({ length: 10_000 }, (_, id) => workOf(world, id)).sort((a, b) => a - b)
  const counts = new Uint32Array(bucketOf(2 ** 31 - 1, FINE) + 1)
  for (const value of values) counts[bucketOf(value, FINE)]! += 1
  for (const share of [0.5, 0.9, 0.99, 0.999, 1])
    within(quantile(counts, share, FINE)!, values[Math.ceil(share * 10_000) - 1]!, 0.01)
  expect(quantile(new Uint32Array(counts.length), 0.5, FINE)).toBeUndefined()
})

test('old information: all run to where it was empty, and least connections is worse than random', () => {
  const shape: Partial<Knobs> = { servers: 20, rate: 160, stale: 2000, network: 5 }
  const herd = meanResponse({ ...shape, strategy: 'least-connections' }, 60_000, [1])
  const random = meanResponse({ ...shape, strategy: 'random' }, 60_000, [1])
  const fresh = meanResponse({ ...shape, stale: 0, strategy: 'least-connections' }, 60_000, [1])
  expect(fresh).toBeLessThan(random / 2)
  expect(herd).toBeGreaterThan(random)
})
