/** The three passes and what surrounds them, by hand. */
import { describe, expect, it } from 'vitest'
import { isWhole } from './log.ts'
import { wal } from './model.ts'
import { paramsWith } from './scenarios.ts'
import { visible, type WalWorld } from './world.ts'

const begin = (without: readonly string[] = []) =>
  wal.init({ params: paramsWith({ pages: 2, slots: 2, transactions: 3 }), without, seed: 1 })

function take(world: WalWorld, ...ids: readonly string[]): WalWorld {
  let now = world
  for (const id of ids) {
    const action = wal.actions(now).find((each) => each.id === id)
    if (action === undefined)
      throw new Error(
        `${id} cannot happen: ${wal
          .actions(now)
          .map((a) => a.id)
          .join(' ')}`,
      )
    now = wal.step(now, { ...action, at: Math.max(now.now, action.at) }).world
  }
  return now
}

/** Lets recovery, and nothing else, go on to a phase. */
function until(world: WalWorld, phase: WalWorld['phase']): WalWorld {
  let now = world
  for (let i = 0; now.phase !== phase; i++) {
    if (i > 200) throw new Error(`${phase} is not reached`)
    const action = wal.actions(now).find(({ subject, by }) => subject === 'machine' && by === 'system')!
    now = take(now, action.id)
  }
  return now
}

const types = ({ log }: WalWorld) => log.map(({ type }) => type).join(' ')
const ids = (world: WalWorld) => wal.actions(world).map(({ id }) => id)
const force = ['write:log', 'sync:log']

describe('the log', () => {
  it('shares an fsync: what comes while one is under way goes with the next', () => {
    const first = take(begin(), 'update:T1:a1', 'commit:T1', 'write:log', 'update:T2:a2', 'commit:T2')
    expect([first.durable, first.written, first.log.length]).toEqual([0, 2, 4])
    expect(ids(first)).not.toContain('write:log')
    const second = take(first, 'update:T3:b1', 'commit:T3', 'sync:log', 'write:log', 'sync:log')
    expect(second.durable).toBe(6)
    expect(ids(second).filter((id) => id.startsWith('ack'))).toEqual(['ack:T1', 'ack:T2', 'ack:T3'])
  })

  it('is on disk before a page is, and a commit before its client hears of it', () => {
    const open = take(begin(), 'update:T1:a1', 'commit:T1')
    expect(ids(open)).not.toContain('write:A')
    expect(ids(take(open, 'write:log'))).not.toContain('write:A')
    expect(ids(take(open, 'write:log'))).not.toContain('ack:T1')
    expect(ids(take(open, ...force))).toEqual(expect.arrayContaining(['write:A', 'ack:T1']))
  })

  it('offers every leftover of a batch of two', () => {
    const open = take(begin(), 'update:T1:a1', 'commit:T1', 'write:log')
    expect(ids(open).filter((id) => id.startsWith('crash'))).toEqual([
      'crash',
      'crash:0:half',
      'crash:1',
      'crash:1:half',
      'crash:2',
    ])
  })
})

