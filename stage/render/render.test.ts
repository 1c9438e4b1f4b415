import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Mark, MessageMark, NodeMark, Role, Scene } from '@orrery/engine/model/scene.ts'
import { frameAt } from '../frame.ts'
import { chatter } from '../testing/chatter.ts'
import { paper } from '../theme.ts'
import { Painter } from './painter.ts'
import { paints, stageCss, type PaintName } from './paint.ts'
import { type, widthOf, type Shape } from './shape.ts'
import { shapes } from './shapes.ts'
import { pathOf, sceneToSvg } from './svg.ts'
import { sidesOf } from './surface.ts'
import { subjectNear } from './canvas-paint.ts'

const node = (over: Partial<NodeMark> = {}): NodeMark => ({
  kind: 'node',
  id: 'A',
  subject: 'A',
  title: 'A, follower',
  role: 'replica',
  x: 100,
  y: 100,
  r: 30,
  label: { text: 'A' },
  ...over,
})

const message = (over: Partial<MessageMark> = {}): MessageMark => ({
  kind: 'message',
  id: 'm1',
  subject: 'm1',
  title: 'vote? from A to B',
  role: 'pending',
  ...{ x1: 100, y1: 100, x2: 300, y2: 100, sent: 0, due: 1000 },
  look: 'vote',
  label: { text: 'vote? t3' },
  ...over,
})

const sceneOf = (...marks: Mark[]): Scene => ({ width: 400, height: 300, title: 'A & B', marks })

const flat = (list: readonly Shape[]): Exclude<Shape, { tag: 'group' }>[] =>
  list.flatMap((shape) => (shape.tag === 'group' ? flat(shape.children) : [shape]))

describe('roles without colour', () => {
  const roles: readonly Role[] = ['replica', 'primary', 'pending', 'committed', 'failed', 'suspect']
  // What is left of a shape when its colour is taken away: its geometry, and whether its line is broken.
  const outline = (mark: Mark): string =>
    flat(shapes(mark, 0))
      .filter((shape) => shape.tag !== 'text')
      .map(({ paint, ...geometry }) => JSON.stringify([geometry, paint.includes('dashed')]))
      .join()

  test.each(['circle', 'square'] as const)(
    'every role of a %s node has an outline or sign of its own',
    (shape) => {
      const outlines = roles.map((role) => outline(node({ role, shape })))
      expect(new Set(outlines).size).toBe(roles.length)
    },
  )

  test('every look of a message has a glyph or a trail of its own', () => {
    const looks = ['request', 'reply', 'heartbeat', 'vote', 'data'] as const
    const drawn = looks.map((look) =>
      flat(shapes(message({ look }), 500))
        .filter((shape) => shape.tag !== 'text' && shape.paint !== 'hit' && shape.paint !== 'lit')
        .map(({ paint, ...geometry }) => JSON.stringify([geometry, paint.startsWith('trail-r') ? paint : '']))
        .join(),
    )
    expect(new Set(drawn).size).toBe(looks.length)
  })

  test('a deeper heat has a deeper tint, under its number and without an outline of a role', () => {
    const cell = (heat: number): readonly string[] =>
      shapes(
        {
          kind: 'cell',
          id: 'c',
          role: 'primary',
          ...{ x: 0, y: 0, width: 30, height: 20 },
          look: 'solid',
          label: { text: '.97' },
          heat,
        },
        0,
      ).map((shape) => (shape.tag === 'group' ? '' : shape.paint))
    expect(cell(0)).toEqual(['cell-ground', 'cell-empty', 'cell-text'])
    expect(cell(0.5)).toEqual(['cell-ground', 'heat-3', 'cell-empty', 'cell-text'])
    expect(cell(1)).toContain('heat-6')
    const depths = [1, 2, 3, 4, 5, 6].map((n) => paints[`heat-${n}` as PaintName].opacity ?? 0)
    expect(depths).toEqual([...depths].sort((a, b) => a - b))
  })

  test('a link is as wide as what flows along it, and a plain one as it was', () => {
    const width = (weight?: number): number => {
      const link: Mark = {
        kind: 'link',
        id: 'l',
        role: 'primary',
        ...{ x1: 0, y1: 0, x2: 50, y2: 0 },
        look: 'open',
        ...(weight !== undefined && { weight }),
      }
      const [line] = flat(shapes(link, 0))
      return line === undefined ? 0 : (paints[line.paint].width ?? 0)
    }
    expect([0.1, 0.4, 0.7, 1].map(width)).toEqual([1, 2.5, 4.5, 7])
    expect(width()).toBe(paints['link-role'].width)
  })

  test('a ring of several arcs is one path, and its points are strokes across it', () => {
    const ring: Mark = {
      kind: 'ring',
      id: 'r',
      role: 'primary',
      ...{ x: 0, y: 0, r: 100 },
      arcs: [
        [0, 90],
        [100, 300],
      ],
      ticks: [90],
      look: 'band',
    }
    const [arcs, ticks] = flat(shapes(ring, 0))
    expect(arcs?.tag === 'arcs' && pathOf(arcs)).toBe(
      'M0 -100A100 100 0 0 1 100 0M98.48 17.36A100 100 0 1 1 -86.6 -50',
    )
    expect(ticks).toMatchObject({ tag: 'segments', points: [95, expect.closeTo(0), 105, expect.closeTo(0)] })
    // On the plate, the band of what has no colour must still be seen.
    expect(flat(shapes({ ...ring, role: 'replica' }, 0))[0]?.paint).toBe('band-plain')
  })

  test('a crashed node is hatched and crossed, whatever it was', () => {
    const paints = flat(shapes(node({ role: 'primary', status: 'crashed' }), 0)).map((shape) => shape.paint)
    expect(paints).toContain('hatching')
    expect(paints).toContain('cross')
    expect(paints).not.toContain('ring-inner')
  })
})

