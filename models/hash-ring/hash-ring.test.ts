/** The model: its promises in many runs, its rules' counterexamples, its pictures. */
import { answer } from '@orrery/engine/explore/explore.ts'
import { questionOf, recipeOf } from '@orrery/engine/explore/question.ts'
import { checkSetup } from '@orrery/engine/model/check.ts'
import { createHistory, replay } from '@orrery/engine/simulate/history.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { labelsOf, withAnother, wrongLabels } from '../labels.ts'
import { limitOf } from './limits.ts'
import { hashRing } from './model.ts'
import { hashText } from './murmur3.ts'
import { place, strategies } from './place.ts'
import { arcsOf } from './view-ring.ts'
import { LETTERS, questionOf as placementOf, type HashRingWorld } from './world.ts'
import { ringOf } from './ring.ts'

const host = { now: () => performance.now() }
const setup = checkSetup(hashRing)

const anyRun = fc.record({
  seed: fc.nat(0xffffffff),
  params: fc.record({
    servers: fc.integer({ min: 1, max: 12 }),
    points: fc.integer({ min: 1, max: 256 }),
    keys: fc.integer({ min: 0, max: 1500 }),
    cap: fc.integer({ min: 101, max: 300 }),
    strategy: fc.constantFrom(...strategies),
  }),
  picks: fc.array(fc.nat(1000), { maxLength: 14 }),
})

type Run = typeof anyRun extends fc.Arbitrary<infer R> ? R : never

/** Every world of a run of picks from the list of actions. */
function worldsOf({ seed, params, picks }: Run, without: readonly string[] = []): HashRingWorld[] {
  let world = hashRing.init(checkSetup(hashRing, { seed, params, without }))
  const worlds = [world]
  for (const pick of picks) {
    const list = hashRing.actions(world)
    const action = list[pick % list.length]
    if (action === undefined) break
    world = hashRing.step(world, { ...action, at: Math.max(world.now, action.at) + pick }).world
    worlds.push(world)
  }
  return worlds
}

describe('with all rules on', () => {
  it('nothing that is promised falls, in 600 runs of up to 14 actions', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        worldsOf(run).forEach((world, i, all) => {
          for (const property of hashRing.properties)
            if (property.kind === 'always') expect(property.violation(world, all[i - 1])).toBeUndefined()
        })
      }),
      // Chosen once: the balance is promised but for bad luck, of 2 in a million a server.
      { numRuns: 600, seed: 1997 },
    )
  })

  it('all orders of joins, leaves and a lookup among five servers hold', () => {
    const bounds = { actions: { leave: 2, lookup: 1 }, model: { servers: 5 } }
    const params = { ...setup.params, keys: 200, points: 16 }
    const verdict = answer(hashRing, questionOf(hashRing, { ...setup, params }, { bounds }), host)
    expect(verdict.verdict).toBe('holds')
    expect(verdict.distinct).toBeGreaterThan(300)
    for (const witness of ['spread', 'few-move', 'found'])
      expect(Object.keys(verdict.witnesses)).toContain(witness)
  })

  it('a world is a function of setup and choices, and equal worlds have equal fingerprints', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        const one = worldsOf(run).at(-1)!
        const other = worldsOf(run).at(-1)!
        expect(other).toEqual(one)
        expect(hashRing.fingerprint(other)).toBe(hashRing.fingerprint(one))
      }),
      { numRuns: 40 },
    )
  })

  it('keys are counted, never lost', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        for (const { loads, hashes, members } of worldsOf(run)) {
          expect(Object.keys(loads).sort()).toEqual([...members].sort())
          expect(Object.values(loads).reduce((sum, load) => sum + load, 0)).toBe(hashes.length)
        }
      }),
      { numRuns: 100 },
    )
  })
})

describe.each([
  ['ring', 'monotone', 1],
  ['virtual-nodes', 'balance', 7],
  ['cap', 'cap', 5],
])('without %s', (rule, property, longest) => {
  it.each([1, 3, 9, 5671])(`${property} falls, with seed %i`, (seed) => {
    const question = recipeOf(hashRing, { ...setup, seed }, rule)
    const verdict = answer(hashRing, question, host)
    expect(verdict).toMatchObject({ verdict: 'violated', property })
    expect(verdict.steps.length).toBeGreaterThan(0)
    expect(verdict.steps.length).toBeLessThanOrEqual(longest)
    expect(verdict.seconds).toBeLessThan(20)
    // It plays in a figure, and ends where the promise is broken.
    const history = replay(hashRing, { ...question.setup, quiet: true }, verdict.choices!)
    const broken = hashRing.properties.find(({ id }) => id === property)!
    const at = (i: number) =>
      broken.kind === 'always'
        ? broken.violation(history.world(i), i > 0 ? history.world(i - 1) : undefined)
        : undefined
    expect(at(history.length)?.why).toBe(verdict.violation?.why)
    for (let i = 0; i < history.length; i++) expect(at(i)).toBeUndefined()
  })
})

describe('counterexamples that are kept', () => {
  it('without the ring, one join moves four keys in five, most of them in vain', () => {
    const { steps, violation } = answer(hashRing, recipeOf(hashRing, setup, 'ring'), host)
    expect(steps).toEqual(['Let server E join'])
    expect(violation?.why).toBe(
      'E joins, and 778 of 1000 keys move, 575 of them in vain: user:1001 goes from A to D.',
    )
  })

  it('without virtual nodes, with the seed of the explainer', () => {
    const { steps, violation } = answer(
      hashRing,
      recipeOf(hashRing, { ...setup, seed: 5671 }, 'virtual-nodes'),
      host,
    )
    expect(steps[0]).toBe('Let server B join')
    expect(violation?.why).toMatch(/times the mean; at most \d+ are explained by chance/)
  })
})

