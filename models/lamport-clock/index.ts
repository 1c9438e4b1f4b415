import type { ModelEntry } from '../entry.ts'
import { lamportClock } from './model.ts'
import type { ClockWorld } from './properties.ts'
import { clockScenarios } from './scenarios.ts'

export const entry: ModelEntry<ClockWorld> = { model: lamportClock, scenarios: clockScenarios }