describe('analysis', () => {
  it('finds the losers, and from where pages may lack something', () => {
    const lost = take(begin(), 'update:T1:a1', 'update:T2:b1', 'commit:T1', 'update:T2:b2', ...force, 'crash')
    const { transactions, recovery } = until(lost, 'redo')
    expect(transactions).toEqual({ T2: { state: 'active', lastLsn: 4, undoNext: 4 } })
    expect(recovery).toMatchObject({ cursor: 1, dirty: { A: 1, B: 2 } })
  })

  it('ends the log at a torn record, and writes over it', () => {
    const lost = take(begin(), 'update:T1:a1', 'update:T1:a2', 'write:log', 'crash:1:half')
    expect(lost.log.map(isWhole)).toEqual([true, false])
    expect(lost.durable).toBe(1)
    const up = until(lost, 'up')
    expect(types(up)).toBe('update clr end')
    expect(up.log.every(isWhole)).toBe(true)
  })

  it('starts at the last complete checkpoint, and takes its tables', () => {
    const worked = take(begin(), 'update:T1:a1', 'update:T2:b1', ...force, 'write:A')
    const marked = take(worked, 'checkpoint', 'checkpoint-end', ...force, 'master')
    expect(marked.log.at(-1)).toMatchObject({ type: 'end_chkpt', tables: { dirty: { B: 2 } } })
    const down = take(marked, 'crash', 'restart')
    expect(down.recovery?.cursor).toBe(3)
    const { transactions, recovery } = until(down, 'redo')
    expect(Object.keys(transactions)).toEqual(['T1', 'T2'])
    // Page B may lack LSN 2, before the checkpoint: redo goes back beyond it.
    expect(recovery?.cursor).toBe(2)
  })

  it('keeps to the old checkpoint until the master record has moved', () => {
    const marked = take(begin(), 'update:T1:a1', 'checkpoint', 'checkpoint-end', ...force)
    expect(ids(marked)).toContain('master')
    expect(take(marked, 'crash', 'restart').recovery?.cursor).toBe(1)
  })

  it('knows what to undo of a rollback that began inside the checkpoint', () => {
    // Between its two records the checkpoint is fuzzy: the rollback record is read before the tables are.
    const stolen = take(begin(), 'update:T1:a1', ...force, 'write:A')
    const marked = take(stolen, 'checkpoint', 'abort:T1', 'checkpoint-end', ...force, 'master', 'crash')
    const undo = until(marked, 'undo')
    expect(undo.transactions).toEqual({ T1: { state: 'rolling back', lastLsn: 3, undoNext: 1 } })
    expect(visible(until(undo, 'up'), 'a1')).toBe(0)
  })
})

describe('redo', () => {
  it('repeats history, and by the page’s LSN only what is missing', () => {
    const stolen = take(
      begin(),
      'update:T1:a1',
      'update:T1:b1',
      ...force,
      'write:A',
      'update:T1:a2',
      ...force,
    )
    const undo = until(take(stolen, 'crash'), 'undo')
    expect(undo.pool['A']).toMatchObject({ lsn: 3, slots: { a1: 11, a2: 13 }, recLsn: 3 })
    expect(undo.pool['B']).toMatchObject({ lsn: 2, slots: { b1: 12 }, recLsn: 2 })
  })
})

describe('undo', () => {
  const three = take(
    begin(),
    'update:T1:a1',
    'update:T2:b1',
    'update:T1:a2',
    'update:T2:b2',
    ...force,
    'crash',
  )

  it('sweeps back over all losers at once, each compensation pointing past what it undid', () => {
    const up = until(three, 'up')
    const clrs = up.log.flatMap((r) => (r.type === 'clr' ? [[r.txn, r.slot, r.after, r.undoNext]] : []))
    expect(clrs).toEqual([
      ['T2', 'b2', 0, 2],
      ['T1', 'a2', 0, 1],
      ['T2', 'b1', 0, 0],
      ['T1', 'a1', 0, 0],
    ])
    expect(types(up)).toBe('update update update update clr clr clr end clr end')
  })

  it('goes on where it stopped, however often it is interrupted', () => {
    let world = three
    for (let crashes = 0; crashes < 3; crashes++) {
      const undo = until(world, 'undo')
      const loser = ids(undo).find((id) => id.startsWith('undo'))!
      world = take(undo, loser, 'write:log', 'sync:log', 'crash')
    }
    const up = until(world, 'up')
    expect(up.log.filter(({ type }) => type === 'clr')).toHaveLength(4)
    expect(types(up)).toBe('update update update update clr clr clr end clr end')
  })

  it('gives back what a committed transaction wrote before', () => {
    const both = take(
      begin(),
      'update:T1:a1',
      'commit:T1',
      ...force,
      'ack:T1',
      'update:T2:a1',
      ...force,
      'write:A',
      'crash',
    )
    expect(both.disk['A']?.slots['a1']).toBe(21)
    expect(visible(until(both, 'up'), 'a1')).toBe(11)
  })
})
