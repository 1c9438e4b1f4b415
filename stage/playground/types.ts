/** What a playground is told by its page (content/types.ts, Playground), as far as the stage needs it. */
import type { Report } from '@orrery/models/load-balancing/report.ts'

export interface PlayGoal {
  readonly id: string
  readonly title: string
  readonly level: string
  readonly task: string
  readonly start: readonly string[]
  readonly hint: string
  readonly notice: string
  met(report: Report): boolean
}

export interface PlayRun {
  readonly id: string
  readonly title: string
  readonly notice: string
  readonly first: readonly string[]
  readonly second?: readonly string[]
  readonly later?: readonly { readonly at: number; readonly id: string }[]
  readonly speed: number
}

export interface PlayOptions {
  readonly slug: string
  readonly title: string
  readonly seed: number
  readonly warmUp: number
  readonly speed: number
  readonly runs: readonly PlayRun[]
  readonly goals: readonly PlayGoal[]
}
