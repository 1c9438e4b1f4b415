import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Round, World } from '../model/model.ts'
import { answer } from './explore.ts'
import { ask, graph, steady, system, tiny } from './testing/graph.ts'

/** Distances from node 0, by relaxing edges until nothing changes (Bellman and Ford). */
function distances(edges: readonly (readonly number[])[]): number[] {
  const away = edges.map((_, node) => (node === 0 ? 0 : Infinity))
  for (let changed = true; changed;) {
    changed = false
    for (const [from, list] of edges.entries())
      for (const to of list)
        if (away[from]! + 1 < away[to]!) {
          away[to] = away[from]! + 1
          changed = true
        }
  }
  return away
}

const anyGraph = fc.integer({ min: 1, max: 14 }).chain((n) =>
  fc.record({
    edges: fc.array(fc.array(fc.nat(n - 1), { maxLength: 4 }), { minLength: n, maxLength: n }),
    bad: fc.uniqueArray(fc.nat(n - 1), { maxLength: 3 }),
  }),
)

describe('breadth-first search', () => {
  it('finds a shortest violation, or none, in any graph', () => {
    fc.assert(
      fc.property(anyGraph, ({ edges, bad }) => {
        const away = distances(edges)
        const nearest = Math.min(Infinity, ...bad.map((node) => away[node]!))
        const model = graph(edges, new Set(bad))
        const verdict = answer(model, ask(), steady())
        if (nearest === Infinity) {
          const reached = away.flatMap((d, node) => (d === Infinity ? [] : [node]))
          expect(verdict.verdict).toBe('holds')
          expect(verdict.distinct).toBe(reached.length)
          expect(verdict.generated).toBe(1 + reached.reduce((sum, node) => sum + edges[node]!.length, 0))
          expect(verdict.depth).toBe(1 + Math.max(...reached.map((node) => away[node]!)))
        } else {
          expect(verdict.verdict).toBe('violated')
          expect(verdict.choices).toHaveLength(nearest)
          expect(verdict.steps).toHaveLength(nearest)
          // The choices are a path in the graph, and it ends at a bad node.
          let at = 0
          for (const { id } of verdict.choices!) {
            const [k, to] = id.split(':').map(Number)
            expect(edges[at]![k!]).toBe(to)
            at = to!
          }
          expect(bad).toContain(at)
          expect(verdict.violation).toEqual({ why: `At ${at}.`, subjects: [] })
        }
      }),
    )
  })

  it('judges steps as well as worlds, also those that lead to a known world', () => {
    const model = graph([[1, 2], [2], [1]], new Set(), {
      properties: [
        {
          id: 'no-way-back',
          title: 'No step from 2 to 1',
          kind: 'always',
          violation: (world, before) =>
            before?.at === 2 && world.at === 1 ? { why: 'Went back.', subjects: [] } : undefined,
        },
      ],
    })
    const verdict = answer(model, ask(), steady())
    expect(verdict.verdict).toBe('violated')
    expect(verdict.choices!.map(({ id }) => id)).toEqual(['1:2', '0:1'])
  })

  it('keeps to a depth and says how far it went', () => {
    const line = Array.from({ length: 10 }, (_, i) => (i < 9 ? [i + 1] : []))
    const within = (depth: number) => answer(graph(line, new Set([6])), ask({ bounds: { depth } }), steady())
    expect(within(5)).toMatchObject({ verdict: 'holds', distinct: 6, depth: 6, bounds: { depth: 5 } })
    expect(within(6)).toMatchObject({ verdict: 'violated', depth: 7 })
    expect(within(0)).toMatchObject({ verdict: 'holds', distinct: 1, generated: 1, depth: 1 })
  })

  it("counts worlds outside the model's bounds as TLC does: generated and judged, not distinct", () => {
    const edges = [[1, 2], [3], [3], [4], []]
    const model = (bad: number[]) =>
      graph(edges, new Set(bad), {
        bounds: { far: { default: 2, text: 'the farthest node' } },
        within: ({ at }, { far }) => at <= far!,
      })
    expect(answer(model([]), ask(), steady())).toMatchObject({
      verdict: 'holds',
      distinct: 3,
      generated: 5,
      depth: 2,
    })
    expect(answer(model([3]), ask(), steady()).verdict).toBe('violated')
    expect(answer(model([4]), ask(), steady()).verdict).toBe('holds')
    const farther = answer(model([4]), ask({ bounds: { model: { far: 3 } } }), steady())
    expect(farther.verdict).toBe('violated')
    expect(() => answer(model([]), ask({ bounds: { model: { fra: 3 } } }), steady())).toThrow('no bound fra')
  })

  it('takes faults only within their budget, and tells apart what is left of it', () => {
    // Two faults are needed to get from 0 to 3; a detour of free moves joins the same nodes.
    const verdict = (actions?: Record<string, number>) =>
      answer(
        graph([], new Set([3]), {
          actions: ({ at, now }) =>
            at < 3
              ? [
                  { id: `f:${at + 1}`, type: 'fault', by: 'fault', at: now },
                  ...(at < 1 ? [system(`m:${at + 1}`, now)] : []),
                ]
              : [],
        }),
        ask({ bounds: actions ? { actions } : {} }),
        steady(),
      )
    expect(verdict()).toMatchObject({ verdict: 'holds', distinct: 2 })
    expect(verdict({ fault: 1 })).toMatchObject({ verdict: 'holds', distinct: 4 })
    const two = verdict({ fault: 2 })
    expect(two.verdict).toBe('violated')
    expect(two.choices!.map(({ id }) => id)).toEqual(['m:1', 'f:2', 'f:3'])
    // A budget holds for what the system does, too.
    expect(verdict({ fault: 2, move: 0 }).verdict).toBe('holds')
  })

  it('leaves out what is not explorable', () => {
    const model = graph([[1, 2], [], []], new Set([2]), { explorable: (_, { id }) => id !== '1:2' })
    expect(answer(model, ask(), steady()).verdict).toBe('holds')
  })

  it('takes a round as one step, judges inside it, and answers with single choices', () => {
    const round = (id: string, ...ids: string[]): Round<World & { at: number }> => ({
      id,
      type: id,
      next: (_, taken) => ids[taken],
    })
    const model = (bad: number[]) =>
      graph([[1], [2], [3], [4], []], new Set(bad), {
        rounds: ({ at }) =>
          at === 0
            ? [round('none'), { ...round('two', '0:1', '0:2'), title: 'Two at once' }]
            : at === 2
              ? [round('three', '0:3', '0:4')]
              : [],
      })
    expect(answer(model([]), ask({ grain: 'rounds' }), steady())).toMatchObject({
      verdict: 'holds',
      distinct: 3,
      generated: 3,
      depth: 3,
    })
    const verdict = answer(model([4]), ask({ grain: 'rounds' }), steady())
    expect(verdict.choices!.map(({ id }) => id)).toEqual(['0:1', '0:2', '0:3', '0:4'])
    expect(verdict.steps).toEqual(['Two at once', 'Do 0:3; Do 0:4'])
    const inside = answer(model([3]), ask({ grain: 'rounds' }), steady())
    expect(inside.choices!.map(({ id }) => id)).toEqual(['0:1', '0:2', '0:3'])
    expect(
      answer(model([4]), ask({ grain: 'rounds', bounds: { actions: { three: 0 } } }), steady()).verdict,
    ).toBe('holds')
    expect(() => answer(graph([[]], new Set()), ask({ grain: 'rounds' }), steady())).toThrow('has no rounds')
  })

  it('takes interchangeable nodes as one when asked to', () => {
    type Pair = World & { on: readonly boolean[] }
    const model = tiny<Pair>({
      init: () => ({ now: 0, on: [false, false, false] }),
      actions: ({ now, on }) => on.flatMap((lit, i) => (lit ? [] : [system(`light:${i}`, now)])),
      step: (world, { id }) => ({
        world: { ...world, on: world.on.map((lit, i) => lit || id === `light:${i}`) },
        events: [],
      }),
      symmetry: ({ on }) => on.filter(Boolean).length + 1,
    })
    expect(answer(model, ask(), steady())).toMatchObject({ distinct: 8, generated: 13, depth: 4 })
    expect(answer(model, ask({ symmetry: true }), steady())).toMatchObject({ distinct: 4, depth: 4 })
  })
})
