/** The forward pass against answers from outside: by hand, and by TensorFlow.js. */
import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { attend, forward, type LayerWeights, type Rules, type Weights } from './forward.ts'
import { LENGTH, LETTERS } from './letters.ts'
import { at, matrixOf, rowsOf, softmax, type Matrix } from './matrix.ts'
import { Dice } from './train/task.ts'
import { trainings, weightsOf } from './world.ts'

const identity = matrixOf([
  [1, 0],
  [0, 1],
])
const values = matrixOf([
  [1, 2],
  [3, 4],
])

describe('scaled dot-product attention', () => {
  it('gives the known answer for Q = K = I and V = [[1, 2], [3, 4]]', () => {
    const { mixed } = attend(identity, identity, values, { mask: false, scale: true })
    const known = [1.660477, 2.660477, 2.339523, 3.339523]
    mixed.data.forEach((x, i) => expect(x).toBeCloseTo(known[i]!, 6))
  })

  it('divides by the square root of the length of a query, or does not', () => {
    const [on, off] = [true, false].map((scale) => attend(identity, identity, values, { mask: false, scale }))
    expect(at(on!.scaled, 0, 0)).toBeCloseTo(Math.SQRT1_2, 15)
    expect(at(off!.scaled, 0, 0)).toBe(1)
    expect(at(off!.weights, 0, 0)).toBeCloseTo(Math.E / (Math.E + 1), 14)
  })

  it('hides what comes later: the first row sees itself alone', () => {
    const { masked, weights, mixed } = attend(identity, identity, values, { mask: true, scale: true })
    expect(at(masked, 0, 1)).toBe(-Infinity)
    expect(rowsOf(weights)[0]).toEqual([1, 0])
    expect(rowsOf(mixed)[0]).toEqual([1, 2])
  })
})

describe('softmax', () => {
  it('is unmoved by what is added to all, and by numbers too large for exp', () => {
    const [a, b] = rowsOf(
      softmax(
        matrixOf([
          [1, 2, 3],
          [1001, 1002, 1003],
        ]),
      ),
    )
    expect(a).toEqual(b)
    expect(rowsOf(softmax(matrixOf([[-5000, 0]])))).toEqual([[0, 1]])
  })
})

/** The same transformer, written for TensorFlow.js: its products, its softmax, its mask. */
function byTensorFlow(weights: Weights, letters: readonly number[], rules: Rules) {
  const tensor = ({ data, rows, cols }: Matrix) => tf.tensor2d(Float32Array.from(data), [rows, cols])
  const { heads } = weights
  const length = letters.length
  const width = weights.embedding.cols
  const split = (x: tf.Tensor2D) => tf.transpose(tf.reshape(x, [length, heads, width / heads]), [1, 0, 2])
  let stream = tf.add<tf.Tensor2D>(
    tf.gather(tensor(weights.embedding), [...letters]),
    tf.slice(tensor(weights.position), [0, 0], [length, width]),
  )
  const all: tf.Tensor[] = []
  const layer = ({ query, key, value, output }: LayerWeights) => {
    const [q, k, v] = [query, key, value].map((m) => split(tf.matMul<tf.Tensor2D>(stream, tensor(m))))
    let scores = tf.matMul(q!, k!, false, true)
    if (rules.scale) scores = tf.div(scores, Math.sqrt(width / heads))
    const hidden = tf.sub(1, tf.linalg.bandPart(tf.ones([length, length]), -1, 0))
    if (rules.mask) scores = tf.sub(scores, tf.mul(hidden, 1e9))
    const attention = tf.softmax(scores)
    const joined = tf.reshape(tf.transpose(tf.matMul(attention, v!), [1, 0, 2]), [length, width])
    stream = tf.add(stream, tf.matMul(joined as tf.Tensor2D, tensor(output)))
    all.push(attention, stream)
  }
  weights.layers.forEach(layer)
  const logits = tf.matMul(stream, tensor(weights.unembedding))
  return [...all, logits, tf.softmax(logits)].map((each) => each.dataSync())
}

describe('the forward pass against TensorFlow.js', () => {
  beforeAll(async () => {
    await tf.setBackend('cpu')
  })

  const cases = trainings.flatMap((training) =>
    [true, false].flatMap((mask) => [true, false].map((scale) => ({ training, mask, scale }))),
  )
  it.each(cases)('trained $training, mask $mask, scale $scale', ({ training, mask, scale }) => {
    const weights = weightsOf({ params: { training } })
    const dice = new Dice(17, 'oracle')
    for (let n = 0; n < 12; n++) {
      const letters = Array.from({ length: 1 + dice.next(LENGTH) }, () => dice.next(LETTERS.length))
      const pass = forward(weights, letters, { mask, scale })
      const mine = [
        ...pass.layers.flatMap(({ heads, stream }) => [
          heads.flatMap((head) => [...head.weights.data]),
          [...stream.data],
        ]),
        [...pass.logits.data],
        [...pass.probabilities.data],
      ]
      const theirs = tf.tidy(() => byTensorFlow(weights, letters, { mask, scale }))
      mine.forEach((numbers, part) => {
        expect(numbers.length).toBe(theirs[part]!.length)
        // Theirs are floats of 32 bits, and scores reach 100: a relative 1e-7 there is 1e-5 in a weight.
        const most = Math.max(...numbers.map(Math.abs))
        const off = Math.max(...numbers.map((x, i) => Math.abs(x - theirs[part]![i]!)))
        expect(off / most, `part ${part} of ${letters.join()}`).toBeLessThan(1e-4)
      })
    }
  })

  it('would notice a head that reads another’s keys', () => {
    const weights = weightsOf({ params: { training: trainings[0] } })
    const [first, ...rest] = weights.layers
    const swapped = { ...weights, layers: [{ ...first!, key: first!.query }, ...rest] }
    const letters = [7, 4, 0, 3, 7, 4, 0]
    const rules = { mask: true, scale: true }
    const mine = forward(weights, letters, rules).logits.data
    const theirs = tf.tidy(() => byTensorFlow(swapped, letters, rules)).at(-2)!
    expect(Math.max(...mine.map((x, i) => Math.abs(x - theirs[i]!)))).toBeGreaterThan(0.1)
  })
})

describe('what is no sequence', () => {
  it('is refused', () => {
    const weights = weightsOf({ params: {} })
    const rules = { mask: true, scale: true }
    expect(() => forward(weights, [], rules)).toThrow(RangeError)
    expect(() =>
      forward(
        weights,
        Array.from({ length: 13 }, () => 0),
        rules,
      ),
    ).toThrow(RangeError)
    expect(() => forward(weights, [8], rules)).toThrow(RangeError)
  })
})
