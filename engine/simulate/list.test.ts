import fc from 'fast-check'
import { expect, test } from 'vitest'
import { earliest } from './scheduler.ts'
import { createHistory } from './history.ts'
import { pingModel, setupOf } from './testing/ping.ts'
import { wander } from './testing/wander.ts'

const model = pingModel({ loss: 100, duplication: 100, reordering: 100 })
const fifo = pingModel({ loss: 100, duplication: 100, fifo: true })

test('what is listed can be found, is unique, is not in the past, and can be taken', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1e6 }),
      fc.boolean(),
      fc.array(fc.nat(), { maxLength: 40 }),
      (seed, inOrder, picks) => {
        const chosen = inOrder ? fifo : model
        const history = wander(createHistory(chosen, setupOf(seed)), picks)
        const world = history.world(history.length)
        const actions = chosen.actions(world)
        expect(new Set(actions.map(({ id }) => id)).size).toBe(actions.length)
        for (const action of actions) {
          expect(action.at).toBeGreaterThanOrEqual(world.now)
          expect(chosen.find?.(world, action.id)).toEqual(action)
          expect(chosen.step(world, action).world.now).toBe(action.at)
          expect(chosen.actions(world, new Set([action.type]))).toContainEqual(action)
        }
      },
    ),
    { numRuns: 100 },
  )
})

test('the next action is the earliest of the list', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1e6 }),
      fc.boolean(),
      fc.array(fc.nat(), { maxLength: 60 }),
      (seed, inOrder, picks) => {
        const chosen = inOrder ? fifo : model
        const history = wander(createHistory(chosen, setupOf(seed)), picks)
        const world = history.world(history.length)
        expect(chosen.next?.(world)).toEqual(earliest(chosen.actions(world)))
      },
    ),
    { numRuns: 300 },
  )
})

test('a step changes nothing in the world that it leaves', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e6 }), fc.array(fc.nat(), { maxLength: 30 }), (seed, picks) => {
      const history = wander(createHistory(model, setupOf(seed)), picks)
      const world = history.world(history.length)
      const before = JSON.stringify(world)
      for (const action of model.actions(world)) model.step(world, action)
      expect(JSON.stringify(world)).toBe(before)
    }),
    { numRuns: 50 },
  )
})

test('a step shares what it does not change', () => {
  const history = createHistory(model, setupOf()).take('timeout:A:ping')
  const [before, after] = [history.world(0), history.world(1)]
  expect(after.nodes['B']).toBe(before.nodes['B'])
  expect(after.cut).toBe(before.cut)
  expect(after.operations).toBe(before.operations)
  expect(after.nodes['A']).not.toBe(before.nodes['A'])
})
