/** What a search can do in a world: take one action, or one round of several. */
import type { Action, Choice } from '../model/action.ts'
import type { Model, Round, Step, World } from '../model/model.ts'
import type { Question } from './types.ts'

/** More actions than any round has: one that goes on for longer never ends. */
const LONGEST_ROUND = 10_000

/** When a driver that leaves out time takes an action: when it is due, or now if that is past. */
export function due<W extends World>(world: W, action: Action): Action {
  return action.at >= world.now ? action : { ...action, at: world.now }
}

export function findAction<W extends World>(model: Model<W>, world: W, id: string): Action | undefined {
  if (model.find) return model.find(world, id)
  return model.actions(world).find((action) => action.id === id)
}

export function takeAction<W extends World>(model: Model<W>, world: W, action: Action): Step<W> {
  return model.step(world, due(world, action))
}

/**
 * The worlds that a round passes through, in order, and its choices. Both are empty where it cannot begin.
 * @throws Error if the round does not end, or names an action that cannot happen
 */
export function playRound<W extends World>(
  model: Model<W>,
  world: W,
  round: Round<W>,
): { worlds: W[]; choices: Choice[] } {
  const worlds: W[] = []
  const choices: Choice[] = []
  let at = world
  for (let taken = 0; ; taken++) {
    const id = round.next(at, taken)
    if (id === undefined) break
    if (taken === LONGEST_ROUND) throw new Error(`round ${round.id} does not end`)
    const action = findAction(model, at, id)
    if (action === undefined) throw new Error(`round ${round.id} names ${id}, which cannot happen`)
    const step = takeAction(model, at, action)
    at = step.world
    worlds.push(at)
    choices.push({ id, at: at.now })
  }
  return { worlds, choices }
}

/** The model's own bounds, with their defaults. */
export function boundsOf<W extends World>(model: Model<W>, question: Question): Record<string, number> {
  const bounds: Record<string, number> = {}
  for (const [name, bound] of Object.entries(model.bounds ?? {}))
    bounds[name] = question.bounds.model?.[name] ?? bound.default
  for (const name of Object.keys(question.bounds.model ?? {}))
    if (!(name in bounds)) throw new RangeError(`${model.id} has no bound ${name}`)
  return bounds
}

/** @throws RangeError if the model has no rounds */
export function roundsOf<W extends World>(model: Model<W>, world: W): readonly Round<W>[] {
  if (!model.rounds) throw new RangeError(`${model.id} has no rounds`)
  return model.rounds(world)
}
