/** A matrix as a heat map with its numbers: a row a position, a column a key or a letter. */
import type { CellMark, Mark } from '@orrery/engine/model/scene.ts'
import type { Shown } from './numbers.ts'
import type { Layout } from './view-layout.ts'
import type { AttentionWorld } from './world.ts'

export interface Grid {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly string[]
  readonly numbers: Shown | undefined
  /** Where the numbers are in the world. */
  readonly path: string
  /** Columns are positions: then what is later than its row is apart. */
  readonly keys?: boolean
  /** Tick the largest of each row. */
  readonly best?: boolean
}

/** Room for the letters of rows, and for those of columns. */
const SIDE = 30
/** Numbers of four characters need so much. */
const ROOMY = 32

export const valueOf = (text: string): number => (text === '−∞' ? -Infinity : Number(text))

export function heatMap(world: AttentionWorld, layout: Layout, grid: Grid): readonly Mark[] {
  const { made: at } = layout
  const { numbers, columns, rows } = grid
  if (numbers === undefined) return []
  const pitch = Math.min(64, (at.width - SIDE) / columns.length)
  const height = Math.min(at.row, (at.height - 56) / rows.length)
  const left = at.x + SIDE
  const top = at.y + 56
  const most = Math.max(
    0.01,
    ...numbers
      .flat()
      .map((text) => Math.abs(valueOf(text)))
      .filter(Number.isFinite),
  )
  const marks: Mark[] = [
    {
      kind: 'text',
      id: 'made',
      role: 'plain',
      look: 'title',
      x: at.x,
      y: at.y + 16,
      label: { text: grid.title },
    },
  ]
  const edge = (id: string, text: string, x: number, y: number, lit: boolean): Mark => ({
    kind: 'text',
    id,
    role: lit ? 'primary' : 'plain',
    look: 'state',
    align: 'middle',
    x,
    y,
    label: { text },
  })
  columns.forEach((text, j) =>
    marks.push(
      edge(`column:${j}`, text, left + (j + 0.5) * pitch, top - 8, grid.keys === true && j === world.query),
    ),
  )
  numbers.forEach((row, i) => {
    marks.push(edge(`row:${i}`, rows[i]!, at.x + SIDE / 2, top + (i + 0.5) * height + 5, i === world.query))
    const best = Math.max(...row.map(valueOf))
    row.forEach((text, j) => {
      const value = valueOf(text)
      const whole = pitch >= ROOMY || text.length < 4 || grid.path.endsWith('weights')
      const cell: CellMark = {
        kind: 'cell',
        id: `cell:${i}:${j}`,
        role: value < 0 ? 'accent' : 'primary',
        x: Math.round((left + j * pitch) * 100) / 100,
        y: Math.round((top + i * height) * 100) / 100,
        width: Math.round(pitch * 100) / 100,
        height: Math.round(height * 100) / 100,
        // Where there is no room for the digit after the point, the inspector has it.
        label: whole ? { text, reads: `${grid.path}.${i}.${j}` } : { text: String(Math.round(value)) },
        look: 'solid',
        heat: Number.isFinite(value) ? Math.abs(value) / most : 0,
        ...(grid.best === true && value === best && value > 0 && { ticked: i === world.query }),
      }
      marks.push(cell)
    })
  })
  marks.push(frame('query', left, top + world.query * height, columns.length * pitch, height))
  return marks
}

/** A dashed frame around a row. */
function frame(id: string, x: number, y: number, width: number, height: number): Mark {
  const points = [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
    [x, y],
  ] as const
  return { kind: 'line', id: `frame:${id}`, role: 'primary', look: 'divider', points }
}
