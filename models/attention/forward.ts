/**
 * The forward pass of a decoder-only transformer of attention layers alone (Elhage et al. 2021), with
 * scaled dot-product attention as Vaswani et al. 2017 have it, §3.2:
 *
 *     Attention(Q, K, V) = softmax(Q Kᵀ / sqrt(d)) V
 *
 * Every number on the way is kept. Arithmetic is that of doubles by operations that IEEE 754 fixes, so
 * that every engine computes the same bits; another library's differ by rounding, below 1e-12.
 */
import { columns, plus, putColumns, softmax, times, timesTransposed, zeros, type Matrix } from './matrix.ts'

export interface LayerWeights {
  /** Each width x width; head h has the columns from h * (width / heads) on. */
  readonly query: Matrix
  readonly key: Matrix
  readonly value: Matrix
  /** Mixes the heads' results, side by side, into the residual stream. */
  readonly output: Matrix
}

export interface Weights {
  readonly heads: number
  /** A row a letter. */
  readonly embedding: Matrix
  /** A row a position; there are no longer sequences. */
  readonly position: Matrix
  readonly layers: readonly LayerWeights[]
  /** A column a letter. */
  readonly unembedding: Matrix
}

/** What may be left out, to see why it is there. */
export interface Rules {
  /** No position sees a later one. */
  readonly mask: boolean
  /** Scores are divided by the square root of the length of a query. */
  readonly scale: boolean
}

/** One head: all that it computes. Rows are positions. */
export interface HeadPass {
  readonly q: Matrix
  readonly k: Matrix
  readonly v: Matrix
  /** q kᵀ: row i has the score of each key for query i. */
  readonly raw: Matrix
  /** After the scale. */
  readonly scaled: Matrix
  /** After the mask: -Infinity where a key comes after its query. */
  readonly masked: Matrix
  readonly weights: Matrix
  /** weights v */
  readonly mixed: Matrix
}

export interface LayerPass {
  readonly heads: readonly HeadPass[]
  /** The heads' results side by side. */
  readonly joined: Matrix
  /** The residual stream after this layer. */
  readonly stream: Matrix
}

export interface Pass {
  /** Letter plus position. */
  readonly stream: Matrix
  readonly layers: readonly LayerPass[]
  readonly logits: Matrix
  /** For each position, of each letter, that it comes next. */
  readonly probabilities: Matrix
}

/** Scaled dot-product attention of one head, with all that it goes through. */
export function attend(q: Matrix, k: Matrix, v: Matrix, { mask, scale }: Rules): HeadPass {
  const raw = timesTransposed(q, k)
  const scaled = scale ? divided(raw, Math.sqrt(q.cols)) : raw
  const masked = mask ? causal(scaled) : scaled
  const weights = softmax(masked)
  return { q, k, v, raw, scaled, masked, weights, mixed: times(weights, v) }
}

/**
 * @param letters the number of each letter, at least one, at most as many as there are positions
 * @throws RangeError for a sequence too long or empty, or a letter that there is no row for
 */
export function forward(weights: Weights, letters: readonly number[], rules: Rules): Pass {
  const embedded = embed(weights, letters)
  const layers: LayerPass[] = []
  let stream = embedded
  for (const layer of weights.layers) {
    const pass = attentionLayer(layer, weights.heads, stream, rules)
    layers.push(pass)
    stream = pass.stream
  }
  const logits = times(stream, weights.unembedding)
  return { stream: embedded, layers, logits, probabilities: softmax(logits) }
}

export function embed({ embedding, position }: Weights, letters: readonly number[]): Matrix {
  if (letters.length === 0 || letters.length > position.rows)
    throw new RangeError(`1 to ${position.rows} letters, not ${letters.length}`)
  const width = embedding.cols
  const out = zeros(letters.length, width)
  letters.forEach((letter, i) => {
    if (!(letter >= 0 && letter < embedding.rows)) throw new RangeError(`there is no letter ${letter}`)
    for (let j = 0; j < width; j++)
      out.data[i * width + j] = embedding.data[letter * width + j]! + position.data[i * width + j]!
  })
  return out
}

function attentionLayer(layer: LayerWeights, heads: number, stream: Matrix, rules: Rules): LayerPass {
  const [q, k, v] = [layer.query, layer.key, layer.value].map((matrix) => times(stream, matrix))
  const size = stream.cols / heads
  const joined = zeros(stream.rows, stream.cols)
  const passes: HeadPass[] = []
  for (let h = 0; h < heads; h++) {
    const part = (matrix: Matrix): Matrix => columns(matrix, h * size, size)
    const pass = attend(part(q!), part(k!), part(v!), rules)
    putColumns(joined, h * size, pass.mixed)
    passes.push(pass)
  }
  return { heads: passes, joined, stream: plus(stream, times(joined, layer.output)) }
}

function divided(a: Matrix, by: number): Matrix {
  return { ...a, data: a.data.map((x) => x / by) }
}

function causal(a: Matrix): Matrix {
  return { ...a, data: a.data.map((x, n) => (n % a.cols > Math.floor(n / a.cols) ? -Infinity : x)) }
}
