/** What in a run was chosen by someone, and what the seeded scheduler would have chosen by itself. */
import type { Micros } from '@orrery/engine/model/action.ts'
import type { Setup, World } from '@orrery/engine/model/model.ts'
import type { History } from '@orrery/engine/simulate/history-types.ts'
import { createHistory } from '@orrery/engine/simulate/history.ts'

/** A stretch of a run: so many choices as the scheduler makes them, or one that somebody made. */
export type Stretch =
  | { readonly scheduler: number }
  | { readonly id: string; readonly after: Micros; readonly at: Micros; readonly inWords: string }

/** Counts runs of choices that the scheduler makes by itself, and names the rest. One step of work a choice. */
export function stretches<W extends World>(history: History<W>): readonly Stretch[] {
  const found: Stretch[] = []
  let scheduled = 0
  let replay = createHistory(history.model, history.setup)
  for (let i = 1; i <= history.length; i++) {
    const choice = history.choice(i)
    const next = replay.advance()
    const own = next?.choice(i)
    if (next !== undefined && own?.id === choice.id && own.at === choice.at) {
      scheduled++
      replay = next
      continue
    }
    if (scheduled > 0) found.push({ scheduler: scheduled })
    scheduled = 0
    found.push({
      id: choice.id,
      after: choice.at - replay.end,
      at: choice.at,
      inWords: words(replay, choice.id),
    })
    replay = replay.take(choice.id, choice.at)
  }
  if (scheduled > 0) found.push({ scheduler: scheduled })
  return found
}

/** An action at the end of a run, in words; its id where it means nothing there. */
function words<W extends World>(history: History<W>, id: string): string {
  const world = history.world(history.length)
  const action = actionOf(history, id)
  return action === undefined ? id : history.model.describe(world, action)
}

/** The action with this id at the end of a run, listed or not. */
export function actionOf<W extends World>(history: History<W>, id: string) {
  const world = history.world(history.length)
  return history.model.find === undefined
    ? history.model.actions(world).find((action) => action.id === id)
    : history.model.find(world, id)
}

export interface Rerun<W extends World> {
  readonly history: History<W>
  /** Choices that were made again, and those that were not possible any more, in words. */
  readonly again: number
  readonly lost: readonly string[]
}

/**
 * The same seed and the same interventions at the same times under another setup, for as long as the
 * first run lasted. A choice that is no longer possible, or that now means something else (message 17
 * is another message), is left out and named.
 */
export function rerun<W extends World>(history: History<W>, setup: Setup, maxLength: number): Rerun<W> {
  const lost: string[] = []
  let again = 0
  let run = createHistory(history.model, setup)
  for (const stretch of stretches(history)) {
    if ('scheduler' in stretch) continue
    run = runUntil(run, stretch.at, maxLength)
    if (actionOf(run, stretch.id) === undefined || words(run, stretch.id) !== stretch.inWords) {
      lost.push(stretch.inWords)
      continue
    }
    run = run.take(stretch.id, Math.max(stretch.at, run.end))
    again++
  }
  return { history: runUntil(run, history.end, maxLength), again, lost }
}

/** Lets the scheduler run up to a time, or until the run is as long as it may be. */
export function runUntil<W extends World>(history: History<W>, until: Micros, maxLength: number): History<W> {
  let run = history
  while (run.length < maxLength) {
    const next = run.advance(until)
    if (next === undefined) return run
    run = next
  }
  return run
}
