import { expect, test } from 'vitest'
import { at, BadSetup, checkSetup, nearestTo } from './check.ts'

const model = {
  id: 'demo',
  params: {
    servers: { kind: 'integer', title: 'Servers', unit: 'servers', min: 1, max: 9, step: 2, default: 5 },
    mode: { kind: 'choice', title: 'Mode', options: ['fast', 'safe'], default: 'safe' },
    snapshots: { kind: 'switch', title: 'Snapshots', default: false },
  },
  rules: [
    { id: 'persist-vote', title: '', text: '' },
    { id: 'election-restriction', title: '', text: '' },
  ],
} as const

test('what is left out has its default', () => {
  expect(checkSetup(model)).toEqual({
    params: { servers: 5, mode: 'safe', snapshots: false },
    without: [],
    seed: 1,
  })
})

test('values may come as text; rules are sorted and named once', () => {
  const wanted = {
    params: { servers: '3', mode: 'fast', snapshots: 'on' },
    without: ['persist-vote', 'election-restriction', 'persist-vote'],
    seed: 4294967295,
    quiet: true,
  }
  expect(checkSetup(model, wanted)).toEqual({
    params: { servers: 3, mode: 'fast', snapshots: true },
    without: ['election-restriction', 'persist-vote'],
    seed: 4294967295,
    quiet: true,
  })
})

test.each([
  [{ params: { server: 3 } }, 'demo has no parameter "server": did you mean servers?', ['servers']],
  [{ params: { colour: 3 } }, 'it has servers, mode, snapshots', []],
  [{ without: ['persist-votes'] }, 'did you mean persist-vote?', ['persist-vote']],
  [{ without: ['restriction'] }, 'did you mean election-restriction?', ['election-restriction']],
  [
    { params: { servers: 11 } },
    'servers must be a whole number from 1 to 9 servers in steps of 2, not 11; the nearest is 9',
    ['9'],
  ],
  [{ params: { servers: 4 } }, 'the nearest is 5', ['5']],
  [{ params: { servers: -1 } }, 'the nearest is 1', ['1']],
  [{ params: { servers: 2.5 } }, 'not "2.5"', ['5']],
  [{ params: { servers: 'many' } }, 'not "many"', ['5']],
  [{ params: { servers: Number.NaN } }, 'not "NaN"', ['5']],
  [{ params: { mode: 'fats' } }, 'mode must be one of fast, safe, not "fats"', ['fast']],
  [{ params: { snapshots: 'maybe' } }, 'snapshots must be on or off', ['on', 'off']],
  [{ params: { constructor: 1 } }, 'no parameter "constructor"', []],
  [{ seed: -1 }, 'seed must be', []],
  [{ seed: 1.5 }, 'seed must be', []],
  [{ seed: 4294967296 }, 'seed must be', []],
])('%j is refused', (wanted, message, nearest) => {
  let caught: unknown
  try {
    checkSetup(model, wanted)
  } catch (error) {
    caught = error
  }
  expect(caught).toBeInstanceOf(BadSetup)
  expect((caught as BadSetup).message).toContain(message)
  expect((caught as BadSetup).nearest).toEqual(nearest)
})

test('the nearest names are near, and few', () => {
  expect(nearestTo('loos', ['loss', 'latency', 'seed'])).toEqual(['loss'])
  expect(nearestTo('x'.repeat(100_000), ['loss'])).toEqual([])
  expect(nearestTo('ab', ['aa', 'bb', 'ac', 'ad', 'ae'])).toHaveLength(3)
})

test('a path leads to a piece of the world, or nowhere', () => {
  const world = {
    nodes: { A: { state: { term: 3, log: [{ value: 'x' }] } } },
    peers: new Map<string | number, number>([
      ['B', 4],
      [7, 9],
    ]),
  }
  expect(at(world, 'nodes.A.state.term')).toBe(3)
  expect(at(world, 'nodes.A.state.log.0.value')).toBe('x')
  expect(at(world, 'nodes.A.state.log.length')).toBe(1)
  expect(at(world, 'peers.B')).toBe(4)
  expect(at(world, 'peers.7')).toBe(9)
  expect(at(world, 'peers.size')).toBe(2)
  for (const path of [
    'nodes.B.state.term',
    'nodes.A.state.log.5.value',
    'nodes.constructor',
    '',
    'nodes.A.state.term.x',
  ]) {
    expect(at(world, path), path).toBeUndefined()
  }
})
