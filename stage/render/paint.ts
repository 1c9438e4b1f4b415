/**
 * Paints: every way in which the stage fills, strokes and sets type, by name. A shape names its
 * paint; the SVG renderer writes it as a class, so that one stylesheet serves both themes (and a strict
 * Content-Security-Policy, which forbids style attributes); the canvas and exported pictures resolve it.
 */
import type { Role } from '@orrery/engine/model/scene.ts'
import { fonts, type Colours, type RoleColours, type Theme } from '../theme.ts'

/** A colour by what it is for: of the mark's role, of the theme, or of a role that is not the mark's. */
export type Ink =
  'none' | keyof RoleColours | keyof Colours | `${'committed' | 'failed'}-${'stroke' | 'text'}`

export interface Paint {
  readonly fill?: Ink
  readonly stroke?: Ink
  readonly width?: number
  readonly dash?: readonly number[]
  readonly round?: boolean
  readonly opacity?: number
  readonly font?: keyof typeof fonts
  readonly weight?: number
  readonly italic?: boolean
  /** Text with a margin of this colour, so that it reads where it crosses lines. */
  readonly halo?: Ink
}

const table = {
  // Scenery
  hairline: { fill: 'none', stroke: 'hairline', width: 1 },
  track: { fill: 'none', stroke: 'line', width: 1 },
  band: { fill: 'none', stroke: 'fill', width: 9, opacity: 0.85 },
  'band-plain': { fill: 'none', stroke: 'path', width: 9, opacity: 0.85 },
  // Nodes
  disc: { fill: 'fill', stroke: 'outline', width: 1.75 },
  'disc-dashed': { fill: 'fill', stroke: 'outline', width: 2, dash: [5, 3.5] },
  'disc-bare': { fill: 'fill', stroke: 'none' },
  'disc-failed': { fill: 'plate', stroke: 'stroke', width: 2 },
  'ring-inner': { fill: 'none', stroke: 'on', width: 1.25 },
  'ring-broken': { fill: 'none', stroke: 'outline', width: 2.25 },
  hatching: { fill: 'none', stroke: 'stroke', width: 1, opacity: 0.4 },
  cross: { fill: 'none', stroke: 'stroke', width: 3, round: true },
  timer: { fill: 'none', stroke: 'brass-stroke', width: 2.75, round: true },
  pause: { fill: 'ink', stroke: 'plate', width: 2 },
  badge: { fill: 'plate', stroke: 'outline', width: 1.5 },
  tick: { fill: 'none', stroke: 'committed-stroke', width: 2.25, round: true },
  'tick-halo': { fill: 'none', stroke: 'plate', width: 6, round: true },
  // Messages
  path: { fill: 'none', stroke: 'line', width: 1 },
  'trail-request': { fill: 'none', stroke: 'stroke', width: 2 },
  'trail-plain': { fill: 'none', stroke: 'soft', width: 1.25 },
  'trail-reply': { fill: 'none', stroke: 'stroke', width: 1.5, dash: [6, 4] },
  'trail-heartbeat': { fill: 'none', stroke: 'path', width: 1.75, dash: [0.1, 5], round: true },
  loss: { fill: 'none', stroke: 'failed-stroke', width: 3, round: true },
  glyph: { fill: 'fill', stroke: 'outline', width: 1.5 },
  'glyph-filled': { fill: 'stroke', stroke: 'outline', width: 1.25 },
  'glyph-hollow': { fill: 'plate', stroke: 'stroke', width: 2 },
  // Links and lines
  link: { fill: 'none', stroke: 'path', width: 1.25 },
  'link-role': { fill: 'none', stroke: 'stroke', width: 1.5 },
  // How much flows along a link: the widest is all of it.
  'flow-1': { fill: 'none', stroke: 'stroke', width: 1, opacity: 0.6 },
  'flow-2': { fill: 'none', stroke: 'stroke', width: 2.5, opacity: 0.7 },
  'flow-3': { fill: 'none', stroke: 'stroke', width: 4.5, opacity: 0.8 },
  'flow-4': { fill: 'none', stroke: 'stroke', width: 7, opacity: 0.9 },
  arrowhead: { fill: 'none', stroke: 'path', width: 1.5, round: true },
  'arrowhead-role': { fill: 'none', stroke: 'stroke', width: 1.5, round: true },
  'link-cut': { fill: 'none', stroke: 'stroke', width: 1.5, dash: [2, 5] },
  slash: { fill: 'none', stroke: 'stroke', width: 2, round: true },
  axis: { fill: 'none', stroke: 'path', width: 1.25 },
  divider: { fill: 'none', stroke: 'stroke', width: 1.75, dash: [1.5, 4] },
  series: { fill: 'none', stroke: 'stroke', width: 2, round: true },
  cut: { fill: 'none', stroke: 'stroke', width: 2, dash: [9, 5] },
  // Cells, dots, bars
  cell: { fill: 'shade', stroke: 'outline', width: 1.5 },
  'cell-dashed': { fill: 'plate', stroke: 'outline', width: 1.5, dash: [4, 3] },
  'cell-empty': { fill: 'none', stroke: 'line', width: 1 },
  'cell-ground': { fill: 'plate', stroke: 'none' },
  'cell-tint': { fill: 'fill', stroke: 'none', opacity: 0.22 },
  // Depths of a heat map; ink reads on the deepest, in both themes.
  'heat-1': { fill: 'fill', stroke: 'none', opacity: 0.08 },
  'heat-2': { fill: 'fill', stroke: 'none', opacity: 0.15 },
  'heat-3': { fill: 'fill', stroke: 'none', opacity: 0.23 },
  'heat-4': { fill: 'fill', stroke: 'none', opacity: 0.31 },
  'heat-5': { fill: 'fill', stroke: 'none', opacity: 0.38 },
  'heat-6': { fill: 'fill', stroke: 'none', opacity: 0.46 },
  'cell-role': { fill: 'none', stroke: 'stroke', width: 2 },
  'cell-role-dashed': { fill: 'none', stroke: 'stroke', width: 2, dash: [4, 3] },
  dot: { fill: 'stroke', stroke: 'plate', width: 1.5 },
  'dot-hollow': { fill: 'plate', stroke: 'stroke', width: 1.75 },
  'dot-cross': { fill: 'none', stroke: 'stroke', width: 2, round: true },
  bar: { fill: 'fill', stroke: 'outline', width: 1.25 },
  // Type
  letter: { fill: 'on', font: 'sans', weight: 600 },
  'letter-failed': { fill: 'text', font: 'sans', weight: 600, halo: 'plate' },
  title: { fill: 'soft', font: 'serif', italic: true },
  note: { fill: 'soft', font: 'sans', halo: 'plate' },
  'note-role': { fill: 'text', font: 'sans', weight: 500, halo: 'plate' },
  state: { fill: 'soft', font: 'mono', halo: 'plate' },
  'state-role': { fill: 'text', font: 'mono', halo: 'plate' },
  'state-failed': { fill: 'failed-text', font: 'mono', halo: 'plate' },
  strong: { fill: 'text', font: 'sans', weight: 600 },
  'cell-text': { fill: 'ink', font: 'mono' },
  'cell-note': { fill: 'soft', font: 'mono' },
  // What a hand or a key reaches
  hit: { fill: 'none', stroke: 'none' },
  lit: { fill: 'none', stroke: 'focus', width: 1.5, dash: [2, 3] },
} as const satisfies Record<string, Paint>

