import { expect, test } from 'vitest'
import type { Effect } from './protocol.ts'
import { diary, diarist, finish, last, starting, tiny, to, told } from './testing/tiny.ts'

const write = (key: string, value: unknown): Effect<string, string> => ({ kind: 'write', key, value })
const SYNC: Effect<string, string> = { kind: 'fsync' }

test('written is not durable: a crash before the sync loses it', () => {
  const start = tiny({ protocol: starting({ A: [write('x', 1)] }) })
  expect(last(start).nodes['A']).toMatchObject({ cache: { x: 1 }, durable: {} })
  const back = start.take('crash:A').take('restart:A')
  expect(diary(back, 'A')).toEqual([])
  expect(last(back).nodes['A']).toMatchObject({ cache: {}, durable: {} })
})

test('synced is durable: a restart recovers from it', () => {
  const history = finish(
    tiny({ protocol: starting({ A: [write('x', 1), write('y', 2), SYNC, write('x', 3)] }) }),
  )
  expect(last(history).nodes['A']).toMatchObject({ cache: { x: 3 }, durable: { x: 1, y: 2 } })
  expect(diary(history.take('crash:A').take('restart:A'), 'A')).toEqual(['kept x 1', 'kept y 2'])
})

test('what follows an fsync waits for it', () => {
  const start = tiny({
    protocol: starting({ A: [to('B', 'before'), write('x', 1), SYNC, to('B', 'after')] }),
  })
  expect(last(start).flights.map((flight) => flight.message)).toEqual(['before'])
  const history = finish(start)
  expect(diary(history, 'B')).toEqual(['before from A at 10000', 'after from A at 12000'])
})

test('a crash during an fsync loses the writes and what waits', () => {
  const history = tiny({ protocol: starting({ A: [write('x', 1), SYNC, to('B', 'after')] }) }).take(
    'crash:A',
    1_000,
  )
  expect(history.advance()).toBeUndefined()
  expect(last(history).nodes['A']).toMatchObject({ durable: {}, cache: {} })
})

test('a node takes no input during an fsync; what comes then is taken after it', () => {
  const start = tiny({
    environment: { fsync: 20_000 },
    protocol: starting({
      A: [write('x', 1), { kind: 'setTimer', name: 'tick', after: 5_000 }, SYNC],
      B: [to('A', 'hello')],
    }),
  })
  expect(
    start.model
      .actions(last(start))
      .filter((action) => action.by === 'system')
      .map(({ id }) => id),
  ).toEqual(['sync:A'])
  expect(diary(finish(start), 'A')).toEqual(['hello from B at 20000', 'tick at 20000'])
})

test('an fsync of nothing, or on a disk that takes no time, is done within the step', () => {
  const nothing = tiny({ protocol: starting({ A: [SYNC, to('B', 'after')] }) })
  expect(last(nothing).flights).toHaveLength(1)
  const fast = tiny({
    protocol: starting({ A: [write('x', 1), SYNC, to('B', 'after')] }),
    environment: { fsync: 0 },
  })
  expect(last(fast).nodes['A']).toMatchObject({ durable: { x: 1 }, cache: {} })
  expect(last(fast).flights).toHaveLength(1)
})

test('one fsync after another waits twice', () => {
  const history = finish(
    tiny({ protocol: starting({ A: [write('x', 1), SYNC, write('y', 2), SYNC, to('B', 'done')] }) }),
  )
  expect(history.timeOf(2)).toBe(4_000)
  expect(diary(history, 'B')).toEqual(['done from A at 14000'])
  expect(told(history)).toContain("A's disk has kept y.")
})

test('recovering may write again', () => {
  const protocol = { ...diarist, recover: () => ({ state: [], effects: [write('boots', 2), SYNC] }) }
  const history = finish(tiny({ protocol }).take('crash:A').take('restart:A'))
  expect(last(history).nodes['A']?.durable).toEqual({ boots: 2 })
})
