/** What messages, actions and events are called. */
import type { Action, Event } from '@orrery/engine/model/action.ts'
import type { Pair, QuorumMessage, QuorumRequest, QuorumWorld } from './state.ts'

/** "b v1": the value and the number of its version. */
export const pairLabel = (pair: Pair): string => `${pair.value} v${pair.number}`

export function labelOf(message: QuorumMessage): string {
  switch (message.type) {
    case 'ask':
      return 'read?'
    case 'answer':
    case 'store':
      return pairLabel(message.pair)
    case 'stored':
      return `ok v${message.pair.number}`
  }
}

/** Where in the message its label was read. */
export const pathShown = (message: QuorumMessage): string =>
  message.type === 'ask' ? 'work' : message.type === 'stored' ? 'pair.number' : 'pair.value'

export function tell(event: Event): string | undefined {
  const { node = '', data = {} } = event
  switch (event.type) {
    case 'stores':
      return `${node} stores ${pairLabel(data['pair'] as Pair)}${data['why'] === 'repair' ? ' (read repair)' : data['why'] === 'write-back' ? ' (written back)' : ''}.`
    case 'synced':
      return `${node} has it on disk.`
    case 'request': {
      const request = data['request'] as QuorumRequest
      return request.kind === 'read' ? `${node} asks to read.` : `${node} asks to write ${request.value}.`
    }
    case 'reply': {
      const request = data['request'] as QuorumRequest
      const pair = data['value'] as Pair
      return request.kind === 'read'
        ? `${node} has read ${pairLabel(pair)}.`
        : `${node} has written ${pairLabel(pair)}.`
    }
    case 'timeout':
      return `${node} asks again those who have not answered.`
    default:
      return undefined
  }
}

export function describe(world: QuorumWorld, action: Action): string | undefined {
  if (action.type === 'timeout') return `Let ${action.subject ?? ''} ask again now`
  if (action.type !== 'ask') return undefined
  const [, node = '', name] = action.id.split(':')
  return name === 'read' ? `Read at ${node}` : `Write ${nextValue(world)} at ${node}`
}

/** a is there at first; then b, c, ... z, ba, bb: no two writes have the same value. */
export function nextValue(world: QuorumWorld): string {
  let n = 1
  for (const { request } of world.operations) if (request.kind === 'write') n++
  let value = ''
  for (; n > 0; n = Math.floor(n / 26)) value = 'abcdefghijklmnopqrstuvwxyz'.charAt(n % 26) + value
  return value
}
