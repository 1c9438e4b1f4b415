/** With all rules on nothing breaks; with one off, the explorer finds how. */
import { answer } from '@orrery/engine/explore/explore.ts'
import { recipeOf } from '@orrery/engine/explore/question.ts'
import { checkSetup } from '@orrery/engine/model/check.ts'
import { createHistory, replay } from '@orrery/engine/simulate/history.ts'
import type { Always } from '@orrery/engine/model/property.ts'
import { describe, expect, it } from 'vitest'
import { LETTERS } from './letters.ts'
import { attention } from './model.ts'
import { continues, meanSlope, peek, properties, SATURATED } from './properties.ts'
import { Dice, sequence } from './train/task.ts'
import { actions, passOf, phaseOf, trainings, type AttentionWorld } from './world.ts'

const setup = checkSetup(attention, {})
const promises = properties.filter(
  (property): property is Always<AttentionWorld> => property.kind === 'always',
)
const host = { now: () => performance.now() }

describe('with all rules on', () => {
  it('six hundred runs of random letters and edits keep every promise', () => {
    let judged = 0
    let said = 0
    for (let seed = 1; seed <= 600; seed++) {
      const dice = new Dice(seed, 'run')
      // Half are sequences of the task, half any letters at all.
      const letters =
        seed % 2 === 0
          ? sequence(dice, true).letters.slice(0, 5 + dice.next(8))
          : Array.from({ length: 1 + dice.next(12) }, () => dice.next(LETTERS.length))
      const params = { ...setup.params, training: trainings[seed % 7 === 0 ? 1 : 0] }
      const start = `type:${letters.map((n) => LETTERS[n]).join('')}`
      let history = createHistory(attention, { ...setup, params, seed }).take(start)
      for (let n = 0; n < 22; n++) {
        const world = history.world(history.length)
        const edits = dice.next(6) === 0 ? actions(world).filter(({ type }) => type === 'set') : []
        const next = edits.length > 0 ? history.take(edits[dice.next(edits.length)]!.id) : history.advance()
        if (next === undefined) break
        history = next
        const after = history.world(history.length)
        for (const promise of promises) {
          expect(promise.violation(after), `${promise.id}, seed ${seed}`).toBeUndefined()
          judged += 1
        }
        if (phaseOf(after).operation === 'choose' && continues(after)) said += 1
      }
    }
    expect(judged).toBeGreaterThan(20_000)
    expect(said).toBeGreaterThan(100)
  }, 60_000)
})

describe('with a rule off', () => {
  const found = (rule: string) => {
    const question = recipeOf(attention, setup, rule)
    const verdict = answer(attention, question, host)
    expect(verdict.verdict).toBe('violated')
    expect(verdict.seconds).toBeLessThan(20)
    const history = replay(attention, { ...question.setup, quiet: true }, verdict.choices!)
    return { verdict, history, end: history.world(history.length) }
  }

  it('causal-mask: a position says the very letter that comes next, since it sees it', () => {
    const { verdict, end } = found('causal-mask')
    expect(verdict.property).toBe('causal')
    expect(verdict.choices!.map(({ id }) => id)).toEqual([
      ...['embed', 'project:1', 'scores:1', 'scale:1', 'softmax:1', 'mix:1', 'add:1'],
      ...['project:2', 'scores:2', 'scale:2', 'softmax:2', 'mix:2', 'add:2'],
      ...['logits', 'choose'],
    ])
    expect(verdict.violation!.why).toBe(
      'After position 1 the model says e with 1.00. Position 2, which comes later, holds e; with h there, e gets 0.00.',
    )
    expect(verdict.violation!.subjects).toEqual(['t1', 't2'])
    expect(end.tokens.join('')).toBe('headhea')
  }, 30_000)

  it('causal-mask: with the weights that were trained with it, too', () => {
    const world = createHistory(attention, { ...setup, without: ['causal-mask'] }).world(0)
    expect(peek(world)).toBeDefined()
    expect(peek({ ...world, setup })).toBeUndefined()
  })

  it('scale: the softmax of the first layer saturates', () => {
    const { verdict, end } = found('scale')
    expect(verdict.property).toBe('unsaturated')
    expect(verdict.steps).toHaveLength(5)
    expect(meanSlope(passOf(end), 0)).toBeLessThan(SATURATED)
    const on = passOf({ ...end, setup: { ...end.setup, without: [] } })
    expect(meanSlope(on, 0)).toBeGreaterThan(SATURATED)
  }, 30_000)

  it('scale: on two thousand inputs the slopes with it and without it lie apart', () => {
    const dice = new Dice(9, 'slopes')
    const slopes = { on: [] as number[], off: [] as number[] }
    const sharp = { on: 0, off: 0 }
    let rows = 0
    for (let n = 0; n < 2000; n++) {
      const letters =
        n % 2 === 0
          ? Array.from({ length: 5 + dice.next(8) }, () => dice.next(LETTERS.length))
          : sequence(dice, true).letters.slice(0, 5 + dice.next(8))
      const tokens = letters.map((letter) => LETTERS[letter]!)
      rows += letters.length - 1
      for (const key of ['on', 'off'] as const) {
        const pass = passOf({ setup: { ...setup, without: key === 'on' ? [] : ['scale'] }, tokens })
        slopes[key].push(meanSlope(pass, 0))
        const { data } = pass.layers[1]!.heads[1]!.weights
        for (let i = 1; i < tokens.length; i++)
          if (Math.max(...data.subarray(i * tokens.length, (i + 1) * tokens.length)) > 0.99) sharp[key] += 1
      }
    }
    const mean = (list: readonly number[]): number => list.reduce((sum, x) => sum + x, 0) / list.length
    expect(Math.min(...slopes.on)).toBeGreaterThan(SATURATED + 0.05)
    expect(Math.max(...slopes.off)).toBeLessThan(SATURATED - 0.03)
    // As the README has it.
    expect(mean(slopes.on)).toBeCloseTo(0.62, 2)
    expect(mean(slopes.off)).toBeCloseTo(0.23, 2)
    expect(sharp.on / rows).toBeCloseTo(0.09, 2)
    expect(sharp.off / rows).toBeCloseTo(0.91, 2)
  }, 30_000)
})

describe('exploring with all rules on', () => {
  it('ends, and finds nothing', () => {
    const verdict = answer(
      attention,
      { setup, grain: 'actions', strategy: 'breadth-first', bounds: { maxStates: 200_000 } },
      host,
    )
    expect(verdict.verdict).toBe('holds')
    expect(verdict.witnesses['continues']).toBeDefined()
  }, 60_000)
})
