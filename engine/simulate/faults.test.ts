import { expect, test } from 'vitest'
import { mayFire } from './timers.ts'
import { readClock, worldDelay } from './clock.ts'
import type { Effect } from './protocol.ts'
import { diary, diarist, finish, last, starting, tiny, tinyModel, to, told } from './testing/tiny.ts'

const timer = (name: string, after: number): Effect<string, string> => ({ kind: 'setTimer', name, after })
const range = (name: string, low: number, high: number): Effect<string, string> => ({
  kind: 'setTimer',
  name,
  low,
  high,
})

test('a crash loses state and timers; messages in flight arrive after a restart, or are lost without one', () => {
  const protocol = starting({ A: [timer('tick', 5_000)], B: [to('A', 'hello')] })
  const crashed = tiny({ protocol }).take('crash:A', 1_000)
  expect(last(crashed).nodes['A']).toMatchObject({ status: 'crashed', state: undefined, timers: [] })
  expect(diary(finish(crashed.take('restart:A', 2_000)), 'A')).toEqual(['hello from B at 10000'])
  const alone = finish(crashed)
  expect(told(alone)).toContain('Nobody is there for hello from B to A.')
  expect(diary(finish(alone.take('restart:A')), 'A')).toEqual([])
})

test('a paused node takes no input; messages wait and its timers are late', () => {
  const protocol = starting({ A: [timer('tick', 5_000)], B: [to('A', 'hello')] })
  const paused = tiny({ protocol }).take('pause:A', 1_000)
  expect(paused.advance()).toBeUndefined()
  expect(diary(finish(paused.take('resume:A', 30_000)), 'A')).toEqual([
    'hello from B at 30000',
    'tick at 30000',
  ])
})

test('a paused node can crash; it is listed what can be done to whom', () => {
  const faults = (history: ReturnType<typeof tiny>): string[] =>
    history.model.actions(last(history), new Set(['crash', 'restart', 'pause', 'resume'])).map(({ id }) => id)
  const start = tiny({ ids: ['A'] })
  expect(faults(start)).toEqual(['crash:A', 'pause:A'])
  expect(faults(start.take('pause:A'))).toEqual(['crash:A', 'resume:A'])
  expect(faults(start.take('pause:A').take('crash:A'))).toEqual(['restart:A'])
  expect(() => start.take('restart:A')).toThrow('restart:A')
})

test('only the faults on offer are possible', () => {
  const history = tiny({
    ids: ['A', 'B'],
    more: { faults: ['crash'] },
    protocol: starting({ A: [to('B', 'hello')] }),
  })
  expect(history.model.actions(last(history)).map(({ id }) => id)).toEqual([
    'deliver:m1',
    'crash:A',
    'crash:B',
  ])
  for (const id of ['restart:A', 'drop:m1', 'cut:A>B', 'cut:A|B', 'hold:m1', 'pause:A']) {
    expect(history.model.find?.(last(history), id), id).toBeUndefined()
  }
})

test('a timer is set again by its name, and can be cancelled', () => {
  const protocol = starting({
    A: [
      timer('x', 1_000),
      timer('y', 2_000),
      timer('x', 3_000),
      timer('z', 4_000),
      { kind: 'cancelTimer', name: 'z' },
    ],
  })
  expect(diary(finish(tiny({ protocol })), 'A')).toEqual(['y at 2000', 'x at 3000'])
})

test('a timer drawn from a range is within it, differs by node and by seed, and not by what else happens', () => {
  const protocol = starting({
    A: [range('x', 1_000, 9_000)],
    B: [range('x', 1_000, 9_000), to('A', 'hello')],
  })
  const due = (seed: number, environment = {}): (number | undefined)[] =>
    Object.values(last(tiny({ protocol, setup: { seed }, environment })).nodes).flatMap((node) =>
      node.timers.map((each) => each.due),
    )
  for (let seed = 1; seed < 50; seed++) {
    for (const at of due(seed)) {
      expect(at).toBeGreaterThanOrEqual(1_000)
      expect(at).toBeLessThanOrEqual(9_000)
    }
  }
  expect(new Set([1, 2, 3].flatMap((seed) => due(seed))).size).toBe(6)
  expect(due(1, { loss: 500 })).toEqual(due(1))
})

test('a driver may fire a timer before it is due, but not before now', () => {
  const history = tiny({ protocol: starting({ A: [timer('x', 5_000)], B: [timer('y', 2_000)] }) })
  expect(diary(history.take('timeout:A:x', 1_000), 'A')).toEqual(['x at 1000'])
  expect(() => history.take('timeout:B:y').take('timeout:A:x', 1_000)).toThrow('before')
})

test('clocks are off and drift; timers run on them', () => {
  const clock = (id: string): { offset: number; drift: number } =>
    id === 'A' ? { offset: 500, drift: 100_000 } : { offset: 0, drift: -100_000 }
  const protocol = starting({ A: [timer('x', 11_000)], B: [timer('x', 9_000)] })
  const history = finish(tiny({ ids: ['A', 'B'], protocol, more: { clock } }))
  // A's clock is a tenth fast: its 11 ms are over after 10 ms. B's is a tenth slow: its 9 ms also take 10 ms.
  expect([history.timeOf(1), history.timeOf(2)]).toEqual([10_000, 10_000])
  expect(diary(history, 'A')).toEqual(['x at 11500'])
  expect(diary(history, 'B')).toEqual(['x at 9000'])
})

