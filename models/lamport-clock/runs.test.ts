/** Many seeded runs with everything that may go wrong: no promise is broken while all rules are on. */
import { draw, streamOf } from '@orrery/engine/model/random.ts'
import { createHistory } from '@orrery/engine/simulate/history.ts'
import type { History } from '@orrery/engine/simulate/history-types.ts'
import { judge, unjudged } from '@orrery/engine/simulate/judge.ts'
import { wander } from '@orrery/engine/simulate/testing/wander.ts'
import { expect, it } from 'vitest'
import { happenedBefore, pairs, totallyBefore, vectorBelow, type ClockEvent } from './causality.ts'
import { eventsOf, lamportClock } from './model.ts'
import type { ClockWorld } from './properties.ts'

const RUNS = 500
const picks = streamOf('picks')

function someRun(seed: number, without: readonly string[] = [], length = 70): History<ClockWorld> {
  const params = { processes: 2 + (seed % 4), busy: seed % 3 !== 0, skew: 80 }
  const start = createHistory(lamportClock, { params, without, seed })
  return wander(
    start,
    Array.from({ length }, (_, i) => draw(seed, picks, i)),
  )
}

const brokenIn = (history: History<ClockWorld>): readonly string[] => {
  const { first } = judge(unjudged, history)
  return Object.keys(first).filter((id) => first[id]?.violation !== undefined)
}

it(
  `keeps its promises in ${RUNS} runs with drops, duplicates, holds, pauses and cuts`,
  { timeout: 60_000 },
  () => {
    let events = 0
    const taken = new Set<string>()
    for (let seed = 1; seed <= RUNS; seed++) {
      const history = someRun(seed)
      expect(brokenIn(history), `seed ${seed}`).toEqual([])
      events += eventsOf(history.world(history.length))
      for (let i = 1; i <= history.length; i++) taken.add(history.choice(i).id.split(':')[0]!)
    }
    expect(events).toBeGreaterThan(RUNS * 10)
    // The runs are not tame: each kind of trouble was among them.
    for (const type of [
      'deliver',
      'lose',
      'drop',
      'duplicate',
      'hold',
      'release',
      'pause',
      'cut',
      'ask',
      'choose',
    ])
      expect([...taken], type).toContain(type)
  },
)

it('is judged by a judge that bites: without a rule, runs like these break its promise', () => {
  for (const rule of lamportClock.rules) {
    const broken = Array.from({ length: 20 }, (_, i) => brokenIn(someRun(i + 1, [rule.id])))
    expect(broken.filter((list) => list.includes(rule.breaks ?? '')).length, rule.id).toBeGreaterThan(10)
  }
})

it('runs the same twice', () => {
  for (const seed of [1, 2, 3]) expect(someRun(seed).fingerprint()).toBe(someRun(seed).fingerprint())
  expect(someRun(1).fingerprint()).not.toBe(someRun(2).fingerprint())
})

it('does not tell apart runs that interleave independent events differently', () => {
  const start = createHistory(lamportClock, {
    params: { processes: 3, busy: false, skew: 80 },
    without: [],
    seed: 1,
  })
  const print = (ids: readonly string[]): number => {
    const history = ids.reduce((so, id, i) => so.take(id, i * 1000), start)
    return lamportClock.fingerprint(history.world(history.length))
  }
  const one = print(['ask:A:local', 'ask:B:send-C', 'ask:C:local'])
  expect(print(['ask:C:local', 'ask:B:send-C', 'ask:A:local'])).toBe(one)
  expect(print(['ask:C:local', 'ask:B:send-A', 'ask:A:local'])).not.toBe(one)
})

/** Six events drawn by hand: A1 A2(send) / B1 B2(from A2) B3(send) / C1(from B3). */
const drawn: readonly ClockEvent[] = [
  { id: 'A1', process: 'A', kind: 'local', time: 1, vector: { A: 1, B: 0, C: 0 } },
  { id: 'B1', process: 'B', kind: 'local', time: 1, vector: { A: 0, B: 1, C: 0 } },
  { id: 'A2', process: 'A', kind: 'send', time: 2, vector: { A: 2, B: 0, C: 0 } },
  { id: 'B2', process: 'B', kind: 'receive', cause: 'A2', stamp: 2, time: 3, vector: { A: 2, B: 2, C: 0 } },
  { id: 'B3', process: 'B', kind: 'send', time: 4, vector: { A: 2, B: 3, C: 0 } },
  { id: 'C1', process: 'C', kind: 'receive', cause: 'B3', stamp: 4, time: 5, vector: { A: 2, B: 3, C: 1 } },
].map((event) => ({ ...event, at: 0, wall: 0 }) as ClockEvent)

it('finds happened-before in a run drawn by hand', () => {
  const before = happenedBefore(drawn)
  const place = (id: string): number => drawn.findIndex((event) => event.id === id)
  const arrows = drawn.flatMap((a) =>
    drawn.filter((b) => before(place(a.id), place(b.id))).map((b) => `${a.id}${b.id}`),
  )
  const byHand = 'A1A2 A1B2 A1B3 A1C1 B1B2 B1B3 B1C1 A2B2 A2B3 A2C1 B2B3 B2C1 B3C1'
  expect(arrows.sort()).toEqual(byHand.split(' ').sort())
})

it('gives that run the vectors and the total order of the papers', () => {
  for (const [a, b, before] of pairs(drawn)) expect(vectorBelow(a.vector, b.vector), a.id + b.id).toBe(before)
  const order = [...drawn].sort((a, b) => (totallyBefore(a, b) ? -1 : 1)).map((event) => event.id)
  expect(order).toEqual(['A1', 'B1', 'A2', 'B2', 'B3', 'C1'])
})
