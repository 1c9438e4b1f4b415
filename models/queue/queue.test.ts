import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkSetup } from '@orrery/engine/model/check.ts'
import { createHistory } from '@orrery/engine/simulate/history.ts'
import { judge, unjudged, verdictsAt } from '@orrery/engine/simulate/judge.ts'
import { runScenario } from '@orrery/engine/simulate/run.ts'
import { earliest, nextAction } from '@orrery/engine/simulate/scheduler.ts'
import { wander } from '@orrery/engine/simulate/testing/wander.ts'
import { entry, meanSoFar, queue, type QueueWorld } from './index.ts'
import { erlangC, meanInSystem, meanWaiting } from './theory.ts'

function longRun(servers: number, load: number, seed: number, customers: number): QueueWorld {
  let world = queue.init(checkSetup(queue, { params: { servers, load }, seed }))
  while (world.departed < customers) world = queue.step(world, queue.next?.(world) as never).world
  return world
}

test('theory has the values of the textbooks', () => {
  expect(meanInSystem(1, 0.8)).toBeCloseTo(4, 12)
  expect(erlangC(1, 0.8)).toBeCloseTo(0.8, 12)
  // C(2, 1.5 erlang) = 9/14, and its mean queue 27/14.
  expect(erlangC(2, 0.75)).toBeCloseTo(9 / 14, 12)
  expect(meanWaiting(2, 0.75)).toBeCloseTo(27 / 14, 12)
  // C(3, 2 erlang) = 4/9, mean queue 8/9.
  expect(erlangC(3, 2 / 3)).toBeCloseTo(4 / 9, 12)
  expect(meanWaiting(3, 2 / 3)).toBeCloseTo(8 / 9, 12)
})

test('M/M/1 at load 0.8: mean number in the system within 2 % of theory', () => {
  const means = [1, 2, 3].map((seed) => meanSoFar(longRun(1, 80, seed, 400_000)))
  const mean = means.reduce((a, b) => a + b) / means.length
  expect(Math.abs(mean / 4 - 1)).toBeLessThan(0.02)
})

test('M/M/3 at load 0.8: mean waiting, and the share of time all servers are busy, within 2 % of Erlang C', () => {
  const worlds = [1, 2, 3].map((seed) => longRun(3, 80, seed, 400_000))
  const waiting = worlds.reduce((sum, world) => sum + world.waitingTime / world.now, 0) / worlds.length
  expect(Math.abs(waiting / meanWaiting(3, 0.8) - 1)).toBeLessThan(0.02)
  const inAll = worlds.reduce((sum, world) => sum + meanSoFar(world), 0) / worlds.length
  expect(Math.abs(inAll / meanInSystem(3, 0.8) - 1)).toBeLessThan(0.02)
})

test("Erlang C itself: the share of a run's customers that find all servers busy", () => {
  let world = queue.init(checkSetup(queue, { params: { servers: 4, load: 75 }, seed: 5 }))
  let waited = 0
  while (world.arrived < 400_000) {
    const action = queue.next?.(world) as never as Parameters<typeof queue.step>[1]
    if (action.type === 'arrival' && world.servers.every(({ customer }) => customer > 0)) waited += 1
    world = queue.step(world, action).world
  }
  expect(Math.abs(waited / world.arrived / erlangC(4, 0.75) - 1)).toBeLessThan(0.02)
})

test('whatever is done to it, the promises hold and the next action is the earliest', () => {
  fc.assert(
    fc.property(
      fc.nat(1e6),
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.nat(), { maxLength: 80 }),
      (seed, servers, picks) => {
        const history = wander(createHistory(queue, checkSetup(queue, { params: { servers }, seed })), picks)
        for (const { verdict } of verdictsAt(judge(unjudged, history), history))
          expect(verdict).not.toBe('violated')
        const world = history.world(history.length)
        expect(nextAction(queue, world)).toEqual(earliest(queue.actions(world)))
      },
    ),
    { numRuns: 200 },
  )
})

test('the promises can be broken: each is told why', () => {
  const world = queue.init(checkSetup(queue))
  const why = (id: string, broken: QueueWorld, before?: QueueWorld): string | undefined => {
    const property = queue.properties.find((each) => each.id === id)
    return property?.kind === 'always' ? property.violation(broken, before)?.why : undefined
  }
  expect(why('conservation', { ...world, arrived: 3 })).toContain('3 arrived')
  expect(why('work-conserving', { ...world, arrived: 1, waiting: 1 })).toContain('S1 has nothing to do')
  const busy = world.servers.map((server) => ({ ...server, customer: 3 }))
  expect(
    why(
      'in-order',
      { ...world, arrived: 3, waiting: 1, servers: busy },
      { ...world, arrived: 3, waiting: 2 },
    ),
  ).toContain('out of turn')
})

test('a stopped server goes on where it stopped', () => {
  const start = createHistory(queue, checkSetup(queue, { seed: 2 })).take('join')
  const due = start.world(1).servers[0]?.until ?? 0
  const later = start.take('stop:S1', 10).take('start:S1', 1_010)
  expect(later.world(3).servers[0]?.until).toBe(due + 1_000)
})

test('customers who are sent change no arrival of those who come by themselves', () => {
  const arrivals = (sent: number): number[] => {
    let history = createHistory(queue, checkSetup(queue, { seed: 9 }))
    for (let i = 0; i < sent; i++) history = history.take('join')
    const times: number[] = []
    while (times.length < 50) {
      history = history.advance() ?? history
      if (history.choice(history.length).id === 'arrival') times.push(history.end)
    }
    return times
  }
  expect(arrivals(3)).toEqual(arrivals(0))
})

test('the scenario runs as it is told', () => {
  for (const scenario of entry.scenarios) {
    const { moments } = runScenario(scenario, queue)
    expect(moments.flatMap(({ failed }) => failed)).toEqual([])
  }
})

test('the picture is of the state', () => {
  const history = createHistory(queue, checkSetup(queue, { params: { servers: 2 } })).take('burst')
  for (const layout of ['wide', 'tall'] as const) {
    const scene = queue.view(history.world(1), { id: 'queue', layout })
    expect(scene.marks.filter(({ kind }) => kind === 'cell').map(({ id }) => id)).toEqual([
      'c3',
      'c4',
      'c5',
      'c6',
      'c7',
      'c8',
      'c9',
      'c10',
    ])
    expect(scene.title).toBe('A queue: 8 customers wait, 2 of 2 servers busy.')
    expect(new Set(scene.marks.map(({ id }) => id)).size).toBe(scene.marks.length)
  }
})

test('from full load on the picture says that there is no mean', () => {
  const world = queue.init(checkSetup(queue, { params: { load: 110 } }))
  const scene = queue.view(world, { id: 'queue', layout: 'wide' })
  const text = scene.marks.find(({ id }) => id === 'text-theory')
  expect(text?.kind === 'text' && text.label.text).toBe('mean by theory: none, it grows without end')
})
