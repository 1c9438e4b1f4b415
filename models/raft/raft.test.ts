/** The handlers, one conversation at a time. */
import type { Context, Effect } from '@orrery/engine/simulate/protocol.ts'
import { describe, expect, it } from 'vitest'
import { entryAt, lastIndex } from './log.ts'
import { paramsWith } from './params.ts'
import { raft } from './raft.ts'
import type { Command, Entry, Message, RaftState, Reply } from './state.ts'
import { emptyMachine } from './state.ts'

const nodes = ['A', 'B', 'C']

function context(
  self: string,
  changed: Parameters<typeof paramsWith>[0] = {},
  off: readonly string[] = [],
): Context {
  const params = paramsWith({ noop: false, ...changed })
  return { self, nodes, clock: 0, params, rule: (id) => !off.includes(id) }
}

const set = (value: number, client = 'c1', serial = value): Command => ({
  kind: 'set',
  key: 'x',
  value,
  client,
  serial,
})
const entries = (...terms: readonly number[]): Entry[] =>
  terms.map((term, i) => ({ term, command: set(i + 1) }))

/** A follower with a log of these terms. */
function server(
  self: string,
  changed: Partial<RaftState>,
  terms: readonly number[] = [],
  off: readonly string[] = [],
): RaftState {
  const { state } = raft.start(context(self, {}, off))
  const snapshot = { index: 0, term: 0, members: nodes, machine: emptyMachine }
  return { ...state, log: { snapshot, entries: entries(...terms) }, ...changed }
}

type Effects = readonly Effect<Message, Reply>[]
const sent = (effects: Effects) =>
  effects.flatMap((each) => (each.kind === 'send' ? [[each.to, each.message] as const] : []))
const onlyMessage = (effects: Effects) => {
  expect(sent(effects)).toHaveLength(1)
  return sent(effects)[0]![1]
}
const kinds = (effects: Effects) => effects.filter((each) => each.kind !== 'note').map((each) => each.kind)

const vote = (term: number, lastIndex = 0, lastTerm = 0, pre = false): Message => ({
  type: 'RequestVote',
  term,
  lastIndex,
  lastTerm,
  pre,
})
const append = (
  term: number,
  prevIndex: number,
  prevTerm: number,
  add: readonly Entry[],
  commit = 0,
  round = 0,
): Message => ({
  type: 'AppendEntries',
  term,
  prevIndex,
  prevTerm,
  entries: add,
  commit,
  round,
})
const ok = (term: number, match: number, round = 0): Message => ({
  type: 'AppendEntriesReply',
  term,
  ok: true,
  match,
  conflictTerm: undefined,
  conflictIndex: 0,
  round,
})

/** A, elected in term 1 by B. */
function leader(changed = {}, terms: readonly number[] = [], off: readonly string[] = []): RaftState {
  const c = context('A', changed, off)
  const stood = raft.timeout(server('A', {}, terms, off), 'election', c)
  const { state } = raft.receive(
    stood.state,
    'B',
    { type: 'RequestVoteReply', term: stood.state.term, granted: true, pre: false },
    c,
  )
  expect(state.role).toBe('leader')
  return state
}

