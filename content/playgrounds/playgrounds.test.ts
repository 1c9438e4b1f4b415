/** Playgrounds keep their word: each goal can be reached, and is not reached by doing nothing. */
import { reportOf, type Report } from '@orrery/models/load-balancing/report.ts'
import { loadBalancing } from '@orrery/models/load-balancing/index.ts'
import { checkSetup } from '@orrery/engine/model/check.ts'
import { countWords } from '@orrery/stage/caption.ts'
import { PlayDesk, readPlay, writePlay } from '@orrery/stage/playground/desk.ts'
import { csvOf } from '@orrery/stage/playground/chart.ts'
import { curve, overTime } from '@orrery/stage/playground/charts.ts'
import { describe, expect, it, test } from 'vitest'
import plan from '../plan.json' with { type: 'json' }
import { playground } from './load-balancing-distribution.ts'

/** One way to reach each goal. */
const ways: Readonly<Record<string, readonly string[]>> = {
  'halve-the-tail': ['set:strategy:two-choices'],
  'mixed-strength': ['set:strategy:least-connections'],
  'old-news': ['set:strategy:round-robin'],
  'a-sick-server': ['set:strategy:peak-ewma'],
  'a-death': ['set:strategy:two-choices'],
  'tame-the-giants': ['set:strategy:one-line', 'set:network:0', 'set:timeout:1300'],
}

/** Plays as a reader does: begins with these settings, ten seconds later does these, and lets it run. */
function played(
  start: readonly string[],
  deeds: readonly string[],
  met: (report: Report) => boolean,
): boolean {
  const desk = new PlayDesk(playground.seed, 1, [start.map((id) => ({ id, at: 0 }))])
  for (const flow of desk.flows) flow.advance(10_000_000)
  for (const deed of deeds) desk.act(deed)
  for (let second = 11; second <= 180; second++) {
    for (const flow of desk.flows) flow.advance(second * 1_000_000)
    if (desk.flows.some(({ state }) => met(reportOf(state)))) return true
  }
  return false
}

describe.each(playground.goals)('goal $id', (goal) => {
  it('is not reached by doing nothing', () => {
    expect(played(goal.start, [], goal.met)).toBe(false)
    if (goal.id === 'a-death') expect(played([...goal.start, ...ways[goal.id]!], [], goal.met)).toBe(false)
  })
  it('can be reached', () => {
    const later = goal.id === 'a-death' ? ['kill:S3'] : []
    expect(played([...goal.start, ...(ways[goal.id] ?? [])], later, goal.met)).toBe(true)
  })
  it('says what to notice', () => {
    expect(countWords(goal.notice)).toBeGreaterThan(25)
  })
})

describe.each(playground.runs)('prepared run $id', (run) => {
  it('is made of what can be done', () => {
    const state = loadBalancing.init(checkSetup(loadBalancing))
    for (const id of [...run.first, ...(run.second ?? []), ...(run.later ?? []).map((deed) => deed.id)])
      expect(loadBalancing.find?.(state, id), id).toBeDefined()
    expect(countWords(run.notice)).toBeGreaterThan(25)
  })
})

/** What prepared runs say of their two sides, measured. */
function sides(id: string, seconds: number): readonly Report[] {
  const run = playground.runs.find((one) => one.id === id)!
  const later = run.later ?? []
  const runs = [run.first, run.second ?? []].map((ids) => [
    ...ids.map((one) => ({ id: one, at: 0 })),
    ...later,
  ])
  const desk = new PlayDesk(playground.seed, 1, runs)
  return desk.flows.map((flow) => {
    flow.advance(seconds * 1_000_000)
    return reportOf(flow.state)
  })
}

test('what the lead says of the first frame is so', () => {
  const desk = new PlayDesk(playground.seed, 1, [[]])
  const [flow] = desk.flows
  flow!.advance(playground.warmUp)
  const { servers, knobs } = flow!.state
  const { p50, p99, load } = reportOf(flow!.state)
  expect(load).toBeLessThan(1)
  expect(knobs.strategy).toBe('round-robin')
  expect(p99! / p50!).toBeGreaterThan(4)
  const ids = Array.from({ length: knobs.servers }, (_, i) => i)
  expect(ids.some((i) => servers.serving[i]! < 0 && servers.queued[i] === 0)).toBe(true)
  expect(ids.some((i) => servers.queued[i]! > 0)).toBe(true)
})

