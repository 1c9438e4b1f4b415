import { createHistory } from '@orrery/engine/simulate/history.ts'
import { describe, expect, test } from 'vitest'
import { runUntil } from './interventions.ts'
import { ping, setup, type Ping } from './ping.fixture.ts'
import * as p from './player.ts'

const run = (until = 100_000) => runUntil(createHistory(ping, setup), until, 1000)

const open = (kind: 'live' | 'recorded' = 'live', time?: number): p.Player<Ping> =>
  p.openPlayer({ history: run(), title: 'First', kind, pace: 25_000, ...(time !== undefined && { time }) })

const hits = (player: p.Player<Ping>): number => p.worldOf(player).hits

describe('playing', () => {
  test('a tick moves the playhead by pace and speed, and only while it plays', () => {
    const still = open('live', 0)
    expect(p.tick(still, 40)).toBe(still)
    expect(p.tick(p.play(still), 40).time).toBe(1000)
    expect(p.tick(p.setSpeed(p.play(still), 2), 40).time).toBe(2000)
    expect(p.setSpeed(still, 99).speed).toBe(4)
    expect(p.setSpeed(still, 0).speed).toBe(0.25)
  })

  test('a tab that slept does not jump', () => {
    expect(p.tick(p.play(open('live', 0)), 60_000).time).toBe(25 * p.limits.longestTick)
  })

  test('a live run goes on as the scheduler has it', () => {
    let player = p.play(open())
    const before = p.branchOf(player).history.length
    for (let i = 0; i < 20; i++) player = p.tick(player, 100)
    const { history } = p.branchOf(player)
    expect(history.length).toBeGreaterThan(before)
    expect(history.fingerprint()).toBe(runUntil(createHistory(ping, setup), player.time, 1000).fingerprint())
  })

  test('a recorded run stops at its end, and plays again from its start', () => {
    const { end } = run()
    let player = p.play(open('recorded', end - 1000))
    for (let i = 0; i < 5; i++) player = p.tick(player, 100)
    const { history } = p.branchOf(player)
    expect(player.playing).toBe(false)
    expect(player.time).toBe(end)
    expect(history.length).toBe(run().length)
    expect(p.play(player).time).toBe(0)
  })

  test('a live run is bounded, and says so', () => {
    const long = runUntil(
      createHistory(ping, { ...setup, params: { ...setup.params, gap: 1 } }),
      Infinity,
      p.limits.length - 3,
    )
    const player = p.play(p.openPlayer({ history: long, title: 'Long', kind: 'live', pace: 100_000 }))
    const after = p.tick(player, 100)
    expect(p.branchOf(after).history.length).toBe(p.limits.length)
    expect(after).toMatchObject({ playing: false, note: p.tooLong() })
    expect(p.act(after, 'steal:ball').note).toBe(p.tooLong())
    expect(p.stepForward(after).note).toBe(p.tooLong())
  })
})

describe('moving the playhead', () => {
  test('seeking gives the world of that moment, there and back', () => {
    const player = open()
    const past = p.seek(player, 35_000)
    expect(hits(past)).toBe(run(35_000).length)
    expect(hits(p.seek(past, 1e9))).toBe(run().length)
    expect(p.seek(player, -5).time).toBe(0)
    expect(hits(p.toStart(player))).toBe(0)
    expect(p.toEnd(past).time).toBe(run().end)
  })

  test('steps go from event to event, both ways', () => {
    const start = open('live', 0)
    const one = p.stepForward(start)
    expect(hits(one)).toBe(1)
    const two = p.stepForward(one)
    expect(hits(two)).toBe(2)
    expect(p.stepBack(two).time).toBe(one.time)
    expect(p.stepBack(p.stepBack(two)).time).toBe(0)
    expect(p.stepBack(start).time).toBe(0)
    expect(p.stepBack(p.seek(two, two.time + 1)).time).toBe(run().timeOf(2))
  })

  test('at the end a live run takes one more event, a recorded one does not', () => {
    const end = open()
    expect(hits(p.stepForward(end))).toBe(hits(end) + 1)
    const recorded = open('recorded')
    expect(p.stepForward(recorded)).toMatchObject({ time: recorded.time, note: 'This run ends here.' })
    const idle = p.act(end, 'steal:ball')
    expect(p.stepForward(idle).note).toMatch(/^Nothing is left/)
  })
})

