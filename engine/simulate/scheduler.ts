/** The timed driver: whatever is due first happens first. */
import type { Action } from '../model/action.ts'
import type { Model, World } from '../model/model.ts'

/** An id that means nothing in the world it was used in. */
export class UnknownAction extends Error {
  readonly id: string
  constructor(id: string, why = 'it cannot happen now') {
    super(`no action "${id}": ${why}`)
    this.name = 'UnknownAction'
    this.id = id
  }
}

/** The system's next action: the earliest, ties by place in the list. Undefined when nothing is due. */
export function nextAction<W extends World>(model: Model<W>, world: W): Action | undefined {
  if (model.next !== undefined) return model.next(world)
  return earliest(model.actions(world))
}

export function earliest(actions: readonly Action[]): Action | undefined {
  let best: Action | undefined
  for (const action of actions) {
    if (action.by === 'system' && (best === undefined || action.at < best.at)) best = action
  }
  return best
}

/** The action of this id, listed or not. @throws UnknownAction */
export function findAction<W extends World>(model: Model<W>, world: W, id: string): Action {
  const found =
    model.find !== undefined ? model.find(world, id) : model.actions(world).find((action) => action.id === id)
  if (found === undefined) throw new UnknownAction(id)
  return found
}
