import { expect, test } from 'vitest'
import type { Scenario, ScenarioStep } from '../model/scenario.ts'
import { judge, cutJudged, unjudged, verdictsAt } from './judge.ts'
import { createHistory } from './history.ts'
import { run, runScenario, ScenarioError } from './run.ts'
import { pingModel, setupOf, type PingWorld } from './testing/ping.ts'

const model = pingModel()
const scenario = (...steps: ScenarioStep<PingWorld>[]): Scenario<PingWorld> => {
  return { id: 'test', title: 'Test', model: 'ping', setup: setupOf(), steps }
}
const answered = (world: PingWorld): number => world.nodes['A']?.state?.answered ?? 0
const count = (world: PingWorld, node: string): number => world.nodes[node]?.state?.count ?? 0

test('a run is the scheduler’s, for so long', () => {
  const history = run(model, setupOf(), { for: 200_000 })
  expect(history.end).toBeLessThanOrEqual(200_000)
  expect(model.next?.(history.world(history.length))?.at).toBeGreaterThan(200_000)
  expect(run(model, setupOf(), { for: 200_000 }).fingerprint()).toBe(history.fingerprint())
})

test('a step runs until its predicate, or for its time; deeds happen at its start', () => {
  const { history, moments } = runScenario(
    scenario(
      {
        id: 'two',
        until: (world) => answered(world) === 2,
        expect: [{ claim: 'B counted one', holds: (world) => count(world, 'B') === 1 }],
      },
      { id: 'wait', for: 30_000 },
      { id: 'crash', do: ['crash:B', (world) => `isolate:${world.nodes['C']?.id ?? ''}`] },
      {
        id: 'later',
        for: 100_000,
        expect: [{ claim: 'B is up', holds: (world) => world.nodes['B']?.status === 'up' }],
      },
      { id: 'already', until: () => true },
    ),
    model,
  )
  const [two, wait, crash, later, already] = moments
  expect(two?.failed).toEqual([])
  expect(wait?.time).toBe((two?.time ?? 0) + 30_000)
  expect(history.timeOf(crash?.index ?? 0)).toBe(wait?.time)
  expect(crash?.index).toBe((wait?.index ?? 0) + 2)
  expect(later).toMatchObject({ time: (crash?.time ?? 0) + 100_000, failed: ['B is up'] })
  expect(already).toMatchObject({ index: later?.index, time: later?.time })
})

test('a scenario that cannot be run says where and why', () => {
  const failing = (...steps: ScenarioStep<PingWorld>[]): string => {
    try {
      runScenario(scenario(...steps), model, 500)
    } catch (error) {
      expect(error).toBeInstanceOf(ScenarioError)
      return (error as ScenarioError).message
    }
    throw new Error('it ran')
  }
  expect(failing({ id: 'a', do: ['crash:Z'] })).toBe(
    'scenario "test", step "a": no action "crash:Z": it cannot happen now',
  )
  expect(failing({ id: 'b', until: () => false })).toContain(
    'step "b": "until" is not reached within 500 actions',
  )
  expect(failing({ id: 'c', until: () => false, for: 10_000 })).toContain(
    '"until" is not reached within 10000 microseconds',
  )
  expect(failing({ id: 'd', do: ['crash:A', 'crash:B', 'crash:C'], until: () => false })).toContain(
    'nothing is left to happen',
  )
})

const promising = pingModel(
  {},
  {
    properties: [
      {
        id: 'few',
        title: 'B counts to two at most',
        kind: 'always',
        violation: (world) =>
          count(world, 'B') > 2 ? { why: `B counts ${count(world, 'B')}.`, subjects: ['B'] } : undefined,
      },
      {
        id: 'grows',
        title: 'A count never shrinks',
        kind: 'always',
        violation: (world, before) =>
          before !== undefined && count(world, 'B') < count(before, 'B')
            ? { why: 'B forgot.', subjects: ['B'] }
            : undefined,
      },
      { id: 'answer', title: 'An answer comes', kind: 'sometimes', reached: (world) => answered(world) > 0 },
      {
        id: 'never',
        title: 'A hundred answers',
        kind: 'eventually',
        reached: (world) => answered(world) > 99,
      },
    ],
  },
)

test('verdicts name the first world that breaks or reaches, and do not depend on how they were worked out', () => {
  const history = run(promising, setupOf(), { for: 600_000 })
  const whole = judge(unjudged, history)
  let bit = unjudged
  while (bit.upTo < history.length) bit = judge(bit, history, history.length, 3)
  expect(bit).toEqual(whole)
  expect(judge(whole, history)).toBe(whole)
  expect(judge(unjudged, history, history.length, 3).upTo).toBe(2)

  const first =
    Array.from({ length: history.length }, (_, i) => i).find((i) => count(history.world(i), 'B') > 2) ?? -1
  expect(first).toBeGreaterThan(0)
  const verdicts = Object.fromEntries(verdictsAt(whole, history).map((each) => [each.id, each]))
  expect(verdicts['few']).toMatchObject({
    verdict: 'violated',
    since: first,
    violation: { why: 'B counts 3.', subjects: ['B'] },
  })
  expect(verdicts['grows']?.verdict).toBe('holds')
  expect(verdicts['answer']?.verdict).toBe('reached')
  expect(verdicts['never']?.verdict).toBe('not-yet')
  expect(verdictsAt(whole, history, first - 1).find(({ id }) => id === 'few')?.verdict).toBe('holds')
})

test('what is known of a prefix serves its forks', () => {
  const history = run(promising, setupOf(), { for: 300_000 })
  const known = cutJudged(judge(unjudged, history), 5)
  const fork = history.fork(5).take('crash:B').take('restart:B')
  expect(judge(known, fork)).toEqual(judge(unjudged, fork))
})

test('a property across a step is judged at the step', () => {
  let history = createHistory(promising, setupOf())
  while (count(history.world(history.length), 'B') === 0) history = history.advance() ?? history
  const forgot = history.take('crash:B')
  expect(verdictsAt(judge(unjudged, forgot), forgot).find(({ id }) => id === 'grows')).toMatchObject({
    verdict: 'violated',
    since: forgot.length,
  })
})
