/** Where things are, in both shapes of space. */
export interface Layout {
  readonly width: number
  readonly height: number
  readonly tall: boolean
  /** The strip of steps. */
  readonly progress: { readonly x: number; readonly y: number; readonly width: number }
  /** The lines of one head: keys above, queries below. */
  readonly lines: {
    readonly x: number
    readonly width: number
    readonly title: number
    readonly keys: number
    readonly queries: number
    readonly heads: number
    /** The height and most width of a letter's cell. */
    readonly cell: number
  }
  /** What the last step made. */
  readonly made: {
    readonly x: number
    readonly y: number
    readonly width: number
    readonly height: number
    /** The most height of a row. */
    readonly row: number
  }
}

export const layouts: Readonly<Record<'wide' | 'tall', Layout>> = {
  wide: {
    width: 960,
    height: 600,
    tall: false,
    progress: { x: 28, y: 26, width: 904 },
    lines: { x: 28, width: 400, title: 128, keys: 164, queries: 420, heads: 522, cell: 36 },
    made: { x: 464, y: 100, width: 468, height: 486, row: 54 },
  },
  tall: {
    width: 400,
    height: 540,
    tall: true,
    progress: { x: 10, y: 8, width: 380 },
    lines: { x: 10, width: 380, title: 48, keys: 46, queries: 124, heads: 164, cell: 28 },
    made: { x: 10, y: 202, width: 380, height: 334, row: 36 },
  },
}

/** Numbers of a vector on one line. */
export const FOLD = 8
