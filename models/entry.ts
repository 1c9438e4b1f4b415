/** What a model's folder exports, and how the registry names it before it is loaded. */
import type { Model, World } from '@orrery/engine/model/model.ts'
import type { Scenario } from '@orrery/engine/model/scenario.ts'

export interface ModelEntry<W extends World = World> {
  readonly model: Model<W>
  readonly scenarios: readonly Scenario<W>[]
}
