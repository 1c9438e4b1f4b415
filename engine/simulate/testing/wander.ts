/** Walks through a model's actions as told by numbers, for property tests. */
import type { World } from '../../model/model.ts'
import type { History } from '../history-types.ts'

/** Each number picks from the list of all actions; every other one lets the scheduler go on instead. */
export function wander<W extends World>(history: History<W>, picks: readonly number[]): History<W> {
  for (const pick of picks) {
    const actions = history.model.actions(history.world(history.length))
    const action = actions[(pick >> 1) % actions.length]
    const next = pick % 2 === 0 || action === undefined ? history.advance() : history.take(action)
    if (next === undefined) return history
    history = next
  }
  return history
}
