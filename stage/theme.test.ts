import {
  differenceCiede2000,
  filterDeficiencyDeuter,
  filterDeficiencyProt,
  filterDeficiencyTrit,
  formatHex,
  interpolate,
  parse,
  wcagContrast,
  type Color,
} from 'culori'
import { describe, expect, test } from 'vitest'
import type { Role } from '@orrery/engine/model/scene.ts'
import { paints } from './render/paint.ts'
import { night, paper, themeCss, themeProperties, type Theme } from './theme.ts'

// The roles that a reader must tell apart at a glance; plain and replica look alike on purpose.
const statuses: readonly Role[] = ['replica', 'primary', 'pending', 'committed', 'failed', 'suspect']

// Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision
// Deficiency", IEEE TVCG 15(6), 2009, at full severity, as the library culori has its matrices.
const visions: Readonly<Record<string, (colour: Color) => Color>> = {
  typical: (colour) => colour,
  protan: filterDeficiencyProt(1),
  deutan: filterDeficiencyDeuter(1),
  tritan: filterDeficiencyTrit(1),
}

const colour = (hex: string): Color => {
  const parsed = parse(hex)
  if (parsed === undefined) throw new Error(`not a colour: ${hex}`)
  return parsed
}

const seen = (hex: string, vision: string): Color => {
  const filter = visions[vision]
  if (filter === undefined) throw new Error(`no such vision: ${vision}`)
  return filter(colour(hex))
}

describe.each([paper, night] as readonly Theme[])('$name', (theme) => {
  const grounds = [theme.colours.ground, theme.colours.plate]

  describe.each(Object.keys(visions))('%s vision', (vision) => {
    const contrast = (a: string, b: string): number => wcagContrast(seen(a, vision), seen(b, vision))

    test('text stands out 4.5:1 from the page and the plate', () => {
      const words = [theme.colours.ink, theme.colours.soft, theme.colours['brass-text']]
      words.push(...Object.values(theme.roles).map((role) => role.text))
      for (const word of words) {
        for (const ground of grounds)
          expect(contrast(word, ground), `${word} on ${ground}`).toBeGreaterThan(4.5)
      }
      expect(contrast(theme.colours.ink, theme.colours.shade)).toBeGreaterThan(4.5)
      expect(contrast(theme.colours.soft, theme.colours.shade)).toBeGreaterThan(4.5)
    })

    test('numbers read on the deepest tint of a heat map', () => {
      const depth = paints['heat-6'].opacity ?? 1
      for (const [name, { fill }] of Object.entries(theme.roles)) {
        const mixed = formatHex(interpolate([theme.colours.plate, fill], 'rgb')(depth))
        expect(contrast(theme.colours.ink, mixed), name).toBeGreaterThan(4.5)
      }
    })

    // What stands on a fill is a node's letter: large and bold, for which WCAG 2.2 (1.4.3) asks 3:1.
    test('letters stand out from the fill they stand on', () => {
      for (const [name, role] of Object.entries(theme.roles)) {
        expect(contrast(role.on, role.fill), name).toBeGreaterThan(vision === 'typical' ? 4.5 : 3)
      }
    })

    test('lines, outlines and glyphs stand out 3:1', () => {
      const marks = [
        theme.colours.outline,
        theme.colours.path,
        theme.colours['brass-stroke'],
        theme.colours.focus,
      ]
      marks.push(...Object.values(theme.roles).map((role) => role.stroke))
      for (const mark of marks) {
        for (const ground of grounds)
          expect(contrast(mark, ground), `${mark} on ${ground}`).toBeGreaterThan(3)
      }
    })

    test('no two states have fills that look alike', () => {
      // A just noticeable difference is about 1 to 2; swatches of this size are told apart from about 10.
      const difference = differenceCiede2000()
      for (const a of statuses) {
        for (const b of statuses) {
          if (a >= b) continue
          const apart = difference(seen(theme.roles[a].fill, vision), seen(theme.roles[b].fill, vision))
          expect(apart, `${a} and ${b}`).toBeGreaterThan(10)
        }
      }
    })
  })
})

test('both themes name the same things', () => {
  expect(Object.keys(themeProperties(night))).toEqual(Object.keys(themeProperties(paper)))
})

test('the stylesheet follows the system unless an element says otherwise', () => {
  const css = themeCss()
  expect(css).toMatch(/^:root\{color-scheme:light;[^}]*--ink:#1B2430/)
  expect(css).toMatch(/prefers-color-scheme:dark\)\{:root\{color-scheme:dark;[^}]*--ink:#E9E6DD/)
  expect(css.indexOf('[data-theme=paper]')).toBeGreaterThan(css.indexOf('prefers-color-scheme'))
})
