/** What is promised of a model, judged on its worlds. */

/** How a property was broken, in a sentence, and the subjects to point at. */
export interface Violation {
  readonly why: string
  readonly subjects: readonly string[]
}

interface Named {
  readonly id: string
  /** As a promise in a few words: "At most one leader a term". */
  readonly title: string
  readonly source?: string
}

/** Holds in every world, or across every step (`before` is the world that the step left). */
export interface Always<W> extends Named {
  readonly kind: 'always'
  violation(world: W, before?: W): Violation | undefined
  /** True where `before` is never read: an explorer then judges each world once, not each step into it. */
  readonly worldOnly?: boolean
}

/** Reached in some run: a witness that an *always* is not vacuous. */
export interface Sometimes<W> extends Named {
  readonly kind: 'sometimes'
  reached(world: W): boolean
}

/** Reached in every run once faults have stopped, within a bounded number of steps. */
export interface Eventually<W> extends Named {
  readonly kind: 'eventually'
  reached(world: W): boolean
}

export type Property<W> = Always<W> | Sometimes<W> | Eventually<W>
