import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Choice } from '../model/action.ts'
import type { Model, World } from '../model/model.ts'
import type { Question } from './types.ts'
import { answer } from './explore.ts'
import { minimised } from './minimise.ts'
import { playIds, playTimed } from './replay.ts'
import { retime } from './retime.ts'
import { ask, graph, steady, system, tiny } from './testing/graph.ts'

/** Letters are mailed, and get numbers as they are; the box breaks when certain ones were opened in order. */
interface Post extends World {
  readonly mailed: readonly { readonly id: string; readonly text: string }[]
  readonly opened: string
  readonly count: number
}

const post = (fatal: string): Model<Post> =>
  tiny<Post>({
    init: () => ({ now: 0, mailed: [], opened: '', count: 0 }),
    actions: ({ now, mailed }) => [
      ...['a', 'b', 'c', 'd'].map((text) => system(`mail:${text}`, now, 'mail')),
      ...mailed.map(({ id }) => ({ ...system(`deliver:${id}`, now + 5, 'deliver'), subject: id })),
    ],
    step: (world, { id, at }) => {
      const [type, what] = id.split(':')
      if (type === 'mail') {
        const letter = { id: `m${world.count + 1}`, text: what! }
        return {
          world: { ...world, now: at, mailed: [...world.mailed, letter], count: world.count + 1 },
          events: [{ type: 'send', at, message: { id: letter.id, from: 'x', to: 'y', label: letter.text } }],
        }
      }
      const letter = world.mailed.find((each) => each.id === what)!
      const mailed = world.mailed.filter((each) => each !== letter)
      return { world: { ...world, now: at, mailed, opened: world.opened + letter.text }, events: [] }
    },
    describe: ({ mailed }, { id }) => {
      const letter = mailed.find((each) => `deliver:${each.id}` === id)
      return letter ? `Open ${letter.text}` : id
    },
    properties: [
      {
        id: 'whole',
        title: 'The box is whole',
        kind: 'always',
        worldOnly: true,
        violation: ({ opened }) => {
          let at = 0
          for (const letter of opened) if (letter === fatal[at]) at++
          return at === fatal.length ? { why: 'It broke.', subjects: [] } : undefined
        },
      },
    ],
  })

const walk = (more: Partial<Question> = {}): Question => ask({ strategy: 'random-walk', ...more })

/** Without any one of its choices, the run is impossible or breaks nothing. */
function expectMinimal<W extends World>(model: Model<W>, choices: readonly Choice[], property: string): void {
  const ids = choices.map(({ id }) => id)
  const { setup } = ask()
  expect(playIds(model, setup, ids, property)).toMatchObject({ skipped: 0, broken: { property } })
  for (const i of ids.keys()) {
    const fewer = playIds(model, setup, ids.toSpliced(i, 1), property)
    expect(fewer.broken !== undefined && fewer.skipped === 0).toBe(false)
  }
}

describe('random walks', () => {
  it('find a violation, and leave of it only what is needed', () => {
    const model = post('abcd')
    const verdict = answer(model, walk({ bounds: { depth: 60 } }), steady())
    expect(verdict).toMatchObject({ verdict: 'violated', property: 'whole', violation: { why: 'It broke.' } })
    expect(verdict.choices).toHaveLength(8)
    expect([...verdict.steps].sort()).toEqual([
      ...['Open a', 'Open b', 'Open c', 'Open d'],
      ...['mail:a', 'mail:b', 'mail:c', 'mail:d'],
    ])
    expectMinimal(model, verdict.choices!, 'whole')
  })

  it('are the same for the same seed', () => {
    const once = answer(post('abca'), walk(), steady())
    const again = answer(post('abca'), walk(), steady())
    expect(again.choices).toEqual(once.choices)
    expect(again.generated).toBe(once.generated)
  })

  it('give up when they find nothing, since that proves nothing', () => {
    const verdict = answer(graph([[0, 1], [0]], new Set()), walk({ bounds: { maxStates: 500 } }), steady())
    expect(verdict).toMatchObject({ verdict: 'gave-up', distinct: 2, generated: 500 })
    expect(verdict.reason).toMatch(/^\d+ random walks found nothing/)
  })

  it('go where the bias says', () => {
    // Of ten ways at each of eight nodes one goes on; without bias a walk succeeds once in 10^8.
    const edges = Array.from({ length: 9 }, (_, i) => [...Array.from({ length: 9 }, () => 0), i + 1])
    const deep = (more: Partial<ReturnType<typeof graph>>) => graph(edges, new Set([8]), more)
    const question = walk({ bounds: { depth: 8, maxStates: 5000 } })
    expect(answer(deep({}), question, steady()).verdict).toBe('gave-up')
    const biased = deep({ bias: (_, { id }) => (id.startsWith('9:') ? 30 : 1) })
    expect(answer(biased, question, steady()).verdict).toBe('violated')
    const never = deep({ bias: (_, { id }) => (id.startsWith('9:') ? 0 : 1) })
    expect(answer(never, question, steady())).toMatchObject({ verdict: 'gave-up', distinct: 1 })
  })

  it('take rounds, and keep to the bounds on what is taken', () => {
    const model = graph([[1], [2], [3], []], new Set([3]), {
      rounds: ({ at }) => [
        { id: 'on', type: 'on', next: (_, taken) => (taken === 0 ? `0:${at + 1}` : undefined) },
      ],
      actions: ({ at, now }) => (at < 3 ? [system(`0:${at + 1}`, now)] : []),
      find: ({ at, now }, id) => (at < 3 && id === `0:${at + 1}` ? system(id, now) : undefined),
    })
    const bounded = (on: number) =>
      answer(model, walk({ grain: 'rounds', bounds: { actions: { on }, maxStates: 50 } }), steady())
    expect(bounded(2)).toMatchObject({ verdict: 'gave-up', distinct: 3 })
    expect(bounded(3)).toMatchObject({ verdict: 'violated', steps: ['Do 0:1', 'Do 0:2', 'Do 0:3'] })
  })
})

