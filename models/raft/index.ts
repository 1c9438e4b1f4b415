/** What this folder gives the registry. */
import type { ModelEntry } from '../entry.ts'
import { raftModel } from './model.ts'
import { scenarios } from './scenarios.ts'
import type { RaftWorld } from './world.ts'

export const entry: ModelEntry<RaftWorld> = { model: raftModel, scenarios }
