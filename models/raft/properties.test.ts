/** Each promise, broken by hand: a property that cannot fail says nothing. */
import type { Always } from '@orrery/engine/model/property.ts'
import { runScenario } from '@orrery/engine/simulate/run.ts'
import { describe, expect, it } from 'vitest'
import { observe } from './ghost.ts'
import { raftModel } from './model.ts'
import { scenarios } from './scenarios.ts'
import type { Entry, RaftState } from './state.ts'
import type { RaftWorld } from './world.ts'
import { leaderOf } from './world.ts'

const { history } = runScenario(
  scenarios.find(({ id }) => id === 'replication')!,
  raftModel,
)
const world = history.world(history.length)
const leader = leaderOf(world)!
const follower = Object.keys(world.nodes).find((id) => id !== leader)!

const property = (id: string) => raftModel.properties.find((each) => each.id === id) as Always<RaftWorld>

/** The world with one server's state changed by hand, and the history variables that follow. */
function changed(id: string, change: (state: RaftState) => Partial<RaftState>): RaftWorld {
  const node = world.nodes[id]!
  const nodes = { ...world.nodes, [id]: { ...node, state: { ...node.state!, ...change(node.state!) } } }
  const after = { ...world, nodes }
  return { ...after, ghost: observe(world.ghost, world, after, []) }
}

const other: Entry = { term: 1, command: { kind: 'set', key: 'x', value: 99, client: 'c9', serial: 1 } }
const withEntry = (state: RaftState, entry: Entry) => ({
  log: { ...state.log, entries: [...state.log.entries.slice(0, -1), entry] },
})

describe('properties', () => {
  it('hold in the run that they are tried on', () => {
    for (const each of raftModel.properties)
      if (each.kind === 'always') expect(each.violation(world)).toBeUndefined()
  })

  it('election safety: two leaders in a term', () => {
    const broken = changed(follower, () => ({ role: 'leader' }))
    expect(property('election-safety').violation(broken, world)?.why).toMatch(/both elected leader of term 1/)
  })

  it('leader append-only: a leader that replaces its entry', () => {
    const broken = changed(leader, (state) => withEntry(state, other))
    expect(property('leader-append-only').violation(broken, world)?.subjects).toEqual([leader])
  })

  it('log matching: one index and term, two commands', () => {
    const broken = changed(follower, (state) => withEntry(state, other))
    const found = property('log-matching').violation(broken, world)
    expect(found?.why).toMatch(/x←99 of term 1/)
    expect(found?.subjects).toContain(follower)
    // The same without a world to compare with.
    expect(property('log-matching').violation(broken)?.why).toBe(found?.why)
  })

  it('leader completeness: a later leader without a committed entry', () => {
    const broken = changed(follower, (state) => ({
      role: 'leader',
      term: 2,
      log: { ...state.log, entries: state.log.entries.slice(0, -1) },
    }))
    const why = property('leader-completeness').violation(broken, world)?.why
    expect(why).toBe(
      `${follower} leads term 2 with nothing at 2, where ${leader} committed x←1 of term 1 in term 1.`,
    )
  })

  it('state machine safety: two commands applied at one place', () => {
    const before = changed(follower, () => ({ commit: 1 }))
    const node = before.nodes[follower]!
    const state = { ...node.state!, ...withEntry(node.state!, other), commit: 2 }
    const after = { ...before, nodes: { ...before.nodes, [follower]: { ...node, state } } }
    const broken = { ...after, ghost: observe(before.ghost, before, after, []) }
    expect(property('state-machine-safety').violation(broken, before)?.why).toBe(
      `At 2, ${leader} applied x←1 of term 1 and ${follower} applied x←99 of term 1.`,
    )
  })

  it('linearizable: a read that forgets a confirmed write', () => {
    const read = { kind: 'get', key: 'x', client: 'c2' } as const
    const operations = [
      ...world.operations,
      {
        id: 'o9',
        node: follower,
        request: read,
        invoked: 90,
        completed: 91,
        reply: { ok: true, value: undefined } as const,
      },
    ]
    expect(property('linearizable').violation({ ...world, operations }, world)?.why).toBe(
      `${follower} told c2 that x has no value, although ${leader} had confirmed x←1 before c2 asked.`,
    )
  })
})

describe('fingerprints', () => {
  it('do not depend on the order in which a world was built', () => {
    const reversed = (record: Readonly<Record<string, unknown>>): Record<string, unknown> =>
      Object.fromEntries(
        Object.entries(record)
          .reverse()
          .map(([key, value]) => [key, isPlain(value) ? reversed(value) : value]),
      )
    const isPlain = (value: unknown): value is Record<string, unknown> =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
    for (let i = 0; i <= history.length; i++) {
      const one = history.world(i)
      const two = {
        ...one,
        nodes: reversed(one.nodes),
        ghost: reversed({ ...one.ghost }),
      } as unknown as RaftWorld
      expect(Object.keys(two.nodes)).not.toEqual(Object.keys(one.nodes))
      expect(raftModel.fingerprint(two)).toBe(raftModel.fingerprint(one))
    }
  })

  it('tell different worlds apart', () => {
    expect(raftModel.fingerprint(changed(follower, () => ({ term: 5 })))).not.toBe(
      raftModel.fingerprint(world),
    )
  })
})

describe('runs', () => {
  it('go on alike from worlds built in different orders', () => {
    const nodes = Object.fromEntries(Object.entries(world.nodes).reverse())
    let one = world
    let two: RaftWorld = { ...world, nodes }
    for (let i = 0; i < 300; i++) {
      one = raftModel.step(one, raftModel.next!(one)!).world
      two = raftModel.step(two, raftModel.next!(two)!).world
    }
    expect(two.now).toBe(one.now)
    expect(raftModel.fingerprint(two)).toBe(raftModel.fingerprint(one))
  })
})
