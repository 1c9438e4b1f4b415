/** What crosses from the build to an island: plain JSON. */
import type { FieldNow } from '../player/changes.ts'

export interface StepOutline {
  readonly id: string
  readonly title: string
  /** HTML made from the marked text. */
  readonly caption: string
}

/** A way to see the run on the plate. */
export interface ViewOutline {
  readonly id: string
  readonly title: string
}

/** The view that every model has, because it is drawn from the events of the run. */
export const spaceTimeView = 'events'

export interface FigureOutline {
  readonly title: string
  /** What the plate can show: the model's views, and the run in space and time. */
  readonly views: readonly ViewOutline[]
  /** Verdicts at the first frame. */
  readonly properties: readonly {
    readonly id: string
    readonly title: string
    readonly verdict: string
    readonly kind: string
  }[]
  readonly rules: readonly { readonly id: string; readonly title: string; readonly section?: string }[]
  /** HTML. */
  readonly caption: string
}

export interface ExplainerOutline extends FigureOutline {
  readonly slug: string
  readonly steps: readonly StepOutline[]
}

export type { FieldNow }

/** What a figure needs of its spec (see content/types.ts, FigureSpec). */
export interface FigureOptions {
  readonly id: string
  readonly title: string
  readonly caption: string
  readonly model: string
  readonly params?: Readonly<Record<string, number | string | boolean>>
  readonly without?: readonly string[]
  readonly seed: number
  readonly view: string
  readonly pace: number
  readonly warmUp?: number
  readonly panels?: readonly PanelName[]
}

export type PanelName = 'properties' | 'rules' | 'inspector' | 'log' | 'space-time' | 'params' | 'fidelity'
