/** The pictures: what they say is so, it fits, and a lie would be noticed. */
import { checkSetup } from '@orrery/engine/model/check.ts'
import type { CellMark, Scene } from '@orrery/engine/model/scene.ts'
import { createHistory } from '@orrery/engine/simulate/history.ts'
import { describe, expect, it } from 'vitest'
import { labelsOf, withAnother, wrongLabels } from '../labels.ts'
import { LETTERS } from './letters.ts'
import { attention } from './model.ts'
import { rules } from './rules.ts'
import { Dice } from './train/task.ts'
import { views } from './view.ts'
import { headingOf } from './words.ts'
import { phaseOf, type AttentionWorld } from './world.ts'

const setup = checkSetup(attention, {})
const layouts = ['wide', 'tall'] as const

/** Every step of passes over sequences of each length, following some position, with and without rules. */
function* worlds(): Generator<AttentionWorld> {
  for (let seed = 1; seed <= 14; seed++) {
    const dice = new Dice(seed, 'views')
    const length = seed <= 12 ? seed : 7
    const letters = Array.from({ length }, () => LETTERS[dice.next(LETTERS.length)]!)
    const without = seed > 12 ? [rules[seed - 13]!.id] : []
    let history = createHistory(attention, { ...setup, without }).take(`type:${letters.join('')}`)
    const look = `look:${1 + dice.next(length)}`
    if (attention.find?.(history.world(1), look) !== undefined) history = history.take(look)
    for (let n = 0; n < 19; n++) {
      yield history.world(history.length)
      const next = history.advance()
      if (next === undefined) break
      history = next
    }
  }
}

const scenes = (world: AttentionWorld): Scene[] =>
  views.flatMap(({ id }) => layouts.map((layout) => attention.view(world, { id, layout })))

const cells = (scene: Scene): CellMark[] => scene.marks.filter((mark) => mark.kind === 'cell')

describe('the pictures', () => {
  it('say what the world says, at every step of every length', () => {
    let read = 0
    for (const world of worlds())
      for (const scene of scenes(world)) {
        expect(wrongLabels(scene, world)).toEqual([])
        read += labelsOf(scene).filter(({ reads }) => reads !== undefined).length
      }
    expect(read).toBeGreaterThan(40_000)
  })

  it('would be caught if one number were another', () => {
    let n = 0
    for (const world of worlds()) {
      if (n++ % 9 !== 0) continue
      const scene = attention.view(world, { id: 'numbers', layout: 'wide' })
      for (const { reads } of labelsOf(scene)) {
        if (reads !== undefined) expect(wrongLabels(scene, withAnother(world, reads)), reads).not.toEqual([])
      }
    }
  })

  it('keep within their frame, and their numbers within their cells', () => {
    for (const world of worlds())
      for (const scene of scenes(world)) {
        const where = `${headingOf(phaseOf(world))}, ${world.tokens.length} letters, ${scene.width} wide`
        for (const cell of cells(scene)) {
          expect(cell.x, `${where}: ${cell.id}`).toBeGreaterThanOrEqual(0)
          expect(cell.x + cell.width, `${where}: ${cell.id}`).toBeLessThanOrEqual(scene.width)
          expect(cell.y + cell.height, `${where}: ${cell.id}`).toBeLessThanOrEqual(scene.height)
          // Text of 13 units, 0.6 wide a character.
          expect(
            cell.label.text.length * 7.8,
            `${where}: “${cell.label.text}” in ${cell.id}`,
          ).toBeLessThanOrEqual(cell.width + 1)
          if (cell.label.text !== '') expect(cell.height, `${where}: ${cell.id}`).toBeGreaterThanOrEqual(16)
        }
      }
  })

  it('put no cell on another', () => {
    const overlaps = new Set<string>()
    for (const world of worlds())
      for (const scene of scenes(world)) {
        const list = cells(scene)
        for (const [i, a] of list.entries())
          for (const b of list.slice(i + 1)) {
            const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
            const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
            if (across > 0.1 && down > 0.1) overlaps.add(`${a.id} and ${b.id}`)
          }
      }
    expect([...overlaps]).toEqual([])
  })

  it('draw a line to what is attended to, and as wide as the weight', () => {
    let history = createHistory(attention, setup)
    while (phaseOf(history.world(history.length)).id !== 'softmax:2') history = history.advance()!
    const world = history.world(history.length)
    for (const layout of layouts) {
      const lines = attention
        .view(world, { id: 'numbers', layout })
        .marks.filter((mark) => mark.kind === 'link' && mark.role === 'primary')
      expect(lines.map(({ id }) => id)).toEqual(['line:1:6:3'])
      const [line] = lines
      if (line?.kind === 'link') expect(line.weight).toBe(0.99)
    }
  })
})
