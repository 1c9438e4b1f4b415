import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createHistory, replay, UnknownAction } from './history.ts'
import type { History } from './history-types.ts'
import { pingModel, setupOf, type PingWorld } from './testing/ping.ts'
import { wander } from './testing/wander.ts'

const model = pingModel({ loss: 50, duplication: 50 })

function advanced(history: History<PingWorld>, count: number): History<PingWorld> {
  for (let i = 0; i < count; i++) history = history.advance() ?? history
  return history
}

const long = advanced(createHistory(model, setupOf(3)), 2_000)

test('any world can be found again, in any order', () => {
  const kept = new Map<number, string>()
  let history = createHistory(model, setupOf(3))
  kept.set(0, JSON.stringify(history.world(0)))
  for (let i = 1; i <= 2_000; i++) {
    history = advanced(history, 1)
    kept.set(i, JSON.stringify(history.world(i)))
  }
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2_000 }), (index) => {
      expect(JSON.stringify(long.world(index))).toBe(kept.get(index))
      if (index > 0) expect(long.events(index)).toEqual(history.events(index))
    }),
    { numRuns: 300 },
  )
})

test('choices are as they were taken, and taking them again gives the same history', () => {
  const choices = Array.from({ length: long.length }, (_, i) => long.choice(i + 1))
  expect(new Set(choices.map((choice) => choice.id)).size).toBeGreaterThan(900)
  const again = replay(model, setupOf(3), choices)
  expect(again.fingerprint()).toBe(long.fingerprint())
  expect(again.end).toBe(long.end)
})

test('odd ids are kept as they are', () => {
  const odd = pingModel(
    {},
    {
      nodes: () => ['n1', 'n01', 'n007x', '9', '1234567890123'].map((id) => ({ id, protocol: pingNothing })),
    },
  )
  let history = createHistory(odd, setupOf())
  const ids = ['crash:n1', 'crash:n01', 'crash:n007x', 'crash:9', 'crash:1234567890123']
  for (const id of ids) history = history.take(id)
  expect(ids.map((_, i) => history.choice(i + 1).id)).toEqual(ids)
})
const pingNothing = {
  start: () => ({ state: { sent: 0, answered: 0, count: 0 }, effects: [] }),
  receive: () => ({ state: { sent: 0, answered: 0, count: 0 }, effects: [] }),
  timeout: () => ({ state: { sent: 0, answered: 0, count: 0 }, effects: [] }),
  recover: () => ({ state: { sent: 0, answered: 0, count: 0 }, effects: [] }),
}

test('acting in the past forks, and leaves the future where it was', () => {
  const before = long.fingerprint()
  for (const index of [0, 1, 255, 256, 257, 511, 512, 1_000, 1_999]) {
    const fork = long.fork(index).take('crash:B')
    expect(fork.length).toBe(index + 1)
    expect(JSON.stringify(fork.world(index))).toBe(JSON.stringify(long.world(index)))
    expect(fork.world(index + 1).nodes['B']?.status).toBe('crashed')
    expect(long.world(index + 1).nodes['B']?.status).toBe('up')
    const further = advanced(fork, 600)
    expect(further.fingerprint()).toBe(replay(model, setupOf(3), choicesOf(further)).fingerprint())
  }
  expect(long.fingerprint()).toBe(before)
  expect(long.length).toBe(2_000)
})
const choicesOf = (history: History<PingWorld>) =>
  Array.from({ length: history.length }, (_, i) => history.choice(i + 1))

test('two histories of one track do not see each other', () => {
  const start = advanced(createHistory(model, setupOf(3)), 10)
  const left = start.take('crash:B')
  const right = start.take('crash:C')
  expect(left.world(11).nodes['B']?.status).toBe('crashed')
  expect(right.world(11).nodes['B']?.status).toBe('up')
  expect(start.length).toBe(10)
  expect(() => start.world(11)).toThrow(RangeError)
})

test('the index at a time is that of the last choice by then', () => {
  fc.assert(
    fc.property(fc.integer({ min: -5, max: long.end + 10 }), (t) => {
      const index = long.indexAt(t)
      expect(index === 0 || long.timeOf(index) <= t).toBe(true)
      expect(index === long.length || long.timeOf(index + 1) > t).toBe(true)
    }),
  )
})

test('a message arrives when it leaves the air, in the history that knows of it', () => {
  const found: string[] = []
  for (let i = 1; i <= 300; i++) {
    for (const event of long.events(i)) {
      if (event.type !== 'receive' && event.type !== 'drop') continue
      const id = event.message?.id ?? ''
      found.push(event.type)
      expect(long.arrival(id)).toBe(long.timeOf(i))
      expect(long.fork(i).arrival(id)).toBe(long.timeOf(i))
      expect(long.fork(i - 1).arrival(id)).toBeUndefined()
      expect(
        long
          .fork(i - 1)
          .take('crash:A')
          .arrival(id),
      ).toBeUndefined()
    }
  }
  expect(new Set(found)).toEqual(new Set(['receive', 'drop']))
  expect(long.arrival('m999999')).toBeUndefined()
})

test('the fingerprint is that of the whole run: any other choice changes it', () => {
  const base = advanced(createHistory(model, setupOf(3)), 20)
  const prints = [
    base,
    base.fork(19),
    advanced(createHistory(model, setupOf(4)), 20),
    base.fork(10).take('pause:B'),
    // Crashed and back: the world may be as it was, the run is not.
    base.take('pause:B').take('resume:B'),
  ].map((history) => history.fingerprint())
  expect(new Set(prints).size).toBe(prints.length)
  expect(advanced(createHistory(model, { seed: 3, without: [], params: {} }), 20).fingerprint()).toBe(
    prints[0],
  )
})

test('random runs replay to the same fingerprint', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e6 }), fc.array(fc.nat(), { maxLength: 60 }), (seed, picks) => {
      const history = wander(createHistory(model, setupOf(seed)), picks)
      expect(replay(model, setupOf(seed), choicesOf(history)).fingerprint()).toBe(history.fingerprint())
    }),
    { numRuns: 60 },
  )
})

test('advance stops at a time, and does not pass it', () => {
  const start = createHistory(model, setupOf())
  expect(start.advance(49_999)).toBeUndefined()
  expect(start.advance(50_000)?.end).toBe(50_000)
})

test('what cannot happen is refused with its name', () => {
  const start = createHistory(model, setupOf())
  for (const id of [
    'deliver:m17',
    'crash:Z',
    'restart:A',
    'nonsense',
    '',
    'timeout:A:nothing',
    'crash',
    'cut:A|Z',
    'find:',
  ]) {
    expect(() => start.take(id), id).toThrow(UnknownAction)
  }
  expect(() => start.take('crash:B', 10).take('crash:C', 5)).toThrow(UnknownAction)
  expect(() => start.take('crash:B', Number.NaN)).toThrow(UnknownAction)
})

test('the opening tells what nodes do when they start', () => {
  expect(
    createHistory(model, setupOf())
      .events(0)
      .map((event) => model.tell(event)),
  ).toEqual(['A starts.', 'B starts.', 'C starts.'])
})
