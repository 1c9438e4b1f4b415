import type { ModelEntry } from '../entry.ts'
import type { MutexWorld } from './model.ts'
import { lamportMutex } from './model.ts'
import { mutexScenarios } from './scenarios.ts'

export const entry: ModelEntry<MutexWorld> = { model: lamportMutex, scenarios: mutexScenarios }
