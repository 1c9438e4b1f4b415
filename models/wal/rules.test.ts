/** Each rule is there for a reason: without it a promise falls; with it, the same search finds nothing. */
import { answer } from '@orrery/engine/explore/explore.ts'
import { questionOf, recipeOf } from '@orrery/engine/explore/question.ts'
import { createHistory } from '@orrery/engine/simulate/history.ts'
import { describe, expect, it } from 'vitest'
import { wal } from './model.ts'
import { paramsWith } from './scenarios.ts'

const host = { now: () => performance.now() }
const setup = { params: paramsWith(), without: [], seed: 1 }

const known = [
  { rule: 'log-before-page', steps: 4, why: 'a1 holds 11, which T1 wrote, and T1 did not commit.' },
  { rule: 'fsync-before-ack', steps: 6, why: 'T1 was told that a1←11 is saved, but a1 holds 0.' },
  { rule: 'checksum', steps: 18, why: 'T1 was told that a1←11 is saved, but a1 holds 255.' },
  { rule: 'log-undo', steps: 12, why: 'a1 holds 11, which T1 wrote, and T1 did not commit.' },
  { rule: 'undo-next', steps: 15, why: 'LSN 4 undoes an update of T1 that was undone before.' },
]

it('every rule has its known answer', () => {
  expect(known.map(({ rule }) => rule)).toEqual(wal.rules.map(({ id }) => id))
})

describe.each(known)('without $rule', ({ rule, steps, why }) => {
  const question = recipeOf(wal, setup, rule)
  const verdict = answer(wal, question, host)

  it(`a promise falls after ${steps} steps`, () => {
    expect(verdict.verdict).toBe('violated')
    expect(verdict.property).toBe(wal.rules.find(({ id }) => id === rule)?.breaks)
    expect(verdict.steps).toHaveLength(steps)
    expect(verdict.violation?.why).toBe(why)
    expect(verdict.seconds).toBeLessThan(20)
  })

  it('plays in a figure, and ends where it was found', () => {
    let history = createHistory(wal, question.setup)
    for (const { id, at } of verdict.choices ?? []) history = history.take(id, at)
    const property = wal.properties.find(({ id }) => id === verdict.property)
    const world = history.world(history.length)
    expect(property?.kind === 'always' && property.violation(world)?.why).toBe(why)
  })

  it('holds with the rule on, within the same bounds', () => {
    const on = questionOf(wal, { ...question.setup, without: [] }, { bounds: question.bounds })
    expect(answer(wal, on, host).verdict).toBe('holds')
  })
})

it.each([
  { rule: 'log-before-page', steps: 13, why: 'T1 was told that a1←11 is saved, but a1 holds 21.' },
  { rule: 'fsync-before-ack', steps: 6, why: 'T1 was told that a1←11 is saved, but a1 holds 0.' },
  { rule: 'checksum', steps: 18, why: 'T1 was told that a1←11 is saved, but a1 holds 255.' },
  { rule: 'log-undo', steps: 23, why: 'T1 was told that a1←11 is saved, but a1 holds 21.' },
])(
  'without $rule, what was acknowledged is lost or overwritten after $steps steps',
  ({ rule, steps, why }) => {
    const verdict = answer(wal, recipeOf(wal, setup, rule, { property: 'durability' }), host)
    expect(verdict).toMatchObject({ verdict: 'violated', violation: { why } })
    expect(verdict.steps).toHaveLength(steps)
  },
)

it('without undo-next nothing is lost, only the log grows', () => {
  for (const property of ['durability', 'atomicity', 'recovered']) {
    expect(answer(wal, recipeOf(wal, setup, 'undo-next', { property }), host).verdict).toBe('holds')
  }
})

it('every recovery ends, wherever the crash came', () => {
  const question = recipeOf(wal, setup, 'undo-next', {
    property: 'recovers',
    bounds: { actions: { crash: 2, update: 2 }, model: { log: 6 } },
  })
  const verdict = answer(wal, { ...question, setup: { ...question.setup, without: [] } }, host)
  expect(verdict.verdict).toBe('holds')
})
