/**
 * Progress: from any world that faults can bring about, once they stop (`heal`), the timed driver must
 * reach what is promised within a bounded number of its own steps.
 */
import type { Action } from '../model/action.ts'
import type { Model, World } from '../model/model.ts'
import type { Eventually } from '../model/property.ts'
import { takeAction } from './moves.ts'

/** Steps allowed after healing when the question does not say. */
export const TICKS = 2000

export function getsThere<W extends World>(
  model: Model<W>,
  world: W,
  property: Eventually<W>,
  ticks = TICKS,
): boolean {
  let at = model.heal ? model.heal(world) : world
  for (let tick = 0; !property.reached(at); tick++) {
    const action = tick < ticks ? scheduled(model, at) : undefined
    if (!action) return false
    at = takeAction(model, at, action).world
  }
  return true
}

/** What the timed driver takes next: the earliest of the system's actions, ties by place in the list. */
function scheduled<W extends World>(model: Model<W>, world: W): Action | undefined {
  if (model.next) return model.next(world)
  let first: Action | undefined
  for (const action of model.actions(world))
    if (action.by === 'system' && (first === undefined || action.at < first.at)) first = action
  return first
}
