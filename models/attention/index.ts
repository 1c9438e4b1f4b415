import type { ModelEntry } from '../entry.ts'
import { attention } from './model.ts'
import { scenarios } from './scenarios.ts'
import type { AttentionWorld } from './world.ts'

export const entry: ModelEntry<AttentionWorld> = { model: attention, scenarios }
