/**
 * What Raft promises: Figure 3 of the paper, and what clients make of it. Each looks only at what the
 * last step changed where it can, for an explorer asks in every state.
 */
import { linearizable as judge } from '@orrery/engine/check/linearizable.ts'
import { table } from '@orrery/engine/check/objects.ts'
import type { Always, Eventually, Property, Sometimes, Violation } from '@orrery/engine/model/property.ts'
import { callsOf } from './clients.ts'
import { sameEntry } from './ghost.ts'
import { commandLabel } from './labels.ts'
import { entryAt, lastIndex, termAt } from './log.ts'
import type { Entry, Log } from './state.ts'
import type { RaftWorld } from './world.ts'
import { serversUp } from './world.ts'

type AlwaysRaft = Always<RaftWorld>

const named = (entry: Entry | undefined) =>
  entry === undefined ? 'nothing' : `${commandLabel(entry.command)} of term ${entry.term}`

const electionSafety: AlwaysRaft = {
  kind: 'always',
  id: 'election-safety',
  title: 'At most one leader a term',
  source: '§5.2',
  violation({ ghost }, before) {
    if (before?.ghost.leaders === ghost.leaders) return undefined
    for (const [term, leaders] of Object.entries(ghost.leaders)) {
      if (leaders.length < 2) continue
      return { why: `${leaders.join(' and ')} were both elected leader of term ${term}.`, subjects: leaders }
    }
    return undefined
  },
}

const leaderAppendOnly: AlwaysRaft = {
  kind: 'always',
  id: 'leader-append-only',
  title: 'A leader only adds to its log',
  source: '§5.3',
  violation(world, before) {
    if (before === undefined || before.nodes === world.nodes) return undefined
    for (const { id, state } of serversUp(world)) {
      const old = before.nodes[id]?.state
      if (old === undefined || old.log === state.log) continue
      if (state.role !== 'leader' || old.role !== 'leader' || old.term !== state.term) continue
      const index = firstDifference(old.log, state.log)
      if (index === undefined || index > lastIndex(old.log)) continue
      const why = `${id}, leader of term ${state.term}, replaced its own entry ${index}, ${named(entryAt(old.log, index))}.`
      return { why, subjects: [id] }
    }
    return undefined
  },
}

const logMatching: AlwaysRaft = {
  kind: 'always',
  id: 'log-matching',
  title: 'Logs that agree on an entry agree on all before it',
  source: '§5.3',
  violation(world, before) {
    if (before?.nodes === world.nodes) return undefined
    const servers = serversUp(world)
    for (const a of servers) {
      for (const b of servers) {
        if (a.id >= b.id || a.state.log === b.state.log) continue
        const unchanged = (x: typeof a) => before?.nodes[x.id]?.state?.log === x.state.log
        if (before !== undefined && unchanged(a) && unchanged(b)) continue
        const found = mismatch(a.state.log, b.state.log)
        if (found === undefined) continue
        const why =
          `${a.id} and ${b.id} both have an entry ${found.agree} of term ${termAt(a.state.log, found.agree) ?? 0}, ` +
          `but at ${found.differ} ${a.id} has ${named(entryAt(a.state.log, found.differ))} ` +
          `and ${b.id} has ${named(entryAt(b.state.log, found.differ))}.`
        return { why, subjects: [a.id, b.id] }
      }
    }
    return undefined
  },
}

/** The highest index with equal terms, if something at or below it differs. */
function mismatch(a: Log, b: Log): { agree: number; differ: number } | undefined {
  const low = Math.max(a.snapshot.index, b.snapshot.index) + 1
  let agree: number | undefined
  for (let index = Math.min(lastIndex(a), lastIndex(b)); index >= low; index--) {
    const left = entryAt(a, index)!
    const right = entryAt(b, index)!
    if (agree === undefined && left.term === right.term) agree = index
    if (agree !== undefined && !sameEntry(left, right)) return { agree, differ: index }
  }
  return undefined
}

function firstDifference(a: Log, b: Log): number | undefined {
  const low = Math.max(a.snapshot.index, b.snapshot.index) + 1
  for (let index = low; index <= lastIndex(a); index++) {
    const left = entryAt(a, index)
    const right = entryAt(b, index)
    if (left === undefined || right === undefined || !sameEntry(left, right)) return index
  }
  return undefined
}