describe('voting (§5.2, §5.4.1)', () => {
  it('votes once a term, and again for the same candidate', () => {
    const first = raft.receive(server('B', {}), 'A', vote(1), context('B'))
    expect(onlyMessage(first.effects)).toMatchObject({ granted: true, term: 1 })
    expect(onlyMessage(raft.receive(first.state, 'A', vote(1), context('B')).effects)).toMatchObject({
      granted: true,
    })
    expect(onlyMessage(raft.receive(first.state, 'C', vote(1), context('B')).effects)).toMatchObject({
      granted: false,
    })
    expect(onlyMessage(raft.receive(first.state, 'C', vote(2), context('B')).effects)).toMatchObject({
      granted: true,
    })
  })

  it('writes and syncs its term and vote before it answers', () => {
    const { effects } = raft.receive(server('B', {}), 'A', vote(1), context('B'))
    const order = kinds(effects)
    expect(order.slice(0, 3)).toEqual(['write', 'write', 'fsync'])
    expect(order.indexOf('fsync')).toBeLessThan(order.indexOf('send'))
    const disk = Object.fromEntries(
      effects.flatMap((each) => (each.kind === 'write' ? [[each.key, each.value]] : [])),
    )
    expect(raft.recover(disk, context('B')).state).toMatchObject({ term: 1, votedFor: 'A' })
  })

  it('without persist-vote, forgets it in a crash', () => {
    const off = context('B', {}, ['persist-vote'])
    const { effects } = raft.receive(server('B', {}), 'A', vote(1), off)
    const disk = Object.fromEntries(
      effects.flatMap((each) => (each.kind === 'write' ? [[each.key, each.value]] : [])),
    )
    expect(raft.recover(disk, off).state).toMatchObject({ term: 1, votedFor: undefined })
  })

  it.each([
    { mine: [1, 1], last: [1, 1], granted: false },
    { mine: [1, 1], last: [2, 1], granted: true },
    { mine: [1, 1], last: [1, 2], granted: true },
    { mine: [1, 2], last: [5, 1], granted: false },
    { mine: [], last: [0, 0], granted: true },
  ])(
    'a log of terms $mine, a candidate that ends in [index, term] $last: $granted',
    ({ mine, last, granted }) => {
      const state = server('B', {}, mine)
      expect(
        onlyMessage(raft.receive(state, 'A', vote(9, last[0], last[1]), context('B')).effects),
      ).toMatchObject({ granted })
    },
  )

  it('refuses an older term, and tells its own', () => {
    const state = server('B', { term: 5 })
    expect(onlyMessage(raft.receive(state, 'A', vote(4), context('B')).effects)).toMatchObject({
      granted: false,
      term: 5,
    })
  })

  it('counts each voter once, and late votes of another term not at all', () => {
    const five = { ...context('A'), nodes: ['A', 'B', 'C', 'D', 'E'] }
    const stood = raft.timeout(raft.start(five).state, 'election', five).state
    const yes: Message = { type: 'RequestVoteReply', term: 1, granted: true, pre: false }
    const one = raft.receive(stood, 'B', yes, five).state
    expect(raft.receive(one, 'B', yes, five).state.role).toBe('candidate')
    expect(raft.receive(one, 'C', { ...yes, term: 0 }, five).state.role).toBe('candidate')
    expect(raft.receive(one, 'C', yes, five).state.role).toBe('leader')
  })

  it('PreVote changes no term, and is refused by who hears a leader (§9.6)', () => {
    const c = context('B', { prevote: true })
    const asked = raft.timeout(server('B', { term: 3 }), 'election', c).state
    expect(asked).toMatchObject({ role: 'pre-candidate', term: 3, votedFor: undefined })
    const quiet = raft.receive(
      server('C', { term: 3 }),
      'B',
      vote(4, 0, 0, true),
      context('C', { prevote: true }),
    )
    expect(quiet.state.term).toBe(3)
    expect(onlyMessage(quiet.effects)).toMatchObject({ granted: true, pre: true })
    const hearing = raft.receive(
      server('C', { term: 3, heard: true }),
      'B',
      vote(4, 0, 0, true),
      context('C', { prevote: true }),
    )
    expect(sent(hearing.effects)).toEqual([])
  })
})