describe('time', () => {
  const headOf = (mark: MessageMark, t: number): { x: number; y: number } => {
    const group = shapes(mark, t).find((shape) => shape.tag === 'group')
    if (group === undefined) throw new Error('a message has no head')
    return group
  }

  test('a message is where its time says', () => {
    expect(headOf(message(), -5).x).toBe(100)
    expect(headOf(message(), 250).x).toBe(150)
    expect(headOf(message(), 1000).x).toBe(300)
    expect(headOf(message(), 9999).x).toBe(300)
  })

  test('a lost message stays where it was lost, crossed out', () => {
    const lost = message({ lost: 0.5 })
    expect(headOf(lost, 900).x).toBe(200)
    const paints = (t: number): string[] => flat(shapes(lost, t)).map((shape) => shape.paint)
    expect(paints(400)).not.toContain('loss')
    expect(paints(600)).toContain('loss')
  })

  test('a timer fills from the top as its time runs', () => {
    const timed = node({ timer: { from: 1000, until: 3000 } })
    const angle = (t: number): number => {
      const arc = shapes(timed, t).find((shape) => shape.tag === 'arc')
      return arc?.tag === 'arc' ? arc.to : NaN
    }
    expect(angle(1000)).toBe(0)
    expect(angle(2000)).toBeCloseTo(180, 0)
    expect(angle(9000)).toBeLessThan(360)
  })
})

describe('arrangement', () => {
  test('messages end at the edges of nodes, not in them', () => {
    const scene = sceneOf(node(), node({ id: 'B', x: 300 }), message())
    const [trimmed] = new Painter().paint(scene, 0).flatMap(({ mark }) => (mark.id === 'm1' ? [mark] : []))
    expect(trimmed).toMatchObject({ x1: 133, x2: 267, y1: 100, y2: 100 })
  })

  test('labels cover no node and not each other', () => {
    const history = chatter(7, 12)
    for (const t of [50_000, 61_000, 72_500, 90_000, 111_000]) {
      const scene = frameAt(history, t, { id: 'ring', layout: 'wide' })
      const boxes: { left: number; right: number; top: number; bottom: number }[] = []
      for (const { mark, shapes } of new Painter().paint(scene, t)) {
        if (mark.kind !== 'message') continue
        const group = shapes.find((shape) => shape.tag === 'group')
        const words =
          group?.tag === 'group' ? group.children.find((child) => child.tag === 'text') : undefined
        if (group?.tag !== 'group' || words?.tag !== 'text') continue
        const width = widthOf(words.text, type.state)
        const left =
          group.x + words.x - (words.anchor === 'end' ? width : words.anchor === 'middle' ? width / 2 : 0)
        const top = group.y + words.y - 10
        boxes.push({ left, right: left + width, top, bottom: top + 13 })
      }
      expect(boxes.length).toBeGreaterThan(4)
      const clashes = boxes.flatMap((a, i) =>
        boxes
          .slice(i + 1)
          .filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom),
      )
      expect(clashes.length, `at ${t}`).toBeLessThanOrEqual(1)
    }
  })

  test('the picture does not depend on what was drawn before it', () => {
    const history = chatter(7, 30)
    const used = new Painter()
    for (const t of [50_000, 80_000, 66_000, 51_000]) {
      const scene = frameAt(history, t, { id: 'ring', layout: 'wide' }, { pace: 25_000 })
      expect(used.paint(scene, t)).toEqual(new Painter().paint(scene, t))
    }
  })
})

