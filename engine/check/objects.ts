/** Objects that histories are judged against. */
import type { Call, DataModel } from './linearizable.ts'
import { sameData } from './linearizable.ts'

/** What JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

export type TableInput<V> =
  | { readonly kind: 'read'; readonly key: string }
  | { readonly kind: 'write'; readonly key: string; readonly value: V }

/** A table of registers, each key an object of its own: a read returns the last value written. */
export function table<V>(initial?: V): DataModel<V | undefined, TableInput<V>, V | undefined> {
  return {
    initial,
    // Each key is judged apart, so the state is that of one register.
    part: (input) => input.key,
    apply: (state, input) =>
      input.kind === 'write' ? { state: input.value, output: undefined } : { state, output: state },
    reads: (input) => input.kind === 'read',
    reachable: (state, seen, others) =>
      sameData(state, seen) || others.some((input) => input.kind === 'write' && sameData(input.value, seen)),
    // A write that nobody saw can as well not have happened.
    helps: (input, others) =>
      input.kind === 'write' && others.some((call) => sameData(call.output, input.value)),
  }
}

export type RegisterInput =
  | { readonly kind: 'read'; readonly key: string }
  | { readonly kind: 'write'; readonly key: string; readonly value: Json }
  /** Sets the value if it is `old`. */
  | { readonly kind: 'cas'; readonly key: string; readonly old: Json; readonly value: Json }

/** The value that a read saw; of a write, null; of a compare-and-set, whether it took effect. */
export type RegisterCall = Call<RegisterInput, Json>

/** Registers with read, write and compare-and-set; `null` before the first write. */
export const register: DataModel<Json, RegisterInput, Json> = {
  initial: null,
  part: (input) => input.key,
  reads: (input) => input.kind === 'read',
  reachable: (state, seen, others) =>
    sameData(state, seen) || others.some((input) => input.kind !== 'read' && sameData(input.value, seen)),
  agrees: sameData,
  apply(state, input) {
    switch (input.kind) {
      case 'read':
        return { state, output: state }
      case 'write':
        return { state: input.value, output: null }
      case 'cas':
        return sameData(state, input.old) ? { state: input.value, output: true } : { state, output: false }
    }
  },
  helps(input, others) {
    if (input.kind === 'read') return false
    return others.some(
      (call) =>
        (call.input.kind === 'read' && call.completed !== undefined && sameData(call.output, input.value)) ||
        // It may be what a compare-and-set found, or found in its way.
        (call.input.kind === 'cas' && (call.output === false || sameData(call.input.old, input.value))),
    )
  },
}

export type KvInput =
  | { readonly kind: 'get'; readonly key: string }
  | { readonly kind: 'put'; readonly key: string; readonly value: Json }
  /** Adds a string to a string, or any other value to a list. */
  | { readonly kind: 'append'; readonly key: string; readonly value: Json }

/** Keys with values that can be appended to; a key that has none reads as null (or "", or []). */
export const keyValue: DataModel<Json, KvInput, Json> = {
  initial: null,
  part: (input) => input.key,
  reads: (input) => input.kind === 'get',
  reachable: (state, seen, others) =>
    keyValue.agrees!(seen, state) ||
    others.some((input) => {
      if (input.kind === 'put') return begins(seen, input.value)
      return input.kind === 'append' && begins(seen, appended(state, input.value))
    }),
  agrees: (seen, given) => sameData(seen, given) || (given === null && isEmpty(seen)),
  apply(state, input) {
    switch (input.kind) {
      case 'get':
        return { state, output: state }
      case 'put':
        return { state: input.value, output: null }
      case 'append':
        return { state: appended(state, input.value), output: null }
    }
  },
  // What was put or appended shows in what is read from then on, until something else is put.
  helps: (input, others) =>
    input.kind !== 'get' &&
    others.some(
      (call) => call.input.kind === 'get' && call.completed !== undefined && shows(call.output, input.value),
    ),
}

function appended(state: Json, value: Json): Json {
  if (Array.isArray(state)) return [...(state as readonly Json[]), value]
  if (typeof value === 'string' && (state === null || typeof state === 'string'))
    return `${state ?? ''}${value}`
  return state === null ? [value] : [state, value]
}

/** Whether appending may lead from one to the other. */
function begins(seen: Json | undefined, start: Json): boolean {
  if (typeof seen === 'string' && typeof start === 'string') return seen.startsWith(start)
  if (!Array.isArray(seen)) return sameData(seen, start)
  const list = seen as readonly Json[]
  const first = Array.isArray(start) ? (start as readonly Json[]) : [start]
  return first.every((part, i) => i < list.length && sameData(part, list[i]))
}

function isEmpty(value: Json | undefined): boolean {
  return value === '' || value === undefined || (Array.isArray(value) && value.length === 0)
}

function shows(seen: Json | undefined, value: Json): boolean {
  if (typeof seen === 'string') return typeof value === 'string' && seen.includes(value)
  if (Array.isArray(seen)) {
    const list = seen as readonly Json[]
    return (
      list.some((part) => sameData(part, value)) ||
      (Array.isArray(value) && value.every((part: Json) => list.some((other) => sameData(other, part))))
    )
  }
  return sameData(seen, value)
}
