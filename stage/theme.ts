/**
 * The look, as data: two themes with equal names for equal things. Everything that draws (the SVG and
 * Canvas renderers, the site's CSS, exported pictures) takes its colours from here.
 *
 * Fills are the Okabe-Ito set (Okabe and Ito, *Color Universal Design*, 2008). Several of them fail
 * contrast by themselves, so each role has besides its fill: `stroke`, for lines and glyphs (3:1 on the
 * ground and the plate); `text`, for words (4.5:1 on both); and `on`, for letters on the fill (4.5:1).
 */
import type { Role } from '@orrery/engine/model/scene.ts'

export interface RoleColours {
  readonly fill: string
  readonly stroke: string
  readonly text: string
  readonly on: string
}

export interface Theme {
  readonly name: 'paper' | 'night'
  readonly colours: Colours
  readonly roles: Readonly<Record<Role, RoleColours>>
}

export interface Colours {
  /** The page. */
  readonly ground: string
  /** The sheet that figures are engraved on. */
  readonly plate: string
  /** A shade of the plate, for cells and wells. */
  readonly shade: string
  readonly ink: string
  readonly soft: string
  /** Rules between things. */
  readonly line: string
  /** Orbits and frames: decoration, never the only bearer of meaning. */
  readonly hairline: string
  /** The paths of messages: 3:1 on the plate. */
  readonly path: string
  readonly brass: string
  /** Brass where it must be seen: timers and progress. */
  readonly 'brass-stroke': string
  readonly 'brass-text': string
  /** Around fills. */
  readonly outline: string
  readonly focus: string
}

export const paper: Theme = {
  name: 'paper',
  colours: {
    ground: '#FBF9F4',
    plate: '#FFFEFB',
    shade: '#F4F1E8',
    ink: '#1B2430',
    soft: '#5A6472',
    line: '#D9D5CA',
    hairline: '#E8E4DA',
    path: '#8B8678',
    brass: '#C9A227',
    'brass-stroke': '#A68518',
    'brass-text': '#8A6A1F',
    outline: '#1B2430',
    focus: '#1B2430',
  },
  roles: {
    plain: { fill: '#FFFEFB', stroke: '#1B2430', text: '#1B2430', on: '#1B2430' },
    replica: { fill: '#FFFEFB', stroke: '#1B2430', text: '#1B2430', on: '#1B2430' },
    primary: { fill: '#0072B2', stroke: '#0072B2', text: '#00649E', on: '#FFFFFF' },
    pending: { fill: '#E69F00', stroke: '#B97F00', text: '#8A5A00', on: '#1B2430' },
    committed: { fill: '#009E73', stroke: '#00875F', text: '#00704F', on: '#000000' },
    failed: { fill: '#D55E00', stroke: '#D55E00', text: '#A84600', on: '#000000' },
    suspect: { fill: '#CC79A7', stroke: '#B4588C', text: '#9C4377', on: '#1B2430' },
    accent: { fill: '#C9A227', stroke: '#A68518', text: '#8A6A1F', on: '#1B2430' },
  },
}

export const night: Theme = {
  name: 'night',
  colours: {
    ground: '#0E1319',
    plate: '#121922',
    shade: '#1B2530',
    ink: '#E9E6DD',
    soft: '#A6AFBA',
    line: '#2B3542',
    hairline: '#1E2732',
    path: '#66727F',
    brass: '#D9B655',
    'brass-stroke': '#D9B655',
    'brass-text': '#D9B655',
    outline: '#E9E6DD',
    focus: '#E9E6DD',
  },
  roles: {
    plain: { fill: '#121922', stroke: '#E9E6DD', text: '#E9E6DD', on: '#E9E6DD' },
    replica: { fill: '#121922', stroke: '#E9E6DD', text: '#E9E6DD', on: '#E9E6DD' },
    primary: { fill: '#0072B2', stroke: '#3F9FDC', text: '#6BB8EA', on: '#FFFFFF' },
    pending: { fill: '#E69F00', stroke: '#E69F00', text: '#F0B43A', on: '#0E1319' },
    committed: { fill: '#009E73', stroke: '#1FB388', text: '#3CC79C', on: '#000000' },
    failed: { fill: '#D55E00', stroke: '#EC7A2C', text: '#FF9150', on: '#000000' },
    suspect: { fill: '#CC79A7', stroke: '#D88DB6', text: '#DE9CC0', on: '#0E1319' },
    accent: { fill: '#D9B655', stroke: '#D9B655', text: '#D9B655', on: '#0E1319' },
  },
}

export const themes = { paper, night } as const

/** Families as named by the Fontsource packages, with fallbacks for pictures that travel without them. */
export const fonts = {
  serif: "'Source Serif 4 Variable', 'Source Serif 4', Charter, Georgia, serif",
  sans: "'Instrument Sans Variable', 'Instrument Sans', 'Helvetica Neue', Arial, sans-serif",
  mono: "'JetBrains Mono Variable', 'JetBrains Mono', 'SFMono-Regular', Menlo, Consolas, monospace",
} as const

/** One theme as custom properties: `--ink`, `--brass-text`, `--primary-fill`, `--primary-on`... */
export function themeProperties(theme: Theme): Readonly<Record<string, string>> {
  const properties: Record<string, string> = {}
  for (const [name, value] of entries(theme.colours)) properties[`--${name}`] = value
  for (const [role, colours] of Object.entries(theme.roles)) {
    for (const [part, value] of entries(colours)) properties[`--${role}-${part}`] = value
  }
  return properties
}

const entries = (colours: Colours | RoleColours): [string, string][] => Object.entries({ ...colours })

const body = (properties: Readonly<Record<string, string>>): string =>
  Object.entries(properties)
    .map(([name, value]) => `${name}:${value}`)
    .join(';')

/**
 * Both themes as a stylesheet. The system's preference decides, unless `data-theme` on an element
 * (the root, or one figure) says `paper` or `night`.
 */
export function themeCss(): string {
  const day = body(themeProperties(paper))
  const dark = body(themeProperties(night))
  const families = body({ '--serif': fonts.serif, '--sans': fonts.sans, '--mono': fonts.mono })
  return [
    `:root{color-scheme:light;${families};${day}}`,
    `@media (prefers-color-scheme:dark){:root{color-scheme:dark;${dark}}}`,
    `[data-theme=paper]{color-scheme:light;${day}}`,
    `[data-theme=night]{color-scheme:dark;${dark}}`,
    `@media print{:root,[data-theme]{color-scheme:light;${day}}}`,
  ].join('\n')
}
