/** What the explorer finds when a rule is off, and that it finds nothing when all are on. */
import { answer } from '@orrery/engine/explore/explore.ts'
import { recipeOf } from '@orrery/engine/explore/question.ts'
import { checkSetup } from '@orrery/engine/model/check.ts'
import { createHistory } from '@orrery/engine/simulate/history.ts'
import { describe, expect, it } from 'vitest'
import { lamportClock } from './model.ts'

const host = { now: () => performance.now() }

describe.each([
  ['tick-between-events', ['A has a local event', 'A has a local event']],
  ['maximum-on-receive', ['A sends to B', 'Deliver T=1 from A to B']],
  ['merge-vectors', ['A sends to B', 'Deliver T=1 from A to B']],
])('without %s', (rule, steps) => {
  const question = recipeOf(lamportClock, checkSetup(lamportClock), rule)
  const verdict = answer(lamportClock, question, host)

  it('two steps break what the rule says they break', () => {
    expect(verdict.verdict).toBe('violated')
    expect(verdict.property).toBe(lamportClock.rules.find((each) => each.id === rule)?.breaks)
    expect(verdict.steps).toEqual(steps)
  })

  it('the steps play in a figure, and end where the property is broken', () => {
    const start = createHistory(lamportClock, { ...question.setup, quiet: true })
    const history = (verdict.choices ?? []).reduce((so, { id, at }) => so.take(id, at), start)
    const property = lamportClock.properties.find((each) => each.id === verdict.property)
    const last = history.world(history.length)
    expect(property?.kind === 'always' && property.violation(last)?.why).toBe(verdict.violation?.why)
  })
})

describe('with all rules on', () => {
  const ask = (processes: number, events: number) =>
    answer(
      lamportClock,
      {
        setup: { params: { processes, busy: false, skew: 80 }, without: [], seed: 1 },
        grain: 'actions',
        strategy: 'breadth-first',
        bounds: { model: { events } },
      },
      host,
    )

  it('no run of up to five events of two processes breaks a promise', () => {
    expect(ask(2, 5)).toMatchObject({ verdict: 'holds' })
  })

  it('nor of up to four events of three, and the clock condition has no converse', () => {
    const verdict = ask(3, 4)
    expect(verdict.verdict).toBe('holds')
    // Two local events at one process and one at another: C(a) = 1 < C(b) = 2, and a, b are concurrent.
    expect(verdict.witnesses['ordered-yet-concurrent']).toBe(4)
    expect(verdict.witnesses['wall-clocks-reversed']).toBe(3)
  })
})
