/**
 * A scenario is a run that is told: where it starts, what is done to it, and what must then be true.
 * The engine runs it; nothing sets state. Equal scenarios give equal histories.
 */
import type { Micros } from './action.ts'
import type { Setup, World } from './model.ts'

/** Something to do at the step's start: the id of an action, or a choice made by looking at the world. */
export type Deed<W> = string | ((world: W) => string)

/** A named predicate; the name is the claim, in words. */
export interface Expectation<W> {
  readonly claim: string
  holds(world: W): boolean
}

export interface ScenarioStep<W extends World> {
  /** Its address, as in `#election`. */
  readonly id: string
  readonly do?: readonly Deed<W>[]
  /** Run until this is true, ... */
  readonly until?: (world: W) => boolean
  /** ... or for this long. Neither: the step is over when its deeds are done. */
  readonly for?: Micros
  readonly expect?: readonly Expectation<W>[]
  /** Subjects to point at. */
  readonly highlight?: readonly string[] | ((world: W) => readonly string[])
}

export interface Scenario<W extends World> {
  readonly id: string
  readonly title: string
  readonly model: string
  readonly setup: Setup
  readonly steps: readonly ScenarioStep<W>[]
}
