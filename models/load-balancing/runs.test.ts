/** Runs with trouble, by the seed: what is promised holds, and the flow is the one-by-one run. */
import fc from 'fast-check'
import { checkSetup } from '@orrery/engine/model/check.ts'
import { draw } from '@orrery/engine/model/random.ts'
import { explore } from '@orrery/engine/explore/explore.ts'
import { recipeOf } from '@orrery/engine/explore/question.ts'
import { Flow } from '@orrery/engine/simulate/flow.ts'
import { createHistory, replay } from '@orrery/engine/simulate/history.ts'
import { earliest, nextAction } from '@orrery/engine/simulate/scheduler.ts'
import { describe, expect, test } from 'vitest'
import { loadBalancing, loadFlow } from './index.ts'
import { slotsOf } from './measure.ts'
import { params, strategies, type Knobs } from './params.ts'
import { copyState, type LoadWorld } from './state.ts'

const setupOf = (wanted: Partial<Knobs>, seed = 1) => checkSetup(loadBalancing, { params: wanted, seed })

/** A setup and some trouble, drawn from a seed. */
function trouble(seed: number): { wanted: Partial<Knobs>; deeds: { id: string; at: number }[] } {
  let count = 0
  const pick = <T>(list: readonly T[]): T => list[draw(seed, 77, count++) % list.length]!
  const wanted: Partial<Knobs> = {
    strategy: pick(strategies),
    arrivals: pick<Knobs['arrivals']>(params.arrivals.options),
    work: pick<Knobs['work']>(params.work.options),
    speeds: pick<Knobs['speeds']>(params.speeds.options),
    servers: pick([1, 2, 3, 7, 20, 50]),
    rate: pick([5, 40, 200]),
    mean: pick([5, 50, 200]),
    clients: pick([1, 20, 100]),
    think: pick([10, 300]),
    network: pick([0, 0, 7, 50]),
    limit: pick([0, 3, 100]),
    timeout: pick([0, 0, 150, 1000]),
    connections: pick([1, 1, 5, 100]),
    stale: pick([0, 0, 30, 500]),
    health: pick([0, 300]),
    hot: pick([0, 50]),
    bound: pick([101, 125, 300]),
  }
  const deeds: { id: string; at: number }[] = []
  let at = 0
  for (let i = 0; i < 6; i++) {
    at += pick([0, 1, 100_000, 333_333])
    const id = pick([
      'kill:S1',
      'revive:S1',
      'slow:S2',
      'heal:S2',
      'surge',
      'measure',
      `set:strategy:${pick(strategies)}`,
      `set:arrivals:${pick(params.arrivals.options)}`,
      `set:servers:${pick([1, 3, 12])}`,
      `set:speeds:${pick(params.speeds.options)}`,
      `set:network:${pick([0, 11, 80])}`,
      `set:stale:${pick([0, 50])}`,
      `set:timeout:${pick([0, 200])}`,
      `set:connections:${pick([1, 4])}`,
    ])
    deeds.push({ id, at })
  }
  return { wanted, deeds }
}

const always = loadBalancing.properties.filter((property) => property.kind === 'always')

function violations(world: LoadWorld, before: LoadWorld | undefined): string[] {
  return always.flatMap((property) => property.violation(world, before)?.why ?? [])
}

test('600 runs with trouble: every promise holds after every event', () => {
  for (let seed = 0; seed < 600; seed++) {
    const { wanted, deeds } = trouble(seed)
    let world = loadBalancing.init(setupOf(wanted, seed))
    const left = [...deeds]
    for (let i = 0; i < 80; i++) {
      const next = nextAction(loadBalancing, world)
      const deed = left[0]
      const before = world
      if (deed !== undefined && (next === undefined || next.at > deed.at)) {
        left.shift()
        const action = loadBalancing.find?.(world, deed.id)
        if (action === undefined) continue
        world = loadBalancing.step(world, { ...action, at: deed.at }).world
      } else if (next !== undefined) world = loadBalancing.step(world, next).world
      const wrong = violations(world, before)
      expect(wrong, `seed ${seed} event ${i}`).toEqual([])
    }
  }
}, 60_000)

