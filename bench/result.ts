/** What a measurement gives: a number, its unit, and what it is held against. */
export interface Result {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** In words: "at least 5", "below 16". */
  readonly target: string
  readonly ok: boolean
}

/** A part of `npm run bench`. */
export interface Bench {
  bench(): Promise<readonly Result[]>
}
