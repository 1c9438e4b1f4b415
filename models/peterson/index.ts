import type { ModelEntry } from '../entry.ts'
import { peterson } from './model.ts'
import type { PetersonWorld } from './peterson.ts'

export const entry: ModelEntry<PetersonWorld> = { model: peterson, scenarios: [] }
