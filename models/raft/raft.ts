/**
 * Raft, as one server runs it. Each handler takes the state and an input and returns the next state
 * and what to do; nothing here knows of clocks, sockets or disks.
 *
 *   election.ts     who leads                      §5.2, §5.4.1; thesis §6.2, §9.6
 *   replication.ts  how entries travel and commit  §5.3, §5.4.2
 *   client.ts       how clients are answered       §8; thesis §6.3, §6.4
 *   membership.ts   how servers come and go        thesis ch. 4
 *   snapshot.ts     how logs are kept short        §7; thesis ch. 5
 */
import type { Context, Disk, Handled, Protocol } from '@orrery/engine/simulate/protocol.ts'
import { onRequest } from './client.ts'
import { onElectionTimeout, onQuorumTimeout, onRequestVote, onRequestVoteReply } from './election.ts'
import { membersIn } from './log.ts'
import { advanceCommit, onAppendEntries, onAppendEntriesReply, onHeartbeatTimeout } from './replication.ts'
import { onInstallSnapshot, onInstallSnapshotReply } from './snapshot.ts'
import type { Log, Message, RaftState, Reply, Request } from './state.ts'
import { emptyMachine } from './state.ts'
import type { Durable, Turn } from './turn.ts'
import { armElectionTimer, beginTurn, finish, note, update } from './turn.ts'

export const raft: Protocol<RaftState, Message, Request, Reply> = {
  start(context) {
    return boot({ term: 0, votedFor: undefined, log: firstLog(context) }, context)
  },

  /** After a crash: term, vote and log come from the disk, all else is learned anew. */
  recover(disk: Disk, context) {
    const saved = disk as Partial<Durable>
    const term = saved.term ?? 0
    const votedFor = saved.vote?.term === term ? saved.vote.for : undefined
    return boot({ term, votedFor, log: saved.log ?? firstLog(context) }, context)
  },

  receive(state, from, message, context) {
    const turn = beginTurn(state, context)
    handle(turn, from, message)
    return finish(turn, state)
  },

  timeout(state, timer, context) {
    const turn = beginTurn(state, context)
    if (timer === 'election') onElectionTimeout(turn)
    else if (timer === 'heartbeat') onHeartbeatTimeout(turn)
    else if (timer === 'quorum') onQuorumTimeout(turn)
    else if (timer === 'heard') update(turn, { heard: false })
    else if (timer === 'stored') advanceCommit(turn)
    return finish(turn, state)
  },

  request(state, id, request, context) {
    const turn = beginTurn(state, context)
    onRequest(turn, id, request)
    return finish(turn, state)
  },
}

function handle(turn: Turn, from: string, message: Message): void {
  switch (message.type) {
    case 'RequestVote':
      onRequestVote(turn, from, message)
      return
    case 'RequestVoteReply':
      onRequestVoteReply(turn, from, message)
      return
    case 'AppendEntries':
      onAppendEntries(turn, from, message)
      return
    case 'AppendEntriesReply':
      onAppendEntriesReply(turn, from, message)
      return
    case 'InstallSnapshot':
      onInstallSnapshot(turn, from, message)
      return
    case 'InstallSnapshotReply':
      onInstallSnapshotReply(turn, from, message)
      return
  }
}

/** The first configuration: all servers, or the first `members` of them; the rest wait to be added. */
function firstLog(context: Context): Log {
  const count = Number(context.params['members'])
  const members = count === 0 ? context.nodes : context.nodes.slice(0, count)
  return { snapshot: { index: 0, term: 0, members, machine: emptyMachine }, entries: [] }
}

function boot(
  durable: Pick<RaftState, 'term' | 'votedFor' | 'log'>,
  context: Context,
): Handled<RaftState, Message, Reply> {
  const state: RaftState = {
    ...durable,
    ...membersIn(durable.log),
    role: 'follower',
    commit: durable.log.snapshot.index,
    machine: durable.log.snapshot.machine,
    leader: undefined,
    votes: [],
    leadership: undefined,
    heard: false,
  }
  const turn = beginTurn(state, context)
  armElectionTimer(turn)
  if (!state.members.includes(context.self)) note(turn, 'waits')
  return { state: turn.state, effects: turn.effects }
}
