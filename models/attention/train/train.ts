/** Training from a seed: Adam (Kingma and Ba 2015) on sequences drawn as it goes. */
import { normalQuantile } from '@orrery/engine/simulate/arithmetic.ts'
import { zeros, type Matrix } from '../matrix.ts'
import { forward, type LayerWeights, type Rules, type Weights } from '../forward.ts'
import { matricesOf } from '../weights.ts'
import { lossAndGradient } from './backward.ts'
import { LENGTH, LETTERS } from '../letters.ts'
import { Dice, sequence, type Sequence } from './task.ts'

export interface Course {
  readonly seed: number
  readonly width: number
  readonly heads: number
  readonly layers: number
  readonly steps: number
  /** Sequences a step. */
  readonly batch: number
  readonly rate: number
  readonly rules: Rules
}

export const course: Course = {
  seed: 1,
  width: 32,
  heads: 2,
  layers: 2,
  steps: 5000,
  batch: 32,
  rate: 0.003,
  rules: { mask: true, scale: true },
}

/** Weights of these shapes, each matrix made by `make`. */
export function weightsOf(
  { width, heads, layers }: Pick<Course, 'width' | 'heads' | 'layers'>,
  make: (rows: number, cols: number) => Matrix,
): Weights {
  const embedding = make(LETTERS.length, width)
  const position = make(LENGTH, width)
  const square = (): Matrix => make(width, width)
  const each = Array.from({ length: layers }, (): LayerWeights => {
    return { query: square(), key: square(), value: square(), output: square() }
  })
  return { heads, embedding, position, layers: each, unembedding: make(width, LETTERS.length) }
}

/** Before training: normal, of a size that keeps a row's length through each matrix. */
export function initial(shape: Pick<Course, 'seed' | 'width' | 'heads' | 'layers'>): Weights {
  const dice = new Dice(shape.seed, 'weights')
  const deviation = 1 / Math.sqrt(shape.width)
  return weightsOf(shape, (rows, cols) => {
    const matrix = zeros(rows, cols)
    for (let i = 0; i < matrix.data.length; i++) matrix.data[i] = deviation * normalQuantile(dice.unit())
    return matrix
  })
}

/** Changes `weights` step by step, and yields the mean loss of each step's batch. */
export function* train(weights: Weights, plan: Course): Generator<number> {
  const dice = new Dice(plan.seed, 'training')
  const shapes = matricesOf(weights)
  const first = shapes.map(({ data }) => new Float64Array(data.length))
  const second = shapes.map(({ data }) => new Float64Array(data.length))
  let fade1 = 1
  let fade2 = 1
  for (let step = 0; step < plan.steps; step++) {
    const gradient = weightsOf(plan, zeros)
    let loss = 0
    for (let n = 0; n < plan.batch; n++)
      loss += lossAndGradient(weights, sequence(dice, false).letters, plan.rules, gradient) / plan.batch
    // Slowly in, and in a straight line out.
    const rate = plan.rate * Math.min(1, (step + 1) / 100, (plan.steps - step) / (plan.steps * 0.5))
    fade1 *= 0.9
    fade2 *= 0.98
    matricesOf(gradient).forEach(({ data }, m) => {
      const [w, m1, m2] = [shapes[m]!.data, first[m]!, second[m]!]
      for (let i = 0; i < data.length; i++) {
        const g = data[i]! / plan.batch
        m1[i] = 0.9 * m1[i]! + 0.1 * g
        m2[i] = 0.98 * m2[i]! + 0.02 * g * g
        w[i]! -= (rate * (m1[i]! / (1 - fade1))) / (Math.sqrt(m2[i]! / (1 - fade2)) + 1e-9)
      }
    })
    yield loss
  }
}

export interface Score {
  readonly right: number
  readonly of: number
}

/**
 * On sequences whose patterns were never trained on: how often the likeliest letter is the next, where
 * it follows from those before. The whole sequence is there, as in training.
 */
export function accuracy(weights: Weights, rules: Rules, count: number, seed = 1): Score {
  return score(count, seed, ({ letters, told }) => {
    const { probabilities } = forward(weights, letters, rules)
    return told.map((i) => likeliest(probabilities, i) === letters[i + 1])
  })
}

/** The same where the sequence ends at the letter asked about, as when it is written: nothing comes after. */
export function blindAccuracy(weights: Weights, rules: Rules, count: number, seed = 1): Score {
  return score(count, seed, ({ letters, told }) =>
    told.map((i) => {
      const { probabilities } = forward(weights, letters.slice(0, i + 1), rules)
      return likeliest(probabilities, i) === letters[i + 1]
    }),
  )
}

function score(count: number, seed: number, answers: (asked: Sequence) => readonly boolean[]): Score {
  const dice = new Dice(seed, 'test')
  const all = Array.from({ length: count }, () => answers(sequence(dice, true))).flat()
  return { right: all.filter(Boolean).length, of: all.length }
}

function likeliest({ data, cols }: Matrix, row: number): number {
  const shares = data.subarray(row * cols, (row + 1) * cols)
  return shares.indexOf(Math.max(...shares))
}
