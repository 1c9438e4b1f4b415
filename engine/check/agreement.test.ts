/** The judge against one that tries every order: slow, and plainly right. */
import { describe, expect, it } from 'vitest'
import type { Call, DataModel, Judgement } from './linearizable.ts'
import { linearizable } from './linearizable.ts'
import type { Json } from './objects.ts'
import { keyValue, register } from './objects.ts'
import { corrupted, Dice, someKvInput, someRegisterInput, validHistory } from './testing/random-history.ts'

type Keyed = { readonly key: string }

/** Every order of every choice of unanswered calls, over all keys at once, with no memory and no shortcut. */
function bruteForce<I extends Keyed>(
  history: readonly Call<I, Json>[],
  model: DataModel<Json, I, Json>,
): boolean {
  const go = (left: readonly Call<I, Json>[], states: Readonly<Record<string, Json>>): boolean => {
    if (left.every((call) => call.completed === undefined)) return true
    return left.some((call) => {
      const late = left.some((other) => other.completed !== undefined && other.completed < call.invoked)
      if (late) return false
      const { state, output } = model.apply(states[call.input.key] ?? model.initial, call.input)
      if (call.completed !== undefined && !model.agrees!(call.output, output)) return false
      return go(
        left.filter((other) => other !== call),
        { ...states, [call.input.key]: state },
      )
    })
  }
  return go(history, {})
}

/** What a 'yes' says must be so: the order respects time, and a single copy gives the same answers. */
function explains<I extends Keyed>(
  judged: Extract<Judgement, { verdict: 'yes' }>,
  history: readonly Call<I, Json>[],
  model: DataModel<Json, I, Json>,
): boolean {
  const placed = judged.order.map((id) => history.find((call) => call.id === id)!)
  const missing = history.some((call) => call.completed !== undefined && !placed.includes(call))
  if (missing || new Set(judged.order).size !== placed.length) return false
  const states = new Map<string, Json>()
  return placed.every((call, i) => {
    const { key } = call.input
    const before = placed
      .slice(i + 1)
      .some(
        (other) => other.input.key === key && other.completed !== undefined && other.completed < call.invoked,
      )
    const { state, output } = model.apply(states.get(key) ?? model.initial, call.input)
    states.set(key, state)
    return !before && (call.completed === undefined || model.agrees!(call.output, output))
  })
}

const kinds = [
  {
    name: 'registers',
    model: register,
    some: (dice: Dice, key: string) => someRegisterInput(dice, key, false, 3),
  },
  {
    name: 'compare-and-set registers',
    model: register,
    some: (dice: Dice, key: string) => someRegisterInput(dice, key, true, 2),
  },
  { name: 'keys with append', model: keyValue, some: (dice: Dice, key: string) => someKvInput(dice, key) },
] as const

describe.each(kinds)('$name', ({ model, some }) => {
  const runs = 4_000
  it(`agrees with trying every order on ${runs} histories, valid and corrupted`, () => {
    const seen = { yes: 0, no: 0 }
    for (let seed = 1; seed <= runs; seed++) {
      const dice = new Dice(seed)
      const shape = {
        clients: dice.roll(2, 4),
        operations: dice.roll(3, 8),
        keys: dice.roll(1, 2),
        lost: dice.pick([0, 3, 8]),
      }
      const m = model as DataModel<Json, Keyed, Json>
      let history: Call<Keyed, Json>[] = validHistory(dice, m, some, shape)
      const valid = seed % 4 === 0
      for (let n = valid ? 0 : dice.roll(1, 2); n > 0; n--) history = corrupted(dice, history, m)
      const judged = linearizable(history, m)
      const truth = bruteForce(history, m)
      expect(judged.verdict, `seed ${seed}`).toBe(truth ? 'yes' : 'no')
      if (valid) expect(truth, `seed ${seed}`).toBe(true)
      if (judged.verdict === 'yes') expect(explains(judged, history, m), `seed ${seed}`).toBe(true)
      if (judged.verdict !== 'gave-up') seen[judged.verdict]++
    }
    // Both answers must be common, or the comparison says little.
    expect(seen.yes).toBeGreaterThan(400)
    expect(seen.no).toBeGreaterThan(400)
  })
})