const leaderCompleteness: AlwaysRaft = {
  kind: 'always',
  id: 'leader-completeness',
  title: 'What is committed is in every later leader’s log',
  source: '§5.4',
  violation(world, before) {
    const { committed } = world.ghost
    if (before?.nodes === world.nodes || committed.length === 0) return undefined
    for (const { id, state } of serversUp(world)) {
      if (state.role !== 'leader') continue
      if (before?.ghost.committed === committed && before.nodes[id]?.state === state) continue
      for (let index = committed.length; index > state.log.snapshot.index; index--) {
        const { entry, by, term } = committed[index - 1]!
        if (term >= state.term) continue
        const have = entryAt(state.log, index)
        if (have !== undefined && sameEntry(have, entry)) continue
        const why =
          `${id} leads term ${state.term} with ${named(have)} at ${index}, ` +
          `where ${by} committed ${named(entry)} in term ${term}.`
        return { why, subjects: [id, by] }
      }
    }
    return undefined
  },
}

const stateMachineSafety: AlwaysRaft = {
  kind: 'always',
  id: 'state-machine-safety',
  title: 'No two servers apply different commands at one place',
  source: '§5.4.3',
  violation({ ghost }) {
    if (ghost.conflict === undefined) return undefined
    const { index, first, second } = ghost.conflict
    const why = `At ${index}, ${first.by} applied ${named(first.entry)} and ${second.by} applied ${named(second.entry)}.`
    return { why, subjects: [first.by, second.by] }
  },
}

const judged = new WeakMap<RaftWorld['operations'], { readonly violation: Violation | undefined }>()

const linearizable: AlwaysRaft = {
  kind: 'always',
  id: 'linearizable',
  title: 'Clients see one copy of the data',
  source: '§8; thesis §6.3-6.4',
  violation(world, before) {
    if (before?.operations === world.operations || world.operations.length === 0) return undefined
    let found = judged.get(world.operations)
    if (found === undefined) {
      found = { violation: judgeClients(world) }
      judged.set(world.operations, found)
    }
    return found.violation
  },
}

function judgeClients(world: RaftWorld): Violation | undefined {
  const judgement = judge(callsOf(world), table<number>(), { maxSteps: 200_000 })
  if (judgement.verdict !== 'no') return undefined
  const stuck = world.operations.find(({ id }) => judgement.stuck.includes(id))
  if (stuck?.request.kind !== 'get' || stuck.reply?.ok !== true) {
    return {
      why: `No order of the reads and writes of ${judgement.part} explains the answers.`,
      subjects: [],
    }
  }
  const { key, client } = stuck.request
  const told = stuck.reply.value === undefined ? 'has no value' : `is ${stuck.reply.value}`
  const since = world.operations
    .filter(
      ({ request, completed }) => request.kind === 'set' && request.key === key && completed !== undefined,
    )
    .filter(({ completed }) => completed! < stuck.invoked)
    .at(-1)
  const although =
    since?.request.kind === 'set'
      ? `although ${since.node} had confirmed ${key}←${since.request.value} before ${client} asked`
      : 'which no order of the reads and writes explains'
  const subjects = since === undefined ? [stuck.node] : [stuck.node, since.node]
  return { why: `${stuck.node} told ${client} that ${key} ${told}, ${although}.`, subjects }
}

const elects: Sometimes<RaftWorld> = {
  kind: 'sometimes',
  id: 'elects',
  title: 'A leader is elected',
  reached: ({ ghost }) => Object.keys(ghost.leaders).length > 0,
}

const commits: Sometimes<RaftWorld> = {
  kind: 'sometimes',
  id: 'commits',
  title: 'An entry is committed',
  reached: ({ ghost }) => ghost.committed.length > 0,
}

const replaces: Sometimes<RaftWorld> = {
  kind: 'sometimes',
  id: 'replaces',
  title: 'A leader is replaced',
  reached: ({ ghost }) => new Set(Object.values(ghost.leaders).flat()).size > 1,
}

const leads: Eventually<RaftWorld> = {
  kind: 'eventually',
  id: 'leads',
  title: 'Once healed, a majority follows one leader',
  reached: (world) => followed(world) !== undefined,
}

const progresses: Eventually<RaftWorld> = {
  kind: 'eventually',
  id: 'progresses',
  title: 'Once healed, the leader’s whole log is committed',
  reached(world) {
    const leader = followed(world)
    if (leader === undefined) return false
    const state = world.nodes[leader]!.state!
    return (
      state.commit === lastIndex(state.log) &&
      (state.commit === 0 || termAt(state.log, state.commit) === state.term)
    )
  },
}

/** The leader that a majority of its members follows in its term. */
function followed(world: RaftWorld): string | undefined {
  const servers = serversUp(world)
  for (const { id, state } of servers) {
    if (state.role !== 'leader') continue
    const following = servers.filter(
      (each) => state.members.includes(each.id) && each.state.term === state.term && each.state.leader === id,
    )
    if (following.length * 2 > state.members.length) return id
  }
  return undefined
}

export const properties: readonly Property<RaftWorld>[] = [
  electionSafety,
  leaderAppendOnly,
  logMatching,
  leaderCompleteness,
  stateMachineSafety,
  linearizable,
  elects,
  commits,
  replaces,
  leads,
  progresses,
]