describe('acting', () => {
  test('at the end of a live run it goes on in it', () => {
    const after = p.act(open(), 'steal:ball')
    expect(after.branches).toHaveLength(1)
    expect(p.worldOf(after).stolen).toBe(true)
  })

  test('in the past it forks, keeps the earlier future and says so', () => {
    const full = open()
    const length = p.branchOf(full).history.length
    const past = p.seek(full, 35_500)
    const after = p.act(past, 'steal:ball')
    expect(after.branches.map((b) => b.history.length)).toEqual([length, p.indexOf(past) + 1])
    expect(p.worldOf(after)).toMatchObject({ stolen: true, hits: hits(past), now: 35_500 })
    expect(after.time).toBe(35_500)
    expect(after.note).toContain('kept as “First”')
    const back = p.switchTo(after, 1)
    expect(p.branchOf(back).history.fingerprint()).toBe(p.branchOf(full).history.fingerprint())
    expect(hits(back)).toBe(length)
  })

  test('at the end of a recorded run it also forks: what is recorded stays as it is', () => {
    const after = p.act(open('recorded'), 'steal:ball')
    expect(after.branches).toHaveLength(2)
    expect(p.branchOf(after).kind).toBe('live')
  })

  test('what cannot happen now changes nothing and says so', () => {
    const player = open()
    const after = p.act(player, 'return:ball')
    expect(p.branchOf(after)).toBe(p.branchOf(player))
    expect(after.note).toMatch(/not possible/)
    expect(p.act(player, 'nonsense').note).toMatch(/not possible/)
  })

  test('runs are bounded: one is let go by name, never the first', () => {
    let player = open()
    for (let i = 0; i < p.limits.branches + 2; i++)
      player = p.act(p.switchTo(player, 1, 20_000 + i), 'steal:ball')
    expect(player.branches).toHaveLength(p.limits.branches)
    expect(player.branches[0]?.title).toBe('First')
    expect(player.note).toContain('was let go')
  })
})

describe('other runs', () => {
  test('a parameter or a seed starts again and keeps the former run', () => {
    const after = p.restart(open(), { ...setup, seed: 8 }, 'Seed 8')
    expect(after).toMatchObject({ time: 0 })
    expect(p.branchOf(after).title).toBe('Seed 8')
    expect(after.branches[0]?.title).toBe('First')
  })

  test('switching a rule off takes the same choices again from the same seed', () => {
    const asked = p.act(p.seek(open(), 35_500), 'ask:second')
    expect(p.worldOf(asked).balls).toBe(1)
    const off = p.switchRule(asked, 'one-ball', false)
    expect(p.worldOf(off).balls).toBe(2)
    expect(p.branchOf(off).history.setup.without).toEqual(['one-ball'])
    expect(off.note).toContain('with the same choice.')
    const on = p.switchRule(off, 'one-ball', true)
    expect(p.branchOf(on).history.fingerprint()).toBe(p.branchOf(asked).history.fingerprint())
  })

  test('a choice that is possible no more is named', () => {
    // Stolen before the ball is given back: with the first theft gone, there is nothing to give back.
    const stolen = p.act(p.seek(open(), 35_500), 'steal:ball')
    const { history } = p.branchOf(stolen)
    const bare = createHistory(
      {
        ...ping,
        actions: (w) =>
          ping.actions(w).filter((a) => a.type !== 'steal' || !w.setup.without.includes('quiet')),
      },
      setup,
    )
    let same = runUntil(bare, 35_500, 1000).take('steal:ball', 35_500)
    expect(same.fingerprint()).toBe(history.fingerprint())
    same = same.take('return:ball', 36_000)
    const player = p.openPlayer({ history: same, title: 'First', kind: 'live', pace: 25_000 })
    const off = p.switchRule(player, 'quiet', false)
    expect(off.note).toContain(
      '0 of 2 choices were made again; no longer possible: “Steal the ball”, “Give the ball back”.',
    )
  })
})

describe('selection', () => {
  test('is kept while the playhead moves, and let go on another run', () => {
    const chosen = p.select(open(), 'A')
    expect(p.seek(chosen, 10).selected).toBe('A')
    expect(p.switchTo(chosen, 1).selected).toBeUndefined()
  })
})

test('a run that has gone on for long ticks as lightly as a young one', () => {
  const median = (events: number): number => {
    const history = runUntil(createHistory(ping, setup), 1e12, events)
    let player = p.play(p.openPlayer({ history, title: 'Long', kind: 'live', pace: 25_000 }))
    // The verdicts are brought up to the playhead first, a tick's worth at a time.
    while (p.branchOf(player).judged.upTo < events) player = p.seek(player, player.time)
    player = p.play(player)
    const times = Array.from({ length: 301 }, () => {
      const began = performance.now()
      for (let i = 0; i < 10; i++) player = p.tick(player, 16)
      return performance.now() - began
    })
    return times.sort((a, b) => a - b)[150]!
  }
  median(500)
  expect(median(15_000) / median(500)).toBeLessThan(5)
})
