/** Shapes on a canvas, and which mark is at a point of it. */
import type { Role } from '@orrery/engine/model/scene.ts'
import { fonts, type Theme } from '../theme.ts'
import { inkOf, paints, type Ink, type PaintName } from './paint.ts'
import type { Painted } from './painter.ts'
import type { Shape } from './shape.ts'
import { whereabouts } from './shapes-message.ts'

/** What is used of a context: tests record it. */
export type Context = Pick<
  CanvasRenderingContext2D,
  | 'save'
  | 'restore'
  | 'translate'
  | 'beginPath'
  | 'arc'
  | 'rect'
  | 'roundRect'
  | 'moveTo'
  | 'lineTo'
  | 'closePath'
  | 'fill'
  | 'stroke'
  | 'fillText'
  | 'strokeText'
  | 'setLineDash'
  | 'fillStyle'
  | 'strokeStyle'
  | 'lineWidth'
  | 'lineCap'
  | 'lineJoin'
  | 'globalAlpha'
  | 'font'
  | 'textAlign'
>

export interface Pointed {
  readonly selected: string | undefined
  readonly lit: ReadonlySet<string>
}

type Resolve = (ink: Ink, role: Role) => string

/** Draws what the painter made of a scene, in scene units. */
export function paintCanvas(
  context: Context,
  painted: readonly Painted[],
  theme: Theme,
  pointed: Pointed,
): void {
  const cache = new Map<string, string>()
  const resolve: Resolve = (ink, role) => {
    const key = `${role} ${ink}`
    let colour = cache.get(key)
    if (colour === undefined) cache.set(key, (colour = inkOf(ink, role, theme)))
    return colour
  }
  for (const { mark, role, shapes } of painted) {
    const { subject } = mark
    const lit = subject !== undefined && (subject === pointed.selected || pointed.lit.has(subject))
    const alpha = (mark.alpha ?? 1) * (mark.faded ? 0.32 : 1)
    for (const shape of shapes) drawShape(context, shape, role, resolve, alpha, lit)
  }
}

function drawShape(
  context: Context,
  shape: Shape,
  role: Role,
  resolve: Resolve,
  alpha: number,
  lit: boolean,
): void {
  if (shape.tag === 'group') {
    context.translate(shape.x, shape.y)
    for (const child of shape.children) drawShape(context, child, role, resolve, alpha, lit)
    context.translate(-shape.x, -shape.y)
    return
  }
  if (shape.paint === 'hit' || (shape.paint === 'lit' && !lit)) return
  const paint = paints[shape.paint]
  context.globalAlpha = alpha * (paint.opacity ?? 1)
  if (shape.tag === 'text') {
    write(context, shape, role, resolve)
    return
  }
  context.beginPath()
  trace(context, shape)
  if (paint.fill !== undefined && paint.fill !== 'none') {
    context.fillStyle = resolve(paint.fill, role)
    context.fill()
  }
  if (paint.stroke === undefined || paint.stroke === 'none') return
  context.strokeStyle = resolve(paint.stroke, role)
  context.lineWidth = paint.width ?? 1
  context.lineCap = paint.round ? 'round' : 'butt'
  context.setLineDash(dashes(shape.paint))
  context.stroke()
}

const none: number[] = []
const dashes = (paint: PaintName): number[] => (paints[paint].dash as number[] | undefined) ?? none

function trace(context: Context, shape: Exclude<Shape, { tag: 'group' | 'text' }>): void {
  switch (shape.tag) {
    case 'circle':
      context.arc(shape.x, shape.y, shape.r, 0, 2 * Math.PI)
      return
    case 'arc':
      context.arc(shape.x, shape.y, shape.r, radians(shape.from), radians(shape.to))
      return
    case 'arcs':
      for (const [from, to] of shape.spans) {
        const start = radians(from)
        context.moveTo(shape.x + shape.r * Math.cos(start), shape.y + shape.r * Math.sin(start))
        context.arc(shape.x, shape.y, shape.r, start, radians(to))
      }
      return
    case 'rect':
      if (shape.rx === undefined) context.rect(shape.x, shape.y, shape.width, shape.height)
      else context.roundRect(shape.x, shape.y, shape.width, shape.height, shape.rx)
      return
    case 'poly':
    case 'segments':
      for (let i = 0; i + 1 < shape.points.length; i += 2) {
        const starts = shape.tag === 'segments' ? i % 4 === 0 : i === 0
        const x = shape.points[i] ?? 0
        const y = shape.points[i + 1] ?? 0
        if (starts) context.moveTo(x, y)
        else context.lineTo(x, y)
      }
      if (shape.tag === 'poly' && shape.closed) context.closePath()
  }
}

/** A canvas measures angles from three o'clock. */
const radians = (degrees: number): number => ((degrees - 90) * Math.PI) / 180

const aligns = { start: 'left', middle: 'center', end: 'right' } as const

function write(context: Context, shape: Extract<Shape, { tag: 'text' }>, role: Role, resolve: Resolve): void {
  const paint = paints[shape.paint]
  const font = `${paint.italic ? 'italic ' : ''}${paint.weight ?? 400} ${shape.size}px ${fonts[paint.font ?? 'sans']}`
  if (context.font !== font) context.font = font
  context.textAlign = aligns[shape.anchor]
  if (paint.halo !== undefined) {
    context.strokeStyle = resolve(paint.halo, role)
    context.lineWidth = 4
    context.lineJoin = 'round'
    context.setLineDash(none)
    context.strokeText(shape.text, shape.x, shape.y)
  }
  context.fillStyle = resolve(paint.fill ?? 'ink', role)
  context.fillText(shape.text, shape.x, shape.y)
}

/** The subject nearest to a point, within reach of it. */
export function subjectNear(
  painted: readonly Painted[],
  t: number,
  x: number,
  y: number,
  reach = 22,
): string | undefined {
  let best: string | undefined
  let nearest = Infinity
  for (const { mark } of painted) {
    if (mark.subject === undefined) continue
    const distance = distanceTo(mark, t, x, y)
    if (distance <= nearest && distance <= reach) {
      best = mark.subject
      nearest = distance
    }
  }
  return best
}

/** From the edge of a mark; 0 inside. */
function distanceTo(mark: Painted['mark'], t: number, x: number, y: number): number {
  switch (mark.kind) {
    case 'node':
    case 'dot':
      return Math.max(0, Math.hypot(mark.x - x, mark.y - y) - mark.r)
    case 'message': {
      const at = whereabouts(mark, t)
      return Math.hypot(at.x - x, at.y - y)
    }
    case 'cell':
    case 'bar':
      return Math.hypot(outside(x, mark.x, mark.width), outside(y, mark.y, mark.height))
    case 'link':
      return Math.hypot((mark.x1 + mark.x2) / 2 - x, (mark.y1 + mark.y2) / 2 - y)
    case 'text':
      return Math.hypot(mark.x - x, mark.y - y)
    case 'ring':
    case 'line':
      return Infinity
  }
}

const outside = (value: number, start: number, size: number): number =>
  Math.max(0, start - value, value - start - size)
