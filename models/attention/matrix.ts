/** The little linear algebra that a transformer needs, row by row. Doubles throughout. */
import { exp } from '@orrery/engine/simulate/arithmetic.ts'

export interface Matrix {
  readonly rows: number
  readonly cols: number
  /** Row after row. */
  readonly data: Float64Array
}

export const zeros = (rows: number, cols: number): Matrix => ({
  rows,
  cols,
  data: new Float64Array(rows * cols),
})

export function matrixOf(lists: readonly (readonly number[])[]): Matrix {
  const cols = lists[0]?.length ?? 0
  return { rows: lists.length, cols, data: Float64Array.from(lists.flat()) }
}

export const at = ({ cols, data }: Matrix, row: number, col: number): number => data[row * cols + col]!

export function rowsOf({ rows, cols, data }: Matrix): number[][] {
  return Array.from({ length: rows }, (_, i) => [...data.subarray(i * cols, (i + 1) * cols)])
}

/** a b */
export function times(a: Matrix, b: Matrix): Matrix {
  const out = zeros(a.rows, b.cols)
  for (let i = 0; i < a.rows; i++) {
    const to = i * b.cols
    for (let k = 0; k < a.cols; k++) {
      const factor = a.data[i * a.cols + k]!
      const from = k * b.cols
      for (let j = 0; j < b.cols; j++) out.data[to + j]! += factor * b.data[from + j]!
    }
  }
  return out
}

/** a bᵀ: every row of a with every row of b. */
export function timesTransposed(a: Matrix, b: Matrix): Matrix {
  const out = zeros(a.rows, b.rows)
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < b.rows; j++) {
      let sum = 0
      for (let k = 0; k < a.cols; k++) sum += a.data[i * a.cols + k]! * b.data[j * b.cols + k]!
      out.data[i * b.rows + j] = sum
    }
  }
  return out
}

/** aᵀ b */
export function transposedTimes(a: Matrix, b: Matrix): Matrix {
  const out = zeros(a.cols, b.cols)
  for (let k = 0; k < a.rows; k++) {
    for (let i = 0; i < a.cols; i++) {
      const factor = a.data[k * a.cols + i]!
      if (factor === 0) continue
      const to = i * b.cols
      const from = k * b.cols
      for (let j = 0; j < b.cols; j++) out.data[to + j]! += factor * b.data[from + j]!
    }
  }
  return out
}

export function plus(a: Matrix, b: Matrix): Matrix {
  const out = zeros(a.rows, a.cols)
  for (let i = 0; i < out.data.length; i++) out.data[i] = a.data[i]! + b.data[i]!
  return out
}

/** The columns from `start` on, `count` of them: the part of one head. */
export function columns(a: Matrix, start: number, count: number): Matrix {
  const out = zeros(a.rows, count)
  for (let i = 0; i < a.rows; i++)
    out.data.set(a.data.subarray(i * a.cols + start, i * a.cols + start + count), i * count)
  return out
}

/** Writes `part` over the columns of `whole` from `start` on. */
export function putColumns(whole: Matrix, start: number, part: Matrix): void {
  for (let i = 0; i < part.rows; i++)
    whole.data.set(part.data.subarray(i * part.cols, (i + 1) * part.cols), i * whole.cols + start)
}

/**
 * Each row made positive and of sum 1: exp(x) over the sum of all exp. An entry of -Infinity becomes
 * exactly 0. The largest entry is subtracted first, which changes nothing but keeps exp in range.
 */
export function softmax(a: Matrix): Matrix {
  const out = zeros(a.rows, a.cols)
  for (let i = 0; i < a.rows; i++) {
    const row = a.data.subarray(i * a.cols, (i + 1) * a.cols)
    let most = -Infinity
    for (const x of row) if (x > most) most = x
    let sum = 0
    for (let j = 0; j < a.cols; j++) {
      const power = row[j]! - most
      // Below exp(-700) nothing is left of it in a double's sum.
      const value = power < -700 ? 0 : exp(power)
      out.data[i * a.cols + j] = value
      sum += value
    }
    for (let j = 0; j < a.cols; j++) out.data[i * a.cols + j]! /= sum
  }
  return out
}
