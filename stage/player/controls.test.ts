import { questionOf, recipeOf } from '@orrery/engine/explore/question.ts'
import type { Verdict } from '@orrery/engine/explore/types.ts'
import { createHistory } from '@orrery/engine/simulate/history.ts'
import { describe, expect, test } from 'vitest'
import { placeBeside } from '../figure/place.ts'
import { runUntil } from './interventions.ts'
import { commandOf, takesKey, type Focus, type Pressed } from './keys.ts'
import { ping, setup } from './ping.fixture.ts'
import { boundsInWords, questionFor, verdictInWords } from './search.ts'
import type { Beat } from './story.ts'
import { dotAt, roomFor, runScale, storyScale, ticksOf } from './timeline.ts'

const pressed = (key: string, more: Partial<Pressed> = {}): Pressed => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  defaultPrevented: false,
  ...more,
})
const focus = (more: Partial<Focus>): Focus => ({
  tag: 'DIV',
  role: null,
  type: null,
  editable: false,
  inside: true,
  ...more,
})

describe('keys', () => {
  test('mean commands, unless a modifier makes them the browser’s', () => {
    expect(commandOf(pressed('ArrowRight'))).toBe('next')
    expect(commandOf(pressed(' '))).toBe('toggle')
    expect(commandOf(pressed('?', { shiftKey: true }))).toBe('help')
    expect(commandOf(pressed('ArrowLeft', { altKey: true }))).toBeUndefined()
    expect(commandOf(pressed('a'))).toBeUndefined()
    expect(commandOf(pressed('toString'))).toBeUndefined()
  })

  test('are taken while the focus is in the figure or on nothing, never while typing', () => {
    expect(takesKey('next', focus({ tag: undefined, inside: false }))).toBe(true)
    expect(takesKey('next', focus({ tag: 'BODY', inside: false }))).toBe(true)
    expect(takesKey('next', focus({ tag: 'A', inside: false }))).toBe(false)
    expect(takesKey('next', focus({ tag: 'INPUT' }))).toBe(false)
    expect(takesKey('next', focus({ tag: 'SELECT' }))).toBe(false)
    expect(takesKey('next', focus({ editable: true }))).toBe(false)
    expect(takesKey('next', focus({ tag: 'BUTTON' }))).toBe(true)
    expect(takesKey('toggle', focus({ tag: 'BUTTON' }))).toBe(false)
    expect(takesKey('toggle', focus({ tag: 'G', role: 'button' }))).toBe(false)
    expect(takesKey('toggle', focus({ role: 'slider' }))).toBe(true)
  })
})

describe('timelines', () => {
  const beats = [
    { from: 0, until: 0 },
    { from: 0, until: 40_000 },
    { from: 40_000, until: 50_000 },
  ] as unknown as readonly Beat[]

  test('a story gives every step the same width', () => {
    const scale = storyScale(beats)
    expect(scale.shareOf(40_000)).toBeCloseTo(dotAt(1, 3))
    expect(scale.shareOf(20_000)).toBeCloseTo((dotAt(0, 3) + dotAt(1, 3)) / 2)
    expect(scale.shareOf(90_000)).toBeCloseTo(dotAt(2, 3))
    for (const time of [10_000, 39_000, 44_000]) expect(scale.timeAt(scale.shareOf(time))).toBe(time)
    expect(scale.timeAt(-1)).toBe(0)
    expect(scale.timeAt(2)).toBe(50_000)
  })

  test('a run that grows keeps its line for a while, and never leaves much of it empty', () => {
    for (let end = 1; end < 10_000_000; end = Math.ceil(end * 1.37)) {
      expect(roomFor(end)).toBeGreaterThanOrEqual(end)
      if (end > 16) expect(roomFor(end) - end).toBeLessThanOrEqual(end / 8)
    }
    expect(roomFor(1_000_001)).toBe(roomFor(1_010_000))
  })

  test('ticks stand at events, thinned out where they would run together', () => {
    const history = runUntil(createHistory(ping, setup), 100_000, 1000)
    expect(ticksOf(history, runScale(history.end))).toHaveLength(history.length)
    expect(ticksOf(history, runScale(history.end)).at(-1)).toBe(1)
    expect(ticksOf(history, runScale(history.end), 4).length).toBeLessThanOrEqual(5)
  })

  test('ticks are those of each event, and cost no more in a run of an hour than in one of a minute', () => {
    const long = runUntil(createHistory(ping, setup), 1e12, 15_000)
    expect(long.length).toBe(15_000)
    const looks = (history: typeof long): number => {
      let count = 0
      const counted = {
        length: history.length,
        indexAt: (t: number) => history.indexAt(t),
        timeOf: (index: number) => {
          count++
          return history.timeOf(index)
        },
      }
      const scale = runScale(roomFor(history.end))
      const every = new Set<number>()
      for (let i = 1; i <= history.length; i++)
        every.add(Math.round(scale.shareOf(history.timeOf(i)) * 240) / 240)
      expect(ticksOf(counted, scale)).toEqual([...every])
      return count
    }
    expect(looks(long)).toBeLessThan(1_500)
    expect(looks(long.fork(777))).toBeLessThan(1_500)
  })
})

describe('the search', () => {
  test('asks by the recipe of a rule that is off, else of everything within bounds', () => {
    const model = {
      ...ping,
      rules: ping.rules.map((rule) => ({ ...rule, recipe: { depth: 3, actions: { steal: 1 } } })),
    }
    expect(questionFor(model, { ...setup, without: ['one-ball'] })).toMatchObject({
      property: 'one',
      setup: { without: ['one-ball'] },
      bounds: { depth: 3, actions: { steal: 1 } },
    })
    expect(questionFor(model, setup).bounds.maxStates).toBe(200_000)
    expect(boundsInWords(model, recipeOf(model, setup, 'one-ball'))).toBe('at most 1 × steal, 3 steps deep')
  })

  test('says its verdict with its bounds', () => {
    const question = questionOf(ping, setup, { bounds: { depth: 4 } })
    const base = {
      distinct: 1234,
      generated: 3000,
      depth: 5,
      seconds: 2,
      property: 'one',
      bounds: {},
      witnesses: {},
    }
    const say = (verdict: Partial<Verdict>): string =>
      verdictInWords(ping, question, { ...base, steps: ['a'], verdict: 'holds', ...verdict })
    expect(say({})).toBe('Holds within these bounds: 4 steps deep. 1,234 states in 2.0 s, all of them.')
    expect(say({ verdict: 'violated' })).toMatch(/^Violated: “At most one ball” falls after 1 step\./)
    expect(say({ verdict: 'gave-up', reason: 'cancelled' })).toMatch(
      /^Gave up: you stopped it .* proves nothing\.$/,
    )
    expect(say({ verdict: 'gave-up', reason: 'more than 10 states' })).toMatch(
      /^Gave up after .*: more than 10 states\. That proves nothing beyond them\. The bounds: .+\.$/,
    )
  })
})

test('a menu stands beside its thing, within the plate', () => {
  const frame = { left: 100, top: 50, width: 800, height: 500 }
  expect(placeBeside({ left: 200, top: 200, width: 40, height: 40 }, frame, 200, 100)).toEqual({
    x: 152,
    y: 120,
  })
  expect(placeBeside({ left: 800, top: 60, width: 40, height: 40 }, frame, 200, 100)).toEqual({
    x: 488,
    y: 0,
  })
})
