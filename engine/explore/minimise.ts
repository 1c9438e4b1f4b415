/**
 * Makes a failing run 1-minimal: without any one of its choices it no longer fails. Larger pieces are
 * tried first (Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002).
 */
import type { Action, Choice } from '../model/action.ts'
import type { Model, Setup, World } from '../model/model.ts'
import { findAction } from './moves.ts'
import type { Broken } from './judge.ts'
import { playIds, playActions } from './replay.ts'

/** A choice, and what it is in words: dropping a send renumbers the messages after it, not their words. */
interface Wanted {
  readonly id: string
  readonly words: string
}

export interface Minimal {
  readonly choices: readonly Choice[]
  readonly broken: Broken
}

/**
 * @param ids a run that breaks `property`
 * @returns a run that breaks it and from which no single choice can be left out. As a generator, it
 *   yields before each try, for a driver that wants to look at the clock.
 * @throws Error if the run does not break the property
 */
export function* minimise<W extends World>(
  model: Model<W>,
  setup: Setup,
  ids: readonly string[],
  property: string,
): Generator<undefined, Minimal, unknown> {
  const whole = record(model, setup, ids, property)
  if (!whole) throw new Error(`the run does not break ${property}`)
  let best: readonly Wanted[] = whole
  for (let size = best.length >> 1; size >= 1; size >>= 1) {
    for (let at = best.length - size; at > -size; at -= size) {
      yield
      const from = Math.max(0, Math.min(at, best.length - size))
      best = attempt(model, setup, without(best, from, size), property) ?? best
    }
  }
  for (let at = best.length - 1; at >= 0; at--) {
    yield
    const shorter = without(best, at, 1)
    const found =
      attempt(model, setup, shorter, property) ??
      record(
        model,
        setup,
        shorter.map((each) => each.id),
        property,
      )
    if (!found) continue
    best = found
    at = best.length
  }
  const { choices, broken } = playIds(
    model,
    setup,
    best.map((each) => each.id),
    property,
  )
  if (!broken) throw new Error('a run that broke the property no longer does: the model is not deterministic')
  return { choices, broken }
}

/** Runs the generator to its end. */
export function minimised<W extends World>(
  model: Model<W>,
  setup: Setup,
  ids: readonly string[],
  property: string,
): Minimal {
  const tries = minimise(model, setup, ids, property)
  for (;;) {
    const { done, value } = tries.next()
    if (done) return value
  }
}

function without<T>(list: readonly T[], from: number, size: number): T[] {
  return [...list.slice(0, from), ...list.slice(from + size)]
}

/** The run of these choices, found by their words where ids have shifted, without the impossible ones. */
function attempt<W extends World>(
  model: Model<W>,
  setup: Setup,
  wanted: readonly Wanted[],
  property: string,
): Wanted[] | undefined {
  const words: string[] = []
  const { choices, broken } = playActions(model, setup, wanted, property, (world, each) => {
    const action = resolve(model, world, each)
    if (action) words.push(each.words)
    return action
  })
  return broken && choices.map(({ id }, i) => ({ id, words: words[i]! }))
}

function resolve<W extends World>(model: Model<W>, world: W, wanted: Wanted): Action | undefined {
  const same = findAction(model, world, wanted.id)
  if (same && model.describe(world, same) === wanted.words) return same
  return model.actions(world).find((action) => model.describe(world, action) === wanted.words)
}

/** The run of exactly these ids, with their words; undefined if one is impossible or nothing breaks. */
function record<W extends World>(
  model: Model<W>,
  setup: Setup,
  ids: readonly string[],
  property: string,
): Wanted[] | undefined {
  if (playIds(model, setup, ids, property).skipped > 0) return undefined
  const wanted: Wanted[] = []
  const { broken } = playActions(model, setup, ids, property, (world, id) => {
    const action = findAction(model, world, id)
    if (action) wanted.push({ id, words: model.describe(world, action) })
    return action
  })
  return broken && wanted
}
