/**
 * A coarser grain for exploring: a client's question and the replica's answer are one round; a pair that
 * reaches a replica is one, its acknowledgement another. What comes too late to count is not looked at.
 */
import type { Round } from '@orrery/engine/model/model.ts'
import type { QuorumWorld } from './state.ts'
import { clientOf } from './state.ts'

type Flight = QuorumWorld['flights'][number]

export function rounds(world: QuorumWorld, asks: readonly string[]): readonly Round<QuorumWorld>[] {
  const list: Round<QuorumWorld>[] = asks.map((id) => single(id, 'ask'))
  for (const flight of world.flights) {
    if (flight.lost === true || flight.held === true) continue
    const { message } = flight
    if (message.type === 'store') list.push(single(`deliver:${flight.id}`, 'store'))
    else if (message.type === 'ask') {
      if (matters(world, flight.from, message.work)) list.push(exchange(flight))
    } else if (matters(world, flight.to, message.work)) list.push(single(`deliver:${flight.id}`, 'count'))
  }
  return list
}

function single(action: string, type: string): Round<QuorumWorld> {
  return { id: `${type} ${action}`, type, next: (_world, taken) => (taken === 0 ? action : undefined) }
}

function exchange(asked: Flight): Round<QuorumWorld> {
  return {
    id: `exchange ${asked.id}`,
    type: 'exchange',
    next(world, taken) {
      if (taken === 0) return `deliver:${asked.id}`
      if (taken > 1) return undefined
      const answer = world.flights.findLast(
        ({ from, to, message }) =>
          from === asked.to &&
          to === asked.from &&
          message.type === 'answer' &&
          message.work === asked.message.work,
      )
      return answer === undefined ? undefined : `deliver:${answer.id}`
    },
  }
}

/** Whether an answer to this could change anything: its operation is under way, or reads repair. */
function matters(world: QuorumWorld, client: string, work: string): boolean {
  const state = clientOf(world, client)
  if (state === undefined) return false
  return state.repair !== undefined || (state.work?.id === work && state.work.phase !== 'done')
}