describe('replication (§5.3)', () => {
  it('stores entries that fit, and syncs them before it answers', () => {
    const { state, effects } = raft.receive(
      server('B', {}),
      'A',
      append(1, 0, 0, entries(1, 1)),
      context('B'),
    )
    expect(lastIndex(state.log)).toBe(2)
    expect(kinds(effects).indexOf('fsync')).toBeLessThan(kinds(effects).indexOf('send'))
    expect(onlyMessage(effects)).toMatchObject({ ok: true, match: 2 })
  })

  it('refuses entries after a gap, and says where its log ends', () => {
    const { effects } = raft.receive(
      server('B', { term: 1 }, [1]),
      'A',
      append(1, 3, 1, entries(1)),
      context('B'),
    )
    expect(onlyMessage(effects)).toMatchObject({ ok: false, conflictTerm: undefined, conflictIndex: 2 })
  })

  it('refuses entries after one of another term, and names the first entry of that term', () => {
    const { effects } = raft.receive(
      server('B', { term: 5 }, [1, 2, 2, 2]),
      'A',
      append(5, 4, 5, []),
      context('B'),
    )
    expect(onlyMessage(effects)).toMatchObject({ ok: false, conflictTerm: 2, conflictIndex: 2 })
  })

  it('deletes what conflicts and all that follows it', () => {
    const { state } = raft.receive(
      server('B', { term: 3 }, [1, 2, 2]),
      'A',
      append(3, 1, 1, entries(3)),
      context('B'),
    )
    expect(state.log.entries.map(({ term }) => term)).toEqual([1, 3])
  })

  it('keeps what follows if nothing conflicts: the message may be old', () => {
    const late = append(1, 0, 0, entries(1))
    const kept = raft.receive(server('B', { term: 1 }, [1, 1]), 'A', late, context('B'))
    expect(lastIndex(kept.state.log)).toBe(2)
    const cut = raft.receive(
      server('B', { term: 1 }, [1, 1]),
      'A',
      late,
      context('B', {}, ['truncate-on-conflict-only']),
    )
    expect(lastIndex(cut.state.log)).toBe(1)
  })

  it('commits no further than the last entry that it knows to be the leader’s', () => {
    const { state } = raft.receive(
      server('B', { term: 1 }, [1, 1, 1]),
      'A',
      append(1, 1, 1, [], 3),
      context('B'),
    )
    expect(state.commit).toBe(1)
  })

  it('backs up over a whole term at once (§5.3, end)', () => {
    // The seven logs of Figure 7 are of this kind: the follower holds terms that the leader never saw.
    const state = leader({}, [1, 1, 1, 4, 4])
    const refused: Message = {
      type: 'AppendEntriesReply',
      term: state.term,
      ok: false,
      match: 0,
      conflictTerm: 2,
      conflictIndex: 4,
      round: 0,
    }
    const { effects } = raft.receive(state, 'B', refused, context('A'))
    expect(onlyMessage(effects)).toMatchObject({ type: 'AppendEntries', prevIndex: 3 })
  })

  it('commits by counting only entries of its own term (§5.4.2)', () => {
    const old = leader({}, [0])
    const counted = raft.receive(old, 'B', ok(old.term, 1), context('A'))
    expect(counted.state.commit).toBe(0)
    const asked = raft.request!(
      counted.state,
      'o1',
      { kind: 'set', key: 'x', value: 7, client: 'c1', serial: 7 },
      context('A'),
    )
    const both = raft.receive(asked.state, 'B', ok(old.term, 2), context('A'))
    expect(both.state.commit).toBe(2)
    expect(both.effects).toContainEqual({ kind: 'reply', request: 'o1', value: { ok: true } })
    const hasty = leader({}, [0], ['commit-current-term'])
    expect(
      raft.receive(hasty, 'B', ok(hasty.term, 1), context('A', {}, ['commit-current-term'])).state.commit,
    ).toBe(1)
  })

  it('an old answer moves nothing back', () => {
    let state = raft.request!(
      leader(),
      'o1',
      { kind: 'set', key: 'x', value: 1, client: 'c1', serial: 1 },
      context('A'),
    ).state
    state = raft.receive(state, 'B', ok(1, 1), context('A')).state
    state = raft.receive(state, 'B', ok(1, 0), context('A')).state
    expect(state.leadership?.match['B']).toBe(1)
    expect(state.commit).toBe(1)
  })

  it('alone, it commits only when its own disk is done', () => {
    const alone: Context = { ...context('A'), nodes: ['A'] }
    const elected = raft.timeout(raft.start(alone).state, 'election', alone).state
    const asked = raft.request!(
      elected,
      'o1',
      { kind: 'set', key: 'x', value: 1, client: 'c1', serial: 1 },
      alone,
    )
    expect(asked.state.commit).toBe(0)
    expect(asked.effects).toContainEqual({ kind: 'setTimer', name: 'stored', after: 0 })
    expect(raft.timeout(asked.state, 'stored', alone).state.commit).toBe(1)
  })
})

describe('clients (§8; thesis §6.3, §6.4)', () => {
  const write = { kind: 'set', key: 'x', value: 1, client: 'c1', serial: 1 } as const

  it('a follower refuses, and names the leader it knows', () => {
    const { effects } = raft.request!(server('B', { leader: 'A' }), 'o1', write, context('B'))
    expect(effects).toEqual([
      { kind: 'reply', request: 'o1', value: { ok: false, why: 'not-leader', leader: 'A' } },
    ])
  })

  it('a repeated command is applied once', () => {
    let state = raft.request!(leader(), 'o1', write, context('A')).state
    state = raft.request!(state, 'o2', write, context('A')).state
    const other = { ...write, value: 2, client: 'c2' }
    state = raft.request!(state, 'o3', other, context('A')).state
    // c1's repeat is in the log before c2's write; another repeat comes after it.
    state = raft.request!(state, 'o4', write, context('A')).state
    state = raft.receive(state, 'B', ok(1, 4), context('A')).state
    expect(state.commit).toBe(4)
    expect(state.machine.data).toEqual({ x: 2 })
    const done = raft.request!(state, 'o5', write, context('A'))
    expect(done.effects).toEqual([{ kind: 'reply', request: 'o5', value: { ok: true } }])
    expect(lastIndex(done.state.log)).toBe(4)
  })

  it('a read waits for an entry of this term, and then for a round that a majority answers', () => {
    const c = context('A')
    let state = raft.request!(leader(), 'o1', { kind: 'get', key: 'x', client: 'c1' }, c).state
    expect(state.leadership?.reads[0]?.index).toBeUndefined()
    state = raft.request!(state, 'o2', write, c).state
    const committed = raft.receive(state, 'B', ok(1, 1), c)
    expect(committed.state.leadership?.reads[0]).toMatchObject({ index: 1, round: 1 })
    const stale = raft.receive(committed.state, 'B', ok(1, 1, 0), c)
    expect(kinds(stale.effects)).not.toContain('reply')
    const answered = raft.receive(stale.state, 'C', ok(1, 1, 1), c)
    expect(answered.effects).toContainEqual({ kind: 'reply', request: 'o1', value: { ok: true, value: 1 } })
  })

  it('a leader without answers from a majority steps down, and refuses its reads (§6.2)', () => {
    const c = context('A')
    const asked = raft.request!(leader(), 'o1', { kind: 'get', key: 'x', client: 'c1' }, c).state
    const down = raft.timeout(asked, 'quorum', c)
    expect(down.state).toMatchObject({ role: 'follower', term: 1, votedFor: 'A' })
    expect(down.effects).toContainEqual({
      kind: 'reply',
      request: 'o1',
      value: { ok: false, why: 'lost-leadership', leader: undefined },
    })
    const heard = raft.receive(leader(), 'B', ok(1, 0), c).state
    expect(raft.timeout(heard, 'quorum', c).state.role).toBe('leader')
  })
})

