/** What is asked of the explorer when nobody says more: the model's defaults, or a rule's recipe. */
import type { Model, Setup, World } from '../model/model.ts'
import type { Bounds, Question } from './types.ts'

/** With no recipe: every action a step, breadth first, the model's own bounds. */
export function questionOf<W extends World>(model: Model<W>, setup: Setup): Question {
  return { setup, bounds: modelBounds(model), grain: 'actions', strategy: 'breadth-first' }
}

/**
 * Where the counterexample of a rule that is switched off is known to lie. The recipe's parameters replace
 * those of `setup`; the rule is off whether or not `setup` says so.
 * @throws RangeError for a rule that the model does not have
 */
export function recipeOf<W extends World>(model: Model<W>, setup: Setup, ruleId: string): Question {
  const rule = model.rules.find(({ id }) => id === ruleId)
  if (rule === undefined) throw new RangeError(`${model.id} has no rule ${ruleId}`)
  const {
    params = {},
    grain = 'actions',
    strategy = 'breadth-first',
    depth,
    actions,
    model: own,
  } = rule.recipe ?? {}
  const bounds: Bounds = {
    ...(depth === undefined ? {} : { depth }),
    ...(actions === undefined ? {} : { actions }),
    ...modelBounds(model, own),
  }
  const without = [...new Set([...setup.without, ruleId])].sort()
  return { setup: { ...setup, params: { ...setup.params, ...params }, without }, bounds, grain, strategy }
}

function modelBounds<W extends World>(model: Model<W>, own: Readonly<Record<string, number>> = {}): Bounds {
  const defaults = Object.entries(model.bounds ?? {}).map(([name, bound]) => [name, bound.default] as const)
  if (defaults.length === 0) return {}
  return { model: { ...Object.fromEntries(defaults), ...own } }
}
