/** Messages: a glyph on its way, the trail behind it, and a short label beside it. */
import type { MessageMark } from '@orrery/engine/model/scene.ts'
import { coloured, reach, text, type, type Drawn, type Shape } from './shape.ts'
import type { PaintName } from './paint.ts'

/** Where a label stands from its glyph. */
export interface Side {
  readonly dx: number
  /** To the baseline. */
  readonly dy: number
  readonly anchor: 'start' | 'middle' | 'end'
}

/** In order of preference: the baseline's place and which end of the text stands there. */
export const sides: readonly Side[] = [
  { dx: 12, dy: -8, anchor: 'start' },
  { dx: 12, dy: 18, anchor: 'start' },
  { dx: -12, dy: -8, anchor: 'end' },
  { dx: -12, dy: 18, anchor: 'end' },
  { dx: 0, dy: -14, anchor: 'middle' },
  { dx: 0, dy: 23, anchor: 'middle' },
]
const firstSide: Side = { dx: 12, dy: -8, anchor: 'start' }

/** How far along its way a message is at `t`, from 0 to 1; a lost one stays where it was lost. */
export function progress(mark: Drawn<MessageMark>, t: number): number {
  const now = mark.heldAt ?? t
  const share = Math.min(1, Math.max(0, (now - mark.sent) / Math.max(1, mark.due - mark.sent)))
  return mark.lost === undefined ? share : Math.min(share, mark.lost)
}

/** Where its glyph is at `t`. */
export function whereabouts(mark: Drawn<MessageMark>, t: number): { x: number; y: number; lost: boolean } {
  const share = progress(mark, t)
  return {
    x: mark.x1 + (mark.x2 - mark.x1) * share,
    y: mark.y1 + (mark.y2 - mark.y1) * share,
    lost: mark.lost !== undefined && share >= mark.lost,
  }
}

const trails = {
  request: 'trail-request',
  data: 'trail-request',
  vote: 'trail-request',
  reply: 'trail-reply',
  heartbeat: 'trail-heartbeat',
} as const satisfies Record<MessageMark['look'], PaintName>

/** A message from its way to its glyph. */
export function messageShapes(
  mark: MessageMark,
  t: number,
  side: Side | 'none' = firstSide,
): readonly Shape[] {
  return [...wayShapes(mark, t), ...headShapes(mark, t, side)]
}

/** The way it takes (unless another message's way is the same), and its trail as far as it has come. */
export function wayShapes(mark: MessageMark, t: number, shared = false): readonly Shape[] {
  const { x, y, lost } = whereabouts(mark, t)
  const solid = trails[mark.look]
  const trail = solid === 'trail-request' && !coloured(mark.role) ? 'trail-plain' : solid
  return [
    { tag: 'poly', paint: 'path', points: shared ? [] : [mark.x1, mark.y1, mark.x2, mark.y2] },
    { tag: 'poly', paint: trail, points: lost ? [] : [mark.x1, mark.y1, x, y] },
  ]
}

const heads = new WeakMap<MessageMark, Map<string, readonly Shape[]>>()

/** Its glyph and label, which move as one. */
export function headShapes(mark: MessageMark, t: number, side: Side | 'none' = firstSide): readonly Shape[] {
  const { x, y, lost } = whereabouts(mark, t)
  const key = `${side === 'none' ? '' : `${side.dx} ${side.dy}`}${lost ? ' lost' : ''}`
  let known = heads.get(mark)
  if (known === undefined) heads.set(mark, (known = new Map<string, readonly Shape[]>()))
  let children = known.get(key)
  if (children === undefined) known.set(key, (children = head(mark, side, lost)))
  return [{ tag: 'group', x, y, children }]
}

function head(mark: MessageMark, side: Side | 'none', lost: boolean): readonly Shape[] {
  const shapes: Shape[] = []
  if (mark.subject !== undefined) {
    shapes.push({ tag: 'circle', paint: 'hit', x: 0, y: 0, r: reach })
    shapes.push({ tag: 'circle', paint: 'lit', x: 0, y: 0, r: 14 })
  }
  shapes.push(...(lost ? [lossCross] : glyph(mark)))
  if (mark.held) shapes.push({ tag: 'segments', paint: 'slash', points: [-13, -9, -13, 9, 13, -9, 13, 9] })
  const said = wordsOf(mark, lost)
  if (said !== '' && side !== 'none') {
    const paint = lost ? 'state-failed' : coloured(mark.role) ? 'state-role' : 'state'
    shapes.push(text(paint, { text: said }, side.dx, side.dy, type.state, side.anchor))
  }
  return shapes
}

/** The label as it is drawn: a lost message says so. */
export function wordsOf(mark: MessageMark, lost: boolean): string {
  const label = mark.label.text
  return lost && label !== '' && label !== 'lost' ? `${label} lost` : label
}

const lossCross: Shape = { tag: 'segments', paint: 'loss', points: [-7, -7, 7, 7, -7, 7, 7, -7] }

function glyph(mark: MessageMark): Shape[] {
  switch (mark.look) {
    case 'request':
      return [{ tag: 'circle', paint: 'glyph-filled', x: 0, y: 0, r: 6.5 }]
    case 'reply':
      return [{ tag: 'circle', paint: 'glyph-hollow', x: 0, y: 0, r: 6 }]
    case 'heartbeat':
      return [{ tag: 'circle', paint: 'glyph-filled', x: 0, y: 0, r: 3.75 }]
    case 'vote':
      return [{ tag: 'poly', paint: 'glyph', points: [0, -9.5, 9.5, 0, 0, 9.5, -9.5, 0], closed: true }]
    case 'data':
      return [{ tag: 'rect', paint: 'glyph', x: -7, y: -7, width: 14, height: 14, rx: 1.5 }]
  }
}
