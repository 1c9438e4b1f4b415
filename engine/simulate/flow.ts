/**
 * The driver for a flow: thousands of small events a second, too many to keep each as a choice of a
 * History. A flow keeps only what was chosen from outside, and a copy of the state now and then; any
 * moment is found again from the nearest copy, because what happens in between follows from the state.
 *
 * The state is changed in place, inside; it is a value to outsiders only as `copy` gives it. A flow and a
 * History of the same model, setup and interventions agree at every moment: a model's tests say so.
 */
import type { Choice, Micros } from '../model/action.ts'
import type { Setup, World } from '../model/model.ts'

/** What a model gives besides its list of actions, to be run as a flow. */
export interface FlowModel<S extends World> {
  start(setup: Setup): S
  /** Lets happen, in place, what is due up to `until`, at most `most` events; says how many there were. */
  run(state: S, until: Micros, most?: number): number
  /** When the next event is due; Infinity if none is. */
  nextAt(state: S): Micros
  /** Does, in place, what is asked from outside, at this moment. Throws where it means nothing. */
  act(state: S, id: string, at: Micros): void
  /** A state that shares nothing with this one that either would change. */
  copy(state: S): S
}

/** Copies that are kept. When there would be more, every other one goes and they stand twice as far apart. */
const KEPT = 24
const FIRST_GAP = 1_000_000

export class Flow<S extends World> {
  readonly model: FlowModel<S>
  readonly setup: Setup
  #state: S
  /** What was chosen, in order of time; what lies after the playhead is still to come. */
  #choices: readonly Choice[]
  /** How many of them have been taken. */
  #taken = 0
  #copies: { readonly state: S; readonly taken: number }[]
  #gap = FIRST_GAP
  #end: Micros = 0

  /** @param choices ordered by time, as another flow of this setup gave them */
  constructor(model: FlowModel<S>, setup: Setup, choices: readonly Choice[] = []) {
    this.model = model
    this.setup = setup
    this.#choices = choices
    this.#state = model.start(setup)
    this.#copies = [{ state: model.copy(this.#state), taken: 0 }]
    this.#takeDue()
  }

  /** The state at the playhead. To be read at once: it is changed by what comes next. */
  get state(): S {
    return this.#state
  }

  get now(): Micros {
    return this.#state.now
  }

  /** The latest moment that was reached. */
  get end(): Micros {
    return this.#end
  }

  get choices(): readonly Choice[] {
    return this.#choices
  }

  /**
   * Goes on to this moment, or as far as `most` events lead. Says how many events there were; the
   * playhead is at `until` if they were fewer than `most`.
   */
  advance(until: Micros, most = Infinity): number {
    let events = 0
    while (this.now < until && events < most) {
      const next = this.#choices[this.#taken]
      const copyAt = (Math.floor(this.now / this.#gap) + 1) * this.#gap
      const stop = Math.min(until, copyAt, next === undefined ? Infinity : next.at)
      events += this.model.run(this.#state, stop, most - events)
      if (this.now < stop) break
      // Exactly at a choice or a copy: what is due now has happened before it.
      this.#takeDue()
      if (this.now === copyAt) this.#keep()
    }
    // What a choice of this moment made due at once.
    if (events < most) events += this.model.run(this.#state, this.now, most - events)
    this.#end = Math.max(this.#end, this.now)
    return events
  }

  /** Goes on by one event, or to the next choice from outside. False if nothing is due any more. */
  step(): boolean {
    const next = this.#choices[this.#taken]
    const due = Math.min(this.model.nextAt(this.#state), next === undefined ? Infinity : next.at)
    if (due === Infinity) return false
    if (due > this.now) this.advance(due, 1)
    else this.model.run(this.#state, due, 1)
    this.#end = Math.max(this.#end, this.now)
    return true
  }

  /** Does this now. What had been chosen for later is forgotten: another way is taken from here. */
  act(id: string): void {
    const choice: Choice = { id, at: this.now }
    // What is due at this moment comes first, as it does when the choice is taken again.
    this.model.run(this.#state, this.now)
    // On a copy, so that what throws leaves nothing half done.
    const state = this.model.copy(this.#state)
    this.model.act(state, id, this.now)
    this.#state = state
    this.#choices = [...this.#choices.slice(0, this.#taken), choice]
    this.#taken = this.#choices.length
    this.#copies = this.#copies.filter((copy) => copy.state.now < this.now || copy.state.now === 0)
    this.#end = this.now
  }

  /** Goes to this moment, forward or back. */
  seek(to: Micros): void {
    if (to < this.now) {
      let nearest = this.#copies[0]!
      for (const copy of this.#copies)
        if (copy.state.now <= to && copy.state.now >= nearest.state.now) nearest = copy
      this.#state = this.model.copy(nearest.state)
      this.#taken = nearest.taken
      this.#takeDue()
    }
    this.advance(to)
  }

  /** Takes the choices of this moment. */
  #takeDue(): void {
    for (;;) {
      const next = this.#choices[this.#taken]
      if (next === undefined || next.at > this.now) return
      this.model.run(this.#state, next.at)
      this.model.act(this.#state, next.id, next.at)
      this.#taken += 1
    }
  }

  #keep(): void {
    const last = this.#copies[this.#copies.length - 1]!
    if (last.state.now >= this.now) return
    this.#copies.push({ state: this.model.copy(this.#state), taken: this.#taken })
    if (this.#copies.length <= KEPT) return
    this.#gap *= 2
    this.#copies = this.#copies.filter((copy) => copy.state.now % this.#gap === 0)
  }
}
