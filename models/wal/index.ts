import type { ModelEntry } from '../entry.ts'
import { wal } from './model.ts'
import { scenarios } from './scenarios.ts'
import type { WalWorld } from './world.ts'

export const entry: ModelEntry<WalWorld> = { model: wal, scenarios }
