/** What holds data: cells, words, dots and bars. */
import type { BarMark, CellMark, DotMark, TextMark } from '@orrery/engine/model/scene.ts'
import { coloured, text, type, widthOf, type Shape } from './shape.ts'
import { tick } from './shapes-node.ts'
import type { PaintName } from './paint.ts'

export function cellShapes(mark: CellMark): readonly Shape[] {
  const { x, y, width, height, look } = mark
  const rect = (paint: PaintName, grow = 0): Shape => ({
    tag: 'rect',
    paint,
    x: x - grow,
    y: y - grow,
    width: width + 2 * grow,
    height: height + 2 * grow,
    rx: 1.5,
  })
  const shapes: Shape[] = []
  if (mark.subject !== undefined) shapes.push(rect('hit'), rect('lit', 4))
  if (mark.heat !== undefined) {
    const depth = heats[Math.min(6, Math.max(0, Math.round(mark.heat * 6)))]
    shapes.push(rect('cell-ground'))
    if (depth !== undefined) shapes.push(rect(depth))
    shapes.push(rect('cell-empty'))
  } else if (coloured(mark.role) && look !== 'empty') {
    const outline = rect(look === 'dashed' ? 'cell-role-dashed' : 'cell-role')
    shapes.push(rect('cell-ground'), rect('cell-tint'), outline)
    if (mark.role === 'failed') shapes.push(hatch(mark))
  } else shapes.push(rect(look === 'solid' ? 'cell' : look === 'dashed' ? 'cell-dashed' : 'cell-empty'))
  const middle = x + width / 2
  const base = mark.note ? y + height / 2 - 2 : y + height / 2 + 4.5
  if (mark.label.text !== '') shapes.push(text('cell-text', mark.label, middle, base, type.state))
  if (mark.note) shapes.push(text('cell-note', mark.note, middle, base + 15, type.small))
  if (mark.ticked) shapes.push(...tick(x + width - 4, y + 3, 8))
  return shapes
}

const heats = [undefined, 'heat-1', 'heat-2', 'heat-3', 'heat-4', 'heat-5', 'heat-6'] as const

/** What failed is hatched, so that its colour is not all that says so. */
function hatch({ x, y, width, height }: CellMark): Shape {
  const points: number[] = []
  for (let i = 1; i <= 7; i++) points.push(x + 2, y + (height * i) / 8, x + width - 2, y + (height * i) / 8)
  return { tag: 'segments', paint: 'hatching', points }
}

const looks = {
  title: { paint: 'title', role: 'title', size: type.title },
  note: { paint: 'note', role: 'note-role', size: type.note },
  state: { paint: 'state', role: 'state-role', size: type.state },
  number: { paint: 'state', role: 'state-role', size: type.small },
} as const satisfies Record<TextMark['look'], { paint: PaintName; role: PaintName; size: number }>

export function textShapes(mark: TextMark): readonly Shape[] {
  const look = looks[mark.look]
  const paint = coloured(mark.role) ? look.role : look.paint
  const align = mark.align ?? 'start'
  const words = text(paint, mark.label, mark.x, mark.y, look.size, align)
  if (mark.subject === undefined) return [words]
  const width = widthOf(mark.label.text, look.size)
  const x = mark.x - (align === 'start' ? 0 : align === 'middle' ? width / 2 : width) - 4
  const box = { tag: 'rect', x, y: mark.y - look.size - 4, width: width + 8, height: look.size + 14 } as const
  return [{ ...box, paint: 'hit' }, { ...box, paint: 'lit' }, words]
}

export function dotShapes(mark: DotMark): readonly Shape[] {
  const { x, y, r } = mark
  const shapes: Shape[] = []
  if (mark.subject !== undefined) {
    shapes.push({ tag: 'circle', paint: 'hit', x, y, r: 12 }, { tag: 'circle', paint: 'lit', x, y, r: r + 4 })
  }
  switch (mark.look) {
    case 'solid':
      shapes.push({ tag: 'circle', paint: 'dot', x, y, r })
      break
    case 'hollow':
      shapes.push({ tag: 'circle', paint: 'dot-hollow', x, y, r })
      break
    case 'cross':
      shapes.push({
        tag: 'segments',
        paint: 'dot-cross',
        points: [x - r, y - r, x + r, y + r, x - r, y + r, x + r, y - r],
      })
      break
    case 'diamond': {
      const points = [x, y - r * 1.3, x + r * 1.3, y, x, y + r * 1.3, x - r * 1.3, y]
      shapes.push({ tag: 'poly', paint: 'dot', points, closed: true })
      break
    }
  }
  if (mark.label) {
    shapes.push(
      text(
        coloured(mark.role) ? 'state-role' : 'state',
        mark.label,
        x + r + 4,
        y - r - 3,
        type.small,
        'start',
      ),
    )
  }
  return shapes
}

export function barShapes(mark: BarMark): readonly Shape[] {
  const { x, y, width, height } = mark
  const shapes: Shape[] = [{ tag: 'rect', paint: 'bar', x, y, width, height }]
  if (mark.label) shapes.push(text('state', mark.label, x + width / 2, y - 6, type.small))
  return shapes
}
