/**
 * Counts published for these specifications: N = 3 by the manifest of the TLA+ Examples; the others were
 * counted with TLC.
 */
import { describe, expect, it } from 'vitest'
import { answer } from '@orrery/engine/explore/explore.ts'
import { questionOf } from '@orrery/engine/explore/question.ts'
import type { Verdict } from '@orrery/engine/explore/types.ts'
import { twoPhaseCommit } from './model.ts'

const host = { now: () => performance.now() }

const explored = (spec: 'TwoPhase' | 'TCommit', participants: number, symmetry = false): Verdict =>
  answer(
    twoPhaseCommit,
    questionOf(
      twoPhaseCommit,
      { params: { participants, spec }, without: [], seed: 1 },
      { symmetry, bounds: { maxMemory: Infinity } },
    ),
    host,
  )

describe('TwoPhase', () => {
  it('has 288 states for 3 resource managers', () => {
    const verdict = explored('TwoPhase', 3)
    expect(verdict).toMatchObject({ verdict: 'holds', distinct: 288, generated: 1146, depth: 11 })
    expect(verdict.witnesses).toEqual({ 'all-commit': 11, 'all-abort': 4 })
  })

  it('has 8,832 states for 5', () => {
    expect(explored('TwoPhase', 5)).toMatchObject({ verdict: 'holds', distinct: 8832 })
  })

  it('has 50,816 states for 6, as the module says', () => {
    expect(explored('TwoPhase', 6)).toMatchObject({ verdict: 'holds', distinct: 50816 })
  })

  it('has 1,745,408 states for 8', { timeout: 120_000 }, () => {
    const verdict = explored('TwoPhase', 8)
    expect(verdict).toMatchObject({ verdict: 'holds', distinct: 1745408, generated: 18507778 })
  })
})

describe('TCommit', () => {
  it('has 34 states for 3 resource managers', () => {
    expect(explored('TCommit', 3)).toMatchObject({ verdict: 'holds', distinct: 34, generated: 94, depth: 7 })
  })
})