test('whatever order its events are taken in, the promises hold', () => {
  fc.assert(
    fc.property(fc.nat(1e6), fc.array(fc.nat(), { maxLength: 60 }), (seed, picks) => {
      let world = loadBalancing.init(setupOf(trouble(seed).wanted, seed))
      for (const at of picks) {
        const actions = loadBalancing.actions(world)
        const action = actions[at % actions.length]!
        const before = world
        world = loadBalancing.step(world, { ...action, at: world.now + (at % 5000) }).world
        expect(violations(world, before)).toEqual([])
      }
    }),
    { numRuns: 300 },
  )
}, 60_000)

/** All that is observable, and the columns as far as they are in use. */
function everything(world: LoadWorld): unknown {
  return { ...copyState(world), slots: slotsOf(world.series, world.now) }
}

test('a flow is the one-by-one run: 60 runs with trouble, compared in full at four moments', () => {
  for (let seed = 1000; seed < 1060; seed++) {
    const { wanted, deeds } = trouble(seed)
    const setup = setupOf(wanted, seed)
    const flow = new Flow(loadFlow, setup)
    let history = createHistory(loadBalancing, setup)
    const forward = (until: number): void => {
      for (let next = history.advance(until); next !== undefined; next = history.advance(until))
        history = next
      flow.advance(until)
    }
    for (const { id, at } of deeds) {
      forward(at)
      flow.act(id)
      history = history.take(loadBalancing.find!(history.world(history.length), id)!, at)
    }
    for (const after of [0, 1, 50_000, 200_000]) {
      const until = (deeds.at(-1)?.at ?? 0) + after
      forward(until)
      const one = copyState(history.world(history.length))
      // A history's world stands at its last event; the flow's at the moment asked for.
      loadFlow.run(one, until)
      expect(everything(flow.state), `seed ${seed} +${after}`).toEqual(everything(one))
    }
  }
}, 60_000)

test('wound back and forth, a flow comes to the same states', () => {
  for (let seed = 2000; seed < 2020; seed++) {
    const { wanted, deeds } = trouble(seed)
    const setup = setupOf({ ...wanted, rate: 60 }, seed)
    const flow = new Flow(loadFlow, setup)
    for (const { id, at } of deeds) {
      flow.advance(3 * at)
      flow.act(id)
    }
    const states = new Map<number, unknown>()
    const last = flow.now
    for (const t of [last, last + 1_000_000, last + 2_500_000, last + 7_000_000]) {
      flow.advance(t)
      states.set(t, everything(flow.state))
    }
    for (const t of [last + 1_000_000, last, last + 7_000_000, last + 2_500_000]) {
      flow.seek(t)
      expect(everything(flow.state), `seed ${seed} at ${t}`).toEqual(states.get(t))
    }
    // And from the choices alone.
    const again = new Flow(loadFlow, setup, flow.choices)
    again.advance(last + 2_500_000)
    expect(everything(again.state)).toEqual(states.get(last + 2_500_000))
  }
}, 60_000)

test('the next event is the first of the calendar', () => {
  for (let seed = 0; seed < 200; seed++) {
    let world = loadBalancing.init(setupOf(trouble(seed).wanted, seed))
    for (let i = 0; i < 40; i++) {
      const next = nextAction(loadBalancing, world)
      expect(next).toEqual(earliest(loadBalancing.actions(world)))
      if (next === undefined) break
      world = loadBalancing.step(world, next).world
    }
  }
})

test('a step leaves the world that it was taken from as it was', () => {
  let world = loadBalancing.init(setupOf({ rate: 300 }))
  for (let i = 0; i < 100; i++) world = loadBalancing.step(world, nextAction(loadBalancing, world)!).world
  const kept = everything(world)
  let other = world
  for (let i = 0; i < 100; i++) other = loadBalancing.step(other, nextAction(loadBalancing, other)!).world
  expect(everything(world)).toEqual(kept)
  expect(other.arrived).toBeGreaterThan(world.arrived)
})