describe('minimising', () => {
  it('makes any failing run 1-minimal, though messages are renumbered on the way', () => {
    const letter = fc.constantFrom('a', 'b', 'c', 'd')
    fc.assert(
      fc.property(
        fc.array(letter, { minLength: 1, maxLength: 4 }),
        fc.array(fc.nat(100), { minLength: 40, maxLength: 80 }),
        (fatal, picks) => {
          const model = post(fatal.join(''))
          const ids: string[] = []
          let world = model.init(ask().setup)
          for (const pick of picks) {
            const actions = model.actions(world)
            const action = actions[pick % actions.length]!
            ids.push(action.id)
            world = model.step(world, action).world
          }
          if (!playIds(model, ask().setup, ids).broken) return
          const { choices } = minimised(model, ask().setup, ids, 'whole')
          expect(choices).toHaveLength(2 * fatal.length)
          expectMinimal(model, choices, 'whole')
        },
      ),
      { numRuns: 60 },
    )
  })

  it('refuses a run that breaks nothing', () => {
    expect(() => minimised(post('abc'), ask().setup, ['mail:a'], 'whole')).toThrow('does not break whole')
  })
})

describe('re-timing', () => {
  it('lets messages fly, keeps choices apart, and arrivals of one moment close', () => {
    const model = post('aab')
    const ids = ['mail:a', 'mail:a', 'deliver:m2', 'mail:b', 'deliver:m1', 'deliver:m3']
    const pace = { flight: 15_000, gap: 10_000, together: 3_000 }
    const choices = retime(model, ask().setup, ids, pace)!
    expect(choices.map(({ id }) => id)).toEqual(ids)
    const at = choices.map((choice) => choice.at)
    expect(at).toEqual([10_000, 20_000, 35_000, 45_000, 55_000, 65_000])
    const played = playTimed(model, ask().setup, choices, 'whole')
    expect(played.choices).toEqual(choices)
    expect(played.broken?.property).toBe('whole')
  })

  it('brings in together what left together', () => {
    interface Burst extends World {
      readonly flying: readonly string[]
    }
    const model = tiny<Burst>({
      init: () => ({ now: 0, flying: [] }),
      actions: ({ now, flying }) =>
        flying.length > 0
          ? flying.map((id) => ({ ...system(`deliver:${id}`, now, 'deliver'), subject: id }))
          : [system('burst', now)],
      step: ({ flying }, { id, at }) =>
        id === 'burst'
          ? {
              world: { now: at, flying: ['m1', 'm2'] },
              events: ['m1', 'm2'].map((m) => ({
                type: 'send',
                at,
                message: { id: m, from: 'x', to: 'y', label: m },
              })),
            }
          : { world: { now: at, flying: flying.filter((m) => id !== `deliver:${m}`) }, events: [] },
    })
    const choices = retime(model, ask().setup, ['burst', 'deliver:m2', 'deliver:m1'])!
    expect(choices.map(({ at }) => at)).toEqual([10_000, 25_000, 28_000])
    expect(retime(model, ask().setup, ['deliver:m1'])).toBeUndefined()
  })
})
