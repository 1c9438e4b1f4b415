/** Histories as long as people record them, and ones made to be hard: judged soon, or given up in time. */
import { describe, expect, it } from 'vitest'
import type { Call, DataModel } from './linearizable.ts'
import { judging, linearizable } from './linearizable.ts'
import type { Json, RegisterInput } from './objects.ts'
import { keyValue, register } from './objects.ts'
import { corrupted, Dice, someKvInput, someRegisterInput, validHistory } from './testing/random-history.ts'

type Keyed = { readonly key: string }
const some = {
  registers: (dice: Dice, key: string) => someRegisterInput(dice, key, false, 5),
  cas: (dice: Dice, key: string) => someRegisterInput(dice, key, true, 5),
  // Ten letters: what is appended can mostly be told apart, as in recorded histories.
  kv: (dice: Dice, key: string) => someKvInput(dice, key, 'abcdefghij'),
}
const objects = { registers: register, cas: register, kv: keyValue }

function record(kind: keyof typeof some, seed: number, keys: number, lost: number) {
  const dice = new Dice(seed)
  const model = objects[kind] as DataModel<Json, Keyed, Json>
  const history = validHistory(dice, model, some[kind], { clients: 10, operations: 1_000, keys, lost })
  return { dice, model, history }
}

describe('1,000 operations by 10 clients', () => {
  const cases = (['registers', 'cas'] as const).flatMap((kind) => [1, 5].map((keys) => ({ kind, keys })))
  // Ten clients who append to one key between puts that hide the order are exponential: two a key are not.
  it.each([...cases, { kind: 'kv', keys: 5 } as const])(
    '$kind, $keys keys: judged in well under a second, valid or not',
    ({ kind, keys }) => {
      for (let seed = 1; seed <= 5; seed++) {
        for (const lost of [0, 200]) {
          const { dice, model, history } = record(kind, seed, keys, lost)
          const began = performance.now()
          expect(linearizable(history, model).verdict).toBe('yes')
          const bad = linearizable(corrupted(dice, history, model), model)
          const took = performance.now() - began
          expect(bad.verdict).not.toBe('gave-up')
          expect(took).toBeLessThan(1_000)
        }
      }
    },
  )
})

/** Writes of different values, all at once, and a read of a value that nobody wrote: n * 2^n ways. */
function hard(writes: number): Call<RegisterInput, Json>[] {
  const calls: Call<RegisterInput, Json>[] = []
  for (let i = 0; i < writes; i++)
    calls.push({
      id: `w${i}`,
      input: { kind: 'write', key: '', value: i },
      output: null,
      invoked: 0,
      completed: 1,
    })
  calls.push({ id: 'r', input: { kind: 'read', key: '' }, output: -1, invoked: 2, completed: 3 })
  return calls
}

describe('what is exponential', () => {
  it('ends in time when seconds are bounded', () => {
    const began = performance.now()
    const judged = linearizable(hard(40), register, { seconds: 0.2, maxSteps: Infinity }, () =>
      performance.now(),
    )
    expect(judged).toMatchObject({ verdict: 'gave-up', reason: '0.2 seconds passed' })
    expect(performance.now() - began).toBeLessThan(1_000)
  })

  it('ends when its memory is used up', () => {
    const judged = linearizable(hard(40), register, { maxMemory: 1_048_576, maxSteps: Infinity })
    expect(judged).toMatchObject({ verdict: 'gave-up', reason: '1 MB used' })
  })

  it('is cancelled between two steps, and says how far it came', () => {
    const judge = judging(hard(40), register)
    const first = judge.next()
    expect(first).toMatchObject({ done: false, value: { of: 41 } })
    expect(judge.next('cancel')).toMatchObject({
      done: true,
      value: { verdict: 'gave-up', reason: 'cancelled' },
    })
  })

  it('thirty equal writes that nobody answered are no work', () => {
    const calls: Call<RegisterInput, Json>[] = Array.from({ length: 30 }, (_, i) => ({
      id: `w${i}`,
      input: { kind: 'write', key: '', value: 1 },
      invoked: 0,
    }))
    const reads = [1, 2, 1].map((value, i): Call<RegisterInput, Json> => {
      const [invoked, completed] = [2 * i + 1, 2 * i + 2]
      return { id: `r${i}`, input: { kind: 'read', key: '' }, output: value, invoked, completed }
    })
    const judged = linearizable([...calls, ...reads], register)
    expect(judged).toMatchObject({ verdict: 'no', stuck: ['r1'], state: 1 })
    expect(judged.steps).toBeLessThan(5_000)
  })
})
