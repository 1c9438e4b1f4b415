/** The gradient of the loss, by hand, backwards through `forward`. Checked against differences in its test. */
import {
  at,
  columns,
  plus,
  putColumns,
  times,
  timesTransposed,
  transposedTimes,
  zeros,
  type Matrix,
} from '../matrix.ts'
import { forward, type HeadPass, type LayerWeights, type Rules, type Weights } from '../forward.ts'
import { ln } from '@orrery/engine/simulate/arithmetic.ts'

/**
 * Mean over positions of -ln p(next letter), and its gradient by every weight, added to `into`, which has
 * the shape of the weights.
 */
export function lossAndGradient(
  weights: Weights,
  letters: readonly number[],
  rules: Rules,
  into: Weights,
): number {
  const pass = forward(weights, letters, rules)
  const known = letters.length - 1
  const dLogits = zeros(letters.length, weights.unembedding.cols)
  let loss = 0
  for (let i = 0; i < known; i++) {
    const next = letters[i + 1]!
    loss -= ln(Math.max(at(pass.probabilities, i, next), 1e-300)) / known
    for (let j = 0; j < dLogits.cols; j++)
      dLogits.data[i * dLogits.cols + j] = (at(pass.probabilities, i, j) - (j === next ? 1 : 0)) / known
  }
  const streams = [pass.stream, ...pass.layers.map(({ stream }) => stream)]
  add(into.unembedding, transposedTimes(streams.at(-1)!, dLogits))
  let dStream = timesTransposed(dLogits, weights.unembedding)
  for (let l = weights.layers.length - 1; l >= 0; l--) {
    const { heads, joined } = pass.layers[l]!
    dStream = throughLayer(weights.layers[l]!, heads, joined, streams[l]!, dStream, rules, into.layers[l]!)
  }
  const width = dStream.cols
  letters.forEach((letter, i) => {
    for (let j = 0; j < width; j++) {
      into.embedding.data[letter * width + j]! += at(dStream, i, j)
      into.position.data[i * width + j]! += at(dStream, i, j)
    }
  })
  return loss
}

function throughLayer(
  layer: LayerWeights,
  heads: readonly HeadPass[],
  joined: Matrix,
  input: Matrix,
  dStream: Matrix,
  rules: Rules,
  into: LayerWeights,
): Matrix {
  add(into.output, transposedTimes(joined, dStream))
  const dJoined = timesTransposed(dStream, layer.output)
  const size = input.cols / heads.length
  const [dq, dk, dv] = [0, 1, 2].map(() => zeros(input.rows, input.cols)) as [Matrix, Matrix, Matrix]
  heads.forEach((head, h) => {
    const dMixed = columns(dJoined, h * size, size)
    const dScores = throughSoftmax(
      head.weights,
      timesTransposed(dMixed, head.v),
      rules.scale ? Math.sqrt(size) : 1,
    )
    putColumns(dv, h * size, transposedTimes(head.weights, dMixed))
    putColumns(dq, h * size, times(dScores, head.k))
    putColumns(dk, h * size, transposedTimes(dScores, head.q))
  })
  add(into.query, transposedTimes(input, dq))
  add(into.key, transposedTimes(input, dk))
  add(into.value, transposedTimes(input, dv))
  const parts = [
    timesTransposed(dq, layer.query),
    timesTransposed(dk, layer.key),
    timesTransposed(dv, layer.value),
  ]
  return parts.reduce(plus, dStream)
}

/** By the raw scores: a (g - sum of a g), over what they were divided by. Masked entries have a = 0. */
function throughSoftmax(weights: Matrix, gradient: Matrix, by: number): Matrix {
  const out = zeros(weights.rows, weights.cols)
  for (let i = 0; i < weights.rows; i++) {
    let sum = 0
    for (let j = 0; j < weights.cols; j++) sum += at(weights, i, j) * at(gradient, i, j)
    for (let j = 0; j < weights.cols; j++)
      out.data[i * weights.cols + j] = (at(weights, i, j) * (at(gradient, i, j) - sum)) / by
  }
  return out
}

function add(to: Matrix, more: Matrix): void {
  for (let i = 0; i < to.data.length; i++) to.data[i]! += more.data[i]!
}
