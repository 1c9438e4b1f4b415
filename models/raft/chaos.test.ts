/** Many seeded runs with everything going wrong at once: no promise is broken, and the runs are not idle. */
import { describe, expect, it } from 'vitest'
import { raftModel } from './model.ts'
import { chaos } from './testing/chaos.ts'

const runs = 2_000
const actions = 500

describe(`${runs} runs of ${actions} actions with crashes, cuts, loss, duplicates and overtaking`, () => {
  const count = {
    violated: [] as string[],
    elected: 0,
    replaced: 0,
    committed: 0,
    answered: 0,
    snapshots: 0,
    changes: 0,
  }
  let seen: { readonly seed: number; readonly fingerprint: number } | undefined
  for (let seed = 1; seed <= runs; seed++) {
    const run = chaos(seed, actions)
    if (run.violation !== undefined) count.violated.push(`seed ${seed}: ${run.violation.why}`)
    if (run.elections > 0) count.elected++
    if (run.replaced) count.replaced++
    if (run.committed > 0) count.committed++
    if (run.answered > 0) count.answered++
    if (run.snapshots > 0) count.snapshots++
    if (run.reconfigured > 0) count.changes++
    if (seed === 7) seen = { seed, fingerprint: raftModel.fingerprint(run.world) }
  }

  it('break no promise', () => {
    expect(count.violated).toEqual([])
  })

  it('elect, commit, answer clients and replace leaders in most runs, and snapshot and change members in many', () => {
    expect(count.elected).toBeGreaterThan(runs * 0.95)
    expect(count.committed).toBeGreaterThan(runs * 0.9)
    expect(count.answered).toBeGreaterThan(runs * 0.85)
    expect(count.replaced).toBeGreaterThan(runs * 0.8)
    expect(count.snapshots).toBeGreaterThan(runs * 0.2)
    expect(count.changes).toBeGreaterThan(runs * 0.15)
  })

  it('are the same each time', () => {
    expect(raftModel.fingerprint(chaos(seen!.seed, actions).world)).toBe(seen!.fingerprint)
  })
})

describe('the same trouble finds', () => {
  // What a walk of a few hundred random runs is likely to meet; the others need the explorer.
  it.each(['election-restriction', 'truncate-on-conflict-only', 'majority-to-commit', 'read-index'])(
    'a run that breaks without %s',
    (rule) => {
      let found = false
      for (let seed = 1; seed <= 150 && !found; seed++)
        found = chaos(seed, 800, [rule]).violation !== undefined
      expect(found).toBe(true)
    },
  )
})

describe('once healed', () => {
  it('a majority follows one leader, whose whole log is committed', () => {
    const eventually = raftModel.properties.filter((property) => property.kind === 'eventually')
    expect(eventually.map(({ id }) => id)).toEqual(['leads', 'progresses'])
    for (let seed = 1; seed <= 60; seed++) {
      const left = new Set(eventually)
      let world = raftModel.heal!(chaos(seed, actions).world)
      for (let step = 0; step < 5_000 && left.size > 0; step++) {
        // Without a no-op, old entries wait for a new one (§5.4.2), so a client goes on writing.
        const writes =
          step % 300 === 0
            ? raftModel.actions(world, new Set(['ask'])).filter(({ id }) => id.includes('write'))
            : []
        world = raftModel.step(world, writes[0] ?? raftModel.next!(world)!).world
        for (const property of left) if (property.reached(world)) left.delete(property)
      }
      expect([...left].map(({ id }) => `seed ${seed}: ${id}`)).toEqual([])
    }
  })
})
