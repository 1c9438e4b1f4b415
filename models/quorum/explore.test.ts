/** What the explorer finds when a rule is off, and that it finds nothing when all are on. */
import { answer } from '@orrery/engine/explore/explore.ts'
import { questionOf, recipeOf } from '@orrery/engine/explore/question.ts'
import { checkSetup } from '@orrery/engine/model/check.ts'
import { createHistory } from '@orrery/engine/simulate/history.ts'
import { describe, expect, it } from 'vitest'
import { quorumModel } from './model.ts'
import { paramsWith } from './params.ts'
import { properties } from './properties.ts'

const host = { now: () => performance.now() }
const recipe = (rule: string) => recipeOf(quorumModel, checkSetup(quorumModel), rule)
const deliveries = (choices: readonly { readonly id: string }[] = []) =>
  choices.filter(({ id }) => id.startsWith('deliver:')).length

/** Four messages for a stale read; nine for the new value and then the old. */
describe.each([
  {
    rule: 'overlap',
    steps: 6,
    delivered: 4,
    asked: 2,
    why: 'r1 read a, version 0, though w1 had finished writing b, version 1, before r1 asked.',
    falls: ['linearizable', 'regular'],
  },
  {
    rule: 'write-back',
    // Three questions, one pair stored, four replicas asked.
    steps: 8,
    delivered: 9,
    asked: 3,
    why: 'r2 read a, version 0, though r1 had already read b, version 1, before r2 asked.',
    falls: ['linearizable', 'monotonic-reads'],
  },
])('without $rule', ({ rule, steps, delivered, asked, why, falls }) => {
  const question = recipe(rule)
  const verdict = answer(quorumModel, question, host)

  it(`clients no longer see one copy, after ${delivered} deliveries`, () => {
    expect(verdict).toMatchObject({ verdict: 'violated', property: 'linearizable', violation: { why } })
    expect(verdict.steps).toHaveLength(steps)
    expect(deliveries(verdict.choices)).toBe(delivered)
    expect(verdict.choices).toHaveLength(delivered + asked)
    expect(verdict.seconds).toBeLessThan(20)
  })

  it('the run plays in the timed model, and breaks its promises at its last choice', () => {
    let history = createHistory(quorumModel, { ...question.setup, quiet: true })
    for (const { id, at } of verdict.choices ?? []) history = history.take(id, at)
    const broken = properties.flatMap((property) => {
      if (property.kind !== 'always') return []
      for (let i = 1; i < history.length; i++)
        expect(property.violation(history.world(i), history.world(i - 1)), property.id).toBeUndefined()
      return property.violation(history.world(history.length), history.world(history.length - 1))
        ? [property.id]
        : []
    })
    expect(broken).toEqual(falls)
  })

  it('with it, the same search finds nothing', () => {
    const same = answer(quorumModel, { ...question, setup: { ...question.setup, without: [] } }, host)
    expect(same.verdict).toBe('holds')
    expect(same.distinct).toBeGreaterThan(100)
  })
})

it('a regular register is not an atomic one: without write-back no read misses a finished write', () => {
  const question = recipe('write-back')
  expect(answer(quorumModel, { ...question, property: 'regular' }, host).verdict).toBe('holds')
})

describe('with all rules on', () => {
  const params = paramsWith({ readers: 1, readRepair: true })
  const setup = checkSetup(quorumModel, { params })

  it('what should sometimes happen, does', () => {
    const base = questionOf(quorumModel, setup, {
      bounds: { actions: { ask: 2, timeout: 0 }, depth: 10, model: { operations: 1 } },
    })
    for (const property of ['reads-new', 'reads-early'])
      expect(answer(quorumModel, { ...base, property }, host), property).toMatchObject({ verdict: 'holds' })
  })

  it('every short run with a crash and a loss, healed, answers everyone and converges', () => {
    const bounds = {
      actions: { ask: 2, crash: 1, restart: 0, drop: 1, timeout: 0 },
      depth: 5,
      model: { operations: 1 },
    }
    for (const property of ['answers', 'converges']) {
      const verdict = answer(quorumModel, { ...questionOf(quorumModel, setup, { bounds }), property }, host)
      expect(verdict, property).toMatchObject({ verdict: 'holds' })
    }
  })
})
