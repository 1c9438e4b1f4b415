/** The pass as a run: steps in order, edits at any time, letters appended. */
import { createHistory } from '@orrery/engine/simulate/history.ts'
import { checkSetup } from '@orrery/engine/model/check.ts'
import type { History } from '@orrery/engine/simulate/history-types.ts'
import { describe, expect, it } from 'vitest'
import { LETTERS } from './letters.ts'
import { attention } from './model.ts'
import { share, short } from './numbers.ts'
import { phasesOf } from './phases.ts'
import { continues } from './properties.ts'
import { Dice } from './train/task.ts'
import { find, init, passOf, phaseOf, saidAfter, starts, step, type AttentionWorld } from './world.ts'

const setup = checkSetup(attention, {})
const begin = (without: readonly string[] = []): History<AttentionWorld> =>
  createHistory(attention, { ...setup, without })
const last = (history: History<AttentionWorld>): AttentionWorld => history.world(history.length)

/** Runs to the end of this step. */
function until(history: History<AttentionWorld>, id: string): History<AttentionWorld> {
  let run = history
  while (phaseOf(last(run)).id !== id) run = run.advance()!
  return run
}
const take = (history: History<AttentionWorld>, id: string): History<AttentionWorld> =>
  history.take(find(last(history), id)!)

describe('a pass', () => {
  it('does its steps in order, and without a rule all but that rule’s', () => {
    const ids = (without: readonly string[]) => phasesOf({ without }).map(({ id }) => id)
    const all = ids([])
    expect(all.slice(0, 9)).toEqual([
      ...['tokens', 'embed', 'project:1', 'scores:1', 'scale:1'],
      ...['mask:1', 'softmax:1', 'mix:1', 'add:1'],
    ])
    expect(all).toHaveLength(18)
    expect(ids(['scale'])).toEqual(all.filter((id) => !id.startsWith('scale')))
    expect(ids(['causal-mask'])).toEqual(all.filter((id) => !id.startsWith('mask')))
    let history = begin()
    const done: string[] = []
    for (let i = 1; i < all.length; i++) {
      history = history.advance()!
      done.push(history.choice(history.length).id)
    }
    expect(done).toEqual(all.slice(1))
  })

  it('says d after headhea, appends it, and goes on to the twelfth letter', () => {
    let history = until(begin(), 'choose')
    expect(saidAfter(last(history), 6)).toBe('d')
    for (let next = history.advance(); next !== undefined; next = history.advance()) history = next
    expect(last(history).tokens.join('')).toBe('headheadhead')
    expect(last(history)).toMatchObject({ appended: 5, query: 11 })
    expect(phaseOf(last(history)).id).toBe('choose')
  })

  it.each(starts)('goes on with %s as its pattern does', (start) => {
    const pattern = start.slice(
      0,
      start.lastIndexOf(start[0]!) === 0 ? start.length : start.indexOf(start[0]!, 1),
    )
    let history = take(begin(), `type:${start}`)
    for (let next = history.advance(); next !== undefined; next = history.advance()) history = next
    expect(last(history).tokens.join('')).toBe(pattern.repeat(6).slice(0, 12))
  })
})

describe('an edit', () => {
  it('leaves the pass where it was, with the numbers of the new letters', () => {
    for (const id of ['tokens', 'scores:1', 'softmax:2', 'choose']) {
      const edited = last(take(until(begin(), id), 'set:4:g'))
      expect(edited.tokens.join('')).toBe('heaghea')
      const typed = last(until(take(begin(), 'type:heaghea'), id))
      expect(edited.numbers).toEqual(typed.numbers)
      expect(phaseOf(edited).id).toBe(id)
    }
  })

  it('of the letter that followed changes what is said', () => {
    for (const letter of LETTERS) {
      if ('head'.includes(letter)) continue
      const world = last(take(until(begin(), 'choose'), `set:4:${letter}`))
      expect(saidAfter(world, 6), letter).toBe(letter)
      expect(continues(world)).toBe(true)
    }
  })

  it('may be any letters that there are, and no others', () => {
    const world = init(setup)
    expect(find(world, 'type:abc')).toBeDefined()
    for (const id of ['type:', 'type:abcdefghabcda', 'type:xyz', 'set:8:a', 'set:1:h', 'set:1:z', 'look:7'])
      expect(find(world, id), id).toBeUndefined()
    expect(() => step(world, { id: 'softmax:1', type: 'softmax', by: 'system', at: 0 })).toThrow()
    const short = last(take(take(begin(), 'look:6'), 'type:ab'))
    expect(short).toMatchObject({ query: 1, edits: 1 })
  })

  it('changes no world that was there before', () => {
    const history = until(begin(), 'choose')
    const before = JSON.stringify(last(history))
    const words = last(history).tokens.join('')
    take(history, 'set:1:a')
    expect(JSON.stringify(last(history))).toBe(before)
    expect(words).toBe('headhea')
  })
})

describe('looking', () => {
  it('changes the picture only', () => {
    const history = until(begin(), 'softmax:1')
    const looked = last(take(take(history, 'look:3'), 'head:1.1'))
    expect(looked).toMatchObject({ query: 2, heads: [0, 1] })
    expect(looked.numbers).toBe(last(history).numbers)
    expect(attention.fingerprint(looked)).toBe(attention.fingerprint(last(history)))
  })
})

describe('numbers as shown', () => {
  it('are four characters at most, and what the pass has', () => {
    expect([-0.04, 0.26, -1.25, 9.96, -99.6, -Infinity].map(short)).toEqual([
      '0.0',
      '0.3',
      '-1.3',
      '10',
      '-100',
      '−∞',
    ])
    expect([0, 0.004, 0.0951, 0.97, 0.997, 1].map(share)).toEqual(['0', '0', '.10', '.97', '1', '1'])
    const dice = new Dice(2, 'shown')
    for (let n = 0; n < 40; n++) {
      const letters = Array.from({ length: 1 + dice.next(12) }, () => LETTERS[dice.next(8)]!)
      const world = last(until(take(begin(), `type:${letters.join('')}`), 'choose'))
      const { numbers } = world
      const texts: string[] = []
      JSON.stringify(numbers, (_, value: unknown) => {
        if (typeof value === 'string') texts.push(value)
        return value
      })
      expect(Math.max(...texts.map((text) => text.length))).toBeLessThanOrEqual(4)
      const pass = passOf(world)
      numbers.layers.forEach((layer, l) =>
        layer.heads.forEach((head, h) => {
          const exact = pass.layers[l]!.heads[h]!.weights
          head
            .weights!.flat()
            .forEach((text, i) => expect(Math.abs(Number(text) - exact.data[i]!)).toBeLessThan(0.0051))
        }),
      )
    }
  })
})
