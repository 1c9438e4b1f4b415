import { runScenario } from '@orrery/engine/simulate/run.ts'
import { describe, expect, it } from 'vitest'
import { raftModel } from './model.ts'
import { scenarios } from './scenarios.ts'

describe.each(scenarios.map((scenario) => [scenario.id, scenario] as const))('scenario %s', (_, scenario) => {
  const { history, moments } = runScenario(scenario, raftModel)

  it('does what it claims', () => {
    expect(moments.flatMap(({ id, failed }) => failed.map((claim) => `${id}: ${claim}`))).toEqual([])
    expect(scenario.steps.some((step) => (step.expect?.length ?? 0) > 0)).toBe(true)
  })

  it('breaks no promise in any of its worlds', () => {
    for (let i = 1; i <= history.length; i++) {
      for (const property of raftModel.properties) {
        if (property.kind !== 'always') continue
        expect(property.violation(history.world(i), history.world(i - 1)), property.id).toBeUndefined()
      }
    }
  })

  it('gives the same history each time it is run', () => {
    expect(runScenario(scenario, raftModel).history.fingerprint()).toBe(history.fingerprint())
  })

  it('tells each of its events in a sentence', () => {
    for (let i = 0; i <= history.length; i++) {
      for (const event of history.events(i)) {
        expect(raftModel.tell(event)).toMatch(/^[A-Za-z].*\.$/)
        expect(raftModel.tell(event)).not.toMatch(/undefined|NaN|\[object/)
      }
    }
  })
})
