import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Model } from '../model/model.ts'
import { cluster } from './cluster.ts'
import type { ClusterWorld } from './cluster-types.ts'
import { createHistory } from './history.ts'
import {
  BARE,
  CALM,
  ping,
  pingModel,
  setupOf,
  type PingMessage,
  type PingState,
  type PingWorld,
} from './testing/ping.ts'
import { diarist, last, starting, tiny, tinyModel, to, type TinyWorld } from './testing/tiny.ts'
import { wander } from './testing/wander.ts'

const model = pingModel({ loss: 100, duplication: 100 })

/** The same content with every object built anew, its keys the other way round. */
function rebuilt<T>(value: T): T {
  if (Array.isArray(value)) return value.map((item: unknown) => rebuilt(item)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]): [string, unknown] => [key, rebuilt(inner)]),
  ) as T
}

test('equal states built in another order have equal fingerprints', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e6 }), fc.array(fc.nat(), { maxLength: 40 }), (seed, picks) => {
      const history = wander(createHistory(model, setupOf(seed)), picks)
      const world = history.world(history.length)
      const copy: PingWorld = {
        ...rebuilt(world),
        setup: world.setup,
        flights: rebuilt(world.flights).slice().reverse(),
        cut: world.cut.slice().reverse(),
      }
      expect(model.fingerprint(copy)).toBe(model.fingerprint(world))
    }),
    { numRuns: 200 },
  )
})

test('time, numbers, draws and messages already lost stay out of it', () => {
  const history = createHistory(model, setupOf()).take('timeout:A:ping')
  const world = history.world(1)
  const print = model.fingerprint(world)
  const flight = world.flights[0]
  if (flight === undefined) throw new Error('nothing is in flight')
  const nodes = Object.fromEntries(
    Object.entries(world.nodes).map(([id, node]) => [
      id,
      {
        ...node,
        timers: node.timers.map((timer) => ({
          ...timer,
          setAt: 1,
          order: timer.order + 7,
          due: timer.due + 1,
        })),
      },
    ]),
  )
  const other: PingWorld = {
    ...world,
    now: world.now + 5,
    nodes,
    flights: [
      { ...flight, id: 'm99', sent: 1, due: 2 },
      { ...flight, id: 'm100', lost: true },
    ],
    next: { message: 101, order: 55, operation: 3 },
    draws: { anything: 4 },
  }
  expect(model.fingerprint(other)).toBe(print)
})

test('every single thing that counts changes it', () => {
  const start = tiny({
    protocol: {
      ...starting({
        A: [
          to('B', 'hello'),
          to('B', 'again'),
          { kind: 'setTimer', name: 'x', low: 1, high: 9 },
          { kind: 'setTimer', name: 'y', after: 5 },
          { kind: 'choose', name: 'drink', options: ['tea', 'coffee'] },
          { kind: 'write', key: 'k', value: 1 },
          { kind: 'fsync' },
          to('C', 'later'),
        ],
      }),
      request: (state) => ({ state, effects: [] }),
    },
    more: { requests: () => [{ node: 'B', name: 'get', request: 'get' }] },
  })
  const world = last(start.take('ask:B:get').take('cut:A>C').take('hold:m1'))
  const a = world.nodes['A']
  const [one, two] = world.flights
  const operation = world.operations[0]
  const question = world.questions[0]
  if (!a?.syncing || !one || !two || !operation || !question)
    throw new Error('the world is not as this test needs it')
  const [x, y] = a.timers
  if (!x || !y) throw new Error('A has no timers')
  const withA = (change: Partial<typeof a>): TinyWorld => ({
    ...world,
    nodes: { ...world.nodes, A: { ...a, ...change } },
  })
  const changed: Record<string, TinyWorld> = {
    state: withA({ state: ['something'] }),
    status: withA({ status: 'paused' }),
    durable: withA({ durable: { k: 1 } }),
    cache: withA({ cache: { k: 2 } }),
    'timer gone': withA({ timers: [x] }),
    'timer range': withA({ timers: [{ ...x, high: 10 }, y] }),
    'timer name': withA({ timers: [{ ...x, name: 'z' }, y] }),
    'timer order': withA({ timers: [y, x] }),
    'what waits': withA({ syncing: { until: a.syncing.until, then: [] } }),
    'flight gone': { ...world, flights: [one] },
    'flight twice': { ...world, flights: [one, two, { ...two, id: 'm50' }] },
    'flight content': { ...world, flights: [one, { ...two, message: 'other' }] },
    'flight from': { ...world, flights: [one, { ...two, from: 'C' }] },
    'flight to': { ...world, flights: [one, { ...two, to: 'C' }] },
    'flight held': { ...world, flights: [one, { ...two, held: true }] },
    cut: { ...world, cut: [] },
    'other cut': { ...world, cut: ['C>A'] },
    question: { ...world, questions: [] },
    'question options': { ...world, questions: [{ ...question, options: ['tea'] }] },
    'operation gone': { ...world, operations: [] },
    'operation reply': { ...world, operations: [{ ...operation, reply: 'x', completed: 2 }] },
    'operation request': { ...world, operations: [{ ...operation, request: 'put' }] },
  }
  const prints = Object.values(changed).map((each) => start.model.fingerprint(each))
  expect(new Set([start.model.fingerprint(world), ...prints]).size).toBe(prints.length + 1)
})

