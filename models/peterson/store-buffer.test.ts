import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { peterson as model } from './model.ts'
import { sees, type PetersonWorld } from './peterson.ts'

const take = (world: PetersonWorld, id: string): PetersonWorld => {
  const action = model.actions(world).find((each) => each.id === id)!
  return model.step(world, { ...action, at: Math.max(world.now, action.at) }).world
}

const begin = (without: readonly string[]) => model.init({ params: {}, without, seed: 3 })

describe('a store buffer', () => {
  it('is read by its owner, and reaches memory in order', () => {
    const issued = ['a0:P0', 'a1:P0', 'a2:P0'].reduce(take, begin(['fence']))
    expect(issued).toMatchObject({ flag: [false, false], turn: 0 })
    expect(sees(issued, 0).turn).toBe(1)
    expect(sees(issued, 1)).toEqual({ flagOfOther: false, turn: 0 })
    const first = take(issued, 'drain:P0')
    expect(first).toMatchObject({ flag: [true, false], turn: 0 })
    expect(take(first, 'drain:P0')).toMatchObject({ flag: [true, false], turn: 1, buffer: [[], []] })
  })

  it('stays empty where stores are fenced', () => {
    const stored = ['a0:P0', 'a1:P0', 'a2:P0'].reduce(take, begin([]))
    expect(stored).toMatchObject({ flag: [true, false], turn: 1, buffer: [[], []] })
  })
})

describe('any run', () => {
  it('is described, told, inspected and drawn', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(3), { maxLength: 40 }),
        fc.constantFrom<readonly string[]>([], ['fence']),
        fc.constantFrom('wide' as const, 'tall' as const),
        (picks, without, layout) => {
          let world = begin(without)
          for (const pick of picks) {
            const actions = model.actions(world)
            const action = actions[pick % actions.length]!
            expect(model.describe(world, action)).toMatch(/^Let P[01]/)
            const step = model.step(world, action)
            for (const event of step.events) expect(model.tell(event)).toMatch(/^P[01].*\.$/)
            world = step.world
          }
          expect(model.inspect(world, 'P1').length).toBeGreaterThan(2)
          const { marks, width, height } = model.view(world, { id: 'memory', layout })
          expect(new Set(marks.map(({ id }) => id)).size).toBe(marks.length)
          for (const mark of marks)
            if (mark.kind === 'cell') {
              expect(mark.x + mark.width).toBeLessThanOrEqual(width)
              expect(mark.y + mark.height).toBeLessThanOrEqual(height)
            }
        },
      ),
    )
  })

  it('never locks up: one of the processes can always go on', () => {
    // No deadlock: in every state that is reached some process, not only a buffer, can step.
    const seen = new Set<number>()
    const visit = (world: PetersonWorld): void => {
      const print = model.fingerprint(world)
      if (seen.has(print)) return
      seen.add(print)
      const actions = model.actions(world)
      expect(actions.some(({ type }) => type !== 'drain')).toBe(true)
      for (const action of actions) visit(model.step(world, action).world)
    }
    visit(begin([]))
    expect(seen.size).toBe(42)
  })
})
