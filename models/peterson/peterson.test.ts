import { describe, expect, it } from 'vitest'
import { answer } from '@orrery/engine/explore/explore.ts'
import { questionOf, recipeOf } from '@orrery/engine/explore/question.ts'
import { peterson } from './model.ts'

const host = { now: () => performance.now() }
const setup = { params: {}, without: [], seed: 1 }

describe("Peterson's lock", () => {
  it('has 42 states with the fence, as TLC counts them, and excludes', () => {
    const verdict = answer(peterson, questionOf(peterson, setup), host)
    expect(verdict).toMatchObject({ verdict: 'holds', distinct: 42, generated: 77, depth: 11 })
    expect(verdict.witnesses).toEqual({ 'P0-enters': 5, 'P1-enters': 5 })
  })

  it('lets both in after 6 steps without it', () => {
    const verdict = answer(peterson, recipeOf(peterson, setup, 'fence'), host)
    expect(verdict).toMatchObject({ verdict: 'violated', property: 'mutual-exclusion', depth: 7 })
    expect(verdict.steps).toHaveLength(6)
    // No store has reached memory by then: each read an old flag.
    expect(verdict.choices!.every(({ id }) => !id.startsWith('drain'))).toBe(true)
  })

  it('needs two steps more when leaving the non-critical section is a step of its own', () => {
    const question = questionOf(peterson, { ...setup, without: ['fence'] })
    expect(answer(peterson, question, host).choices).toHaveLength(8)
  })
})
