/** Many seeded runs with everything going wrong at once: no promise is broken, and the runs are not idle. */
import { between, draw, streamOf } from '@orrery/engine/model/random.ts'
import { describe, expect, it } from 'vitest'
import { quorumModel } from './model.ts'
import { paramsWith } from './params.ts'
import { judgementOf } from './properties.ts'
import type { QuorumWorld } from './state.ts'

const always = quorumModel.properties.filter((property) => property.kind === 'always')
const eventually = quorumModel.properties.filter((property) => property.kind === 'eventually')

function dice(seed: number) {
  let count = 0
  const roll = (low: number, high: number) => between(draw(seed, streamOf('trouble'), count++), low, high)
  return { roll, pick: <T>(list: readonly T[]): T | undefined => list[roll(0, Math.max(0, list.length - 1))] }
}

function paramsFor({ roll }: ReturnType<typeof dice>) {
  const replicas = roll(1, 5)
  return paramsWith({
    replicas,
    readQuorum: roll(1, replicas),
    writeQuorum: roll(1, replicas),
    votesOfA: roll(1, 5) === 1 ? 2 : 1,
    writers: roll(1, 2),
    readers: roll(1, 3),
    readRepair: roll(1, 2) === 1,
    skip: roll(1, 3) > 1,
    resend: 40,
    loss: roll(0, 100),
    latencyLow: 2,
    latencyHigh: roll(10, 60),
  })
}

function trouble(world: QuorumWorld, { roll, pick }: ReturnType<typeof dice>): string | undefined {
  const ids = Object.keys(world.nodes)
  const kind = roll(1, 12)
  if (kind <= 7) return pick(quorumModel.actions(world, new Set(['ask'])))?.id
  if (kind === 8)
    return pick(quorumModel.actions(world, new Set(['restart'])))?.id ?? `crash:${pick(ids) ?? ''}`
  if (kind === 9) return pick(quorumModel.actions(world, new Set(['restart'])))?.id
  if (kind === 10) return world.cut.length > 0 ? 'mend' : `isolate:${pick(ids) ?? ''}`
  if (kind === 11) return pick(quorumModel.actions(world, new Set(['duplicate'])))?.id
  return pick(quorumModel.actions(world, new Set(['deliver'])))?.id
}

function run(seed: number, without: readonly string[]) {
  const rolls = dice(seed)
  let world = quorumModel.init({ params: paramsFor(rolls), without, seed })
  let violation: string | undefined
  for (let step = 0; step < 250 && violation === undefined; step++) {
    const id = rolls.roll(1, 5) === 1 ? trouble(world, rolls) : undefined
    const action = (id === undefined ? undefined : quorumModel.find!(world, id)) ?? quorumModel.next!(world)
    const chosen = action ?? quorumModel.actions(world, new Set(['ask']))[0]
    if (chosen === undefined) break
    const before = world
    world = quorumModel.step(before, chosen).world
    for (const property of always) violation ??= property.violation(world, before)?.why
  }
  return { world, violation }
}

const runs = 1_000

describe(`${runs} runs with crashes, cuts, loss, duplicates and overtaking`, () => {
  const found = Array.from({ length: runs }, (_, i) => ({ seed: i + 1, ...run(i + 1, []) }))

  it('break no promise', () => {
    expect(
      found.flatMap(({ seed, violation }) => (violation === undefined ? [] : [`seed ${seed}: ${violation}`])),
    ).toEqual([])
    expect(found.every(({ world }) => judgementOf(world.operations).verdict === 'yes')).toBe(true)
  })

  it('are not idle', () => {
    const count = (test: (world: QuorumWorld) => boolean) => found.filter(({ world }) => test(world)).length
    expect(
      count(({ operations }) => operations.filter((each) => each.completed !== undefined).length >= 5),
    ).toBeGreaterThan(runs / 2)
    expect(
      count(({ operations }) => operations.some((each) => (each.reply?.number ?? 0) >= 3)),
    ).toBeGreaterThan(runs / 4)
    expect(
      count(({ operations }) => operations.some((each) => each.completed === undefined)),
    ).toBeGreaterThan(runs / 10)
  })

  it('once healed, answer everyone; read repair brings all replicas up to what was read', () => {
    const late: string[] = []
    for (const { seed, world: end } of found.slice(0, 300)) {
      let world = quorumModel.heal!(end)
      const left = new Set(eventually.filter((property) => !property.reached(world)))
      for (let step = 0; step < 2_000 && left.size > 0; step++) {
        const next = quorumModel.next!(world)
        if (next === undefined) break
        world = quorumModel.step(world, next).world
        for (const property of left) if (property.reached(world)) left.delete(property)
      }
      for (const { id } of left) late.push(`seed ${seed}: ${id}`)
    }
    expect(late).toEqual([])
  })

  it('would have broken them without each rule', () => {
    for (const rule of ['overlap', 'write-back']) {
      let seed = 1
      while (seed <= runs && run(seed, [rule]).violation === undefined) seed++
      expect(seed, rule).toBeLessThanOrEqual(runs)
    }
  })
})
