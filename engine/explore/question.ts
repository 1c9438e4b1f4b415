/** Makes a whole question of what is usually left out. */
import type { Model, Setup, World } from '../model/model.ts'
import { findProperty } from './judge.ts'
import type { Bounds, Question } from './types.ts'

/** Enough for ten million states and more; a browser still gives it. */
const MEMORY = 1024 * 1024 * 1024

export interface Wish extends Partial<Omit<Question, 'setup' | 'bounds'>> {
  readonly bounds?: Bounds
}

/**
 * All *always* properties (or what `wish` says), breadth-first, action by action.
 * @throws RangeError if the model has no property that `wish` names
 */
export function questionOf<W extends World>(model: Model<W>, setup: Setup, wish: Wish = {}): Question {
  if (wish.property !== undefined) findProperty(model, wish.property)
  return {
    setup,
    grain: 'actions',
    strategy: 'breadth-first',
    ...wish,
    bounds: { maxMemory: MEMORY, ...wish.bounds },
  }
}

/**
 * What to ask to see why a rule is there: with the rule off, by its recipe, of the property that is said
 * to fall. What `wish` says goes before the recipe.
 * @throws RangeError if the model has no such rule
 */
export function recipeOf<W extends World>(
  model: Model<W>,
  setup: Setup,
  ruleId: string,
  wish: Wish = {},
): Question {
  const rule = model.rules.find(({ id }) => id === ruleId)
  if (!rule) throw new RangeError(`${model.id} has no rule ${ruleId}`)
  const { params, grain, strategy, depth, actions, model: modelBounds } = rule.recipe ?? {}
  return questionOf(
    model,
    {
      ...setup,
      params: { ...setup.params, ...params },
      without: [...new Set([...setup.without, ruleId])].sort(),
    },
    {
      ...(rule.breaks === undefined ? {} : { property: rule.breaks }),
      ...(grain === undefined ? {} : { grain }),
      ...(strategy === undefined ? {} : { strategy }),
      ...wish,
      bounds: {
        ...(depth === undefined ? {} : { depth }),
        ...wish.bounds,
        ...(actions || wish.bounds?.actions ? { actions: { ...actions, ...wish.bounds?.actions } } : {}),
        ...(modelBounds || wish.bounds?.model ? { model: { ...modelBounds, ...wish.bounds?.model } } : {}),
      },
    },
  )
}
