import { describe, expect, it } from 'vitest'
import type { World } from '../model/model.ts'
import { answer, explore } from './explore.ts'
import { ask, graph, steady, system, tiny } from './testing/graph.ts'

/** Counts up by one or two, for ever. */
const counter = graph([], new Set(), {
  actions: ({ at, now }) => [system(`0:${at + 1}`, now + 1), system(`1:${at + 2}`, now + 1)],
})

describe('bounds', () => {
  it('gives up at so many states, and says so', () => {
    const verdict = answer(counter, ask({ bounds: { maxStates: 100 } }), steady())
    expect(verdict).toMatchObject({ verdict: 'gave-up', reason: '100 states were not enough' })
    expect(verdict.distinct).toBeGreaterThanOrEqual(100)
    expect(verdict.distinct).toBeLessThan(110)
  })

  it('gives up when memory would not do', () => {
    const maxMemory = 2_000_000
    const verdict = answer(counter, ask({ bounds: { maxMemory } }), steady())
    expect(verdict).toMatchObject({ verdict: 'gave-up', bounds: { maxMemory } })
    expect(verdict.reason).toMatch(/bytes of memory/)
    // 8 bytes a slot and 6 of trail: it did get somewhere first.
    expect(verdict.distinct).toBeGreaterThan(1000)
  })

  it('gives up when time is over', () => {
    const verdict = answer(counter, ask({ bounds: { seconds: 0.2 } }), steady())
    expect(verdict).toMatchObject({ verdict: 'gave-up', reason: '0.2 seconds were not enough' })
    expect(verdict.seconds).toBeGreaterThan(0.2)
  })

  it('counts the same whatever the clock says', () => {
    const question = ask({ bounds: { depth: 60 } })
    let time = 0
    const hasty = { now: () => (time += 1000) }
    const { seconds: _, ...slow } = answer(counter, question, hasty)
    const { seconds: __, ...fast } = answer(counter, question, steady())
    expect(slow).toEqual(fast)
  })
})

describe('progress', () => {
  it('is reported, and the search can be cancelled', () => {
    const exploring = explore(counter, ask(), steady())
    const reports = []
    for (let i = 0; i < 3; i++) {
      const { done, value } = exploring.next()
      expect(done).toBe(false)
      reports.push(value)
    }
    expect(reports.map(({ distinct }) => distinct)).toEqual(
      reports.map(({ distinct }) => distinct).sort((a, b) => a - b),
    )
    expect(reports[2]!.seconds).toBeGreaterThan(reports[0]!.seconds)
    const last = exploring.next('cancel')
    expect(last.done).toBe(true)
    expect(last.value).toMatchObject({ verdict: 'gave-up', reason: 'cancelled' })
  })
})

describe('sometimes', () => {
  const reached = (place: number) => ({
    id: `at-${place}`,
    title: `Gets to ${place}`,
    kind: 'sometimes' as const,
    reached: ({ at }: { at: number }) => at === place,
  })
  const model = graph([[1, 2], [3], [], []], new Set(), { properties: [reached(3), reached(9), reached(0)] })

  it('has a witness and its depth, or none', () => {
    expect(answer(model, ask(), steady()).witnesses).toEqual({ 'at-3': 3, 'at-9': undefined, 'at-0': 1 })
  })

  it('is answered with a run that gets there', () => {
    const verdict = answer(model, ask({ property: 'at-3' }), steady())
    expect(verdict).toMatchObject({ verdict: 'holds', property: 'at-3', steps: ['Do 0:1', 'Do 0:3'] })
    expect(answer(model, ask({ property: 'at-9' }), steady())).toMatchObject({
      verdict: 'violated',
      violation: { why: 'No world within the bounds reaches it.' },
    })
    expect(() => answer(model, ask({ property: 'at-8' }), steady())).toThrow('no property at-8')
  })
})

describe('eventually', () => {
  /** A lamp that a fault breaks; mended, it lights after three steps, unless it was broken twice. */
  type Lamp = World & { warmth: number; broken: boolean; breaks: number }
  const lamp = (breaks: number) =>
    tiny<Lamp>({
      init: () => ({ now: 0, warmth: 0, broken: false, breaks: 0 }),
      actions: ({ now, warmth, broken, breaks: had }) => [
        ...(broken || had >= 2 || warmth >= 3 ? [] : [system('warm', now + 1)]),
        ...(broken ? [{ id: 'mend', type: 'mend', by: 'fault' as const, at: now }] : []),
        ...(broken || had >= breaks ? [] : [{ id: 'break', type: 'break', by: 'fault' as const, at: now }]),
      ],
      step: (world, { id, at }) => ({
        world:
          id === 'warm'
            ? { ...world, now: at, warmth: world.warmth + 1 }
            : id === 'mend'
              ? { ...world, now: at, broken: false }
              : { ...world, now: at, broken: true, warmth: 0, breaks: world.breaks + 1 },
        events: [],
      }),
      heal: (world) => ({ ...world, broken: false }),
      properties: [
        { id: 'lights', title: 'The lamp lights', kind: 'eventually', reached: ({ warmth }) => warmth === 3 },
      ],
    })
  const question = ask({ property: 'lights', bounds: { actions: { break: 5, mend: 5 } } })

  it('holds where the system gets there once healed', () => {
    expect(answer(lamp(1), question, steady())).toMatchObject({ verdict: 'holds', property: 'lights' })
  })

  it('is violated by the shortest run after which it does not', () => {
    const verdict = answer(lamp(2), question, steady())
    expect(verdict).toMatchObject({
      verdict: 'violated',
      property: 'lights',
      steps: ['Do break', 'Do mend', 'Do break'],
    })
    expect(verdict.violation!.why).toContain('2000 steps')
  })

  it('is violated where the steps do not suffice', () => {
    const hurried = { ...question, bounds: { ...question.bounds, ticks: 2 } }
    expect(answer(lamp(1), hurried, steady())).toMatchObject({ verdict: 'violated', steps: [] })
    const patient = { ...question, bounds: { ...question.bounds, ticks: 3 } }
    expect(answer(lamp(1), patient, steady()).verdict).toBe('holds')
  })

  it('is looked for at the ends of random walks, too', () => {
    const walked = { ...question, strategy: 'random-walk' as const, bounds: { ...question.bounds, depth: 6 } }
    const verdict = answer(lamp(2), walked, steady())
    expect(verdict.verdict).toBe('violated')
    expect(verdict.choices!.filter(({ id }) => id === 'break')).toHaveLength(2)
  })
})
