/**
 * Each rule is there for a reason: without it, the explorer finds the run that breaks a promise; with
 * it, the same search within the same bounds finds nothing.
 */
import { answer } from '@orrery/engine/explore/explore.ts'
import { questionOf, recipeOf } from '@orrery/engine/explore/question.ts'
import type { Question, Verdict } from '@orrery/engine/explore/types.ts'
import { createHistory } from '@orrery/engine/simulate/history.ts'
import { describe, expect, it } from 'vitest'
import { raftModel } from './model.ts'
import { paramsWith } from './params.ts'

const host = { now: () => performance.now() }
const setup = { params: paramsWith(), without: [], seed: 1 }
const ask = (question: Question) => answer(raftModel, question, host)
const recipe = (rule: string) => recipeOf(raftModel, setup, rule)

/** The kinds of the steps, as the first words of each round say. */
const rounds = (verdict: Verdict) => verdict.steps.length

/**
 * Known answers, at the grain of whole rounds: an election with its quorum, one entry copied, one
 * acknowledgement counted, one term learned, a crash with restart, a client's command.
 */
const known = [
  { rule: 'persist-vote', steps: 3, why: 'A and C were both elected leader of term 1.' },
  {
    rule: 'election-restriction',
    steps: 6,
    why: 'C leads term 2 with nothing at 1, where A committed x←1 of term 1 in term 1.',
  },
  {
    rule: 'commit-current-term',
    steps: 10,
    why: 'B leads term 4 with x←2 of term 2 at 1, where A committed x←1 of term 1 in term 3.',
  },
  {
    rule: 'truncate-on-conflict-only',
    steps: 7,
    why: 'B leads term 2 with nothing at 1, where A committed x←1 of term 1 in term 1.',
  },
  {
    rule: 'majority-to-commit',
    steps: 3,
    why: 'B leads term 2 with nothing at 1, where A committed x←1 of term 1 in term 1.',
  },
  {
    rule: 'read-index',
    steps: 6,
    why: 'A told c1 that x has no value, although B had confirmed x←1 before c1 asked.',
  },
  {
    rule: 'commit-before-reconfigure',
    steps: 8,
    why: 'A leads term 3 with ABCDE of term 1 at 1, where B committed BCD of term 2 in term 2.',
  },
]

it('every rule has its known answer', () => {
  expect(known.map(({ rule }) => rule)).toEqual(raftModel.rules.map(({ id }) => id))
})

describe.each(known)('without $rule', ({ rule, steps, why }) => {
  const verdict = ask(recipe(rule))

  it('a promise is broken, in the fewest rounds there are', () => {
    expect(verdict).toMatchObject({ verdict: 'violated', violation: { why } })
    expect(verdict.property).toBe(raftModel.rules.find(({ id }) => id === rule)!.breaks)
    expect(rounds(verdict)).toBe(steps)
  })

  it('the counterexample plays in the timed model, and breaks the promise there at its last choice', () => {
    const asked = recipe(rule).setup
    let history = createHistory(raftModel, { ...asked, quiet: true })
    for (const choice of verdict.choices!) history = history.take(choice.id, choice.at)
    const property = raftModel.properties.find(({ id }) => id === verdict.property)!
    if (property.kind !== 'always') throw new Error('a rule protects an always')
    const broken = []
    for (let i = 1; i <= history.length; i++) {
      if (property.violation(history.world(i), history.world(i - 1)) !== undefined) broken.push(i)
    }
    expect(broken[0]).toBe(history.length)
  })
})

describe.each(known.filter(({ rule }) => rule !== 'commit-current-term'))('with $rule', ({ rule }) => {
  it('the same search finds nothing', () => {
    const question = recipe(rule)
    const verdict = ask({ ...question, setup: { ...question.setup, without: [] } })
    expect(verdict.verdict).toBe('holds')
    expect(verdict.distinct).toBeGreaterThan(100)
  })
})

it('with commit-current-term, the same search to the depth of the counterexample finds nothing', () => {
  const question = recipe('commit-current-term')
  const verdict = ask({
    ...question,
    setup: { ...question.setup, without: [] },
    bounds: {
      ...question.bounds,
      depth: 10,
      actions: { ...question.bounds.actions, count: 1, copy: 1, learn: 2 },
    },
  })
  expect(verdict.verdict).toBe('holds')
  expect(verdict.distinct).toBeGreaterThan(1_000)
}, 60_000)

it('a leader, a commitment and a change of leaders are all reached', () => {
  const base = questionOf(
    raftModel,
    { ...setup, params: recipe('majority-to-commit').setup.params },
    { grain: 'rounds' },
  )
  for (const property of ['elects', 'commits', 'replaces']) {
    const verdict = ask({
      ...base,
      property,
      bounds: { ...base.bounds, depth: 6, actions: { delay: 0, read: 0, retry: 0 } },
    })
    expect(verdict, property).toMatchObject({ verdict: 'holds' })
  }
})

it('action by action, in every order, a small cluster keeps its promises', () => {
  const params = paramsWith({ servers: 3, keys: 1, noop: false, checkQuorum: false })
  const verdict = ask(
    questionOf(
      raftModel,
      { ...setup, params },
      {
        bounds: {
          depth: 7,
          actions: {
            crash: 1,
            restart: 1,
            ask: 1,
            drop: 0,
            duplicate: 0,
            hold: 0,
            pause: 0,
            cut: 0,
            isolate: 0,
          },
          model: { term: 2, log: 1, messages: 6 },
        },
      },
    ),
  )
  expect(verdict.verdict).toBe('holds')
  expect(verdict.distinct).toBeGreaterThan(5_000)
}, 60_000)
