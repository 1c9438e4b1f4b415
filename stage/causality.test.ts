import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Event } from '@orrery/engine/model/action.ts'
import { addCopies, cones, pointsOf, type Point } from './causality.ts'

/** A random run: each entry is a local step, a send, or the receipt of any message in flight. */
const runs = fc
  .array(fc.tuple(fc.nat(3), fc.nat(3), fc.nat(9)), { minLength: 1, maxLength: 40 })
  .map((moves) => {
    const flying: { id: string; from: string; to: string; label: string }[] = []
    const points: Point[] = []
    moves.forEach(([from, to, pick], i) => {
      const at = i * 10
      const events: Event[] = []
      const arrived = pick > 4 && flying.length > 0 ? flying.splice(pick % flying.length, 1)[0] : undefined
      if (arrived) {
        events.push({ type: 'receive', at, node: arrived.to, message: arrived })
        // Half of the receipts answer in the same step.
        if (pick % 2 === 0) events.push(...send(i, arrived.to, arrived.from, at))
      } else if (pick < 3) events.push({ type: 'note', at, node: `P${from}` })
      else events.push(...send(i, `P${from}`, `P${to}`, at))
      points.push(...pointsOf(i + 1, events))
    })
    function send(i: number, from: string, to: string, at: number): Event[] {
      const message = { id: `m${i}`, from, to, label: '' }
      flying.push(message)
      return [{ type: 'send', at, node: from, message }]
    }
    return points
  })

/** Happened-before by its definition, closed by Warshall's algorithm. */
function closure(points: readonly Point[]): boolean[][] {
  const before = points.map((a, i) =>
    points.map((b, j) => {
      if (i >= j) return false
      if (a.process === b.process) return true
      return a.events.some(
        (send) =>
          send.type === 'send' &&
          b.events.some((got) => got.type === 'receive' && got.message?.id === send.message?.id),
      )
    }),
  )
  for (let k = 0; k < points.length; k++) {
    for (const row of before) if (row[k]) before[k]?.forEach((reached, j) => (row[j] ||= reached))
  }
  return before
}

describe('causal past and future', () => {
  test('are those of happened-before closed by brute force', () => {
    fc.assert(
      fc.property(runs, fc.nat(), (points, choice) => {
        const place = choice % points.length
        const selected = points[place]
        if (selected === undefined) return
        const before = closure(points)
        const { past, future } = cones(points, selected.index)
        points.forEach((point, i) => {
          expect(past.has(point)).toBe(before[i]?.[place] ?? false)
          expect(future.has(point)).toBe(before[place]?.[i] ?? false)
        })
      }),
      { numRuns: 400 },
    )
  })

  test('events at two processes without a message between them are in neither', () => {
    const at = (index: number, node: string): readonly Point[] =>
      pointsOf(index, [{ type: 'note', at: index, node }])
    const points = [...at(1, 'A'), ...at(2, 'B'), ...at(3, 'A')]
    const { past, future } = cones(points, 2)
    expect([...past, ...future]).toEqual([])
  })

  test('a copy that the network made carries what its original would have', () => {
    const sent = { id: 'm1', from: 'A', to: 'B', label: 'x' }
    const copy = { ...sent, id: 'm2' }
    const copied: Event = { type: 'duplicate', at: 2, message: copy, data: { of: 'm1' } }
    const points = [
      ...pointsOf(1, [{ type: 'send', at: 1, node: 'A', message: sent }]),
      ...pointsOf(2, [copied]),
      ...pointsOf(3, [{ type: 'receive', at: 3, node: 'B', message: copy }]),
    ]
    const copies = new Map<string, string>()
    addCopies(copies, [copied])
    expect([...cones(points, 1, copies).future].map((point) => point.index)).toEqual([3])
    expect([...cones(points, 3, copies).past].map((point) => point.index)).toEqual([1])
  })

  test('a lost message carries nothing', () => {
    const message = { id: 'm1', from: 'A', to: 'B', label: 'x' }
    const points = [
      ...pointsOf(1, [{ type: 'send', at: 1, node: 'A', message }]),
      ...pointsOf(2, [{ type: 'drop', at: 2, message }]),
      ...pointsOf(3, [{ type: 'note', at: 3, node: 'B' }]),
    ]
    expect(points).toHaveLength(2)
    expect(cones(points, 1).future.size).toBe(0)
  })
})
