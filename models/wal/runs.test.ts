/** Long random runs with everything in them, and what the timed driver makes of a busy machine. */
import { draw, streamOf } from '@orrery/engine/model/random.ts'
import { run } from '@orrery/engine/simulate/run.ts'
import { labelsOf, withAnother, wrongLabels } from '../labels.ts'
import { describe, expect, it } from 'vitest'
import { wal } from './model.ts'
import { kept, paramsWith } from './scenarios.ts'
import { empty, follow, mistakes } from './testing/ledger.ts'
import type { WalWorld } from './world.ts'

const layouts = ['wide', 'tall'] as const
const SEEDS = 600
const weights: Readonly<Record<string, number>> = { crash: 1, checkpoint: 2, abort: 2, update: 6 }

/** A run of so many actions, any of them, drawn from the seed. */
function* randomRun(seed: number, length: number) {
  const params = paramsWith({ pages: 1 + (seed % 3), slots: 1 + (seed % 2), transactions: 3 + (seed % 7) })
  let world = wal.init({ params, without: [], seed })
  for (let i = 0; i < length; i++) {
    const actions = wal.actions(world)
    // All leftovers of a crash together weigh as one action: else big batches would never become durable.
    const crashes = actions.filter(({ type }) => type === 'crash').length
    const weigh = (type: string) => (type === 'crash' ? 4 / crashes : 8 * (weights[type] ?? 5))
    const total = actions.reduce((sum, { type }) => sum + weigh(type), 0)
    let left = (draw(seed, streamOf('any'), i) / 4294967296) * total
    const action = actions.find(({ type }) => (left -= weigh(type)) < 0) ?? actions[0]
    if (action === undefined) return
    const { world: after, events } = wal.step(world, { ...action, at: Math.max(world.now, action.at) })
    yield { before: world, action, after, events }
    world = after
  }
}

describe(`${SEEDS} random runs with crashes, rollbacks and checkpoints`, () => {
  it('keep every promise, and agree with the ledger', () => {
    const seen = new Set<string>()
    let crashesInRecovery = 0
    let recoveries = 0
    for (let seed = 1; seed <= SEEDS; seed++) {
      let ledger = empty
      for (const { before, action, after, events } of randomRun(seed, 150)) {
        ledger = follow(ledger, before, action.id, after)
        seen.add(action.type)
        for (const property of wal.properties) {
          if (property.kind !== 'always') continue
          expect(property.violation(after, before)?.why, `seed ${seed}, ${action.id}`).toBeUndefined()
        }
        expect(mistakes(ledger, after), `seed ${seed}, ${action.id}`).toEqual([])
        if (action.type === 'crash' && before.restarts > 0) crashesInRecovery += 1
        if (events.some(({ type }) => type === 'up')) recoveries += 1
      }
    }
    expect([...seen].sort().join(' ')).toBe(
      'abort ack analyse checkpoint checkpoint-end commit crash master redo restart sync undo update write-log write-page',
    )
    expect(crashesInRecovery).toBeGreaterThan(100)
    expect(recoveries).toBeGreaterThan(300)
  }, 120_000)

  it('are drawn as they are, described, told and inspected', () => {
    for (let seed = 1; seed <= 20; seed++) {
      for (const { before, action, after, events } of randomRun(seed, 80)) {
        expect(wal.describe(before, action)).toMatch(/^[A-Z]/)
        expect(wal.describe(before, action)).not.toBe(action.id)
        for (const event of events) expect(wal.tell(event), event.type).toMatch(/^(?!.*undefined)[A-Z].*\.$/)
        for (const layout of layouts) look(after, layout)
      }
    }
  }, 120_000)
})

function look(world: WalWorld, layout: 'wide' | 'tall') {
  const { marks, width, height } = wal.view(world, { id: 'disk', layout })
  expect(new Set(marks.map(({ id }) => id)).size).toBe(marks.length)
  for (const mark of marks) {
    if (mark.subject !== undefined) expect(wal.inspect(world, mark.subject), mark.subject).not.toEqual([])
    if (mark.kind !== 'cell') continue
    expect(mark.x, mark.id).toBeGreaterThanOrEqual(0)
    expect(mark.y, mark.id).toBeGreaterThanOrEqual(0)
    expect(mark.x + mark.width, mark.id).toBeLessThanOrEqual(width)
    expect(mark.y + mark.height, mark.id).toBeLessThanOrEqual(height)
  }
}

it('labels follow what they read, and are caught if they do not', () => {
  let checked = 0
  for (let seed = 1; seed <= 12; seed++) {
    let last: WalWorld | undefined
    for (const { after } of randomRun(seed, 60)) {
      for (const layout of layouts)
        expect(wrongLabels(wal.view(after, { id: 'disk', layout }), after)).toEqual([])
      last = after
    }
    const world = last!
    const scene = wal.view(world, { id: 'disk', layout: 'tall' })
    for (const { reads } of labelsOf(scene)) {
      if (reads === undefined) continue
      checked += 1
      expect(wrongLabels(scene, withAnother(world, reads)), reads).not.toEqual([])
    }
  }
  expect(checked).toBeGreaterThan(200)
})

it('clients that work by themselves fill a run, the same each time', () => {
  const setup = { params: paramsWith({ busy: true, transactions: 9 }), without: [], seed: 5 }
  const once = run(wal, setup, { for: 2_000_000 })
  const again = run(wal, setup, { for: 2_000_000 })
  const world = once.world(once.length)
  expect(Object.values(world.clients).every(({ status }) => status === 'acked' || status === 'undone')).toBe(
    true,
  )
  expect(wal.fingerprint(again.world(again.length))).toBe(wal.fingerprint(world))
  expect(kept(world)).toBe(true)
  // In the end every page is on disk, and nothing waits.
  expect(world.log.length - world.durable).toBe(0)
  expect(Object.values(world.pool).every(({ recLsn }) => recLsn === 0)).toBe(true)
})