export type PaintName = keyof typeof table
export const paints: Readonly<Record<PaintName, Paint>> = table

const roleParts: readonly string[] = ['fill', 'stroke', 'text', 'on'] satisfies (keyof RoleColours)[]
const isRolePart = (ink: Ink): ink is keyof RoleColours => roleParts.includes(ink)

/** The colour of an ink on a mark of this role, as a hex string or `none`. */
export function inkOf(ink: Ink, role: Role, theme: Theme): string {
  if (ink === 'none') return 'none'
  if (isRolePart(ink)) return theme.roles[role][ink]
  switch (ink) {
    case 'committed-stroke':
      return theme.roles.committed.stroke
    case 'committed-text':
      return theme.roles.committed.text
    case 'failed-stroke':
      return theme.roles.failed.stroke
    case 'failed-text':
      return theme.roles.failed.text
    default:
      return theme.colours[ink]
  }
}

function declarations(
  paint: Paint,
  ink: (name: Ink) => string,
  family: (font: keyof typeof fonts) => string,
): string {
  const parts: string[] = []
  const put = (name: string, value: string | number): void => void parts.push(`${name}:${value}`)
  if (paint.fill !== undefined) put('fill', ink(paint.fill))
  if (paint.stroke !== undefined) put('stroke', ink(paint.stroke))
  if (paint.width !== undefined) put('stroke-width', paint.width)
  if (paint.dash !== undefined) put('stroke-dasharray', paint.dash.join(' '))
  if (paint.round) put('stroke-linecap', 'round')
  if (paint.opacity !== undefined) put('opacity', paint.opacity)
  if (paint.font !== undefined) put('font-family', family(paint.font))
  if (paint.weight !== undefined) put('font-weight', paint.weight)
  if (paint.italic) put('font-style', 'italic')
  if (paint.halo !== undefined) {
    put('stroke', ink(paint.halo))
    put('stroke-width', 4)
    put('stroke-linejoin', 'round')
    put('paint-order', 'stroke')
  }
  return parts.join(';')
}