test('the order of messages on a link counts where links are first in, first out, and nowhere else', () => {
  const order = (fifo: boolean, messages: readonly string[]): number => {
    const options = {
      protocol: starting({ A: messages.map((name) => to('B', name)) }),
      environment: { fifo },
    }
    return tinyModel(options).fingerprint(last(tiny(options)))
  }
  expect(order(false, ['one', 'two'])).toBe(order(false, ['two', 'one']))
  expect(order(true, ['one', 'two'])).not.toBe(order(true, ['two', 'one']))
  expect(order(true, ['one', 'two'])).toBe(order(true, ['one', 'two']))
})

test('what a model calls canonical is read instead of the state; operations only if they count', () => {
  const plain = tinyModel({ protocol: diarist })
  const blind = tinyModel({
    protocol: diarist,
    more: { canonical: (state) => state.length, operationsCount: false },
  })
  const world = last(tiny({ protocol: diarist }))
  const say = (line: string): TinyWorld => {
    const a = world.nodes['A'] as NonNullable<TinyWorld['nodes'][string]>
    return { ...world, nodes: { ...world.nodes, A: { ...a, state: [line] } } }
  }
  expect(plain.fingerprint(say('x'))).not.toBe(plain.fingerprint(say('y')))
  expect(blind.fingerprint(say('x'))).toBe(blind.fingerprint(say('y')))
  const asked: TinyWorld = { ...world, operations: [{ id: 'o1', node: 'A', request: 'get', invoked: 1 }] }
  expect(blind.fingerprint(asked)).toBe(blind.fingerprint(world))
  expect(plain.fingerprint(asked)).not.toBe(plain.fingerprint(world))
})

test('a ghost sees what happened at each step, and counts', () => {
  type Ghosted = ClusterWorld<PingState, PingMessage, never, never, readonly string[]>
  const ghosted = (remember: boolean) =>
    cluster<PingState, PingMessage, never, never, readonly string[]>({
      ...BARE,
      nodes: () => ['A', 'B'].map((id) => ({ id, protocol: ping })),
      environment: () => CALM,
      label: (message) => message.kind,
      ghost: {
        init: () => [],
        observe: (ghost, before, after, events) =>
          remember
            ? [
                ...ghost,
                ...events
                  .filter(({ type }) => type === 'crash')
                  .map(({ node }) => `${node ?? ''} ${after.now - before.now}`),
              ]
            : ghost,
      },
    })
  const both = (model: Model<Ghosted>) => {
    const start = createHistory(model, setupOf())
    const other = start.take('crash:B', 7).take('restart:B')
    return {
      ghost: other.world(2).ghost,
      equal: model.fingerprint(other.world(2)) === model.fingerprint(start.world(0)),
    }
  }
  expect(both(ghosted(true))).toEqual({ ghost: ['B 7'], equal: false })
  expect(both(ghosted(false))).toEqual({ ghost: [], equal: true })
})
