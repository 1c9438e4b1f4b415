/**
 * Raft by whole rounds, as papers tell it: "S5 is elected by S3 and S4", "S1 copies entry 2 to S3".
 * A round is made of single actions of the real model: one thing starts it, the messages that belong
 * to it arrive, and all others that it caused are dropped. Between rounds nothing is in the air but
 * what a round leaves there on purpose: an acknowledgement that is not yet counted, or a straggler.
 */
import type { Round } from '@orrery/engine/model/model.ts'
import type { Flight } from '@orrery/engine/simulate/cluster-types.ts'
import type { NodeId } from '@orrery/engine/simulate/protocol.ts'
import { requests } from './clients.ts'
import { lastIndex, lastTerm, upToDate } from './log.ts'
import type { Message, RaftState } from './state.ts'
import type { RaftWorld } from './world.ts'
import { serversUp } from './world.ts'

const ids = (servers: readonly { readonly id: NodeId }[]) => servers.map(({ id }) => id)

type RaftFlight = Flight<Message>

/** What happens to a message that a round meets. */
type Fate = 'arrive' | 'stay' | 'hold' | 'drop'

interface Plan {
  readonly id: string
  readonly type: string
  /** The first action, and a second that follows at once. */
  readonly first: string
  readonly second?: string
  fate(flight: RaftFlight, world: RaftWorld): Fate
}

export function rounds(world: RaftWorld): readonly Round<RaftWorld>[] {
  const up = serversUp(world).filter(({ id }) => world.nodes[id]!.status === 'up')
  if (up.every(({ state }) => state.term === 0)) {
    // Nothing has happened yet, and members are alike: whoever is elected first may as well be called A.
    const first = up.find(({ id, state }) => state.members.includes(id))
    const [election] = first === undefined ? [] : elections(world, first.id, first.state, ids(up))
    return election === undefined ? [] : [toRound(election)]
  }
  const plans: Plan[] = []
  for (const { id, state } of up) {
    if (state.leadership === undefined) plans.push(...elections(world, id, state, ids(up)))
    else {
      for (const to of Object.keys(state.leadership.next).sort()) {
        const peer = up.find((each) => each.id === to)
        if (peer !== undefined) plans.push(...leads(world, id, state, to, peer.state))
      }
    }
    plans.push(restart(id))
  }
  for (const flight of world.flights) {
    if (flight.held === true) plans.push(arrival(flight))
    else if (isCounted(flight, world)) plans.push(count(flight))
  }
  for (const { node, name } of requests(world)) plans.push(command(node, name))
  return plans.map(toRound)
}

function toRound(plan: Plan): Round<RaftWorld> {
  return {
    id: plan.id,
    type: plan.type,
    next(world, taken) {
      if (taken === 0) return plan.first
      if (taken === 1 && plan.second !== undefined) return plan.second
      for (const id of Object.keys(world.nodes))
        if (world.nodes[id]!.syncing !== undefined) return `sync:${id}`
      for (const flight of world.flights) {
        if (flight.held !== true && plan.fate(flight, world) === 'arrive') return `deliver:${flight.id}`
      }
      for (const flight of world.flights) {
        if (flight.held === true) continue
        const fate = plan.fate(flight, world)
        if (fate === 'drop' || fate === 'hold') return `${fate}:${flight.id}`
      }
      return undefined
    },
  }
}

/** An acknowledgement whose arrival would tell its leader something. */
function isCounted(flight: RaftFlight, world: RaftWorld): boolean {
  const { message } = flight
  if (message.type !== 'AppendEntriesReply' || !message.ok) return false
  const leader = world.nodes[flight.to]?.state
  if (leader?.leadership === undefined || leader.term !== message.term) return false
  return (leader.leadership.match[flight.from] ?? 0) < message.match
}

const rest = (flight: RaftFlight, world: RaftWorld): Fate => (isCounted(flight, world) ? 'stay' : 'drop')

/** A server stands for election, and its smallest quorums answer; nobody else hears of it. */
function* elections(
  world: RaftWorld,
  id: NodeId,
  state: RaftState,
  up: readonly NodeId[],
): Generator<Plan, void> {
  if (!world.nodes[id]!.timers.some((timer) => timer.name === 'election')) return
  const voters = state.members.filter((each) => each !== id && up.includes(each))
  const term = state.term + 1
  for (const quorum of subsets(voters, Math.floor(state.members.length / 2))) {
    // A round in which a vote is refused is no election; its news is a `learn` round.
    if (!quorum.every((voter) => wouldVote(world, world.nodes[voter]!.state!, state, term))) continue
    yield {
      id: `election:${id}:${quorum.join('')}`,
      type: 'election',
      first: `timeout:${id}:election`,
      fate(flight, now) {
        const { message, from, to } = flight
        if (message.type === 'RequestVote' && from === id && quorum.includes(to)) return 'arrive'
        if (message.type === 'RequestVoteReply' && to === id && quorum.includes(from)) return 'arrive'
        return rest(flight, now)
      },
    }
  }
  // Too late: it stands in a term that another server voted in or is past, and hears so.
  for (const other of voters) {
    const { term: theirs, votedFor } = world.nodes[other]!.state!
    if (theirs < term || (theirs === term && votedFor === undefined)) continue
    yield learn(id, other, `timeout:${id}:election`, ['RequestVote', 'RequestVoteReply'])
  }
}

