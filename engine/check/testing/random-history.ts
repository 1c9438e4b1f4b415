/** Histories for tests and measurements: run against a real object at random, and perhaps corrupted. */
import { between, draw, streamOf } from '../../model/random.ts'
import type { Call, DataModel } from '../linearizable.ts'
import type { Json, KvInput, RegisterInput } from '../objects.ts'

/** Numbers from a seed, one after another. */
export class Dice {
  private readonly seed: number
  private count = 0
  constructor(seed: number) {
    this.seed = seed
  }
  roll(low: number, high: number): number {
    return between(draw(this.seed, streamOf('history'), this.count++), low, high)
  }
  oneIn(n: number): boolean {
    return this.roll(1, n) === 1
  }
  pick<T>(list: readonly T[]): T {
    return list[this.roll(0, list.length - 1)]!
  }
}

export interface Shape {
  readonly clients: number
  readonly operations: number
  readonly keys: number
  /** One in so many calls never returns; 0: all return. */
  readonly lost: number
}

interface Open<I> {
  readonly id: string
  readonly input: I
  readonly invoked: number
  /** Undefined until it takes effect. */
  effect?: { readonly output: Json }
}

/**
 * A linearizable history: clients call, one at a time; each call takes effect at a moment of its own
 * and returns at a later one. A call that never returns has taken effect or not.
 */
export function validHistory<I extends { readonly key: string }>(
  dice: Dice,
  model: DataModel<Json, I, Json>,
  some: (dice: Dice, key: string) => I,
  shape: Shape,
): Call<I, Json>[] {
  const calls: Call<I, Json>[] = []
  const open: (Open<I> | undefined)[] = Array.from({ length: shape.clients }, () => undefined)
  const states = new Map<string, Json>()
  let time = 0
  let made = 0
  while (made < shape.operations || open.some((each) => each !== undefined)) {
    const client = dice.roll(0, shape.clients - 1)
    const call = open[client]
    if (call === undefined) {
      if (made === shape.operations) continue
      open[client] = { id: `o${made}`, input: some(dice, `k${dice.roll(1, shape.keys)}`), invoked: time++ }
      made++
    } else if (shape.lost > 0 && dice.oneIn(2 * shape.lost)) {
      calls.push({ id: call.id, input: call.input, invoked: call.invoked })
      open[client] = undefined
    } else if (call.effect === undefined) {
      const { key } = call.input
      const { state, output } = model.apply(states.get(key) ?? model.initial, call.input)
      states.set(key, state)
      call.effect = { output }
    } else {
      const { id, input, invoked } = call
      calls.push({ id, input, output: call.effect.output, invoked, completed: time++ })
      open[client] = undefined
    }
  }
  return calls
}

/** The same history in which one read returned what another did. Perhaps still linearizable. */
export function corrupted<I>(
  dice: Dice,
  calls: readonly Call<I, Json>[],
  model: DataModel<Json, I, Json>,
): Call<I, Json>[] {
  const reads = calls.filter(
    ({ input, completed }) => completed !== undefined && model.reads?.(input) === true,
  )
  if (reads.length < 2) return [...calls]
  const victim = dice.pick(reads)
  const { output } = dice.pick(reads.filter((call) => call !== victim))
  return calls.map((call) => (call === victim ? { ...call, output } : call))
}

export function someRegisterInput(dice: Dice, key: string, cas: boolean, values: number): RegisterInput {
  const kind = dice.roll(1, cas ? 5 : 4)
  if (kind <= 2) return { kind: 'read', key }
  if (kind <= 4) return { kind: 'write', key, value: dice.roll(1, values) }
  return { kind: 'cas', key, old: dice.roll(1, values), value: dice.roll(1, values) }
}

export function someKvInput(dice: Dice, key: string, letters = 'abc'): KvInput {
  const kind = dice.roll(1, 5)
  if (kind <= 2) return { kind: 'get', key }
  if (kind === 3) return { kind: 'put', key, value: dice.pick(Array.from(letters)) }
  return { kind: 'append', key, value: dice.pick(Array.from(letters)) }
}
