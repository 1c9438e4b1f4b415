/** Takes recorded choices again, judging on the way. */
import type { Action, Choice } from '../model/action.ts'
import type { Model, Setup, World } from '../model/model.ts'
import type { Question } from './types.ts'
import { Budget } from './budget.ts'
import { Judge, type Broken } from './judge.ts'
import { findAction, playRound, roundsOf, takeAction } from './moves.ts'

/** A run as it was found: its choices, each step in words, and what it broke. */
export interface Run<W> {
  readonly choices: readonly Choice[]
  readonly steps: readonly string[]
  readonly broken?: Broken
  readonly world: W
}

/** The run that moves (places in the lists of actions or rounds) lead to, up to the first violation. */
export function runOf<W extends World>(
  model: Model<W>,
  question: Question,
  moves: readonly number[],
): Run<W> {
  const judge = new Judge(model, question.property)
  const budget = new Budget(question.bounds.actions)
  const choices: Choice[] = []
  const steps: string[] = []
  let world = model.init(question.setup)
  let broken = judge.step(world, undefined, true)
  for (const move of moves) {
    if (broken) break
    const played: { world: W; choice: Choice }[] = []
    let words: string | undefined
    if (question.grain === 'rounds') {
      const round = roundsOf(model, world)[move]
      if (!round) throw new Error('a recorded round is not there any more: the model is not deterministic')
      words = round.title
      const { worlds, choices: taken } = playRound(model, world, round)
      for (const [i, choice] of taken.entries()) played.push({ world: worlds[i]!, choice })
    } else {
      const action = model.actions(world, budget.types).filter((each) => budget.allows(each))[move]
      if (!action) throw new Error('a recorded action is not there any more: the model is not deterministic')
      const after = takeAction(model, world, action).world
      played.push({ world: after, choice: { id: action.id, at: after.now } })
    }
    const described: string[] = []
    for (const { world: after, choice } of played) {
      described.push(wordsOf(model, world, choice.id))
      choices.push(choice)
      broken = judge.step(after, world, true)
      world = after
      if (broken) break
    }
    steps.push(words ?? described.join('; '))
  }
  return broken ? { choices, steps, broken, world } : { choices, steps, world }
}

function wordsOf<W extends World>(model: Model<W>, world: W, id: string): string {
  const action = findAction(model, world, id)
  return action ? model.describe(world, action) : id
}

/** Each choice of a run in words. */
export function inWords<W extends World>(
  model: Model<W>,
  setup: Setup,
  choices: readonly Choice[],
): string[] {
  const words: string[] = []
  let world = model.init(setup)
  for (const { id } of choices) {
    const action = findAction(model, world, id)
    if (!action) break
    words.push(model.describe(world, action))
    world = takeAction(model, world, action).world
  }
  return words
}

/** What playing a list of ids came to. */
export interface Played<W> {
  readonly world: W
  readonly choices: readonly Choice[]
  /** Ids that were impossible when their turn came. */
  readonly skipped: number
  readonly broken?: Broken
}

/**
 * Takes the actions with these ids in order, each when due, up to the first violation of `property`
 * (any *always* property without it). One that is impossible when its turn comes is skipped.
 */
export function playIds<W extends World>(
  model: Model<W>,
  setup: Setup,
  ids: readonly string[],
  property?: string,
): Played<W> {
  return playActions(model, setup, ids, property, (world, id) => findAction(model, world, id))
}

/** As `playIds`, at the times of the choices. */
export function playTimed<W extends World>(
  model: Model<W>,
  setup: Setup,
  choices: readonly Choice[],
  property?: string,
): Played<W> {
  return playActions(model, setup, choices, property, (world, { id, at }) => {
    const action = findAction(model, world, id)
    return action && { ...action, at }
  })
}

/** As `playIds`, for choices kept in another form that `resolve` finds the action of. */
export function playActions<W extends World, T>(
  model: Model<W>,
  setup: Setup,
  wanted: readonly T[],
  property: string | undefined,
  resolve: (world: W, wanted: T) => Action | undefined,
): Played<W> {
  const judge = new Judge(model, property)
  const choices: Choice[] = []
  let world = model.init(setup)
  let broken = judge.step(world, undefined, true)
  let skipped = 0
  for (const each of wanted) {
    if (broken) break
    const action = resolve(world, each)
    if (!action) {
      skipped++
      continue
    }
    const after = takeAction(model, world, action).world
    choices.push({ id: action.id, at: after.now })
    broken = judge.step(after, world, true)
    world = after
  }
  return broken ? { world, choices, skipped, broken } : { world, choices, skipped }
}
