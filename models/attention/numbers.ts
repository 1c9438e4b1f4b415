/** The numbers of a pass as a reader sees them: short words of at most four characters, step by step. */
import { at, rowsOf, type Matrix } from './matrix.ts'
import type { HeadPass, Pass } from './forward.ts'
import type { Phase } from './phases.ts'

/** Rows of numbers as shown. */
export type Shown = readonly (readonly string[])[]

export interface HeadNumbers {
  readonly q: Shown
  readonly k: Shown
  readonly v: Shown
  /** q kᵀ, after what has been done to it so far. */
  readonly scores?: Shown
  readonly weights?: Shown
  readonly mixed?: Shown
}

export interface LayerNumbers {
  readonly heads: readonly HeadNumbers[]
  readonly added?: Shown
  readonly stream?: Shown
}

/** What has been computed so far; what has not is not there. */
export interface Numbers {
  readonly letter?: Shown
  readonly position?: Shown
  readonly stream?: Shown
  readonly layers: readonly LayerNumbers[]
  readonly logits?: Shown
  readonly probabilities?: Shown
}

/** "-1.2", "0.3", "-12", "−∞" */
export function short(x: number): string {
  if (x === -Infinity) return '−∞'
  const text = Math.abs(x) < 9.95 ? x.toFixed(1) : String(Math.round(x))
  return text === '-0.0' ? '0.0' : text
}

/** A share: ".97", "1", "0" */
export function share(p: number): string {
  const text = p.toFixed(2)
  return text === '1.00' ? '1' : text === '0.00' ? '0' : text.slice(1)
}

const all = (matrix: Matrix, word: (x: number) => string): Shown => rowsOf(matrix).map((row) => row.map(word))

function headsOf(
  numbers: Numbers,
  layer: number,
  to: (head: HeadNumbers, h: number) => HeadNumbers,
): Numbers {
  const layers = numbers.layers.map((each, l) =>
    l === layer ? { ...each, heads: each.heads.map(to) } : each,
  )
  return { ...numbers, layers }
}

/** What a phase adds to the numbers of the ones before it. `letter` and `position` are rows of the embeddings. */
export function withPhase(
  numbers: Numbers,
  { operation, layer = 0 }: Phase,
  pass: Pass,
  letter: Matrix,
  position: Matrix,
): Numbers {
  const heads = pass.layers[layer]!.heads
  const scores = (pick: (head: HeadPass) => Matrix): Numbers =>
    headsOf(numbers, layer, (head, h) => ({ ...head, scores: all(pick(heads[h]!), short) }))
  switch (operation) {
    case 'tokens':
      return { layers: [] }
    case 'embed':
      return {
        ...numbers,
        letter: all(letter, short),
        position: all(position, short),
        stream: all(pass.stream, short),
      }
    case 'project': {
      const made = heads.map(({ q, k, v }): HeadNumbers => ({
        q: all(q, short),
        k: all(k, short),
        v: all(v, short),
      }))
      return { ...numbers, layers: [...numbers.layers, { heads: made }] }
    }
    case 'scores':
      return scores((head) => head.raw)
    case 'scale':
      return scores((head) => head.scaled)
    case 'mask':
      return scores((head) => head.masked)
    case 'softmax':
      return headsOf(numbers, layer, (head, h) => ({ ...head, weights: all(heads[h]!.weights, share) }))
    case 'mix':
      return headsOf(numbers, layer, (head, h) => ({ ...head, mixed: all(heads[h]!.mixed, short) }))
    case 'add': {
      const before = layer === 0 ? pass.stream : pass.layers[layer - 1]!.stream
      const after = pass.layers[layer]!.stream
      const added = rowsOf(after).map((row, i) => row.map((x, j) => short(x - at(before, i, j))))
      const layers = numbers.layers.map((each, l) =>
        l === layer ? { ...each, added, stream: all(after, short) } : each,
      )
      return { ...numbers, layers }
    }
    case 'logits':
      return { ...numbers, logits: all(pass.logits, short) }
    case 'choose':
      return { ...numbers, probabilities: all(pass.probabilities, share) }
  }
}