test('what the prepared runs tell is so', () => {
  const [random, two] = sides('random-or-two', 120)
  expect(two!.p99!).toBeLessThan(random!.p99! / 2)
  const [plain, weighted] = sides('weights', 120)
  expect(plain!.refused).toBeGreaterThan(0)
  expect(weighted!.refused).toBe(0)
  const [fresh, herd] = sides('herd', 120)
  expect(herd!.p99!).toBeGreaterThan(9 * fresh!.p99!)
  const [hole, robin] = sides('black-hole', 13)
  expect(hole!.lost).toBeGreaterThan(2 * robin!.lost)
  const [fed, spared] = sides('sick', 120)
  expect(fed!.refused).toBeGreaterThan(0)
  expect(spared!.failed).toBe(0)
  const [pinned, free] = [sides('keep-alive', 120)[1]!, sides('keep-alive', 120)[0]!]
  expect(pinned.p99!).toBeGreaterThan(2 * free.p99!)
  const [near, far] = sides('one-line', 120)
  expect(far!.p99!).toBeGreaterThan(3 * near!.p99!)
})

test('it is in the plan, with sources, under its own name', () => {
  expect(plan.some(({ kind, slug }) => kind === 'playground' && slug === playground.slug)).toBe(true)
  expect(playground.sources.length).toBeGreaterThanOrEqual(3)
  expect(playground.goals.length).toBeGreaterThanOrEqual(4)
  expect(playground.goals.length).toBeLessThanOrEqual(6)
  for (const name of playground.next) {
    const [folder, slug] = name.split('/')
    expect(
      plan.some((page) => `${page.kind}s` === folder && page.slug === slug),
      name,
    ).toBe(true)
  }
})

test('a link holds the run: both sides come to the same numbers', () => {
  const desk = new PlayDesk(7, 4)
  desk.flows[0]!.advance(3_000_000)
  desk.compare(true)
  desk.turn(1, 'strategy', 'two-choices')
  for (const flow of desk.flows) flow.advance(5_500_000)
  desk.act('kill:S2')
  desk.turn(0, 'rate', '70')
  for (const flow of desk.flows) flow.advance(9_000_000)
  const read = readPlay(`#${writePlay(desk)}`)
  if (typeof read === 'string') throw new Error(read)
  const again = new PlayDesk(read.seed, read.speed, read.runs)
  for (const flow of again.flows) flow.advance(read.time)
  expect(again.flows.map(({ state }) => reportOf(state))).toEqual(
    desk.flows.map(({ state }) => reportOf(state)),
  )
  expect(again.flows.map(({ state }) => state.ended)).toEqual(desk.flows.map(({ state }) => state.ended))
})

test('a damaged link is told what is wrong with it', () => {
  for (const bad of [
    '#play=1',
    '#play=2&seed=1&t=1',
    '#play=1&seed=x&t=1',
    '#play=1&seed=1&t=99999999999999',
    '#play=1&seed=1&t=1&do1=paint:it@3',
    '#play=1&seed=1&t=1&do1=set:rate:0@3',
    '#play=1&seed=1&t=1&do1=surge@9,surge@3',
    '#play=1&seed=1&t=1&do1=%ZZ@3',
    `#play=1&seed=1&t=1&do1=${'surge@1,'.repeat(500)}surge@1`,
  ])
    expect(readPlay(bad), bad).toMatch(/Ask for the link again/)
})

test('both sides are asked the same, whatever is turned', () => {
  const desk = new PlayDesk(7, 1)
  desk.compare(true)
  desk.turn(1, 'strategy', 'random')
  desk.turn(0, 'rate', '120')
  for (const flow of desk.flows) flow.advance(30_000_000)
  expect(desk.flows[0]!.state.arrived).toBe(desk.flows[1]!.state.arrived)
  expect(desk.flows[1]!.state.knobs.rate).toBe(120)
})

test('a frame keeps to its budget, and a seek forward takes as many as it needs', () => {
  const desk = new PlayDesk(7, 250)
  desk.turn(0, 'rate', '2000')
  desk.playing = true
  let at = 0
  // A clock that runs a millisecond a look: the frame is cut short, and time is not made up.
  desk.frame(16, () => (at += 1))
  expect(desk.now).toBeLessThan(16 * 250 * 1000)
  desk.playing = false
  desk.seek(60_000_000)
  let frames = 0
  while (desk.target !== undefined && frames < 10_000) {
    desk.frame(16, () => (at += 1))
    frames += 1
  }
  expect(desk.now).toBe(60_000_000)
  expect(frames).toBeGreaterThan(1)
  desk.seek(20_000_000)
  expect(desk.now).toBe(20_000_000)
})

test('charts have their numbers as a table and as CSV', () => {
  const desk = new PlayDesk(7, 1)
  desk.flows[0]!.advance(60_000_000)
  const { state } = desk.flows[0]!
  const chart = overTime([state])
  expect(chart.table.rows.length).toBe(state.series.length)
  const csv = csvOf(chart.table).trimEnd().split('\r\n')
  expect(csv.length).toBe(chart.table.rows.length + 1)
  expect(csv[0]).toContain('p99 ms')
  const points = curve([state]).lines[0]!.points.map(([, y]) => y!)
  expect([...points].sort((a, b) => a - b)).toEqual(points)
  expect(csvOf({ head: ['a'], rows: [['x, "y"']] })).toBe('a\r\n"x, ""y"""\r\n')
})
