/** What crosses from the build to an island: plain JSON. */
import type { FieldNow } from '../player/changes.ts'

export interface StepOutline {
  readonly id: string
  readonly title: string
  /** HTML made from the marked text. */
  readonly caption: string
}

export interface FigureOutline {
  readonly title: string
  /** Width over height of the plate. */
  readonly ratio: { readonly wide: number; readonly tall: number }
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
