import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Call, DataModel } from './linearizable.ts'
import { linearizable } from './linearizable.ts'
import type { TableInput } from './objects.ts'
import { table } from './objects.ts'

type Op = Call<TableInput<number>, number | undefined>

const write = (id: string, value: number, invoked: number, completed?: number, key = 'x'): Op => ({
  id,
  input: { kind: 'write', key, value },
  invoked,
  completed,
})
const read = (
  id: string,
  output: number | undefined,
  invoked: number,
  completed?: number,
  key = 'x',
): Op => ({
  id,
  input: { kind: 'read', key },
  output,
  invoked,
  completed,
})

/** Every order of every choice of pending calls, tried one by one: slow, and plainly right. */
function bruteForce<S, I, O>(history: readonly Call<I, O>[], model: DataModel<S, I, O>): boolean {
  const go = (left: readonly Call<I, O>[], states: ReadonlyMap<string, S>): boolean => {
    if (left.every((call) => call.completed === undefined)) return true
    return left.some((call) => {
      const blocked = left.some((other) => other.completed !== undefined && other.completed < call.invoked)
      if (blocked) return false
      const part = model.part?.(call.input) ?? ''
      const before = states.has(part) ? (states.get(part) as S) : model.initial
      const { state, output } = model.apply(before, call.input)
      if (call.completed !== undefined && !Object.is(call.output, output)) return false
      return go(
        left.filter((other) => other !== call),
        new Map(states).set(part, state),
      )
    })
  }
  return go(history, new Map())
}

/** Histories of up to seven operations on two keys: places are a random shuffle of calls and returns. */
const histories = fc
  .array(
    fc.record({
      key: fc.constantFrom('x', 'x', 'y'),
      reads: fc.boolean(),
      value: fc.constantFrom(undefined, 1, 2, 3),
      pending: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
      a: fc.integer({ min: 0, max: 40 }),
      length: fc.integer({ min: 1, max: 15 }),
    }),
    { minLength: 1, maxLength: 7 },
  )
  .map((rows) =>
    rows.map(({ key, reads, value, pending, a, length }, i): Op => {
      const completed = pending ? undefined : a + length
      return reads ? read(`o${i}`, value, a, completed, key) : write(`o${i}`, value ?? 0, a, completed, key)
    }),
  )

describe('linearizable', () => {
  it('agrees with trying every order, on 5,000 random histories', () => {
    const seen = { yes: 0, no: 0 }
    fc.assert(
      fc.property(histories, (history) => {
        const { verdict } = linearizable(history, table<number>())
        expect(verdict).toBe(bruteForce(history, table<number>()) ? 'yes' : 'no')
        if (verdict !== 'gave-up') seen[verdict]++
      }),
      { numRuns: 5_000, seed: 1993 },
    )
    // Both answers must be common, or the comparison says little.
    expect(seen.yes).toBeGreaterThan(1_000)
    expect(seen.no).toBeGreaterThan(1_000)
  })

  it('finds an order that explains the history', () => {
    const history = [write('w1', 1, 0, 10), write('w2', 2, 1, 9), read('r', 1, 11, 12)]
    expect(linearizable(history, table<number>())).toMatchObject({ verdict: 'yes', order: ['w2', 'w1', 'r'] })
  })

  it('refuses a stale read, and says where it got stuck', () => {
    const history = [write('w1', 1, 0, 1), write('w2', 2, 2, 3), read('r', 1, 4, 5)]
    const judged = linearizable(history, table<number>())
    expect(judged).toMatchObject({ verdict: 'no', part: 'x', prefix: ['w1', 'w2'], stuck: ['r'] })
  })

  it('refuses two reads that see a write come and go (Herlihy and Wing, figure 1(c))', () => {
    const history = [write('w', 1, 0, 10), read('r1', 1, 1, 2), read('r2', undefined, 3, 4)]
    expect(linearizable(history, table<number>()).verdict).toBe('no')
  })

  it('lets a call that never returned take effect, or not', () => {
    const pending = write('w', 1, 0)
    expect(linearizable([pending, read('r', 1, 1, 2)], table<number>()).verdict).toBe('yes')
    expect(linearizable([pending, read('r', undefined, 1, 2)], table<number>()).verdict).toBe('yes')
    const back = [pending, read('r1', 1, 1, 2), read('r2', undefined, 3, 4)]
    expect(linearizable(back, table<number>()).verdict).toBe('no')
  })

  it('judges keys apart: forty concurrent calls on each of ten keys are no work', () => {
    const history: Op[] = []
    for (let k = 0; k < 10; k++) {
      for (let i = 0; i < 40; i++) history.push(write(`w${k}.${i}`, i, 0, 1000, `k${k}`))
      history.push(read(`r${k}`, 39, 1001, 1002, `k${k}`))
    }
    const judged = linearizable(history, table<number>())
    expect(judged.verdict).toBe('yes')
    expect(judged.steps).toBeLessThan(20_000)
  })

  it('remembers what it tried: twenty concurrent writes and an impossible read end soon', () => {
    const history = [read('r', 99, 21, 22)]
    for (let i = 0; i < 12; i++) history.push(write(`w${i}`, i, 0, 20))
    const judged = linearizable(history, table<number>())
    expect(judged.verdict).toBe('no')
    // Without the memory there are 12! = 479,001,600 orders.
    expect(judged.steps).toBeLessThan(12 * 12 * 4096)
  })

  it('gives up at its limit', () => {
    const history = [read('r', 99, 21, 22)]
    for (let i = 0; i < 12; i++) history.push(write(`w${i}`, i, 0, 20))
    const judged = linearizable(history, table<number>(), { maxSteps: 1000 })
    expect(judged).toMatchObject({ verdict: 'gave-up', part: 'x', reason: '1000 steps taken' })
    // It stops between two calls, not within one.
    expect(judged.steps).toBeLessThan(1100)
  })
})