// Ligatures would draw "<-" as an arrow that the state does not hold; figures must not jump as they count.
const common =
  '.stage text{font-variant-numeric:tabular-nums;font-variant-ligatures:none;font-kerning:none}' +
  '.stage .o-letter,.stage .o-note,.stage .o-title{font-kerning:auto}' +
  '.stage .m-faded{opacity:.32}'

/** The stylesheet of stages on a page, in terms of the theme's custom properties. */
export function stageCss(): string {
  const roles: readonly Role[] = [
    'plain',
    'replica',
    'primary',
    'pending',
    'committed',
    'failed',
    'suspect',
    'accent',
  ]
  const rules = Object.entries<Paint>(paints).map(
    ([name, paint]) =>
      `.o-${name}{${declarations(
        paint,
        (ink) => (ink === 'none' ? 'none' : isRolePart(ink) ? `var(--m-${ink})` : `var(--${ink})`),
        (font) => `var(--${font})`,
      )}}`,
  )
  for (const role of roles) {
    rules.push(`.r-${role}{${roleParts.map((part) => `--m-${part}:var(--${role}-${part})`).join(';')}}`)
  }
  return [
    common,
    ...rules,
    '.stage{display:block;width:100%;height:auto;user-select:none;-webkit-user-select:none;overflow:visible}',
    '.stage [data-subject]{cursor:pointer;outline:none}',
    '.stage .o-hit{pointer-events:all}',
    // Words over a button: what is pressed is the button.
    '.stage g[aria-hidden]{pointer-events:none}',
    // A mouse is exact: near a leader its messages must not take the room of the node.
    '@media (pointer:fine){.stage .m-message .o-hit{r:13px}}',
    '.stage .o-lit{visibility:hidden}',
    '.stage .m-lit>.o-lit,.stage .m-lit>g>.o-lit,.stage [data-subject]:hover .o-lit{visibility:visible}',
    '.stage .m-selected .o-lit,.stage [data-subject]:focus-visible .o-lit{visibility:visible;stroke-width:2.5;stroke-dasharray:none}',
    '.stage-cutting{touch-action:none;cursor:crosshair}',
    '.stage-canvas{display:block;width:100%}',
    '.stage-list{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}',
    '@media print{.stage .o-lit,.stage .o-hit{display:none}}',
  ].join('\n')
}

/**
 * The stylesheet of a picture that stands alone: only the paints that it uses, resolved. No custom
 * properties: programs that are not browsers do not know them.
 */
export function resolvedCss(theme: Theme, used: Iterable<readonly [PaintName, Role]>): string {
  const rules = new Map<string, string>()
  const set = new Map<keyof typeof fonts, ReadonlySet<string>>()
  for (const [name, role] of used) {
    const { fill, stroke, ...rest }: Paint = paints[name]
    const { font, ...plain } = rest
    const write = (paint: Paint): string =>
      declarations(
        paint,
        (ink) => inkOf(ink, role, theme),
        (family) => fonts[family],
      )
    const own = [fill, stroke].some((ink) => ink !== undefined && isRolePart(ink))
    const colours: Paint = {
      ...(fill === undefined ? {} : { fill }),
      ...(stroke === undefined ? {} : { stroke }),
    }
    if (font !== undefined) set.set(font, new Set([...(set.get(font) ?? []), `.o-${name}`]))
    rules.set(`.o-${name}`, write(own ? plain : { ...colours, ...plain }))
    if (own) rules.set(`.r-${role} .o-${name}`, write(colours))
  }
  // Beside the other rules, not in their place: a font that one paint alone uses has the same selector.
  const families = [...set].map(
    ([font, names]) => [[...names].sort().join(), `font-family:${fonts[font]}`] as const,
  )
  const lines = [...rules, ...families].filter(([, css]) => css !== '').map(([at, css]) => `${at}{${css}}`)
  return [common, ...lines.sort()].join('\n')
}
