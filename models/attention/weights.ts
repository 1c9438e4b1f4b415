/**
 * Weights as they are stored: a signed byte each, times a step of its matrix. So what runs in a figure,
 * and what is tested, is exactly what the file says.
 */
import type { LayerWeights, Weights } from './forward.ts'
import type { Matrix } from './matrix.ts'

export interface StoredMatrix {
  readonly rows: number
  readonly cols: number
  /** What a byte's 1 stands for. */
  readonly step: number
  /** Base64, row after row. */
  readonly bytes: string
}

export interface StoredWeights {
  /** How they came about, and what they achieve: written by the training. */
  readonly made: Readonly<Record<string, string | number>>
  readonly heads: number
  /** Embedding, position, then query, key, value and output of each layer, and the unembedding. */
  readonly matrices: readonly StoredMatrix[]
}

/** All matrices of a model, always in this order. */
export function matricesOf({ embedding, position, layers, unembedding }: Weights): readonly Matrix[] {
  return [
    embedding,
    position,
    ...layers.flatMap(({ query, key, value, output }) => [query, key, value, output]),
    unembedding,
  ]
}

/** The nearest weights that can be stored. */
export function stored(weights: Weights, made: StoredWeights['made']): StoredWeights {
  const matrices = matricesOf(weights).map(({ rows, cols, data }): StoredMatrix => {
    // Six digits are enough for a step, and read back as the same number everywhere.
    const step = Number((data.reduce((most, x) => Math.max(most, Math.abs(x)), 0) / 127).toPrecision(6))
    const bytes = Array.from(data, (x) => String.fromCharCode(byteOf(x / step) & 0xff))
    return { rows, cols, step, bytes: btoa(bytes.join('')) }
  })
  return { made, heads: weights.heads, matrices }
}

const byteOf = (x: number): number => Math.max(-127, Math.min(127, Math.round(x)))

/** @throws RangeError for a file whose matrices do not fit together */
export function restored({ heads, matrices }: StoredWeights): Weights {
  const [embedding, position, ...rest] = matrices.map(readMatrix)
  const unembedding = rest.pop()
  if (embedding === undefined || position === undefined || unembedding === undefined || rest.length % 4 !== 0)
    throw new RangeError(`${matrices.length} matrices do not make a transformer`)
  const layers: LayerWeights[] = []
  for (let i = 0; i < rest.length; i += 4)
    layers.push({ query: rest[i]!, key: rest[i + 1]!, value: rest[i + 2]!, output: rest[i + 3]! })
  return { heads, embedding, position, layers, unembedding }
}

function readMatrix({ rows, cols, step, bytes }: StoredMatrix): Matrix {
  const text = atob(bytes)
  if (text.length !== rows * cols) throw new RangeError(`${text.length} bytes are no ${rows} x ${cols}`)
  const data = new Float64Array(text.length)
  for (let i = 0; i < text.length; i++) data[i] = ((text.charCodeAt(i) << 24) >> 24) * step
  return { rows, cols, data }
}
