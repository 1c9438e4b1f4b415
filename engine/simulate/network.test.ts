import { expect, test } from 'vitest'
import { run } from './run.ts'
import {
  diary,
  diarist,
  finish,
  last,
  starting,
  tiny,
  tinyModel,
  to,
  told,
  type Tiny,
} from './testing/tiny.ts'
import type { Environment } from './cluster-types.ts'

/** A sends m1..mN to B, one a millisecond. */
function stream(count: number, environment: Partial<Environment>, more: Partial<Tiny> = {}) {
  return tiny({
    ids: ['A', 'B'],
    environment,
    protocol: {
      ...diarist,
      start: ({ self }) => ({
        state: [],
        effects: self === 'A' ? [{ kind: 'setTimer', name: '1', after: 1000 }] : [],
      }),
      timeout: (state, name) => ({
        state,
        effects:
          Number(name) < count
            ? [to('B', name), { kind: 'setTimer', name: String(Number(name) + 1), after: 1000 }]
            : [to('B', name)],
      }),
    },
    ...more,
  })
}
const names = (lines: readonly string[] | undefined): string[] =>
  (lines ?? []).map((line) => line.split(' ')[0] as string)
const UNIFORM = { kind: 'uniform', low: 10_000, high: 20_000 } as const

test('a message arrives after its latency', () => {
  const history = finish(tiny({ protocol: starting({ A: [to('B', 'hello')] }) }))
  expect(diary(history, 'B')).toEqual(['hello from A at 10000'])
  expect(history.arrival('m1')).toBe(10_000)
})

test('latency is drawn within its distribution, and differs from message to message', () => {
  const history = finish(stream(200, { latency: UNIFORM }))
  const latencies = (diary(history, 'B') ?? []).map(
    (line) => Number(line.split(' at ')[1]) - 1000 * Number(line.split(' ')[0]),
  )
  expect(latencies).toHaveLength(200)
  expect(Math.min(...latencies)).toBeGreaterThanOrEqual(10_000)
  expect(Math.max(...latencies)).toBeLessThanOrEqual(20_000)
  expect(new Set(latencies).size).toBeGreaterThan(150)
})

test('loss takes its share; what is lost is visible until it is due, and changes no other latency', () => {
  const calm = finish(stream(1000, { latency: UNIFORM }))
  const lossy = finish(stream(1000, { latency: UNIFORM, loss: 300 }))
  const arrived = diary(lossy, 'B') ?? []
  expect(arrived.length).toBeGreaterThan(650)
  expect(arrived.length).toBeLessThan(750)
  const all = new Set(diary(calm, 'B'))
  expect(arrived.filter((line) => !all.has(line))).toEqual([])
  const middle = lossy.world(lossy.indexAt(500_000))
  expect(middle.flights.some((flight) => flight.lost === true)).toBe(true)
  expect(told(lossy).filter((line) => line.startsWith('The network loses')).length).toBe(
    1000 - arrived.length,
  )
})

test('duplication delivers its share twice', () => {
  const history = finish(stream(1000, { latency: UNIFORM, duplication: 200 }))
  const arrived = names(diary(history, 'B'))
  expect(new Set(arrived).size).toBe(1000)
  expect(arrived.length).toBeGreaterThan(1150)
  expect(arrived.length).toBeLessThan(1250)
})

test('reordering makes some of them late; first in, first out keeps the order', () => {
  const inversions = (list: readonly string[]): number =>
    list.filter((name, i) => i > 0 && Number(name) < Number(list[i - 1])).length
  const steady = { latency: { kind: 'fixed', value: 10_000 } } as const
  expect(inversions(names(diary(finish(stream(500, steady)), 'B')))).toBe(0)
  expect(inversions(names(diary(finish(stream(500, { ...steady, reordering: 100 })), 'B')))).toBeGreaterThan(
    20,
  )
  const fifo = names(diary(finish(stream(500, { latency: UNIFORM, reordering: 100, fifo: true })), 'B'))
  expect(fifo).toEqual(Array.from({ length: 500 }, (_, i) => String(i + 1)))
})

test('on first in, first out links only the oldest message may be delivered', () => {
  const protocol = starting({ A: [to('B', 'one'), to('B', 'two'), to('C', 'three')] })
  const delivers = (options: Tiny): string[] =>
    tinyModel(options)
      .actions(last(tiny(options)), new Set(['deliver']))
      .map((action) => action.id)
  expect(delivers({ protocol })).toEqual(['deliver:m1', 'deliver:m2', 'deliver:m3'])
  expect(delivers({ protocol, environment: { fifo: true } })).toEqual(['deliver:m1', 'deliver:m3'])
  expect(() => tiny({ protocol, environment: { fifo: true } }).take('deliver:m2')).toThrow('deliver:m2')
})

test('on first in, first out links no message is due before one sent earlier', () => {
  const protocol = starting({ A: Array.from({ length: 20 }, (_, i) => to('B', String(i))) })
  const { flights } = last(tiny({ protocol, environment: { latency: UNIFORM, fifo: true } }))
  const due = flights.map((flight) => flight.due)
  expect(due).toEqual(due.toSorted((a, b) => a - b))
})

test('a quiet setup has no loss, duplication or reordering by chance', () => {
  const history = finish(
    stream(300, { loss: 300, duplication: 300, reordering: 300 }, { setup: { quiet: true } }),
  )
  expect(names(diary(history, 'B'))).toEqual(Array.from({ length: 300 }, (_, i) => String(i + 1)))
})

