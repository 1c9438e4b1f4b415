/** The run that a figure opens with: the same at build, for its first frame, and on the page. */
import { checkSetup } from '@orrery/engine/model/check.ts'
import type { Model, World } from '@orrery/engine/model/model.ts'
import type { History } from '@orrery/engine/simulate/history-types.ts'
import { finish, runBySteps, type Work } from '@orrery/engine/simulate/run.ts'
import type { FigureOptions } from './types.ts'

/** @throws BadSetup where the spec does not fit the model */
export function firstRun<W extends World>(model: Model<W>, spec: FigureOptions): History<W> {
  return finish(firstRunBySteps(model, spec))
}

/** `firstRun`, an action at a time. */
export function firstRunBySteps<W extends World>(model: Model<W>, spec: FigureOptions): Work<History<W>> {
  const { params, without, seed, warmUp = 0 } = spec
  const setup = checkSetup(model, { seed, ...(params && { params }), ...(without && { without }) })
  return runBySteps(model, setup, { for: warmUp })
}
