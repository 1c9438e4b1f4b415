/** Training: its gradient, its repeatability, and that the weights kept achieve what is said of them. */
import { describe, expect, it } from 'vitest'
import { forward, type Rules } from '../forward.ts'
import { LETTERS, lettersOf } from '../letters.ts'
import { at, zeros } from '../matrix.ts'
import masked from '../weights/masked.json' with { type: 'json' }
import unmasked from '../weights/unmasked.json' with { type: 'json' }
import { matricesOf, restored, stored } from '../weights.ts'
import { starts } from '../world.ts'
import { lossAndGradient } from './backward.ts'
import { courses, TESTED } from './courses.ts'
import { Dice, follower, heldOut, sequence } from './task.ts'
import { accuracy, blindAccuracy, course, initial, train, weightsOf, type Score } from './train.ts'

const percent = ({ right, of }: Score): number => Number(((100 * right) / of).toFixed(2))

describe('the task', () => {
  it('goes on with what followed last time, where it says so', () => {
    const dice = new Dice(3, 'task')
    for (let n = 0; n < 500; n++) {
      const { letters, told, pattern } = sequence(dice, n % 2 === 0)
      expect(letters).toHaveLength(12)
      expect(new Set(pattern).size).toBe(pattern.length)
      expect(heldOut(pattern)).toBe(n % 2 === 0)
      for (const i of told) expect(letters[i + 1]).toBe(follower(letters.slice(0, i + 1)))
    }
  })

  it('starts figures from patterns that training never showed', () => {
    for (const start of starts) {
      const pattern = lettersOf(start).filter((letter, i) => start.indexOf(letter) === i)
      expect(heldOut(pattern.map((letter) => LETTERS.indexOf(letter))), start).toBe(true)
    }
  })
})

describe('the gradient', () => {
  const shape = { seed: 4, width: 8, heads: 2, layers: 2 }
  const letters = [3, 1, 4, 1, 5, 3, 1]
  const cases: readonly Rules[] = [
    { mask: true, scale: true },
    { mask: false, scale: true },
    { mask: true, scale: false },
  ]

  it.each(cases)('is the slope of the loss, by differences, with %o', (rules) => {
    const weights = initial(shape)
    const gradient = weightsOf(shape, zeros)
    lossAndGradient(weights, letters, rules, gradient)
    const loss = (): number => lossAndGradient(weights, letters, rules, weightsOf(shape, zeros))
    matricesOf(weights).forEach((matrix, m) => {
      const slopes = matricesOf(gradient)[m]!
      for (let i = m % 3; i < matrix.data.length; i += 7) {
        const was = matrix.data[i]!
        matrix.data[i] = was + 1e-5
        const above = loss()
        matrix.data[i] = was - 1e-5
        const below = loss()
        matrix.data[i] = was
        expect((above - below) / 2e-5, `matrix ${m}, number ${i}`).toBeCloseTo(slopes.data[i]!, 7)
      }
    })
  })

  it('adds up to the loss that the forward pass has', () => {
    const weights = initial(shape)
    const loss = lossAndGradient(weights, letters, cases[0]!, weightsOf(shape, zeros))
    const { probabilities } = forward(weights, letters, cases[0]!)
    const logs = letters.slice(1).map((next, i) => -Math.log(at(probabilities, i, next)))
    expect(loss).toBeCloseTo(logs.reduce((sum, x) => sum + x, 0) / logs.length, 12)
  })
})

describe('training', () => {
  it('learns, and the same again from the same seed', () => {
    const plan = { ...course, steps: 60, batch: 8, rules: { mask: false, scale: true } }
    const runs = [1, 2].map(() => [...train(initial(plan), plan)])
    expect(runs[0]).toEqual(runs[1])
    const mean = (list: readonly number[]): number => list.reduce((sum, x) => sum + x, 0) / list.length
    expect(mean(runs[0]!.slice(-10))).toBeLessThan(mean(runs[0]!.slice(0, 10)) - 0.1)
  })

  it('begins as the kept weights began: the first losses of their course', () => {
    const first = [2.077776622516904, 2.082802057801884, 2.120759396802444]
    const losses: number[] = []
    for (const loss of train(initial(courses['masked']), courses['masked'])) {
      losses.push(loss)
      if (losses.length === 3) break
    }
    losses.forEach((loss, i) => expect(loss).toBeCloseTo(first[i]!, 9))
  })
})

describe('the kept weights', () => {
  const files = { masked, unmasked }

  it.each(['masked', 'unmasked'] as const)(
    '%s: are small, and achieve on unseen patterns what is said',
    (name) => {
      const file = files[name]
      expect(JSON.stringify(file).length).toBeLessThan(20_000)
      const { rules, steps, seed } = courses[name]
      expect(file.made).toMatchObject({ steps, seed, mask: rules.mask ? 'on' : 'off' })
      const weights = restored(file)
      expect(percent(accuracy(weights, rules, TESTED))).toBe(file.made.accuracy)
      expect(percent(blindAccuracy(weights, rules, TESTED))).toBe(file.made.accuracyBlind)
    },
  )

  it('are right nearly always with the mask, and of no use when trained without it and asked to write', () => {
    expect(masked.made.accuracy).toBeGreaterThan(99.8)
    expect(masked.made.accuracyBlind).toBe(masked.made.accuracy)
    expect(unmasked.made.accuracy).toBe(100)
    expect(unmasked.made.accuracyBlind).toBeLessThan(50)
  })

  it('lose some of it without the scale', () => {
    const score = percent(accuracy(restored(masked), { mask: true, scale: false }, TESTED))
    // As the README has it.
    expect(score).toBe(96.74)
  })

  it('are stored as they are read: to write them again changes nothing', () => {
    expect(stored(restored(masked), masked.made).matrices.map(({ bytes }) => bytes)).toEqual(
      masked.matrices.map(({ bytes }) => bytes),
    )
    expect(() => restored({ ...masked, matrices: masked.matrices.slice(1) })).toThrow(RangeError)
  })
})
