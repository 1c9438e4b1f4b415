/**
 * Every short run, with a crash at every point of it, with every beginning of the batch under way left on disk
 * and its next record whole, half or gone, and again during recovery. Judged by the model's properties, and
 * by an oracle that shares no code with it.
 */
import { answer } from '@orrery/engine/explore/explore.ts'
import { questionOf } from '@orrery/engine/explore/question.ts'
import { combine, hashOf } from '@orrery/engine/model/fingerprint.ts'
import { describe, expect, it } from 'vitest'
import { wal } from './model.ts'
import { paramsWith } from './scenarios.ts'
import { empty, follow, mistakes, type Ledger } from './testing/ledger.ts'
import type { WalWorld } from './world.ts'

const host = { now: () => performance.now() }
const all = { log: 99 }

interface Size {
  readonly name: string
  readonly params: Readonly<Record<string, number>>
  readonly actions: Readonly<Record<string, number>>
  readonly distinct: number
  readonly generated: number
  readonly depth: number
}

const sizes: readonly Size[] = [
  {
    name: 'two transactions, two pages, two updates, two crashes',
    params: { pages: 2, slots: 1, transactions: 2 },
    actions: { update: 2, crash: 2, checkpoint: 0 },
    distinct: 551_019,
    generated: 1_107_415,
    depth: 44,
  },
  {
    name: 'one transaction, two pages, three updates, two crashes',
    params: { pages: 2, slots: 1, transactions: 1 },
    actions: { update: 3, crash: 2, checkpoint: 0 },
    distinct: 170_649,
    generated: 334_267,
    depth: 44,
  },
  {
    name: 'two transactions on one slot, two updates, three crashes',
    params: { pages: 1, slots: 1, transactions: 2 },
    actions: { update: 2, crash: 3, checkpoint: 0 },
    distinct: 62_869,
    generated: 119_558,
    depth: 57,
  },
  {
    name: 'one transaction, two updates, a checkpoint, two crashes',
    params: { pages: 1, slots: 1, transactions: 1 },
    actions: { update: 2, crash: 2, checkpoint: 1 },
    distinct: 287_793,
    generated: 529_524,
    depth: 47,
  },
]

const setupOf = ({ params }: Size) => ({ params: paramsWith(params), without: [], seed: 1 })

describe.each(sizes)('$name', (size) => {
  it('keeps every promise in every state', { timeout: 240_000 }, () => {
    const { actions, distinct, generated, depth } = size
    const question = questionOf(wal, setupOf(size), { bounds: { actions, model: all } })
    const verdict = answer(wal, question, host)
    expect(verdict).toMatchObject({ verdict: 'holds', distinct, generated, depth })
    // None of the promises is kept because nothing happens.
    for (const [id, first] of Object.entries(verdict.witnesses ?? {})) expect(first, id).toBeGreaterThan(0)
    expect(Object.keys(verdict.witnesses ?? {})).toHaveLength(5)
  })
})

/** Walks every state, breadth-first, in lines of its own; returns how many there are, and those that are up. */
function walk({ params, actions: limits }: Size, without: readonly string[] = []) {
  type Place = { readonly world: WalWorld; readonly ledger: Ledger; readonly used: Record<string, number> }
  const seen = new Set<number>()
  const wrong: string[] = []
  let up = 0
  let next: Place[] = [
    { world: wal.init({ params: paramsWith(params), without, seed: 1 }), ledger: empty, used: {} },
  ]
  while (next.length > 0) {
    const now = next
    next = []
    for (const { world, ledger, used } of now) {
      for (const action of wal.actions(world)) {
        const { id, type } = action
        const limit = limits[type]
        const spent = (used[type] ?? 0) + 1
        if (limit !== undefined && spent > limit) continue
        const after = wal.step(world, { ...action, at: world.now }).world
        const place: Place = {
          world: after,
          ledger: follow(ledger, world, id, after),
          used: limit === undefined ? used : { ...used, [type]: spent },
        }
        const print = combine(combine(wal.fingerprint(after), hashOf(place.ledger)), hashOf(place.used))
        if (seen.has(print)) continue
        seen.add(print)
        if (after.phase === 'up') up += 1
        wrong.push(...mistakes(place.ledger, after).map((what) => `${id}: ${what}`))
        next.push(place)
      }
    }
  }
  return { states: seen.size, up, wrong }
}

describe('against the ledger of what clients asked and were told', () => {
  it.each([
    { size: sizes[2]!, states: 62_868 },
    { size: { ...sizes[0]!, actions: { update: 2, crash: 1, checkpoint: 0 } }, states: 129_648 },
  ])('$size.name: $states states', { timeout: 240_000 }, ({ size, states }) => {
    const found = walk(size)
    expect(found.wrong.slice(0, 3)).toEqual([])
    expect(found.states).toBe(states)
    expect(found.up).toBeGreaterThan(1000)
  })

  it.each(['log-before-page', 'fsync-before-ack', 'checksum', 'log-undo'])(
    'catches what happens without %s',
    { timeout: 120_000 },
    (rule) => {
      const small = { ...sizes[2]!, actions: { update: 2, crash: 1, checkpoint: 0 } }
      expect(walk(small, [rule]).wrong.length).toBeGreaterThan(0)
      expect(walk(small).wrong).toEqual([])
    },
  )
})
