import { describe, expect, it } from 'vitest'
import { drawJudged } from './draw.ts'
import { objectOf, readHistory } from './jepsen.ts'
import { linearizable } from './linearizable.ts'

const text = (rows: readonly (readonly [number, string, string, unknown?])[]): string =>
  rows.map(([process, type, f, value]) => JSON.stringify({ process, type, f, value })).join('\n')

function draw(rows: readonly (readonly [number, string, string, unknown?])[]) {
  const calls = readHistory(text(rows), 'register')
  return drawJudged(calls, linearizable(calls, objectOf('register')))
}

/** Forty writes and reads in turn, and then perhaps a read of what is long gone. */
const long = (stale: boolean) => [
  ...Array.from({ length: 40 }, (_, i): [number, string, string, unknown][] => [
    [i % 3, 'invoke', 'write', i],
    [i % 3, 'ok', 'write', i],
  ]).flat(),
  ...(stale
    ? ([
        [9, 'invoke', 'read', null],
        [9, 'ok', 'read', 2],
      ] as const)
    : []),
]

describe('the diagram of a judged history', () => {
  it('puts a dot within each interval, in the order found', () => {
    const { marks } = draw([
      [0, 'invoke', 'write', 1],
      [1, 'invoke', 'write', 2],
      [0, 'ok', 'write', 1],
      [1, 'ok', 'write', 2],
      [2, 'invoke', 'read'],
      [2, 'ok', 'read', 1],
    ])
    const at = (id: string) => marks.find((mark) => mark.id === id)
    const dots = ['line 2', 'line 1', 'line 5'].map((id) => {
      const [cell, dot] = [at(id), at(`effect ${id}`)]
      if (cell?.kind !== 'cell' || dot?.kind !== 'dot') throw new Error(`${id} is not drawn`)
      expect(dot.x).toBeGreaterThan(cell.x)
      expect(dot.x).toBeLessThan(cell.x + cell.width)
      return dot.x
    })
    // The read saw 1, so the write of 2 took effect first.
    expect(dots).toEqual([...dots].sort((a, b) => a - b))
  })

  it('shows what cannot be next, hatched and without a dot, however long the history', () => {
    const { marks, title } = draw(long(true))
    const failed = marks.filter((mark) => mark.kind === 'cell' && mark.role === 'failed')
    expect(failed.map((mark) => mark.id)).toEqual(['line 81'])
    expect(marks.some((mark) => mark.id === 'effect line 81')).toBe(false)
    expect(marks.length).toBeLessThan(40)
    expect(title).toMatch(/No one copy/)
    expect(draw(long(false)).title).toMatch(/One copy could/)
  })

  it('draws nothing for nothing', () => {
    expect(draw([]).marks).toHaveLength(1)
  })
})
