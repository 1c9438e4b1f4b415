/** The specification, counted: TLC's numbers are the known answer. */
import { answer } from '@orrery/engine/explore/explore.ts'
import { questionOf, recipeOf } from '@orrery/engine/explore/question.ts'
import { checkSetup } from '@orrery/engine/model/check.ts'
import { createHistory } from '@orrery/engine/simulate/history.ts'
import { expect, it } from 'vitest'
import { lamportMutexSpec } from './spec.ts'

const host = { now: () => performance.now() }
const setup = checkSetup(lamportMutexSpec)

it('has as many states as TLC finds: 3 processes, clocks up to 6', { timeout: 120_000 }, () => {
  const verdict = answer(lamportMutexSpec, questionOf(lamportMutexSpec, setup), host)
  // tlaplus/Examples, specifications/lamport_mutex/manifest.json
  expect(verdict).toMatchObject({
    verdict: 'holds',
    distinct: 724_274,
    generated: 2_729_079,
    depth: 61,
  })
})

it.each([
  ['fifo', 8],
  ['break-ties', 8],
  ['wait-for-all', 4],
])('without %s, two processes are both inside after %i steps', (rule, length) => {
  const verdict = answer(lamportMutexSpec, recipeOf(lamportMutexSpec, setup, rule), host)
  expect(verdict).toMatchObject({ verdict: 'violated', property: 'mutex' })
  expect(verdict.steps.length).toBe(length)
})

it('prints equal states alike, whatever led to them', () => {
  const start = createHistory(lamportMutexSpec, setup)
  const print = (ids: readonly string[]): number => {
    const history = ids.reduce((so, id, i) => so.take(id, 1000 * i), start)
    return lamportMutexSpec.fingerprint(history.world(history.length))
  }
  const one = print(['request:A', 'request:B', 'deliver:A>C', 'deliver:B>A'])
  expect(print(['request:B', 'deliver:B>A', 'request:A', 'deliver:A>C'])).not.toBe(one)
  expect(print(['request:B', 'request:A', 'deliver:B>A', 'deliver:A>C'])).toBe(one)
})

it('has everyone in the critical section sooner or later when left to itself', () => {
  let history = createHistory(lamportMutexSpec, setup)
  const inside = new Set<string>()
  for (let i = 0; i < 400; i++) {
    history = history.advance()!
    for (const event of history.events(history.length))
      if (event.type === 'enter') inside.add(event.node ?? '')
  }
  expect([...inside].sort()).toEqual(['A', 'B', 'C'])
})
