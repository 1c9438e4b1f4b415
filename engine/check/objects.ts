/** Objects that histories are judged against. */
import type { DataModel } from './linearizable.ts'

export type TableInput<V> =
  | { readonly kind: 'read'; readonly key: string }
  | { readonly kind: 'write'; readonly key: string; readonly value: V }

/** A table of registers, each key an object of its own: a read returns the last value written. */
export function table<V>(): DataModel<V | undefined, TableInput<V>, V | undefined> {
  return {
    initial: undefined,
    // Each key is judged apart, so the state is that of one register.
    part: (input) => input.key,
    apply: (state, input) =>
      input.kind === 'write' ? { state: input.value, output: undefined } : { state, output: state },
  }
}
