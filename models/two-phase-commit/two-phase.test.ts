import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answer } from '@orrery/engine/explore/explore.ts'
import { questionOf, recipeOf } from '@orrery/engine/explore/question.ts'
import type { Scene } from '@orrery/engine/model/scene.ts'
import { twoPhaseCommit as model } from './model.ts'
import { fingerprint, fingerprintInFull, symmetricPrint } from './print.ts'
import { rmName, stateOf, type TwoPhaseWorld } from './world.ts'

const host = { now: () => performance.now() }
const setupOf = (participants: number, without: readonly string[] = [], spec = 'TwoPhase') => ({
  params: { participants, spec },
  without,
  seed: 1,
})

/** A run of so many steps, by picks from the list of actions. */
function run(world: TwoPhaseWorld, picks: readonly number[]): TwoPhaseWorld {
  return picks.reduce((at, pick) => {
    const actions = model.actions(at)
    const action = actions[pick % Math.max(1, actions.length)]
    return action ? model.step(at, { ...action, at: Math.max(at.now, action.at) }).world : at
  }, world)
}

const anyRun = fc.record({
  participants: fc.integer({ min: 1, max: 5 }),
  spec: fc.constantFrom('TwoPhase', 'TCommit'),
  without: fc.subarray(['await-all', 'decide-once', 'prepared-waits']),
  picks: fc.array(fc.nat(1000), { maxLength: 30 }),
})

describe('fingerprints', () => {
  it('kept by difference are those of the whole state', () => {
    fc.assert(
      fc.property(anyRun, ({ participants, spec, without, picks }) => {
        const world = run(model.init(setupOf(participants, without, spec)), picks)
        expect(fingerprint(world)).toBe(fingerprintInFull(world))
      }),
    )
  })

  it('up to symmetry do not change when resource managers change places', () => {
    // The same picks with two RMs' names exchanged.
    const play = (ids: readonly string[]) =>
      ids.reduce(
        (world, id) => {
          const action = model.actions(world).find((each) => each.id === id)!
          return model.step(world, { ...action, at: Math.max(world.now, action.at) }).world
        },
        model.init(setupOf(3)),
      )
    const ids = [
      'RMPrepare:r1',
      'TMRcvPrepared:r1',
      'RMPrepare:r2',
      'RMChooseToAbort:r3',
      'TMAbort',
      'RMRcvAbortMsg:r2',
    ]
    const swapped = ids.map((id) => id.replace(/r1|r2/, (rm) => (rm === 'r1' ? 'r2' : 'r1')))
    expect(fingerprint(play(ids))).not.toBe(fingerprint(play(swapped)))
    expect(symmetricPrint(play(ids))).toBe(symmetricPrint(play(swapped)))
  })
})

describe('rules', () => {
  it.each([
    ['await-all', ['RMChooseToAbort', 'RMPrepare', 'RMRcvCommitMsg', 'TMCommit']],
    ['decide-once', undefined],
    ['prepared-waits', undefined],
  ])('without %s the transaction is torn', (rule, types) => {
    const verdict = answer(model, recipeOf(model, setupOf(2), rule), host)
    expect(verdict).toMatchObject({ verdict: 'violated', property: 'consistent' })
    expect(verdict.violation!.why).toMatch(/has committed and .* has aborted/)
    expect(verdict.steps.length).toBe(verdict.choices!.length)
    if (types) for (const { id } of verdict.choices!) expect(types).toContain(id.split(':')[0])
  })
})

describe('symmetry', () => {
  it('gives the same verdict from far fewer states', () => {
    const plain = answer(model, questionOf(model, setupOf(5)), host)
    const folded = answer(model, questionOf(model, setupOf(5), { symmetry: true }), host)
    expect(folded).toMatchObject({ verdict: 'holds', depth: plain.depth, witnesses: plain.witnesses })
    expect(folded.distinct).toBeLessThan(plain.distinct / 20)
    const torn = recipeOf(model, setupOf(4), 'prepared-waits')
    expect(answer(model, { ...torn, symmetry: true }, host).steps).toHaveLength(
      answer(model, torn, host).steps.length,
    )
  })
})

describe('the scheduler', () => {
  it('commits, when nobody interferes', () => {
    let world = model.init(setupOf(4))
    for (;;) {
      const due = model.actions(world).filter(({ by }) => by === 'system')
      if (due.length === 0) break
      const first = due.reduce((a, b) => (b.at < a.at ? b : a))
      world = model.step(world, first).world
    }
    expect([0, 1, 2, 3].map((rm) => stateOf(world.rmState, rm))).toEqual(Array(4).fill('committed'))
  })
})

describe('view', () => {
  const inside = ({ width, height, marks }: Scene) =>
    marks.every((mark) => !('x' in mark) || (mark.x > 0 && mark.x < width && mark.y > 0 && mark.y < height))

  it('draws every node once, inside, and messages that still matter', () => {
    fc.assert(
      fc.property(
        anyRun,
        fc.constantFrom('wide' as const, 'tall' as const),
        ({ participants, picks }, layout) => {
          const world = run(model.init(setupOf(participants)), picks)
          const scene = model.view(world, { id: 'managers', layout })
          expect(inside(scene)).toBe(true)
          const ids = scene.marks.map(({ id }) => id)
          expect(new Set(ids).size).toBe(ids.length)
          for (let rm = 0; rm < participants; rm++) expect(ids).toContain(rmName(rm))
          // What is drawn in flight can be delivered.
          const subjects = model.actions(world).map(({ subject }) => subject)
          for (const mark of scene.marks)
            if (mark.kind === 'message') expect(subjects).toContain(mark.subject)
        },
      ),
    )
  })
})
