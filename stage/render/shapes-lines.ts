/** What is drawn between things: links, rings and lines. */
import type { LineMark, LinkMark, RingMark } from '@orrery/engine/model/scene.ts'
import { coloured, text, type, type Shape } from './shape.ts'

const flows = [undefined, 'flow-1', 'flow-2', 'flow-3', 'flow-4'] as const

export function linkShapes(mark: LinkMark): readonly Shape[] {
  const { x1, y1, x2, y2, look } = mark
  const length = Math.max(1, Math.hypot(x2 - x1, y2 - y1))
  const ux = (x2 - x1) / length
  const uy = (y2 - y1) / length
  const role = coloured(mark.role)
  const shapes: Shape[] = []
  const middle = { x: (x1 + x2) / 2, y: (y1 + y2) / 2 }
  const flow = flows[Math.min(4, Math.ceil((mark.weight ?? 0) * 4))]
  const line =
    flow ?? (look === 'guide' ? 'hairline' : look === 'cut' ? 'link-cut' : role ? 'link-role' : 'link')
  if (mark.subject !== undefined) {
    shapes.push({
      tag: 'poly',
      paint: 'hit',
      points: box(middle.x, middle.y, ux, uy, length / 2 - 8, 12),
      closed: true,
    })
    shapes.push({ tag: 'circle', paint: 'lit', x: middle.x, y: middle.y, r: 14 })
  }
  shapes.push({ tag: 'poly', paint: line, points: [x1, y1, x2, y2] })
  if (look === 'cut') {
    // Two strokes across the middle: the sign for a break in a line.
    const across = [-4, 4].flatMap((shift) => {
      const cx = middle.x + ux * shift
      const cy = middle.y + uy * shift
      return [cx - uy * 8 - ux * 3, cy + ux * 8 - uy * 3, cx + uy * 8 + ux * 3, cy - ux * 8 + uy * 3]
    })
    shapes.push({ tag: 'segments', paint: 'slash', points: across })
  }
  if (mark.arrow) {
    const wing = (turn: number): number[] => [x2 - ux * 9 - uy * 4.5 * turn, y2 - uy * 9 + ux * 4.5 * turn]
    const points = [...wing(1), x2, y2, ...wing(-1)]
    shapes.push({ tag: 'poly', paint: role ? 'arrowhead-role' : 'arrowhead', points })
  }
  if (mark.label) {
    // Beside the line, on the side that is up (right of a vertical line).
    const up = ux > 0 || (ux === 0 && uy < 0) ? 1 : -1
    const x = middle.x + uy * 9 * up
    const y = middle.y - ux * 9 * up
    const steep = Math.abs(uy) > 0.55
    const anchor = !steep ? 'middle' : uy * up > 0 ? 'start' : 'end'
    shapes.push(text(role ? 'state-role' : 'state', mark.label, x, y + (steep ? 4 : 0), type.small, anchor))
  }
  return shapes
}

/** A rectangle along a line, to be hit. */
function box(x: number, y: number, ux: number, uy: number, along: number, across: number): number[] {
  return [
    [1, 1],
    [1, -1],
    [-1, -1],
    [-1, 1],
  ].flatMap(([a = 0, b = 0]) => [x + ux * along * a - uy * across * b, y + uy * along * a + ux * across * b])
}

export function ringShapes(mark: RingMark): readonly Shape[] {
  const { x, y, r } = mark
  const paint = mark.look === 'guide' ? 'hairline' : coloured(mark.role) ? 'band' : 'band-plain'
  const shapes: Shape[] = []
  if (mark.arcs !== undefined) shapes.push({ tag: 'arcs', paint, x, y, r, spans: mark.arcs })
  else if (mark.from === undefined || mark.to === undefined) shapes.push({ tag: 'circle', paint, x, y, r })
  else shapes.push({ tag: 'arc', paint, x, y, r, from: mark.from, to: mark.to })
  if (mark.ticks !== undefined) {
    const points = mark.ticks.flatMap((degrees) => {
      const angle = (degrees * Math.PI) / 180
      const [dx, dy] = [Math.sin(angle), -Math.cos(angle)]
      return [x + (r - 5) * dx, y + (r - 5) * dy, x + (r + 5) * dx, y + (r + 5) * dy]
    })
    shapes.push({ tag: 'segments', paint: 'axis', points })
  }
  return shapes
}

export function lineShapes(mark: LineMark): readonly Shape[] {
  const shapes: Shape[] = [{ tag: 'poly', paint: mark.look, points: mark.points.flat() }]
  const first = mark.points[0]
  const last = mark.points[mark.points.length - 1]
  if (mark.label && first && last) {
    const upright = Math.abs(last[0] - first[0]) < Math.abs(last[1] - first[1])
    if (mark.look === 'axis') {
      shapes.push(
        upright
          ? text('strong', mark.label, first[0], first[1] - 10, type.note)
          : text('strong', mark.label, first[0] - 12, first[1] + 5, type.note, 'end'),
      )
    } else {
      const paint = coloured(mark.role) ? 'note-role' : 'note'
      shapes.push(
        upright
          ? text(paint, mark.label, last[0] + 6, last[1] + 20, type.note, 'start')
          : text(paint, mark.label, last[0], last[1] - 8, type.note, 'end'),
      )
    }
  }
  return shapes
}