describe('limits', () => {
  it('are close to the mean where points and keys are many, and say nothing where they are few', () => {
    expect(limitOf('ring', 5, 20000, 256, 125) / 4000).toBeLessThan(1.4)
    expect(limitOf('ring', 5, 20000, 1, 125)).toBe(20000)
    expect(limitOf('bounded', 5, 1000, 1, 125)).toBe(250)
  })
})

describe('what a reader may ask for', () => {
  const world = hashRing.init(setup)
  it.each(['join:L', 'leave:D', 'lookup:user:1999', 'lookup:a:stranger', 'points:17', 'place:jump', 'add'])(
    '%s',
    (id) => {
      expect(hashRing.find!(world, id)?.id).toBe(id)
    },
  )
  it.each([
    'join:A',
    'join:Z',
    'join:AB',
    'leave:E',
    'lookup:',
    'lookup:two words',
    'lookup:twenty-five-letters-long!',
    'points:0',
    'points:257',
    'place:here',
    'settle',
    'hop',
    '',
  ])('not %s', (id) => {
    expect(hashRing.find!(world, id)).toBeUndefined()
  })

  it('does not take away the last server', () => {
    const one = hashRing.init(checkSetup(hashRing, { params: { servers: 1 } }))
    expect(hashRing.find!(one, 'leave:A')).toBeUndefined()
  })

  it.each(strategies)('any name may be looked up by %s, and ends where it would be stored', (strategy) => {
    const params = { ...setup.params, strategy, points: 4 }
    let history = createHistory(hashRing, { ...setup, params }).take('lookup:Ada', 0)
    for (let next = history.advance(); next !== undefined; next = history.advance()) history = next
    const world = history.world(history.length)
    const question = placementOf(world)
    const hash = hashText('Ada', question.seed)
    expect(world.lookup?.hash).toBe(hash)
    // Jump hash takes 32 bits more of the name, which a list of hashes does not have.
    if (strategy !== 'jump')
      expect(world.lookup?.found).toBe(place({ ...question, hashes: [...question.hashes, hash] }).at(-1))
    expect(hashRing.inspect(world, 'Ada')).toContainEqual({ name: 'stored', value: 'no' })
    expect(hashRing.view(world, { id: 'both', layout: 'wide' }).title).toContain('The lookup ended at')
  })

  it('a lookup goes its looks by itself', () => {
    let history = createHistory(hashRing, setup).take('lookup:user:1042', 5_000)
    for (let next = history.advance(); next !== undefined; next = history.advance()) history = next
    const { lookup, owners } = history.world(history.length)
    expect(lookup?.found).toBe(owners[41])
    expect(lookup?.taken).toBeGreaterThanOrEqual(8)
  })
})

describe('pictures', () => {
  const anyView = fc.record({
    id: fc.constantFrom('both', 'ring', 'loads'),
    layout: fc.constantFrom('wide' as const, 'tall' as const),
  })

  it('stand inside their plate, with ids that are unique and labels that are true', () => {
    fc.assert(
      fc.property(anyRun, anyView, fc.subarray(['ring', 'virtual-nodes', 'cap']), (run, view, without) => {
        const world = worldsOf(run, without).at(-1)!
        const scene = hashRing.view(world, view)
        const ids = scene.marks.map(({ id }) => id)
        expect(new Set(ids).size).toBe(ids.length)
        expect(wrongLabels(scene, world)).toEqual([])
        for (const mark of scene.marks) {
          if (!('x' in mark)) continue
          expect(mark.x, mark.id).toBeGreaterThanOrEqual(0)
          expect(mark.x + ('width' in mark ? mark.width : 0), mark.id).toBeLessThanOrEqual(scene.width)
          expect(mark.y, mark.id).toBeGreaterThanOrEqual(0)
          expect(mark.y + ('height' in mark ? mark.height : 0), mark.id).toBeLessThanOrEqual(scene.height)
        }
        for (const { reads } of labelsOf(scene))
          if (reads !== undefined)
            expect(wrongLabels(scene, withAnother(world, reads)), reads).not.toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  it('the arcs of all servers are the whole circle, each once', () => {
    fc.assert(
      fc.property(
        fc.nat(0xffffffff),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 40 }),
        (seed, n, v) => {
          const members = LETTERS.slice(0, n)
          const ring = ringOf(members, v, seed)
          const width = members
            .flatMap((server) => arcsOf(ring, server))
            .reduce((sum, [a, b]) => sum + (b - a), 0)
          expect(Math.abs(width - 360)).toBeLessThan(0.02 * n * v + 0.2)
        },
      ),
    )
  })

  it('an arc is as long as the share of the keys that it holds', () => {
    const world = hashRing.init(checkSetup(hashRing, { params: { keys: 20000, points: 4 }, seed: 2 }))
    const { members, points, seed } = placementOf(world)
    const ring = ringOf(members, points, seed)
    for (const server of members) {
      const width = arcsOf(ring, server).reduce((sum, [a, b]) => sum + (b - a), 0) / 360
      expect(Math.abs(width - world.loads[server]! / 20000)).toBeLessThan(0.02)
    }
  })
})
