import { describe, expect, it } from 'vitest'
import { ask, graph, steady, system } from './testing/graph.ts'
import { serve, type Order, type Report } from './worker.ts'

const models = {
  short: graph([[1], [2], []], new Set([2])),
  endless: graph([], new Set(), { actions: ({ at, now }) => [system(`0:${at + 1}`, now)] }),
}

/** A worker whose port and event loop are two lists. */
function worker() {
  const reports: Report[] = []
  const waiting: (() => void)[] = []
  let hear: (order: Order) => void = () => undefined
  serve({
    post: (report) => reports.push(structuredClone(report)),
    listen: (listener) => (hear = listener),
    load: (id) =>
      id in models
        ? Promise.resolve(models[id as keyof typeof models])
        : Promise.reject(new Error(`no ${id}`)),
    now: steady().now,
    later: (go) => waiting.push(go),
  })
  return {
    reports,
    hear: (order: Order) => hear(structuredClone(order)),
    async turn() {
      await Promise.resolve()
      await Promise.resolve()
      for (const go of waiting.splice(0)) go()
    },
  }
}

describe('the worker', () => {
  it('answers with a verdict', async () => {
    const { reports, hear, turn } = worker()
    hear({ kind: 'explore', job: 1, model: 'short', question: ask() })
    await turn()
    expect(reports).toMatchObject([
      { kind: 'verdict', job: 1, verdict: { verdict: 'violated', steps: ['Do 0:1', 'Do 0:2'] } },
    ])
  })

  it('reports progress and can be cancelled', async () => {
    const { reports, hear, turn } = worker()
    hear({ kind: 'explore', job: 2, model: 'endless', question: ask() })
    for (let i = 0; i < 3; i++) await turn()
    expect(reports.length).toBeGreaterThanOrEqual(2)
    expect(reports.every(({ kind, job }) => kind === 'progress' && job === 2)).toBe(true)
    hear({ kind: 'cancel', job: 2 })
    for (let i = 0; i < 3; i++) await turn()
    const last = reports.at(-1)
    expect(last).toMatchObject({
      kind: 'verdict',
      job: 2,
      verdict: { verdict: 'gave-up', reason: 'cancelled' },
    })
    const { length } = reports
    await turn()
    expect(reports).toHaveLength(length)
  })

  it('says what went wrong', async () => {
    const { reports, hear, turn } = worker()
    hear({ kind: 'explore', job: 3, model: 'nowhere', question: ask() })
    hear({ kind: 'explore', job: 4, model: 'short', question: ask({ property: 'x' }) })
    await turn()
    expect(reports).toContainEqual({ kind: 'error', job: 3, message: 'no nowhere' })
    expect(reports).toContainEqual({ kind: 'error', job: 4, message: 'tiny has no property x' })
  })
})
