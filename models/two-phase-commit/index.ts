import type { ModelEntry } from '../entry.ts'
import { twoPhaseCommit } from './model.ts'
import type { TwoPhaseWorld } from './world.ts'

export const entry: ModelEntry<TwoPhaseWorld> = { model: twoPhaseCommit, scenarios: [] }
