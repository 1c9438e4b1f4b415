/** What the explorer finds when a rule of the mutual exclusion is off. */
import { answer } from '@orrery/engine/explore/explore.ts'
import { questionOf, recipeOf } from '@orrery/engine/explore/question.ts'
import { checkSetup } from '@orrery/engine/model/check.ts'
import { createHistory } from '@orrery/engine/simulate/history.ts'
import { describe, expect, it } from 'vitest'
import { lamportMutex } from './model.ts'

const host = { now: () => performance.now() }
const setup = checkSetup(lamportMutex)

describe.each([
  ['fifo', 'mutual-exclusion', 8],
  ['break-ties', 'mutual-exclusion', 8],
  ['wait-for-all', 'mutual-exclusion', 4],
  ['maximum-on-receive', 'granted-in-order', 16],
])('without %s', (rule, property, length) => {
  const question = recipeOf(lamportMutex, setup, rule)
  const verdict = answer(lamportMutex, question, host)

  it(`${property} falls after ${length} steps, and not before`, () => {
    expect(verdict).toMatchObject({ verdict: 'violated', property })
    expect(verdict.steps.length).toBe(length)
  })

  it('the steps play in a figure, and end where the property is broken', () => {
    const start = createHistory(lamportMutex, { ...question.setup, quiet: true })
    const history = (verdict.choices ?? []).reduce((so, { id, at }) => so.take(id, at), start)
    const broken = lamportMutex.properties.find((each) => each.id === property)
    const before = history.world(history.length - 1)
    const last = history.world(history.length)
    expect(broken?.kind === 'always' && broken.violation(before)).toBeUndefined()
    expect(broken?.kind === 'always' && broken.violation(last)?.why).toBe(verdict.violation?.why)
  })
})

it('without fifo, an acknowledgement overtakes a request', () => {
  const { steps } = answer(lamportMutex, recipeOf(lamportMutex, setup, 'fifo'), host)
  const ack = steps.findIndex((step) => step.startsWith('Deliver ack') && step.endsWith('from A to B'))
  const request = steps.findIndex(
    (step) => step.startsWith('Deliver request') && step.endsWith('from A to B'),
  )
  expect(ack).toBeGreaterThan(0)
  expect(request).toBeGreaterThan(ack)
})

it.each([
  [2, 4],
  [3, 2],
])('without the maximum, %i processes with %i requests still never share', (processes, requests) => {
  const asked = { params: { processes, busy: false }, without: ['maximum-on-receive'], seed: 1 }
  const wish = { property: 'mutual-exclusion', bounds: { model: { requests } } }
  expect(answer(lamportMutex, questionOf(lamportMutex, asked, wish), host).verdict).toBe('holds')
})

it('without the maximum, a process can wait for ever', () => {
  const params = { processes: 2, busy: false }
  const question = recipeOf(lamportMutex, { ...setup, params }, 'maximum-on-receive', {
    property: 'all-granted',
    bounds: { ticks: 500, model: { requests: 2 } },
  })
  const two = { ...question, setup: { ...question.setup, params } }
  expect(answer(lamportMutex, two, host)).toMatchObject({ verdict: 'violated', property: 'all-granted' })
})

describe('with all rules on', () => {
  it.each([
    [2, 4],
    [3, 2],
  ])('%i processes with %i requests keep I and II, and III in the end', (processes, requests) => {
    const asked = { ...setup, params: { processes, busy: false } }
    const bounds = { model: { requests }, ticks: 500 }
    const safe = answer(lamportMutex, questionOf(lamportMutex, asked, { bounds }), host)
    expect(safe.verdict).toBe('holds')
    expect(safe.witnesses['contention']).toBe(3)
    const live = answer(
      lamportMutex,
      questionOf(lamportMutex, asked, { property: 'all-granted', bounds }),
      host,
    )
    expect(live.verdict).toBe('holds')
  })
})