test('a clock is exact for years', () => {
  const year = 365 * 24 * 3600 * 1_000_000
  for (const drift of [200, -200, 999_999]) {
    for (const now of [0, 1, 999_999, 1_000_001, 20 * year + 123_457]) {
      const exact =
        now +
        Number(
          (BigInt(now) * BigInt(drift)) / 1_000_000n -
            (drift < 0 && (BigInt(now) * BigInt(drift)) % 1_000_000n !== 0n ? 1n : 0n),
        )
      expect(readClock({ offset: 0, drift }, now)).toBe(exact)
    }
  }
})

test('a delay is over when the clock has moved by it, and not a microsecond before', () => {
  for (const drift of [0, 1, 37, 200, -200, 99_999, -99_999]) {
    for (const delay of [0, 1, 2, 999, 10_000, 123_457, 50_000_001]) {
      const clock = { offset: 0, drift }
      const wait = worldDelay(clock, delay)
      expect(readClock(clock, wait)).toBeGreaterThanOrEqual(delay)
      if (wait > 0) expect(readClock(clock, wait - 1)).toBeLessThan(delay)
    }
  }
})

test('the timer rule: an earlier timer that cannot be longer must fire first', () => {
  const protocol = starting({
    A: [range('short', 100, 200), range('long', 200, 300), range('between', 150, 250), timer('last', 201)],
  })
  const node = last(tiny({ protocol })).nodes['A']
  if (node === undefined) throw new Error('no A')
  const may = Object.fromEntries(node.timers.map((each) => [each.name, mayFire(node, each)]))
  // long: short's 200 <= long's 200, so short is first. between: could be drawn shorter than short. last: short is first.
  expect(may).toEqual({ short: true, long: false, between: true, last: false })
  const model = tinyModel({ protocol })
  const world = last(tiny({ protocol }))
  const explorable = model
    .actions(world)
    .filter((action) => action.type === 'timeout' && model.explorable?.(world, action))
  expect(explorable.map(({ id }) => id)).toEqual(['timeout:A:short', 'timeout:A:between'])
})

test('a question is answered by the seed, or by whoever drives', () => {
  const protocol = {
    ...starting({ A: [{ kind: 'choose', name: 'drink', options: ['tea', 'coffee', 'water'] }] }),
    chosen: (state: readonly string[], name: string, option: string) => ({
      state: [...state, `${name}: ${option}`],
      effects: [],
    }),
  }
  const start = tiny({ protocol, ids: ['A'] })
  const listed = start.model.actions(last(start), new Set(['choose'])).map(({ id }) => id)
  expect([...listed].sort()).toEqual(['choose:A:drink:coffee', 'choose:A:drink:tea', 'choose:A:drink:water'])
  expect(diary(start.take('choose:A:drink:water'), 'A')).toEqual(['drink: water'])
  const seeded = new Set(
    Array.from(
      { length: 30 },
      (_, seed) => diary(finish(tiny({ protocol, ids: ['A'], setup: { seed } })), 'A')?.[0],
    ),
  )
  expect(seeded.size).toBe(3)
  expect(finish(start.take('crash:A')).length).toBe(1)
})

test('requests become operations, answered once; their order is kept', () => {
  const protocol = {
    ...diarist,
    request: (state: readonly string[], id: string, request: string) => ({
      state: [...state, id],
      effects: request === 'now' ? [reply(id, 'first'), reply(id, 'second')] : [],
    }),
  }
  const start = tiny({
    protocol,
    ids: ['A', 'B'],
    more: {
      requests: ({ nodes }) =>
        Object.keys(nodes).flatMap((node) => [
          { node, name: 'now', request: 'now' },
          { node, name: 'never', request: 'never' },
        ]),
    },
  })
  const history = start.take('ask:A:never').take('ask:B:now')
  expect(last(history).operations).toEqual([
    { id: 'o1', node: 'A', request: 'never', invoked: 1 },
    { id: 'o2', node: 'B', request: 'now', invoked: 2, reply: 'first', completed: 3 },
  ])
  const down = history.take('crash:A')
  expect(down.model.actions(last(down), new Set(['ask'])).map(({ id }) => id)).toEqual([
    'ask:B:now',
    'ask:B:never',
  ])
})
const reply = (request: string, value: string): Effect<string, string> => ({ kind: 'reply', request, value })

test('healing brings everyone back', () => {
  const start = tiny({ protocol: starting({ A: [to('B', 'hello')] }) })
  const broken = start.take('hold:m1').take('crash:A').take('pause:B').take('isolate:C')
  const healed = broken.model.heal?.(last(broken))
  expect(healed?.cut).toEqual([])
  expect(Object.values(healed?.nodes ?? {}).map(({ status }) => status)).toEqual(['up', 'up', 'up'])
  expect(healed?.flights[0]?.held).toBeUndefined()
})
