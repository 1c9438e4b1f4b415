/** What the reader can do here: the model's own actions, by the thing that they happen to. */
import type { World } from '@orrery/engine/model/model.ts'
import type { Model } from '@orrery/engine/model/model.ts'
import type { Action } from '@orrery/engine/model/action.ts'
import type { Role, Scene } from '@orrery/engine/model/scene.ts'

export interface MenuItem {
  readonly id: string
  readonly label: string
  readonly by: Action['by']
}

/** Faults first, then what users ask, then what would come by itself. */
const order: Readonly<Record<Action['by'], number>> = { fault: 0, input: 1, system: 2 }

/** The actions on one subject; those of a kind in the model's order. */
export function menuFor<W extends World>(model: Model<W>, world: W, subject: string): readonly MenuItem[] {
  return items(
    model,
    world,
    model
      .actions(world)
      .filter((action) => action.subject === subject)
      .sort((a, b) => order[a.by] - order[b.by]),
  )
}

/** Faults of one type that happen to nothing in particular are offered up to this number: not each link's cut. */
const fewAlike = 2

/** Inputs of one type that happen to things are offered up to this number: the menu of each thing has its own. */
const manyAlike = 12

/** What users may ask of the system now, and faults that happen to nothing in particular. */
export function menuForAll<W extends World>(model: Model<W>, world: W): readonly MenuItem[] {
  const actions = model.actions(world)
  const alike = ({ type, by }: Action): number =>
    actions.filter((a) => a.type === type && a.by === by && (by === 'input') === (a.subject !== undefined))
      .length
  const offered = actions.filter((a) =>
    a.by === 'input'
      ? a.subject === undefined || alike(a) <= manyAlike
      : a.by === 'fault' && a.subject === undefined && alike(a) <= fewAlike,
  )
  return items(model, world, offered)
}

/** Whether the network can be cut between these nodes and the others. */
export function canCut<W extends World>(model: Model<W>, world: W, id: string): boolean {
  return model.find?.(world, id) !== undefined
}

function items<W extends World>(model: Model<W>, world: W, actions: readonly Action[]): readonly MenuItem[] {
  return actions.map((action) => ({ id: action.id, label: model.describe(world, action), by: action.by }))
}

/**
 * A button that a page puts under a figure: the action with this id, or the first of this type, on
 * something that is drawn in this role now if a role is named.
 */
export interface Quick {
  readonly label: string
  readonly id?: string
  readonly type?: string
  readonly role?: Role
}

/** The action that a quick button means now, or undefined where there is none. */
export function quickAction<W extends World>(
  model: Model<W>,
  world: W,
  scene: Scene,
  quick: Quick,
): Action | undefined {
  if (quick.id !== undefined) {
    const { id } = quick
    return model.find === undefined ? model.actions(world).find((a) => a.id === id) : model.find(world, id)
  }
  const subjects = new Set(
    scene.marks.filter((m) => m.subject !== undefined && m.role === quick.role).map((m) => m.subject),
  )
  return model
    .actions(world)
    .find(
      (a) =>
        a.type === quick.type &&
        (quick.role === undefined || (a.subject !== undefined && subjects.has(a.subject))),
    )
}

/** The id of the action that cuts these nodes from those ("cut:AB|CDE"). */
export function cutBetween(one: readonly string[], other: readonly string[]): string {
  const sides = [[...one].sort().join(''), [...other].sort().join('')].sort()
  return `cut:${sides.join('|')}`
}

/** Every subject of a scene, once, in the order drawn: what the arrow keys walk through. */
export function subjectsOf(scene: Scene): readonly { readonly subject: string; readonly title: string }[] {
  const found = new Map<string, string>()
  for (const mark of scene.marks) {
    if (mark.subject !== undefined && !found.has(mark.subject))
      found.set(mark.subject, mark.title ?? mark.subject)
  }
  return [...found].map(([subject, title]) => ({ subject, title }))
}

/** The nodes of a scene, each once, in the order drawn. */
export function nodesOf(scene: Scene): readonly string[] {
  const found = scene.marks.flatMap((mark) =>
    mark.kind === 'node' && mark.subject !== undefined ? [mark.subject] : [],
  )
  return [...new Set(found)]
}
