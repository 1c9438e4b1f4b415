import type { ModelEntry } from '../entry.ts'
import { hashRing } from './model.ts'
import { scenarios } from './scenarios.ts'
import type { HashRingWorld } from './world.ts'

export const entry: ModelEntry<HashRingWorld> = { model: hashRing, scenarios }
