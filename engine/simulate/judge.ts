/**
 * Verdicts on a run: each property judged on each of its worlds, once. What is known is a value that
 * is extended as the run grows and cut where it forks.
 */
import type { World } from '../model/model.ts'
import type { Violation } from '../model/property.ts'
import type { History } from './history-types.ts'

interface First {
  /** The first index at which it was broken (*always*) or reached (the others). */
  readonly index: number
  readonly violation?: Violation
}

export interface Judged {
  /** Worlds 0 to here are judged. */
  readonly upTo: number
  readonly first: Readonly<Record<string, First>>
}

export const unjudged: Judged = { upTo: -1, first: {} }

/**
 * Judges the worlds up to `index` (default: the end), at most `budget` of them now. `judged` must be of
 * this history or of one that it continues. Returns the same value if nothing is left.
 */
export function judge<W extends World>(
  judged: Judged,
  history: History<W>,
  index = history.length,
  budget = Infinity,
): Judged {
  const last = Math.min(index, history.length, judged.upTo + budget)
  if (last <= judged.upTo) return judged
  const first: Record<string, First> = { ...judged.first }
  let before = judged.upTo >= 0 ? history.world(judged.upTo) : undefined
  for (let i = judged.upTo + 1; i <= last; i++) {
    const world = history.world(i)
    for (const property of history.model.properties) {
      if (first[property.id] !== undefined) continue
      if (property.kind === 'always') {
        const violation = property.violation(world, before)
        if (violation !== undefined) first[property.id] = { index: i, violation }
      } else if (property.reached(world)) {
        first[property.id] = { index: i }
      }
    }
    before = world
  }
  return { upTo: last, first }
}

/** What is known of the first `index` choices: for a fork. */
export function cutJudged(judged: Judged, index: number): Judged {
  if (judged.upTo <= index) return judged
  const first = Object.entries(judged.first).filter(([, found]) => found.index <= index)
  return { upTo: index, first: Object.fromEntries(first) }
}

export interface Judgement {
  readonly id: string
  readonly title: string
  readonly kind: 'always' | 'sometimes' | 'eventually'
  /** `holds` and `violated` are of an *always*, so far; `reached` and `not-yet` of the others. */
  readonly verdict: 'holds' | 'violated' | 'reached' | 'not-yet'
  /** Since which index it is violated or reached. */
  readonly since?: number
  readonly violation?: Violation
}

/** The verdicts as they stand after `index` choices (default: all that were judged). */
export function verdictsAt<W extends World>(
  judged: Judged,
  history: History<W>,
  index = judged.upTo,
): readonly Judgement[] {
  return history.model.properties.map(({ id, title, kind }): Judgement => {
    const found = judged.first[id]
    const so = { id, title, kind }
    const always = kind === 'always'
    if (found === undefined || found.index > index) return { ...so, verdict: always ? 'holds' : 'not-yet' }
    if (found.violation === undefined) return { ...so, verdict: 'reached', since: found.index }
    return { ...so, verdict: 'violated', since: found.index, violation: found.violation }
  })
}
