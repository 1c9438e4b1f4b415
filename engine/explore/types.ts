/** What an explorer is asked and what it answers. */
import type { Choice } from '../model/action.ts'
import type { Setup } from '../model/model.ts'
import type { Violation } from '../model/property.ts'

export interface Question {
  readonly setup: Setup
  /** Judge this property; all *always* properties without it. */
  readonly property?: string
  readonly bounds: Bounds
  /** `actions`: every action a step. `rounds`: the model's coarser grain. */
  readonly grain: 'actions' | 'rounds'
  readonly strategy: 'breadth-first' | 'random-walk'
}

export interface Bounds {
  readonly depth?: number
  readonly maxStates?: number
  /** Bytes of the table of fingerprints and the frontier. */
  readonly maxMemory?: number
  readonly seconds?: number
  /** At most so many actions of a type (crash: 1, drop: 2) on a path. */
  readonly actions?: Readonly<Record<string, number>>
  /** The model's own (see Model.bounds). */
  readonly model?: Readonly<Record<string, number>>
}

export interface Progress {
  readonly distinct: number
  readonly generated: number
  readonly depth: number
  readonly seconds: number
}

export interface Verdict extends Progress {
  readonly verdict: 'holds' | 'violated' | 'gave-up'
  /** The property that was judged or broken. */
  readonly property: string | undefined
  readonly bounds: Bounds
  /** Why it gave up. */
  readonly reason?: string
  readonly violation?: Violation
  /** The run that breaks it, as choices of single actions, already timed to play well. */
  readonly choices?: readonly Choice[]
  /** The same, one line a step, in words. */
  readonly steps: readonly string[]
  /** *sometimes* properties and the depth at which each was first reached, undefined if never. */
  readonly witnesses: Readonly<Record<string, number | undefined>>
}
