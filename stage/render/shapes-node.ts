/** Nodes: a disc (or a square) that carries a letter, a ring or sign for its role, a timer, and notes below. */
import type { NodeMark, Role } from '@orrery/engine/model/scene.ts'
import { coloured, reach, text, type, type Shape } from './shape.ts'
import type { PaintName } from './paint.ts'

/** Between the disc and the arc of its timer. */
const gap = 7

/** A crashed node is drawn as failed whatever its role was. */
export const roleOf = (mark: NodeMark): Role => (mark.status === 'crashed' ? 'failed' : mark.role)

const still = new WeakMap<NodeMark, readonly Shape[]>()

export function nodeShapes(mark: NodeMark, t: number): readonly Shape[] {
  let shapes = still.get(mark)
  if (shapes === undefined) {
    shapes = stillShapes(mark)
    still.set(mark, shapes)
  }
  const timer = mark.timer
  if (timer === undefined || mark.status === 'crashed') return shapes
  const share = Math.min(1, Math.max(0, (t - timer.from) / Math.max(1, timer.until - timer.from)))
  const arc: Shape = {
    tag: 'arc',
    paint: 'timer',
    x: mark.x,
    y: mark.y,
    r: mark.r + gap,
    from: 0,
    to: share * 359.9,
  }
  return [arc, ...shapes]
}

function stillShapes(mark: NodeMark): readonly Shape[] {
  const { x, y, r } = mark
  const role = roleOf(mark)
  const shapes: Shape[] = []
  if (mark.subject !== undefined) {
    shapes.push({ tag: 'circle', paint: 'hit', x, y, r: Math.max(reach, r + 4) })
    shapes.push({ tag: 'circle', paint: 'lit', x, y, r: r + (mark.timer ? gap + 6 : 6) })
  }
  if (role === 'failed') shapes.push(outline(mark, 'disc-failed'), ...failure(mark))
  else if (role === 'suspect') shapes.push(outline(mark, 'disc-bare'), ...broken(mark))
  else shapes.push(outline(mark, role === 'pending' ? 'disc-dashed' : 'disc'))
  if (role === 'primary') shapes.push(outline(mark, 'ring-inner', 4))
  const size = Math.max(type.small, Math.round(r * (mark.label.text.length > 2 ? 0.5 : 0.7)))
  // The capitals of the figure face stand 0.7 em high.
  shapes.push(text(role === 'failed' ? 'letter-failed' : 'letter', mark.label, x, y + size * 0.35, size))
  if (role === 'committed') shapes.push(...tickBadge(x + r * 0.74, y - r * 0.74))
  if (mark.status === 'paused') shapes.push(...pauseSign(x + r * 0.76, y + r * 0.76))
  const first = y + r + (mark.timer ? gap : 0) + 18
  mark.notes?.forEach((note, i) => {
    const paint = coloured(role) && i === 0 ? 'state-role' : 'state'
    shapes.push(text(paint, note, x, first + i * 16, type.state))
  })
  return shapes
}

function outline(mark: NodeMark, paint: PaintName, inset = 0): Shape {
  const { x, y } = mark
  const r = mark.r - inset
  if (mark.shape !== 'square') return { tag: 'circle', paint, x, y, r }
  return { tag: 'rect', paint, x: x - r, y: y - r, width: 2 * r, height: 2 * r, rx: 4 }
}

/** Engraver's hatching and a cross that leaves the letter readable in the middle. */
function failure(mark: NodeMark): Shape[] {
  const { x, y, r } = mark
  const lines: number[] = []
  const half = r - 1
  for (let d = -1.2 * r; d <= 1.2 * r; d += r / 5) {
    // The chord of the line u + v = d * sqrt 2 at 45 degrees, in a circle or in a square.
    if (mark.shape === 'square') {
      const low = Math.max(-half, d - half)
      const high = Math.min(half, d + half)
      if (low < high) lines.push(x + low, y + (d - low), x + high, y + (d - high))
      continue
    }
    const chord = Math.sqrt(Math.max(0, half * half - d * d))
    if (chord < 3) continue
    const u = d * Math.SQRT1_2
    const v = chord * Math.SQRT1_2
    lines.push(x + u - v, y + u + v, x + u + v, y + u - v)
  }
  const far = mark.shape === 'square' ? r * 0.86 : r * 0.7
  const near = r * 0.36
  const arms = [-1, 1].flatMap((sx) =>
    [-1, 1].flatMap((sy) => [x + sx * near, y + sy * near, x + sx * far, y + sy * far]),
  )
  return [
    { tag: 'segments', paint: 'hatching', points: lines },
    { tag: 'segments', paint: 'cross', points: arms },
  ]
}

/** An outline in four pieces. */
function broken(mark: NodeMark): Shape[] {
  const { x, y, r } = mark
  if (mark.shape === 'square') {
    const corner = r * 0.62
    const points = [-1, 1].flatMap((sx) =>
      [-1, 1].flatMap((sy) => [
        ...[x + sx * r, y + sy * (r - corner), x + sx * r, y + sy * r],
        ...[x + sx * r, y + sy * r, x + sx * (r - corner), y + sy * r],
      ]),
    )
    return [{ tag: 'segments', paint: 'ring-broken', points }]
  }
  return [12, 102, 192, 282].map((from) => ({
    tag: 'arc',
    paint: 'ring-broken',
    x,
    y,
    r,
    from,
    to: from + 66,
  }))
}

function tickBadge(x: number, y: number): Shape[] {
  const [, stroke] = tick(x, y, 8)
  return [{ tag: 'circle', paint: 'badge', x, y, r: 9 }, ...(stroke ? [stroke] : [])]
}

/** A tick whose elbow is a little left of (x, y), on a margin of the plate. */
export function tick(x: number, y: number, size: number): Shape[] {
  const points = [
    x - size * 0.62,
    y + size * 0.02,
    x - size * 0.12,
    y + size * 0.52,
    x + size * 0.78,
    y - size * 0.58,
  ]
  return [
    { tag: 'poly', paint: 'tick-halo', points },
    { tag: 'poly', paint: 'tick', points },
  ]
}

function pauseSign(x: number, y: number): Shape[] {
  return [-4.5, 1.5].map((dx) => ({
    tag: 'rect',
    paint: 'pause',
    x: x + dx,
    y: y - 7,
    width: 4.5,
    height: 14,
    rx: 1,
  }))
}