describe('SVG text', () => {
  test('as an image it has a title and a description, and nothing to reach', () => {
    const svg = sceneToSvg(sceneOf(node(), message()), { t: 0 })
    expect(svg).toContain('role="img"')
    expect(svg).toContain('<title>A &amp; B</title>')
    expect(svg).toContain('<desc>A, follower. vote? from A to B</desc>')
    expect(svg).not.toContain('tabindex')
    expect(svg).not.toContain('o-hit')
  })

  test('as a figure every subject is a named button of at least 44 units', () => {
    const svg = sceneToSvg(sceneOf(node({ r: 10 }), message()), { t: 0, interactive: true })
    expect(svg).toContain('role="button" tabindex="0" aria-label="A, follower"')
    const hits = [...svg.matchAll(/class="o-hit" cx="[^"]*" cy="[^"]*" r="([\d.]+)"/g)].map((found) =>
      Number(found[1]),
    )
    expect(hits).toHaveLength(2)
    expect(Math.min(...hits)).toBeGreaterThanOrEqual(22)
  })

  test('no style attribute, which a strict policy would forbid, and every class is in the stylesheet', () => {
    const scene = frameAt(chatter(7, 30), 60_000, { id: 'ring', layout: 'tall' })
    const svg = sceneToSvg(scene, { t: 60_000, interactive: true })
    expect(svg).not.toContain('style=')
    const css = stageCss()
    for (const [, name] of svg.matchAll(/class="(o-[\w-]+)"/g)) expect(css).toContain(`.${name}{`)
  })

  test('alone, it carries its colours and names its fonts', () => {
    const svg = sceneToSvg(sceneOf(node({ role: 'primary' })), { t: 0, theme: paper })
    expect(svg).toContain('xmlns="http://www.w3.org/2000/svg"')
    expect(svg).toContain('.r-primary .o-disc{fill:#0072B2')
    expect(svg).toContain("'Instrument Sans'")
    expect(svg).not.toContain('var(--')
  })

  test('whatever a label says is text, not markup', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const svg = sceneToSvg(sceneOf(node({ title: text, label: { text }, notes: [{ text }] })), {
          t: 0,
          interactive: true,
        })
        expect(svg.match(/<text/g)?.length).toBe(2)
        expect(svg.replace(/<\/?(svg|g|text|circle|path)\b[^<>]*>/g, '')).not.toMatch(/[<>]/)
      }),
    )
  })
})

describe('pointing', () => {
  test('a line between nodes parts them; a line beside them does not', () => {
    const scene = sceneOf(
      node(),
      node({ id: 'B', subject: 'B', x: 300 }),
      node({ id: 'C', subject: 'C', x: 320, y: 200 }),
    )
    expect(sidesOf(scene, [200, 0], [200, 300])).toEqual([['B', 'C'], ['A']])
    expect(sidesOf(scene, [20, 0], [20, 300])).toBeUndefined()
  })

  test('on a canvas the nearest mark within reach is meant', () => {
    const scene = sceneOf(node(), node({ id: 'B', subject: 'B', x: 300 }), message({ x1: 140, x2: 260 }))
    const painted = new Painter().paint(scene, 500)
    expect(subjectNear(painted, 500, 105, 95)).toBe('A')
    expect(subjectNear(painted, 500, 205, 102)).toBe('m1')
    expect(subjectNear(painted, 500, 200, 250)).toBeUndefined()
  })
})
