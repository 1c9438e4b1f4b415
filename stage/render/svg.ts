/** Scenes as SVG text: first frames at build time, golden files, exported pictures. */
import type { Role, Scene } from '@orrery/engine/model/scene.ts'
import type { Theme } from '../theme.ts'
import { nameButtons } from './names.ts'
import { resolvedCss, type PaintName } from './paint.ts'
import { Painter, type Painted } from './painter.ts'
import type { Drawn, Shape } from './shape.ts'

export interface SvgOptions {
  /** Simulated time: messages and timers stand where they are then. */
  readonly t: number
  /** `css`: classes for the page's stylesheet. A theme: colours and fonts inside, to stand alone. */
  readonly theme?: 'css' | Theme
  /** Marks with a subject become buttons; without it the picture is one image. */
  readonly interactive?: boolean
}

/** Two decimals: finer than any screen, and equal wherever it is drawn. */
export const number = (value: number): string => String(Math.round(value * 100) / 100)

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
export const escape = (words: string): string => words.replace(/[&<>"]/g, (found) => entities[found] ?? found)

export const tagOf = (shape: Shape): string =>
  shape.tag === 'group'
    ? 'g'
    : shape.tag === 'arc' || shape.tag === 'arcs' || shape.tag === 'poly' || shape.tag === 'segments'
      ? 'path'
      : shape.tag

/** A shape's attributes, in order; text and children apart. */
export function attributesOf(shape: Shape): readonly (readonly [string, string])[] {
  switch (shape.tag) {
    case 'circle':
      return [
        ['class', `o-${shape.paint}`],
        ['cx', number(shape.x)],
        ['cy', number(shape.y)],
        ['r', number(shape.r)],
      ]
    case 'rect':
      return [
        ['class', `o-${shape.paint}`],
        ['x', number(shape.x)],
        ['y', number(shape.y)],
        ['width', number(shape.width)],
        ['height', number(shape.height)],
        ...(shape.rx === undefined ? [] : ([['rx', number(shape.rx)]] as const)),
      ]
    case 'arc':
    case 'arcs':
    case 'poly':
    case 'segments':
      return [
        ['class', `o-${shape.paint}`],
        ['d', pathOf(shape)],
      ]
    case 'text':
      return [
        ['class', `o-${shape.paint}`],
        ['x', number(shape.x)],
        ['y', number(shape.y)],
        ['font-size', number(shape.size)],
        ...(shape.anchor === 'start' ? [] : ([['text-anchor', shape.anchor]] as const)),
      ]
    case 'group':
      return [['transform', `translate(${number(shape.x)} ${number(shape.y)})`]]
  }
}

/** The path data of shapes that are paths. */
export function pathOf(shape: Extract<Shape, { tag: 'arc' | 'arcs' | 'poly' | 'segments' }>): string {
  if (shape.tag === 'arc') return arcPath(shape, shape.from, shape.to)
  if (shape.tag === 'arcs') return shape.spans.map(([from, to]) => arcPath(shape, from, to)).join('')
  const { points } = shape
  let d = ''
  for (let i = 0; i + 1 < points.length; i += 2) {
    const starts = shape.tag === 'segments' ? i % 4 === 0 : i === 0
    d += `${starts ? 'M' : 'L'}${number(points[i] ?? 0)} ${number(points[i + 1] ?? 0)}`
  }
  return shape.tag === 'poly' && shape.closed ? `${d}Z` : d
}

function arcPath(circle: { x: number; y: number; r: number }, from: number, to: number): string {
  const { x, y, r } = circle
  const [ax, ay] = onCircle(x, y, r, from)
  const [bx, by] = onCircle(x, y, r, to)
  const radius = number(r)
  return `M${number(ax)} ${number(ay)}A${radius} ${radius} 0 ${to - from > 180 ? 1 : 0} 1 ${number(bx)} ${number(by)}`
}

/** The point at an angle in degrees, clockwise from the top. */
export function onCircle(x: number, y: number, r: number, degrees: number): readonly [number, number] {
  const angle = (degrees * Math.PI) / 180
  return [x + r * Math.sin(angle), y - r * Math.cos(angle)]
}

const reached: readonly PaintName[] = ['hit', 'lit']

function shapeToSvg(shape: Shape, interactive: boolean): string {
  if (shape.tag !== 'group' && !interactive && reached.includes(shape.paint)) return ''
  const tag = tagOf(shape)
  const attributes = attributesOf(shape)
    .map(([name, value]) => ` ${name}="${value}"`)
    .join('')
  const inner =
    shape.tag === 'text'
      ? escape(shape.text)
      : shape.tag === 'group'
        ? shape.children.map((child) => shapeToSvg(child, interactive)).join('')
        : ''
  return inner === '' ? `<${tag}${attributes}/>` : `<${tag}${attributes}>${inner}</${tag}>`
}

/** The classes of a mark's group. */
export const classesOf = (mark: Drawn, role: Role): string =>
  `m-${mark.kind} r-${role}${mark.faded ? ' m-faded' : ''}`

/** What makes a mark a button. */
export function buttonOf(mark: Drawn): readonly (readonly [string, string])[] {
  if (mark.subject === undefined) return []
  return [
    ['data-subject', mark.subject],
    ['role', 'button'],
    ['tabindex', '0'],
    ['aria-label', mark.title ?? mark.subject],
  ]
}

function markToSvg({ mark, role, shapes }: Painted, interactive: boolean): string {
  const attributes: (readonly [string, string])[] = [
    ['class', classesOf(mark, role)],
    ['data-id', mark.id],
  ]
  if (mark.alpha !== undefined && mark.alpha < 1) attributes.push(['opacity', number(mark.alpha)])
  if (mark.silent === true) attributes.push(['aria-hidden', 'true'])
  if (interactive) attributes.push(...buttonOf(mark))
  const open = attributes.map(([name, value]) => ` ${name}="${escape(value)}"`).join('')
  return `<g${open}>${shapes.map((shape) => shapeToSvg(shape, interactive)).join('')}</g>`
}

/** The picture in words: everything that can be named in it. */
export function describeScene(scene: Scene): string {
  const named = scene.marks.flatMap((mark) => (mark.subject !== undefined && mark.title ? [mark.title] : []))
  return [...new Set(named)].join('. ')
}

/** A scene at a time, as one SVG element; a mark a line, so that differences are easy to read. */
export function sceneToSvg(scene: Scene, options: SvgOptions): string {
  const { t, theme = 'css', interactive = false } = options
  const all = new Painter().paint(scene, t)
  const painted = interactive ? nameButtons(all) : all
  const size = `viewBox="0 0 ${number(scene.width)} ${number(scene.height)}"`
  const said = describeScene(scene)
  const lines = painted.map((one) => markToSvg(one, interactive))
  if (theme !== 'css') {
    const style = `<style>${resolvedCss(theme, usedPaints(painted))}</style>`
    const plate = `<rect width="${number(scene.width)}" height="${number(scene.height)}" fill="${theme.colours.plate}"/>`
    const attributes = `xmlns="http://www.w3.org/2000/svg" class="stage" ${size} width="${number(scene.width)}" height="${number(scene.height)}" role="img"`
    return [`<svg ${attributes}>`, ...words(scene.title, said), style, plate, ...lines, '</svg>\n'].join('\n')
  }
  if (interactive) {
    return [
      `<svg class="stage" ${size} role="group" aria-label="${escape(scene.title)}">`,
      ...lines,
      '</svg>',
    ].join('\n')
  }
  return [`<svg class="stage" ${size} role="img">`, ...words(scene.title, said), ...lines, '</svg>'].join(
    '\n',
  )
}

const words = (title: string, description: string): string[] => [
  `<title>${escape(title)}</title>`,
  ...(description === '' ? [] : [`<desc>${escape(description)}</desc>`]),
]

function* usedPaints(painted: readonly Painted[]): Generator<readonly [PaintName, Role]> {
  for (const { role, shapes } of painted) yield* paintsIn(shapes, role)
}

function* paintsIn(shapes: readonly Shape[], role: Role): Generator<readonly [PaintName, Role]> {
  for (const shape of shapes) {
    if (shape.tag === 'group') yield* paintsIn(shape.children, role)
    else if (!reached.includes(shape.paint)) yield [shape.paint, role]
  }
}
