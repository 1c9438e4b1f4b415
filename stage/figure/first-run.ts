/** The run that a figure opens with: the same at build, for its first frame, and on the page. */
import { checkSetup } from '@orrery/engine/model/check.ts'
import type { Model, World } from '@orrery/engine/model/model.ts'
import type { History } from '@orrery/engine/simulate/history-types.ts'
import { run } from '@orrery/engine/simulate/run.ts'
import type { FigureOptions } from './types.ts'

/** @throws BadSetup where the spec does not fit the model */
export function firstRun<W extends World>(model: Model<W>, spec: FigureOptions): History<W> {
  const { params, without, seed, warmUp = 0 } = spec
  const setup = checkSetup(model, { seed, ...(params && { params }), ...(without && { without }) })
  return run(model, setup, { for: warmUp })
}
