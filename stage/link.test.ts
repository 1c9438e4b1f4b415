import { createHistory } from '@orrery/engine/simulate/history.ts'
import type { History } from '@orrery/engine/simulate/history-types.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isRunLink, limits, openLink, readLink, writeLink } from './link.ts'
import { runUntil } from './player/interventions.ts'
import { ping, setup, type Ping } from './player/ping.fixture.ts'

function written(history: History<Ping>, time = history.end, view?: string): string {
  const link = writeLink(history, time, view)
  if (!link.ok) throw new Error(link.message)
  return link.value
}

/** Any run that a reader could make: a setup, and stretches of scheduler between acts. */
const runs = fc
  .record({
    gap: fc.integer({ min: 1, max: 100 }),
    wind: fc.boolean(),
    surface: fc.constantFrom('clay', 'grass'),
    seed: fc.integer({ min: 0, max: 0xffffffff }),
    without: fc.subarray(['one-ball', 'quiet']),
    quiet: fc.boolean(),
    acts: fc.array(
      fc.record({
        wait: fc.integer({ min: 0, max: 90_000 }),
        pick: fc.nat(9),
        late: fc.integer({ min: 0, max: 5000 }),
      }),
      { maxLength: 12 },
    ),
  })
  .map(({ gap, wind, surface, seed, without, quiet, acts }) => {
    let history = createHistory(ping, {
      params: { gap, wind, surface },
      seed,
      without,
      ...(quiet && { quiet }),
    })
    for (const { wait, pick, late } of acts) {
      history = runUntil(history, history.end + wait, limits.choices)
      const actions = ping.actions(history.world(history.length))
      const action = actions[pick % actions.length]
      if (action !== undefined) history = history.take(action, Math.max(history.end, action.at) + late)
    }
    return history
  })

describe('a share link', () => {
  test('holds what differs from the default, and counts what the scheduler chose', () => {
    const played = runUntil(createHistory(ping, { ...setup, without: ['quiet'] }), 35_500, 100)
    const acted = runUntil(played.take('steal:ball', 35_500), 60_000, 100)
    expect(written(acted, 40_000, 'court')).toBe(
      `run=1&model=ping&seed=7&without=quiet&do=3,steal:ball@${35_500 - played.end}&t=40000&view=court`,
    )
  })

  test('gives back the exact run', () => {
    fc.assert(
      fc.property(runs, fc.nat(1_000_000), (history, time) => {
        const link = readLink(`#${written(history, time, 'court')}`)
        if (!link.ok) throw new Error(link.message)
        const opened = openLink(ping, link.value)
        if (!opened.ok) throw new Error(opened.message)
        expect(opened.value.history.fingerprint()).toBe(history.fingerprint())
        expect(opened.value.history.length).toBe(history.length)
        expect(opened.value.time).toBe(time)
        expect(opened.value.view).toBe('court')
      }),
      { numRuns: 300 },
    )
  })

  test('is plain in an address: nothing in it is escaped again', () => {
    fc.assert(
      fc.property(runs, (history) => {
        const text = written(history)
        expect(new URL(`https://orrery.example/#${text}`).hash).toBe(`#${text}`)
      }),
      { numRuns: 50 },
    )
  })

  test('of a run that is too long says so', () => {
    const long = runUntil(createHistory(ping, setup), Infinity, limits.choices + 1)
    expect(writeLink(long, 0)).toMatchObject({
      ok: false,
      message: expect.stringContaining('20001 events') as string,
    })
  })
})

describe('a damaged link', () => {
  const base = 'run=1&model=ping&seed=7'
  test.each([
    ['run=2&model=ping&seed=7', /another version/],
    ['model=ping', /not a link to a run/],
    ['run=1&seed=7', /names no model/],
    ['run=1&model=../x&seed=7', /names no model/],
    ['run=1&model=ping&seed=-1', /seed/],
    ['run=1&model=ping&seed=4294967296', /seed/],
    [`${base}&t=soon`, /not a time/],
    [`${base}&do=0`, /events/],
    [`${base}&do=20001`, /events/],
    [`${base}&do=15000,15000`, /more than 20000/],
    [`${base}&do=@5`, /event/],
    [`${base}&do=%E0%A4%A@5`, /event/],
    [`${base}&seed=8`, /damaged/],
    [`${base}&colour=red`, /means nothing here/],
    [`${base}&p.gap=%`, /damaged/],
    [`${base}&${'x'.repeat(60_001)}`, /longer/],
  ])('%s', (link, message) => {
    const read = readLink(link)
    expect(read.ok).toBe(false)
    expect(read.ok ? '' : read.message).toMatch(message)
  })

  test.each([
    ['run=1&model=raft&seed=7', /run of raft/],
    [`${base}&p.gap=1000`, /gap must be/],
    [`${base}&p.toString=1`, /no parameter/],
    [`${base}&p.__proto__=1`, /no parameter/],
    [`${base}&without=gravity`, /no rule/],
    [`${base}&do=2,fly:A@0`, /Event 3 of this link cannot happen/],
    [`${base}&do=steal:ball@0,5`, /Nothing is left to happen after 1 events/],
  ])('that reads well but does not fit: %s', (link, message) => {
    const read = readLink(link)
    if (!read.ok) throw new Error(read.message)
    const opened = openLink(ping, read.value)
    expect(opened.ok ? '' : opened.message).toMatch(message)
  })
})

test('10,000 fuzzed links give a run or a message, in bounded work', () => {
  let steps = 0
  const counted = {
    ...ping,
    step: (...args: Parameters<typeof ping.step>) => {
      steps++
      return ping.step(...args)
    },
  }
  const seeds = fc.sample(runs, { numRuns: 40, seed: 1 }).map((history) => written(history))
  const bits = [
    '&',
    '=',
    ',',
    '@',
    '%',
    '%00',
    '#',
    '9999999999999999',
    '20000',
    '__proto__',
    'p.',
    'do=',
    'quiet=1',
    '-1',
    '\u0000',
    '🂡',
    'hit:A@0',
  ]
  const mutated = fc
    .tuple(
      fc.constantFrom(...seeds),
      fc.array(fc.tuple(fc.nat(400), fc.nat(6), fc.constantFrom(...bits)), { maxLength: 4 }),
    )
    .map(([text, cuts]) =>
      cuts.reduce(
        (t, [at, drop, put]) => t.slice(0, at % (t.length + 1)) + put + t.slice((at % (t.length + 1)) + drop),
        text,
      ),
    )
  const links = fc.oneof(
    { weight: 4, arbitrary: mutated },
    { weight: 1, arbitrary: fc.string({ maxLength: 300, unit: 'binary' }) },
  )
  let good = 0
  fc.assert(
    fc.property(links, (text) => {
      steps = 0
      const read = readLink(text)
      const opened = read.ok ? openLink(counted, read.value) : read
      if (opened.ok) {
        good++
        expect(opened.value.history.length).toBeLessThanOrEqual(limits.choices)
        expect(Number.isSafeInteger(opened.value.time)).toBe(true)
      } else {
        expect(opened.message.length).toBeGreaterThan(20)
        expect(opened.message.length).toBeLessThan(600)
      }
      expect(steps).toBeLessThanOrEqual(limits.choices + 1)
    }),
    { numRuns: 10_000, seed: 2 },
  )
  expect(good).toBeGreaterThan(500)
}, 60_000)

test('other fragments are not links to runs', () => {
  expect(isRunLink('#election')).toBe(false)
  expect(isRunLink('#run=1&model=raft')).toBe(true)
  expect(isRunLink('')).toBe(false)
})
