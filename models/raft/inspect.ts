/** The state of one server or message, line by line. */
import type { Field } from '@orrery/engine/model/model.ts'
import { commandLabel, labelOf, logLabel } from './labels.ts'
import type { Durable } from './turn.ts'
import type { RaftWorld } from './world.ts'

export function inspect(world: RaftWorld, subject: string): readonly Field[] {
  const node = world.nodes[subject]
  if (node !== undefined)
    return node.state === undefined ? inspectDisk(world, subject) : inspectServer(world, subject)
  return inspectMessage(world, subject)
}

const list = (ids: readonly string[]) => (ids.length === 0 ? 'none' : ids.join(', '))

function inspectServer(world: RaftWorld, id: string): readonly Field[] {
  const node = world.nodes[id]!
  const state = node.state!
  const fields: Field[] = [
    { name: 'role', value: state.role },
    { name: 'term', value: String(state.term) },
    { name: 'votedFor', value: state.votedFor ?? 'nobody' },
    { name: 'leader', value: state.leader ?? 'unknown' },
    { name: 'log', value: logLabel(state.log) },
    { name: 'commit', value: String(state.commit) },
    {
      name: 'data',
      value:
        Object.keys(state.machine.data)
          .sort()
          .map((key) => `${key}=${state.machine.data[key] ?? ''}`)
          .join(', ') || 'empty',
    },
    { name: 'members', value: list(state.members) },
  ]
  if (state.role === 'candidate' || state.role === 'pre-candidate') {
    fields.splice(3, 0, {
      name: 'votes',
      value: `${list(state.votes)} (needs ${Math.floor(state.members.length / 2) + 1})`,
    })
  }
  const { leadership } = state
  if (leadership !== undefined) {
    const peers = Object.keys(leadership.next).sort()
    const row = (of: Readonly<Record<string, number>>) =>
      peers.map((peer) => `${peer} ${of[peer] ?? 0}`).join(', ')
    fields.push({ name: 'nextIndex', value: row(leadership.next) || 'none' })
    fields.push({ name: 'matchIndex', value: row(leadership.match) || 'none' })
    if (leadership.reads.length > 0) {
      const reads = leadership.reads.map((read) => `${read.key} as of ${read.index ?? 'later'}`)
      fields.push({ name: 'reads', value: reads.join(', ') })
    }
    if (leadership.joining !== undefined) fields.push({ name: 'joining', value: leadership.joining.server })
  }
  for (const timer of node.timers) {
    fields.push({
      name: `${timer.name} timer`,
      value: `${Math.max(0, Math.round((timer.due - world.now) / 1000))} ms`,
    })
  }
  if (node.syncing !== undefined) fields.push({ name: 'disk', value: 'syncing' })
  if (node.status === 'paused') fields.push({ name: 'status', value: 'paused' })
  return fields
}

/** A crashed server is what its disk has kept. */
function inspectDisk(world: RaftWorld, id: string): readonly Field[] {
  const disk = world.nodes[id]!.durable as Partial<Durable>
  return [
    { name: 'status', value: 'crashed' },
    { name: 'term on disk', value: String(disk.term ?? 0) },
    {
      name: 'vote on disk',
      value: disk.vote === undefined ? 'none' : `${disk.vote.for ?? 'nobody'} in term ${disk.vote.term}`,
    },
    { name: 'log on disk', value: disk.log === undefined ? 'empty' : logLabel(disk.log) },
  ]
}

function inspectMessage(world: RaftWorld, id: string): readonly Field[] {
  const flight = world.flights.find((each) => each.id === id)
  if (flight === undefined) return []
  const { message } = flight
  const fields: Field[] = [
    { name: 'message', value: message.type },
    { name: 'label', value: labelOf(message) },
    { name: 'way', value: `${flight.from} to ${flight.to}` },
    { name: 'term', value: String(message.term) },
  ]
  if (message.type === 'RequestVote') {
    fields.push({ name: 'last entry', value: `${message.lastIndex}, term ${message.lastTerm}` })
  } else if (message.type === 'AppendEntries') {
    fields.push({ name: 'entry before', value: `${message.prevIndex}, term ${message.prevTerm}` })
    fields.push({
      name: 'entries',
      value:
        message.entries.map(({ command, term }) => `${commandLabel(command)} t${term}`).join(', ') || 'none',
    })
    fields.push({ name: 'leaderCommit', value: String(message.commit) })
  } else if (message.type === 'AppendEntriesReply' && !message.ok && message.conflictIndex > 0) {
    fields.push({ name: 'back up to', value: String(message.conflictIndex) })
  }
  if (flight.held === true) fields.push({ name: 'status', value: 'held' })
  return fields
}
