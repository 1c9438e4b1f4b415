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
  /** Take worlds that differ only in which node is which as one (see Model.symmetry). Off by default. */
  readonly symmetry?: boolean
}

export interface Bounds {
  /** Steps (actions or rounds) on a path. */
  readonly depth?: number
  readonly maxStates?: number
  /** Bytes of the table of fingerprints, the trail and the frontier (taken as 500 bytes a world). */
  readonly maxMemory?: number
  readonly seconds?: number
  /**
   * At most so many actions (or rounds) of a type (crash: 1, drop: 2) on a path. Without an entry,
   * faults are never taken, and everything else as often as it can be.
   */
  readonly actions?: Readonly<Record<string, number>>
  /** For *eventually*: scheduler's steps allowed after healing. 2,000 without it. */
  readonly ticks?: number
  /** The model's own (see Model.bounds). */
  readonly model?: Readonly<Record<string, number>>
}

/** Counted as TLC does. */
export interface Progress {
  readonly distinct: number
  /** The initial state included. */
  readonly generated: number
  /** States on the longest of the shortest paths: the initial state alone is 1. */
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
  /** The same in words, one line a step of the question's grain. */
  readonly steps: readonly string[]
  /** *sometimes* properties and the depth at which each was first reached, undefined if never. */
  readonly witnesses: Readonly<Record<string, number | undefined>>
}
