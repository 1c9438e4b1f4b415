import { runScenario } from '@orrery/engine/simulate/run.ts'
import { describe, expect, test } from 'vitest'
import { ping, setup, type Ping } from './ping.fixture.ts'
import { act, limits, worldOf } from './player.ts'
import * as s from './story.ts'

const story: s.Story<Ping> = {
  slug: 'ping',
  title: 'Ping',
  scenario: { id: 'ping', title: 'Ping', model: 'ping', setup },
  view: 'court',
  pace: 25_000,
  sources: [],
  review: [],
  steps: [
    { id: 'start', title: 'Start', caption: 'A begins.' },
    { id: 'rally', title: 'A rally', until: (w) => w.hits === 3, caption: (w) => `After *${w.hits}* hits.` },
    {
      id: 'theft',
      title: 'A theft',
      do: ['steal:ball'],
      for: 5_000,
      caption: 'The ball is gone.',
      prediction: {
        question: 'What now?',
        options: [
          { text: 'Nothing', right: true, why: 'No ball.' },
          { text: 'A hit', right: false, why: 'With what?' },
        ],
      },
    },
    { id: 'end', title: 'End', for: 1_000, caption: 'That was all.', highlight: (w) => [w.at] },
  ],
}

const { history, moments } = runScenario({ ...story.scenario, steps: story.steps }, ping)
const open = (still = false): s.Telling<Ping> => s.openTelling(story, history, moments, still)

function settle(telling: s.Telling<Ping>, most = 1000): s.Telling<Ping> {
  let now = telling
  for (let i = 0; i < most && now.player.playing; i++) now = s.tick(now, limits.longestTick)
  return now
}

test('captions are told of the world at the end of their step', () => {
  expect(open().beats.map((beat) => beat.caption)).toEqual([
    'A begins.',
    'After *3* hits.',
    'The ball is gone.',
    'That was all.',
  ])
  expect(open().beats[3]?.highlight).toEqual(['B'])
})

describe('stepping', () => {
  test('a step plays from the last moment to its own and stops there', () => {
    const moving = s.next(open())
    expect(moving).toMatchObject({ step: 1 })
    expect(moving.player).toMatchObject({ playing: true, time: 0 })
    const there = settle(moving)
    expect(there.player.time).toBe(moments[1]?.time)
    expect(there.step).toBe(1)
  })

  test('a step that waits past its last event is played to its own end', () => {
    const there = settle(s.answer(s.goTo(open(), 2), 0))
    expect(there.player.time).toBe(moments[2]?.time)
    expect(there.player.time).toBeGreaterThan(history.timeOf(moments[2]?.index ?? 0))
    expect(settle(s.next(there)).player.time).toBe(moments[3]?.time)
  })

  test('back goes to rest at the end of the step before; home and end hold at the edges', () => {
    const there = settle(s.next(open()))
    expect(s.previous(there)).toMatchObject({ step: 0 })
    expect(s.previous(open()).step).toBe(0)
    expect(s.goTo(open(), 99)).toMatchObject({ step: 3 })
    expect(s.next(s.goTo(open(), 99))).toMatchObject({ step: 3 })
  })

  test('a step is found by its address', () => {
    expect(s.stepOf(open(), 'theft')).toBe(2)
    expect(s.stepOf(open(), 'nowhere')).toBe(-1)
  })

  test('without motion the same moments are cut to', () => {
    const there = s.next(open(true))
    expect(there.player).toMatchObject({ playing: false, time: moments[1]?.time })
  })

  test('scrubbing finds the step', () => {
    expect(s.scrub(open(), 15_000)).toMatchObject({ step: 1 })
    expect(s.scrub(open(), 1e9)).toMatchObject({ step: 3 })
  })
})

test('what the next step does at the same moment does not show before it', () => {
  // The theft is done at the very time at which the rally ends.
  expect(history.timeOf((moments[1]?.index ?? 0) + 1)).toBe(moments[1]?.time)
  const rally = settle(s.next(open()))
  expect(worldOf(rally.player)).toMatchObject({ hits: 3, stolen: false })
  expect(worldOf(s.next(rally).player)).toMatchObject({ hits: 3, stolen: false })
  expect(worldOf(s.goTo(rally, 1).player)).toMatchObject({ stolen: false })
  expect(worldOf(s.answer(s.next(rally), 0).player)).toMatchObject({ stolen: true })
  const acted = act(rally.player, 'ask:second')
  expect(acted.branches).toHaveLength(2)
  expect(worldOf(acted)).toMatchObject({ stolen: false })
})

describe('prediction', () => {
  const asked = s.next(settle(s.next(open())))

  test('stops before the step and asks', () => {
    expect(asked).toMatchObject({ step: 2, asking: true })
    expect(asked.player).toMatchObject({ playing: false, time: moments[1]?.time })
    expect(s.toggle(asked)).toBe(asked)
  })

  test('plays on when answered, and is not asked again', () => {
    const answered = s.answer(asked, 1)
    expect(answered).toMatchObject({ asking: false, answers: { theft: 1 } })
    expect(answered.player.playing).toBe(true)
    expect(s.goTo(settle(answered), 2)).toMatchObject({ asking: false })
    expect(s.answer(asked, 7)).toBe(asked)
  })

  test('may be passed over', () => {
    expect(settle(s.next(asked)).player.time).toBe(moments[2]?.time)
  })
})

describe('told by itself', () => {
  test('holds each caption, goes on, and stops where the reader is asked', () => {
    let now = s.toggle(open())
    expect(now).toMatchObject({ auto: true, step: 1 })
    for (let i = 0; i < 400 && !now.asking; i++) now = s.tick(now, 100)
    expect(now).toMatchObject({ step: 2, asking: true })
    now = s.tick(now, 100)
    expect(now.auto).toBe(false)
  })

  test('space stops it anywhere and goes on from there', () => {
    const moving = s.tick(s.next(open()), 100)
    const stopped = s.toggle(moving)
    expect(stopped.player.playing).toBe(false)
    expect(s.tick(stopped, 100)).toBe(stopped)
    expect(s.toggle(stopped).player).toMatchObject({ playing: true, time: stopped.player.time })
  })
})

describe('leaving the story', () => {
  test('an act begins another run; the story waits where it was', () => {
    const telling = settle(s.next(open()))
    const away = { ...telling, player: act(telling.player, 'ask:second') }
    expect(s.onStory(away)).toBe(false)
    const back = s.next(away)
    expect(s.onStory(back)).toBe(true)
    expect(back.step).toBe(1)
    expect(back.player.branches).toHaveLength(2)
  })
})
