import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clockedEvents, isBefore } from './causality.ts'
import { toShiviz, toTrace } from './export.ts'
import { createHistory, replay } from './history.ts'
import { run } from './run.ts'
import { pingModel, setupOf } from './testing/ping.ts'
import { starting, tiny, to } from './testing/tiny.ts'
import { wander } from './testing/wander.ts'

const model = pingModel({ loss: 100, duplication: 300, reordering: 200 })

test('one clock is below another just if its event happened before: checked against the graph of events', () => {
  fc.assert(
    fc.property(fc.nat(1e6), fc.array(fc.nat(), { maxLength: 70 }), (seed, picks) => {
      const history = wander(createHistory(model, setupOf(seed)), picks)
      const events = clockedEvents(history)
      // Lamport's definition: later at the same process, or a receive of what was sent, or through others.
      const copies = new Map<string, string>()
      for (let i = 0; i <= history.length; i++) {
        for (const { type, message, data } of history.events(i)) {
          if (type === 'duplicate' && message) copies.set(message.id, String(data?.['of']))
        }
      }
      const original = (id: string): string => (copies.has(id) ? original(copies.get(id) ?? '') : id)
      const before = events.map(() => new Set<number>())
      events.forEach(({ event, node }, j) => {
        const direct = events.flatMap(({ event: other, node: at }, i) => {
          if (i >= j) return []
          const sent =
            other.type === 'send' &&
            event.type === 'receive' &&
            other.message?.id === original(event.message?.id ?? '')
          return at === node || sent ? [i] : []
        })
        for (const i of direct) {
          before[j]?.add(i)
          for (const k of before[i] ?? []) before[j]?.add(k)
        }
      })
      events.forEach(({ clock: later }, j) => {
        events.forEach(({ clock: earlier }, i) => {
          expect(isBefore(earlier, later)).toBe(before[j]?.has(i) === true)
        })
      })
    }),
    { numRuns: 60 },
  )
})

test('what was sent at the start is known to its receiver', () => {
  const history = tiny({ ids: ['A', 'B'], protocol: starting({ A: [to('B', 'hello')] }) }).take('deliver:m1')
  expect(clockedEvents(history).map(({ event, node, clock }) => [event.type, node, clock])).toEqual([
    ['start', 'A', { A: 1 }],
    ['send', 'A', { A: 2 }],
    ['start', 'B', { B: 1 }],
    ['receive', 'B', { A: 2, B: 2 }],
  ])
})

test('the ShiViz log is read by its default expression, and each host counts its own events by one', () => {
  const history = run(model, setupOf(), { for: 1_000_000 })
  const log = toShiviz(history)
  // The default of https://bestchai.bitbucket.io/shiviz/, in JavaScript.
  const matches = [...log.matchAll(/(?<event>.*)\n(?<host>\S*) (?<clock>{.*})/g)]
  expect(matches).toHaveLength(clockedEvents(history).length)
  const counts = new Map<string, number>()
  for (const { groups } of matches) {
    const host = groups?.['host'] ?? ''
    const clock = JSON.parse(groups?.['clock'] ?? '') as Record<string, number>
    expect(clock[host]).toBe((counts.get(host) ?? 0) + 1)
    counts.set(host, clock[host] ?? 0)
    expect(groups?.['event']).not.toBe('')
  }
  expect([...counts.keys()].sort()).toEqual(['A', 'B', 'C'])
  expect(log).toContain('A sends ping 1 to B.\nA {"A":3}\n')
})

test('a trace survives JSON and is the same run again', () => {
  const history = run(model, setupOf(5), { for: 500_000 })
  const trace = JSON.parse(JSON.stringify(toTrace(history))) as ReturnType<typeof toTrace>
  expect(trace).toMatchObject({ format: 'orrery-trace', version: 1, model: 'ping', end: history.end })
  expect(replay(model, trace.setup, trace.choices).fingerprint()).toBe(trace.fingerprint)
  expect(trace.events.filter(({ choice }) => choice === 0).map(({ text }) => text)).toEqual([
    'A starts.',
    'B starts.',
    'C starts.',
  ])
  expect(trace.events.every(({ text }) => text.length > 0)).toBe(true)
})
