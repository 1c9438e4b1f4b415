/** What this folder gives the registry. */
import type { ModelEntry } from '../entry.ts'
import { quorumModel } from './model.ts'
import { scenarios } from './scenarios.ts'
import type { QuorumWorld } from './state.ts'

export const entry: ModelEntry<QuorumWorld> = { model: quorumModel, scenarios }
