import { createHistory } from '@orrery/engine/simulate/history.ts'
import { describe, expect, test } from 'vitest'
import { inspectAt, logUpTo, toldBetween } from './changes.ts'
import { runUntil } from './interventions.ts'
import { cutBetween, menuFor, menuForAll, quickAction, subjectsOf } from './menu.ts'
import { ping, setup } from './ping.fixture.ts'

const history = runUntil(createHistory(ping, { ...setup, without: ['one-ball'] }), 35_000, 100).take(
  'ask:second',
  36_000,
)
const scene = ping.view(history.world(0), { id: 'court', layout: 'wide' })

describe('inspection', () => {
  test('says what a thing is, what it was, and what changed it', () => {
    expect(inspectAt(history, 3, 'A')).toEqual({
      subject: 'A',
      fields: [
        { name: 'has the ball', value: 'no', was: 'yes' },
        { name: 'hits', value: '3', was: '2' },
        { name: 'side', value: 'left' },
      ],
      changed: { at: history.timeOf(3), index: 3, words: ['A hits the ball to B.'] },
    })
    expect(inspectAt(history, 0, 'A')?.changed).toBeUndefined()
    expect(inspectAt(history, 3, 'nobody')).toBeUndefined()
  })

  test('the log tells the last events in order', () => {
    expect(logUpTo(history, 4, 2).map((line) => line.text)).toEqual(['A hits the ball to B.', 'A second.'])
    expect(toldBetween(history, 0, 2)).toEqual(['A hits the ball to B.', 'B hits the ball to A.'])
  })
})

describe('what can be done', () => {
  test('is listed by the thing it happens to', () => {
    expect(menuFor(ping, history.world(2), 'A')).toEqual([
      { id: 'hit:A', label: 'Hit the ball', by: 'system' },
    ])
    expect(menuForAll(ping, history.world(2))).toEqual([
      { id: 'ask:second', label: 'Ask for a second ball', by: 'input' },
    ])
  })

  test('leaves out of the list for all what each thing has too many of', () => {
    const letters = (count: number): typeof ping => ({
      ...ping,
      actions: (world) =>
        Array.from({ length: count }, (_, i) => ({
          id: `set:${i}`,
          type: 'set',
          by: 'input' as const,
          at: world.now,
          subject: 'A',
        })),
    })
    expect(menuForAll(letters(12), history.world(0))).toHaveLength(12)
    expect(menuForAll(letters(13), history.world(0))).toEqual([])
    expect(menuFor(letters(13), history.world(0), 'A')).toHaveLength(13)
  })

  test('a quick button finds its action by id, or by type and the role it is drawn in', () => {
    const world = history.world(0)
    expect(quickAction(ping, world, scene, { label: '', type: 'hit', role: 'primary' })?.id).toBe('hit:A')
    expect(quickAction(ping, world, scene, { label: '', type: 'hit', role: 'failed' })).toBeUndefined()
    expect(quickAction(ping, world, scene, { label: '', id: 'steal:ball' })?.type).toBe('steal')
  })

  test('a cut names both sides, in one order whichever was drawn first', () => {
    expect(cutBetween(['E', 'C', 'D'], ['B', 'A'])).toBe('cut:AB|CDE')
    expect(cutBetween(['A', 'B'], ['C', 'D', 'E'])).toBe('cut:AB|CDE')
  })

  test('subjects are walked in the order drawn, each once', () => {
    expect(subjectsOf(scene)).toEqual([
      { subject: 'A', title: 'Player A' },
      { subject: 'B', title: 'Player B' },
    ])
  })
})
