import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createHistory, UnknownAction } from './history.ts'
import { pingModel, setupOf } from './testing/ping.ts'
import { last, starting, tiny, to } from './testing/tiny.ts'
import { wander } from './testing/wander.ts'

const model = pingModel({ loss: 100, duplication: 100 })

test('every action and every event has words of its own', () => {
  fc.assert(
    fc.property(fc.nat(1e6), fc.array(fc.nat(), { maxLength: 40 }), (seed, picks) => {
      const history = wander(createHistory(model, setupOf(seed)), picks)
      const world = history.world(history.length)
      for (const action of model.actions(world)) {
        const words = model.describe(world, action)
        expect(words).not.toContain(':')
        expect(words).not.toContain('undefined')
      }
      for (let i = 0; i <= history.length; i++) {
        for (const event of history.events(i)) {
          const words = model.tell(event)
          expect(words).toMatch(/^[A-Z].*\.$|^(ping|pong) .*\.$/)
          expect(words).not.toContain('undefined')
        }
      }
    }),
    { numRuns: 60 },
  )
})

test('a node and a message can be inspected, and what is not there has no state', () => {
  const protocol = starting({
    A: [
      to('B', 'hello'),
      { kind: 'write', key: 'term', value: { vote: 'A', seen: [1, 2] } },
      { kind: 'setTimer', name: 'tick', after: 5_000 },
    ],
  })
  const history = tiny({ protocol })
  const fields = (subject: string) =>
    Object.fromEntries(history.model.inspect(last(history), subject).map(({ name, value }) => [name, value]))
  expect(fields('A')).toEqual({
    status: 'up',
    'timer tick': 'due at 5.0 ms',
    'not yet on disk term': 'vote A, seen 1, 2',
    clock: '0.0 ms',
  })
  expect(fields('m1')).toEqual({
    message: 'hello',
    from: 'A',
    to: 'B',
    content: 'hello',
    sent: '0.0 ms',
    due: '10.0 ms',
  })
  for (const subject of ['Z', 'm2', '', 'constructor', '__proto__', 'toString'])
    expect(fields(subject), subject).toEqual({})
})

test('whatever an id says, it is an action or it is refused', () => {
  const start = createHistory(model, setupOf())
  const part = fc.oneof(
    fc.constantFrom(
      'crash',
      'timeout',
      'deliver',
      'cut',
      'mend',
      'choose',
      'ask',
      'A',
      'B',
      'ping',
      'm1',
      'A>B',
      'AB|C',
      '__proto__',
      'constructor',
    ),
    fc.string(),
  )
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), fc.double(), (parts, at) => {
      try {
        expect(start.take(parts.join(':'), at).length).toBe(1)
      } catch (error) {
        expect(error).toBeInstanceOf(UnknownAction)
      }
    }),
    { numRuns: 2_000 },
  )
})
