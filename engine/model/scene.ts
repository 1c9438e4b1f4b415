/**
 * A scene is a picture as plain data: marks with an id, a role, a place and a label. Views make
 * scenes from worlds; renderers draw them and know roles, not protocols. Coordinates are in the
 * scene's own units; a renderer scales `width` x `height` to fit.
 */
import type { Micros } from './action.ts'

/** Which picture, and for what shape of space. `tall` is for phones: about 400 units wide. */
export interface View {
  readonly id: string
  readonly layout: 'wide' | 'tall'
}

/** What a mark stands for. Colour, outline and second cue follow from it, in the stage. */
export type Role =
  | 'plain'
  | 'primary' // leader, coordinator
  | 'replica' // follower, idle
  | 'pending' // candidate, prepared, not yet committed
  | 'committed' // healthy, acknowledged
  | 'failed' // crashed, violated, dropped
  | 'suspect' // cut off, stale
  | 'accent' // timers, progress, numerals

/** Text on a mark. `reads` is the path in the world that it was read from; tests follow it. */
export interface Label {
  readonly text: string
  /** As "nodes.A.state.term". */
  readonly reads?: string
}

interface Base {
  /** Identity between scenes: marks with equal ids are one thing that moved or changed. */
  readonly id: string
  readonly role: Role
  /** What is selected when the mark is: a node or message id. Without it the mark is scenery. */
  readonly subject?: string
  /** The mark in words, for a screen reader; needed where there is a subject. */
  readonly title?: string
  readonly faded?: boolean
}

export interface NodeMark extends Base {
  readonly kind: 'node'
  readonly x: number
  readonly y: number
  readonly r: number
  /** Inside: a letter or two. */
  readonly label: Label
  /** Below: a word or two a line. */
  readonly notes?: readonly Label[]
  readonly status?: 'crashed' | 'paused'
  /** A timer drawn as an arc around the node that fills from `from` to `until`. */
  readonly timer?: { readonly from: Micros; readonly until: Micros }
  readonly shape?: 'circle' | 'square'
}

/** A message in flight; its place follows from the time. */
export interface MessageMark extends Base {
  readonly kind: 'message'
  /** Where it left and where it goes. */
  readonly x1: number
  readonly y1: number
  readonly x2: number
  readonly y2: number
  readonly sent: Micros
  /** When it is due. A history that knows when it really arrived overrides it. */
  readonly due: Micros
  readonly look: 'request' | 'reply' | 'heartbeat' | 'vote' | 'data'
  readonly label: Label
  /** It will not arrive: a cross at this share of the way. */
  readonly lost?: number
  /** Stopped by the reader: it waits where it is. */
  readonly held?: boolean
}

export interface LinkMark extends Base {
  readonly kind: 'link'
  readonly x1: number
  readonly y1: number
  readonly x2: number
  readonly y2: number
  readonly look: 'open' | 'cut' | 'guide'
  /** 0 to 1: how much flows along it, as the width of its line. */
  readonly weight?: number
  readonly arrow?: boolean
  readonly label?: Label
}

/** A hairline circle: an orbit, a hash ring. */
export interface RingMark extends Base {
  readonly kind: 'ring'
  readonly x: number
  readonly y: number
  readonly r: number
  /** An arc in degrees clockwise from the top; the whole circle without it. */
  readonly from?: number
  readonly to?: number
  /** In place of one arc, several: what one of many owns of a circle. Each from its start, clockwise. */
  readonly arcs?: readonly (readonly [number, number])[]
  /** Short strokes across the circle, at these degrees: points on it. */
  readonly ticks?: readonly number[]
  readonly look: 'guide' | 'band'
}

/** A box with text: a log entry, a page, a cell of a matrix. */
export interface CellMark extends Base {
  readonly kind: 'cell'
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly label: Label
  readonly note?: Label
  readonly look: 'solid' | 'dashed' | 'empty'
  readonly ticked?: boolean
  /** 0 to 1: depth of its tint in a heat map, in the colour of its role. The number in it says the same. */
  readonly heat?: number
}

export interface TextMark extends Base {
  readonly kind: 'text'
  readonly x: number
  readonly y: number
  readonly label: Label
  readonly look: 'title' | 'note' | 'state' | 'number'
  readonly align?: 'start' | 'middle' | 'end'
}

/** A straight or broken line through points: a process, a divider, a series. */
export interface LineMark extends Base {
  readonly kind: 'line'
  readonly points: readonly (readonly [number, number])[]
  readonly look: 'axis' | 'divider' | 'series' | 'cut'
  readonly label?: Label
}

/** A point event on a line. */
export interface DotMark extends Base {
  readonly kind: 'dot'
  readonly x: number
  readonly y: number
  readonly r: number
  readonly look: 'solid' | 'hollow' | 'cross' | 'diamond'
  readonly label?: Label
}

export interface BarMark extends Base {
  readonly kind: 'bar'
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly label?: Label
}

export type Mark =
  NodeMark | MessageMark | LinkMark | RingMark | CellMark | TextMark | LineMark | DotMark | BarMark

export interface Scene {
  readonly width: number
  readonly height: number
  /** In words, for a screen reader and a social picture. */
  readonly title: string
  /** Drawn in order. */
  readonly marks: readonly Mark[]
}
