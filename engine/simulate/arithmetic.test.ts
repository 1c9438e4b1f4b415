import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exp, ln, normalQuantile } from './arithmetic.ts'
import { sample, type Distribution } from './distribution.ts'
import { draw, streamOf } from '../model/random.ts'

test('ln agrees with the platform to 1e-14', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) => {
      const error = Math.abs(ln(x) - Math.log(x))
      expect(error).toBeLessThanOrEqual(1e-14 * Math.max(1e-2, Math.abs(Math.log(x))))
    }),
    { numRuns: 2000 },
  )
  expect(ln(1)).toBe(0)
  expect(ln(2)).toBeCloseTo(0.6931471805599453, 15)
  expect(ln(Math.E)).toBeCloseTo(1, 15)
})

test('exp agrees with the platform to 1e-14', () => {
  fc.assert(
    fc.property(fc.double({ min: -690, max: 690, noNaN: true }), (x) => {
      expect(Math.abs(exp(x) / Math.exp(x) - 1)).toBeLessThan(1e-14)
    }),
    { numRuns: 2000 },
  )
  expect(exp(0)).toBe(1)
})

test('the normal quantile has the values of the tables', () => {
  expect(normalQuantile(0.5)).toBe(0)
  // NIST/SEMATECH e-Handbook 1.3.6.7.1 gives 1.960, 2.326, 3.090; more digits from R's qnorm.
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 14)
  expect(normalQuantile(0.99)).toBeCloseTo(2.3263478740408408, 14)
  expect(normalQuantile(0.001)).toBeCloseTo(-3.090232306167813, 14)
  expect(normalQuantile(1e-10)).toBeCloseTo(-6.361340902404056, 12)
})

function many(distribution: Distribution, count = 200_000): number[] {
  const stream = streamOf(`test ${distribution.kind}`)
  return Array.from({ length: count }, (_, i) => sample(distribution, draw(7, stream, i))).sort(
    (a, b) => a - b,
  )
}
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length
const quantile = (values: readonly number[], p: number): number =>
  values[Math.floor(p * values.length)] as number
const near = (value: number, wanted: number, share: number): void => {
  expect(Math.abs(value / wanted - 1)).toBeLessThan(share)
}

test('samples have the mean and the quantiles of their distribution', () => {
  expect(many({ kind: 'fixed', value: 12 }, 10)).toEqual(Array(10).fill(12))

  const uniform = many({ kind: 'uniform', low: 10_000, high: 20_000 })
  expect([uniform[0], uniform.at(-1)]).toEqual([10_000, 20_000])
  near(mean(uniform), 15_000, 0.005)

  const exponential = many({ kind: 'exponential', mean: 100_000 })
  near(mean(exponential), 100_000, 0.01)
  near(quantile(exponential, 0.5), 69_314.7, 0.015)
  near(quantile(exponential, 0.99), 460_517, 0.02)

  const lognormal = many({ kind: 'lognormal', median: 10_000, sigma: 0.5 })
  near(quantile(lognormal, 0.5), 10_000, 0.01)
  near(mean(lognormal), 10_000 * Math.exp(0.125), 0.01)
  near(quantile(lognormal, 0.975), 10_000 * Math.exp(0.5 * 1.96), 0.02)

  const pareto = many({ kind: 'pareto', scale: 1_000, shape: 3 })
  expect(pareto[0]).toBeGreaterThanOrEqual(1_000)
  near(mean(pareto), 1_500, 0.02)
  near(quantile(pareto, 0.9), 1_000 * 10 ** (1 / 3), 0.02)
})
