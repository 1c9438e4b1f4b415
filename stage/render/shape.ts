/** The primitive shapes, and what all marks share in making them. */
import type { Label, Mark, Role } from '@orrery/engine/model/scene.ts'
import type { PaintName } from './paint.ts'

/** Lengths in the scene's units, angles in degrees clockwise from the top. */
export type Shape =
  | {
      readonly tag: 'circle'
      readonly paint: PaintName
      readonly x: number
      readonly y: number
      readonly r: number
    }
  | {
      readonly tag: 'arc'
      readonly paint: PaintName
      readonly x: number
      readonly y: number
      readonly r: number
      readonly from: number
      readonly to: number
    }
  /** Several arcs of one circle, as pairs from, to. */
  | {
      readonly tag: 'arcs'
      readonly paint: PaintName
      readonly x: number
      readonly y: number
      readonly r: number
      readonly spans: readonly (readonly [number, number])[]
    }
  | {
      readonly tag: 'rect'
      readonly paint: PaintName
      readonly x: number
      readonly y: number
      readonly width: number
      readonly height: number
      readonly rx?: number
    }
  /** Through points x, y, x, y... */
  | {
      readonly tag: 'poly'
      readonly paint: PaintName
      readonly points: readonly number[]
      readonly closed?: boolean
    }
  /** Separate segments x1, y1, x2, y2... */
  | { readonly tag: 'segments'; readonly paint: PaintName; readonly points: readonly number[] }
  | {
      readonly tag: 'text'
      readonly paint: PaintName
      /** The start, middle or end of the baseline. */
      readonly x: number
      readonly y: number
      readonly size: number
      readonly anchor: 'start' | 'middle' | 'end'
      readonly text: string
    }
  /** Moved as one. */
  | { readonly tag: 'group'; readonly x: number; readonly y: number; readonly children: readonly Shape[] }

/** A mark of a frame: between two scenes it may be partly there; a held message knows since when. */
export type Drawn<M extends Mark = Mark> = M & {
  readonly alpha?: number
  readonly heldAt?: number
  readonly silent?: boolean
}

/** The sizes of type, in scene units: none is below 12. */
export const type = { title: 18, note: 14, state: 13, small: 12 } as const

/** Half of the smallest target on touch: 44 units, which a phone draws about 1:1. */
export const reach = 22

export const text = (
  paint: PaintName,
  label: Label,
  x: number,
  y: number,
  size: number,
  anchor: 'start' | 'middle' | 'end' = 'middle',
): Shape => ({ tag: 'text', paint, x, y, size, anchor, text: label.text })

/** Has a colour of its own, rather than ink on plate. */
export const coloured = (role: Role): boolean => role !== 'plain' && role !== 'replica'

/** How wide a line of type will be, near enough to keep labels apart: no renderer is asked. */
export const widthOf = (label: string, size: number, mono = true): number =>
  label.length * size * (mono ? 0.6 : 0.53)
