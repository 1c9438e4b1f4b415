/** Short names, as drawn. */
import type { Command, Log, Message, Request } from './state.ts'

/** "vote? t3", "yes t3", "append 3 t2", "beat t2", "ok 3". */
export function labelOf(message: Message): string {
  switch (message.type) {
    case 'RequestVote':
      return `${message.pre ? 'pre-vote' : 'vote'}? t${message.term}`
    case 'RequestVoteReply':
      return `${message.granted ? 'yes' : 'no'} t${message.term}`
    case 'AppendEntries': {
      const { entries, prevIndex, term } = message
      if (entries.length === 0) return `beat t${term}`
      const first = prevIndex + 1
      const last = prevIndex + entries.length
      return `append ${first === last ? first : `${first}-${last}`} t${term}`
    }
    case 'AppendEntriesReply':
      return message.ok ? `ok ${message.match}` : `no t${message.term}`
    case 'InstallSnapshot':
      return `snapshot ${message.snapshot.index} t${message.term}`
    case 'InstallSnapshotReply':
      return `ok ${message.match}`
  }
}

/** The part of a message that its label shows, as a path into it. */
export function pathShown(message: Message): string {
  if (message.type === 'AppendEntriesReply' && message.ok) return 'match'
  return message.type === 'InstallSnapshotReply' ? 'match' : 'term'
}

/** "x←1", "no-op", "ABD". */
export function commandLabel(command: Command): string {
  switch (command.kind) {
    case 'noop':
      return 'noop'
    case 'set':
      return `${command.key}←${command.value}`
    case 'members':
      return command.members.join('')
  }
}

/** "x←1", "read x", "add D". */
export function requestLabel(request: Request): string {
  switch (request.kind) {
    case 'set':
      return `${request.key}←${request.value}`
    case 'get':
      return `read ${request.key}`
    case 'add':
      return `add ${request.server}`
    case 'remove':
      return `remove ${request.server}`
  }
}

/** The log in a line: "x←1 t1, y←2 t1". */
export function logLabel(log: Log): string {
  const snapshot = log.snapshot.index > 0 ? [`snapshot to ${log.snapshot.index}`] : []
  const entries = log.entries.map(({ term, command }) => `${commandLabel(command)} t${term}`)
  return [...snapshot, ...entries].join(', ') || 'empty'
}
