/** Judges worlds and steps by a model's properties. */
import type { Model, World } from '../model/model.ts'
import type { Always, Property, Sometimes, Violation } from '../model/property.ts'

export interface Broken {
  readonly property: string
  readonly violation: Violation
}

export class Judge<W extends World> {
  private readonly onWorlds: Always<W>[] = []
  private readonly onSteps: Always<W>[] = []
  private readonly unseen = new Map<string, Sometimes<W>>()
  /** *sometimes* properties, and at which depth each was first reached. */
  readonly witnesses: Record<string, number | undefined> = {}

  /**
   * All *always* properties, or only `property`.
   * @throws RangeError if the model has no such property
   */
  constructor(model: Model<W>, property?: string) {
    if (property !== undefined) findProperty(model, property)
    for (const each of model.properties) {
      if (each.kind === 'always' && (property === undefined || each.id === property))
        (each.worldOnly ? this.onWorlds : this.onSteps).push(each)
      if (each.kind === 'sometimes') {
        this.unseen.set(each.id, each)
        this.witnesses[each.id] = undefined
      }
    }
  }

  /** Of a step; `fresh` if the world it leads to was not judged before. */
  step(world: W, before: W | undefined, fresh: boolean): Broken | undefined {
    for (const property of this.onSteps) {
      const violation = property.violation(world, before)
      if (violation) return { property: property.id, violation }
    }
    if (!fresh) return undefined
    for (const property of this.onWorlds) {
      const violation = property.violation(world)
      if (violation) return { property: property.id, violation }
    }
    return undefined
  }

  /** Notes the *sometimes* properties that this world is the first to reach. True if there were any. */
  notice(world: W, depth: number): boolean {
    if (this.unseen.size === 0) return false
    let found = false
    for (const [id, property] of this.unseen) {
      if (!property.reached(world)) continue
      this.witnesses[id] = depth
      this.unseen.delete(id)
      found = true
    }
    return found
  }
}

/** @throws RangeError if the model has no property with this id */
export function findProperty<W extends World>(model: Model<W>, id: string): Property<W> {
  const property = model.properties.find((each) => each.id === id)
  if (!property) throw new RangeError(`${model.id} has no property ${id}`)
  return property
}