describe('members (thesis ch. 4) and snapshots (§7)', () => {
  it('a new leader changes nothing before it commits an entry of its term', () => {
    const early = raft.request!(leader(), 'o1', { kind: 'remove', server: 'C' }, context('A'))
    expect(early.effects).toContainEqual({
      kind: 'reply',
      request: 'o1',
      value: { ok: false, why: 'not-now', leader: 'A' },
    })
    let state = raft.request!(
      leader(),
      'o1',
      { kind: 'set', key: 'x', value: 1, client: 'c1', serial: 1 },
      context('A'),
    ).state
    state = raft.receive(state, 'B', ok(1, 1), context('A')).state
    const changed = raft.request!(state, 'o2', { kind: 'remove', server: 'C' }, context('A')).state
    expect(changed.members).toEqual(['A', 'B'])
    // One change at a time: the second waits for the first to be committed.
    const second = raft.request!(changed, 'o3', { kind: 'remove', server: 'B' }, context('A'))
    expect(second.effects).toContainEqual({
      kind: 'reply',
      request: 'o3',
      value: { ok: false, why: 'not-now', leader: 'A' },
    })
  })

  it('a configuration that is overwritten is out of use', () => {
    const members: Entry = { term: 1, command: { kind: 'members', members: ['A', 'B'] } }
    const changed = raft.receive(
      server('B', { term: 1 }),
      'A',
      append(1, 0, 0, [members]),
      context('B'),
    ).state
    expect(changed.members).toEqual(['A', 'B'])
    const back = raft.receive(changed, 'C', append(2, 0, 0, entries(2)), context('B')).state
    expect(back.members).toEqual(['A', 'B', 'C'])
  })

  it('folds its log into a snapshot, and sends that to who lacks the entries', () => {
    const c = context('A', { snapshot: 2 })
    let state = leader({ snapshot: 2 })
    for (const n of [1, 2])
      state = raft.request!(
        state,
        `o${n}`,
        { kind: 'set', key: 'x', value: n, client: 'c1', serial: n },
        c,
      ).state
    state = raft.receive(state, 'B', ok(1, 2), c).state
    expect(state.log).toMatchObject({
      snapshot: { index: 2, term: 1, machine: { data: { x: 2 } } },
      entries: [],
    })
    const message = sent(raft.timeout(state, 'heartbeat', c).effects).find(([to]) => to === 'C')![1]
    expect(message).toMatchObject({ type: 'InstallSnapshot', snapshot: { index: 2 } })
    const installed = raft.receive(server('C', { term: 1 }, [1]), 'A', message, context('C'))
    expect(installed.state).toMatchObject({ commit: 2, machine: { data: { x: 2 } } })
    expect(onlyMessage(installed.effects)).toMatchObject({ type: 'InstallSnapshotReply', match: 2 })
  })

  it('a snapshot keeps the entries that follow it, if they are the leader’s', () => {
    const snapshot = { index: 1, term: 1, members: nodes, machine: emptyMachine }
    const kept = raft.receive(
      server('C', { term: 1 }, [1, 1]),
      'A',
      { type: 'InstallSnapshot', term: 1, snapshot },
      context('C'),
    )
    expect(entryAt(kept.state.log, 2)?.term).toBe(1)
    const other = { ...snapshot, term: 2 }
    const dropped = raft.receive(
      server('C', { term: 2 }, [1, 1]),
      'A',
      { type: 'InstallSnapshot', term: 2, snapshot: other },
      context('C'),
    )
    expect(lastIndex(dropped.state.log)).toBe(1)
  })
})
