/** Many seeded runs with messages held and processes paused: conditions I, II and III. */
import { draw, streamOf } from '@orrery/engine/model/random.ts'
import { createHistory } from '@orrery/engine/simulate/history.ts'
import type { History } from '@orrery/engine/simulate/history-types.ts'
import { judge, unjudged } from '@orrery/engine/simulate/judge.ts'
import { wander } from '@orrery/engine/simulate/testing/wander.ts'
import { expect, it } from 'vitest'
import { lamportMutex, type MutexWorld } from './model.ts'

const RUNS = 500
const picks = streamOf('picks')

function someRun(seed: number, without: readonly string[] = [], length = 90): History<MutexWorld> {
  const params = { processes: 2 + (seed % 4), busy: true }
  const start = createHistory(lamportMutex, { params, without, seed })
  return wander(
    start,
    Array.from({ length }, (_, i) => draw(seed, picks, i)),
  )
}

const brokenIn = (history: History<MutexWorld>): readonly string[] => {
  const { first } = judge(unjudged, history)
  return Object.keys(first).filter((id) => first[id]?.violation !== undefined)
}

const grants = (world: MutexWorld): number =>
  Object.values(world.nodes).reduce((sum, node) => sum + (node.state?.granted ?? 0), 0)

it(
  `keeps its promises in ${RUNS} rough runs, and grants every request once they are over`,
  { timeout: 60_000 },
  () => {
    let granted = 0
    for (let seed = 1; seed <= RUNS; seed++) {
      const rough = someRun(seed)
      expect(brokenIn(rough), `seed ${seed}`).toEqual([])
      // III: let go of what is held, wake who is paused; then who waits now is granted its request.
      let world = lamportMutex.heal!(rough.world(rough.length))
      const wanted = Object.entries(world.nodes).filter(([, node]) => node.state?.status === 'waiting')
      const before = new Map(wanted.map(([id, node]) => [id, node.state!.granted]))
      const waits = (): boolean => [...before].some(([id, n]) => world.nodes[id]!.state!.granted === n)
      for (let i = 0; i < 400 && waits(); i++) {
        const next = lamportMutex.next!(world)!
        world = lamportMutex.step(world, { ...next, at: Math.max(next.at, world.now) }).world
      }
      expect(waits(), `seed ${seed}`).toBe(false)
      granted += grants(world)
    }
    expect(granted).toBeGreaterThan(RUNS)
  },
)

it('is judged by a judge that bites: without a safety rule, some of these runs break exclusion', () => {
  for (const rule of ['fifo', 'break-ties', 'wait-for-all']) {
    const broken = Array.from({ length: 60 }, (_, i) => brokenIn(someRun(i + 1, [rule])))
    expect(
      broken.some((list) => list.includes('mutual-exclusion')),
      rule,
    ).toBe(true)
  }
})

it('runs the same twice', () => {
  for (const seed of [1, 2, 3]) expect(someRun(seed).fingerprint()).toBe(someRun(seed).fingerprint())
  expect(someRun(1).fingerprint()).not.toBe(someRun(2).fingerprint())
})
