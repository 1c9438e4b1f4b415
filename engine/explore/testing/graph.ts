/** Models small enough to check by hand: for the explorer's own tests. */
import type { Action } from '../../model/action.ts'
import { hashOf } from '../../model/fingerprint.ts'
import type { Model, World } from '../../model/model.ts'
import type { Question } from '../types.ts'

/** A model with all that the explorer does not look at filled in. */
export function tiny<W extends World>(
  core: Pick<Model<W>, 'init' | 'actions' | 'step'> & Partial<Model<W>>,
): Model<W> {
  return {
    id: 'tiny',
    title: 'Tiny',
    summary: 'A model for a test.',
    sources: [],
    fidelity: { models: [], leavesOut: [] },
    params: {},
    rules: [],
    properties: [],
    views: [],
    fingerprint: ({ now: _now, ...content }) => hashOf(content),
    view: () => ({ width: 1, height: 1, title: '', marks: [] }),
    inspect: () => [],
    describe: (_, action) => `Do ${action.id}`,
    tell: (event) => event.type,
    ...core,
  }
}

export interface Place extends World {
  readonly at: number
}

/** Action `k` of node n leads to `edges[n][k]`; node 0 is the first. `bad` nodes break "stay off". */
export function graph(
  edges: readonly (readonly number[])[],
  bad: ReadonlySet<number>,
  more: Partial<Model<Place>> = {},
): Model<Place> {
  return tiny<Place>({
    init: () => ({ now: 0, at: 0 }),
    actions: ({ at, now }) => (edges[at] ?? []).map((to, k) => system(`${k}:${to}`, now + 1)),
    step: (_, { id, at }) => ({ world: { now: at, at: Number(id.split(':')[1]) }, events: [] }),
    properties: [
      {
        id: 'stay-off',
        title: 'Stay off the bad places',
        kind: 'always',
        worldOnly: true,
        violation: ({ at }) => (bad.has(at) ? { why: `At ${at}.`, subjects: [] } : undefined),
      },
    ],
    ...more,
  })
}

export function system(id: string, at: number, type = 'move'): Action {
  return { id, type, by: 'system', at }
}

export function ask(more: Partial<Question> = {}): Question {
  return {
    setup: { params: {}, without: [], seed: 1 },
    bounds: {},
    grain: 'actions',
    strategy: 'breadth-first',
    ...more,
  }
}

/** A clock that moves ten milliseconds a look: tests do not depend on the machine's. */
export function steady(): { now(): number } {
  let time = 0
  return { now: () => (time += 10) }
}