test('a cut is directed', () => {
  const protocol = starting({ A: [to('B', 'there')], B: [to('A', 'back')] })
  const history = finish(tiny({ protocol }).take('cut:A>B'))
  expect(diary(history, 'A')).toEqual(['back from B at 10000'])
  expect(diary(history, 'B')).toEqual([])
  expect(told(history)).toContain('The cut link loses there from A to B.')
})

test('a message is lost if its link is cut when it is sent, even if it is mended before it would arrive', () => {
  const protocol: Tiny['protocol'] = {
    ...starting({ A: [{ kind: 'setTimer', name: 'go', after: 5_000 }] }),
    timeout: (state) => ({ state, effects: [to('B', 'hello')] }),
  }
  const history = finish(tiny({ protocol }).take('cut:A>B').take('timeout:A:go').take('mend:A>B', 6_000))
  expect(diary(history, 'B')).toEqual([])
  // Sent before the cut and due after the mending, it gets through.
  expect(
    diary(finish(tiny({ protocol }).take('timeout:A:go').take('cut:A>B', 6_000).take('mend', 7_000)), 'B'),
  ).toEqual(['hello from A at 15000'])
})

test('what a cut link loses it loses twice if it is duplicated', () => {
  const protocol: Tiny['protocol'] = {
    ...starting({ A: [{ kind: 'setTimer', name: 'go', after: 0 }] }),
    timeout: (state) => ({ state, effects: [to('B', 'hello')] }),
  }
  const sent = tiny({ protocol, environment: { duplication: 1000 } })
    .take('cut:A>B')
    .take('timeout:A:go')
  expect(last(sent).flights).toHaveLength(2)
  expect(diary(finish(sent.take('mend')), 'B')).toEqual([])
})

test('in a quiet setup a message over a cut link is gone at once', () => {
  const protocol: Tiny['protocol'] = {
    ...starting({ A: [{ kind: 'setTimer', name: 'go', after: 0 }] }),
    timeout: (state) => ({ state, effects: [to('B', 'hello')] }),
  }
  const history = tiny({ protocol, setup: { quiet: true } })
    .take('cut:A>B')
    .take('timeout:A:go')
  expect(last(history).flights).toEqual([])
  expect(told(history)).toContain('The cut link loses hello from A to B.')
})

test('a partition cuts all links between its sides, isolating cuts those of a node, mending opens all', () => {
  const ids = ['A', 'B', 'C', 'D', 'E']
  const cut = tiny({ ids }).take('cut:AB|CDE')
  expect(last(cut).cut).toHaveLength(12)
  expect(last(cut).cut).toContain('A>C')
  expect(last(cut).cut).not.toContain('A>B')
  expect(last(cut.take('mend')).cut).toEqual([])
  const alone = tiny({ ids }).take('isolate:A')
  expect(last(alone).cut).toEqual(['A>B', 'A>C', 'A>D', 'A>E', 'B>A', 'C>A', 'D>A', 'E>A'])
  expect(last(alone.take('rejoin:A')).cut).toEqual([])
  expect(last(tiny({ ids: ['rm1', 'rm2', 'tm'] }).take('cut:rm1,rm2|tm')).cut).toEqual([
    'rm1>tm',
    'rm2>tm',
    'tm>rm1',
    'tm>rm2',
  ])
  for (const bad of [
    'cut:AB|CD',
    'cut:AB|BCDE',
    'cut:|ABCDE',
    'cut:AX|BCDE',
    'cut:A|B|CDE',
    'cut:A>A',
    'cut:A>X',
  ]) {
    expect(() => tiny({ ids }).take(bad), bad).toThrow(bad)
  }
})

test('held messages wait; released, they have as far to go as when they were stopped', () => {
  const start = tiny({ protocol: starting({ A: [to('B', 'hello')] }) }).take('hold:m1', 4_000)
  expect(start.advance()).toBeUndefined()
  const history = finish(start.take('release:m1', 30_000))
  expect(diary(history, 'B')).toEqual(['hello from A at 36000'])
})

test('a dropped message is gone; a duplicated one arrives twice', () => {
  const start = tiny({ protocol: starting({ A: [to('B', 'hello')] }) })
  expect(diary(finish(start.take('drop:m1', 5_000)), 'B')).toEqual([])
  expect(start.take('drop:m1', 5_000).arrival('m1')).toBe(5_000)
  expect(diary(finish(start.take('duplicate:m1', 5_000)), 'B')).toEqual([
    'hello from A at 10000',
    'hello from A at 15000',
  ])
})

test('a message to oneself does not use the network', () => {
  const history = finish(tiny({ protocol: starting({ A: [to('A', 'self')] }), environment: { loss: 1000 } }))
  expect(diary(history, 'A')).toEqual(['self from A at 1'])
})

test('sending to a node that is not there is an error, not a loss', () => {
  expect(() => tiny({ protocol: starting({ A: [to('X', 'hello')] }) })).toThrow('"X"')
})

test('a run that never ends is bounded', () => {
  const model = tinyModel({
    protocol: {
      ...starting({ A: [to('A', 'x')] }),
      receive: (state) => ({ state, effects: [to('A', 'x')] }),
    },
  })
  expect(() => run(model, { params: {}, without: [], seed: 1 }, { for: 1_000_000, most: 1_000 })).toThrow(
    'more than 1000 actions',
  )
})