test('two settings are asked the same: request by request, time, work and key are equal', () => {
  const asked = (strategy: Knobs['strategy']): string[] => {
    const flow = new Flow(loadFlow, setupOf({ strategy, arrivals: 'bursty', work: 'heavy', rate: 200 }, 9))
    const list: string[] = []
    for (let i = 0; i < 3000; i++) {
      const before = flow.state.arrived
      flow.step()
      if (flow.state.arrived === before) continue
      const { requests, youngest } = flow.state
      list.push(
        `${requests.id[youngest]} ${requests.arrived[youngest]} ${requests.work[youngest]} ${requests.key[youngest]}`,
      )
    }
    return list.slice(0, 600)
  }
  expect(asked('least-connections')).toEqual(asked('random'))
  expect(asked('random').length).toBe(600)
})

test('bursty arrivals have the rate that was asked for, and come in bursts', () => {
  const flow = new Flow(
    loadFlow,
    setupOf({ arrivals: 'bursty', rate: 100, servers: 50, mean: 10, network: 0 }),
  )
  const counts: number[] = []
  for (let second = 1; second <= 4000; second++) {
    const before = flow.state.arrived
    flow.advance(second * 1_000_000)
    counts.push(flow.state.arrived - before)
  }
  const mean = counts.reduce((a, b) => a + b) / counts.length
  const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / counts.length
  expect(Math.abs(mean / 100 - 1)).toBeLessThan(0.05)
  // A Poisson process has variance equal to its mean.
  expect(variance / mean).toBeGreaterThan(10)
})

test('keep-alive: a connection keeps to its server for as many requests as it carries', () => {
  const flow = new Flow(
    loadFlow,
    setupOf({
      arrivals: 'closed',
      clients: 1,
      think: 10,
      connections: 10,
      strategy: 'round-robin',
      servers: 4,
    }),
  )
  const servers: number[] = []
  while (servers.length < 40) {
    const before = flow.state.arrived
    flow.step()
    if (flow.state.arrived > before) servers.push(flow.state.requests.server[flow.state.youngest]!)
  }
  expect(servers).toEqual([0, 1, 2, 3].flatMap((server) => Array<number>(10).fill(server)))
})

test('series: when the slots are full, pairs are joined and nothing is lost', () => {
  const flow = new Flow(loadFlow, setupOf({ rate: 200, servers: 40 }))
  flow.advance(300_000_000)
  const { series, ended, now } = flow.state
  const slots = slotsOf(series, now)
  expect(slots.length).toBeLessThanOrEqual(160)
  expect(series.slot).toBe(2_000_000)
  expect(slots.reduce((sum, slot) => sum + slot.served, 0)).toBe(ended[0])
})

describe('without a rule its promise falls', () => {
  test.each(loadBalancing.rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
    const question = recipeOf(loadBalancing, checkSetup(loadBalancing), id)
    const search = explore(loadBalancing, question, { now: () => performance.now() })
    let turn = search.next()
    while (!turn.done) turn = search.next()
    const verdict = turn.value
    expect(verdict.verdict).toBe('violated')
    expect(verdict.property).toBe(rule.breaks)
    expect(verdict.seconds).toBeLessThan(20)
    const { setup } = question
    const history = replay(loadBalancing, { ...setup, quiet: true }, verdict.choices ?? [])
    const property = always.find((one) => one.id === rule.breaks)!
    expect(property.violation(history.world(history.length), history.world(history.length - 1))).toBeDefined()
  })
})

test('a share link of bad choices is refused with a reason', () => {
  const flow = new Flow(loadFlow, setupOf({}))
  expect(() => flow.act('set:strategy:rendom')).toThrow(/must be one of/)
  expect(() => flow.act('kill:S99')).toThrow(/no server/)
  expect(() => flow.act('paint:it')).toThrow()
  expect(flow.choices).toEqual([])
})