function wouldVote(world: RaftWorld, voter: RaftState, candidate: RaftState, term: number): boolean {
  if (voter.term > term || (voter.term === term && voter.votedFor !== undefined)) return false
  if (world.setup.without.includes('election-restriction')) return true
  return upToDate(voter.log, lastTerm(candidate.log), lastIndex(candidate.log))
}

/** A leader's heartbeat to one server: an entry copied, or a newer term learned from the answer. */
function* leads(
  world: RaftWorld,
  id: NodeId,
  state: RaftState,
  to: NodeId,
  peer: RaftState,
): Generator<Plan, void> {
  if (!world.nodes[id]!.timers.some((timer) => timer.name === 'heartbeat')) return
  const first = `timeout:${id}:heartbeat`
  if (peer.term > state.term) {
    yield learn(id, to, first, ['AppendEntries', 'AppendEntriesReply'])
    return
  }
  if (!state.members.includes(to)) return
  const isTheirs = ({ message, from, to: dest }: RaftFlight) =>
    message.type === 'AppendEntries' && from === id && dest === to && message.term === state.term
  // One thing a round: who is behind in terms first learns the term. A server that waits to be added
  // stands in no election, so it has no other way to learn it.
  const inTerm = peer.term === state.term || !peer.members.includes(to)
  if (inTerm && (state.leadership?.match[to] ?? 0) < lastIndex(state.log)) {
    yield {
      id: `copy:${id}:${to}`,
      type: 'copy',
      first,
      fate(flight, now) {
        const { message } = flight
        if (isTheirs(flight)) return 'arrive'
        // A refusal is part of the round: the leader backs up and sends what is missing (§5.3).
        const refusal = message.type === 'AppendEntriesReply' && !message.ok
        if (refusal && flight.from === to && flight.to === id && message.term === state.term) return 'arrive'
        return rest(flight, now)
      },
    }
  }
  if (!world.flights.some((flight) => flight.held === true)) yield straggler(world, id, to, first)
}

function learn(id: NodeId, from: NodeId, first: string, types: readonly Message['type'][]): Plan {
  return {
    id: `learn:${id}:${from}`,
    type: 'learn',
    first,
    fate(flight, world) {
      const between = (flight.from === id && flight.to === from) || (flight.from === from && flight.to === id)
      return between && types.includes(flight.message.type) ? 'arrive' : rest(flight, world)
    },
  }
}

/** A message of a leader that the network is slow with: it stays in the air, to arrive in its own round. */
function straggler(world: RaftWorld, id: NodeId, to: NodeId, first: string): Plan {
  const newest = world.next.message
  return {
    id: `delay:${id}:${to}`,
    type: 'delay',
    first,
    fate(flight, now) {
      const fresh = Number(flight.id.slice(1)) >= newest
      if (fresh && flight.from === id && flight.to === to && flight.message.type === 'AppendEntries')
        return 'hold'
      return rest(flight, now)
    },
  }
}

function arrival(flight: RaftFlight): Plan {
  return {
    id: `arrival:${flight.id}`,
    type: 'arrival',
    first: `release:${flight.id}`,
    fate: (each, world) => (each.id === flight.id ? 'arrive' : rest(each, world)),
  }
}

/** An acknowledgement reaches its leader, which counts, and commits what a majority holds. */
function count(flight: RaftFlight): Plan {
  return {
    id: `count:${flight.to}:${flight.from}:${flight.id}`,
    type: 'count',
    first: `deliver:${flight.id}`,
    fate: rest,
  }
}

/** A crash and a boot: what was only in memory is gone. */
function restart(id: NodeId): Plan {
  return { id: `restart:${id}`, type: 'restart', first: `crash:${id}`, second: `restart:${id}`, fate: rest }
}

/** A client's command, as the leader takes it. A read has its round of heartbeats (thesis §6.4). */
function command(node: NodeId, name: string): Plan {
  const type = name.slice(0, name.indexOf('-'))
  return {
    id: `${type}:${node}:${name}`,
    type,
    first: `ask:${node}:${name}`,
    fate(flight, world) {
      if (type !== 'read') return rest(flight, world)
      const { message } = flight
      if (message.type === 'AppendEntries' && flight.from === node) {
        return message.entries.length === 0 ? 'arrive' : 'drop'
      }
      return message.type === 'AppendEntriesReply' && flight.to === node ? 'arrive' : rest(flight, world)
    },
  }
}

/** All subsets of this size, in order. */
function* subsets(of: readonly NodeId[], size: number, from = 0): Generator<readonly NodeId[], void> {
  if (size === 0) {
    yield []
    return
  }
  for (let i = from; i <= of.length - size; i++) {
    for (const tail of subsets(of, size - 1, i + 1)) yield [of[i]!, ...tail]
  }
}
