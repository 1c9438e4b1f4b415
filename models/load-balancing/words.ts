/** The figure in words. */
import type { Action, Event } from '@orrery/engine/model/action.ts'
import type { Field } from '@orrery/engine/model/model.ts'
import { DEGRADED, SURGE } from './flow.ts'
import { params } from './params.ts'
import type { LoadWorld } from './state.ts'

const ms = (micros: number): string => `${(micros / 1000).toFixed(1)} ms`

export function inspect(world: LoadWorld, subject: string): readonly Field[] {
  const s = Number(subject.slice(1)) - 1
  const { servers, requests, now, since } = world
  if (!/^S\d+$/.test(subject) || s >= world.knobs.servers) return []
  const inside = servers.serving[s]!
  const believed = servers.known[s] === 1 ? 'alive' : 'dead'
  const fields: Field[] = [
    { name: 'state', value: servers.alive[s] === 0 ? 'dead' : inside >= 0 ? 'serves' : 'idle' },
    { name: 'the balancer believes it', value: believed },
    { name: 'speed', value: `${Math.round(100 * servers.speed[s]!)} %` },
    { name: 'in its line', value: String(servers.queued[s]!) },
    { name: 'sent, not answered', value: String(servers.outstanding[s]!) },
    { name: 'served since measuring', value: String(servers.done[s]!) },
  ]
  if (now > since) {
    const part = inside >= 0 ? now - Math.max(since, servers.since[s]!) : 0
    const share = (servers.busy[s]! + part) / (now - since)
    fields.push({ name: 'busy', value: `${(100 * share).toFixed(0)} %` })
  }
  if (inside >= 0) {
    fields.push({ name: 'request', value: String(requests.id[inside]!) })
    fields.push({ name: 'done at', value: ms(servers.until[s]!) })
  }
  return fields
}

export function describe(_world: LoadWorld, { id, type, subject = '' }: Action): string {
  switch (type) {
    case 'arrival':
      return 'The next request comes'
    case 'client':
      return `Client ${id.slice(7)} sends its next request`
    case 'reach':
      return 'The request that was sent first reaches its server'
    case 'done':
      return `${subject} is done with its request`
    case 'answer':
      return 'The answer that was sent first comes back'
    case 'expire':
      return 'The client who has waited longest gives up'
    case 'notice':
      return `The balancer sees how ${subject} is`
    case 'read':
      return 'The balancer reads the load of all servers'
    case 'surge':
      return `Send ${SURGE} requests at once`
    case 'kill':
      return `Kill ${subject || id.slice(5)}`
    case 'revive':
      return `Bring ${subject || id.slice(7)} back`
    case 'slow':
      return `Slow ${subject || id.slice(5)} down to ${100 * DEGRADED} % of its speed`
    case 'heal':
      return `Heal ${subject || id.slice(5)}`
    case 'measure':
      return 'Measure from now on'
    default: {
      const [, knob = '', value = ''] = id.split(':')
      const title = Object.entries(params).find(([key]) => key === knob)?.[1].title ?? knob
      return `${title}: ${value}`
    }
  }
}

export function tell({ type, node = 'the balancer', data }: Event): string {
  const request = `Request ${String(data?.['request'])}`
  switch (type) {
    case 'arrive':
      return `${request} comes.`
    case 'route':
      return `${request} is sent to ${node}.`
    case 'queue':
      return `${request} stands in the line of ${node}.`
    case 'serve':
      return `${node} begins ${request.toLowerCase()}.`
    case 'finish':
      return `${node} is done with ${request.toLowerCase()}.`
    case 'refuse':
      return `The line of ${node} is full: ${request.toLowerCase()} is refused.`
    case 'lose':
      return `${node} is dead: ${request.toLowerCase()} is lost.`
    case 'no-server':
      return `No server is left: ${request.toLowerCase()} is refused.`
    case 'give-up':
      return `The client of ${request.toLowerCase()} gives up.`
    case 'noticed':
      return `The balancer sees that ${node} is dead.`
    case 'trusted':
      return `The balancer sees that ${node} is back.`
    case 'kill':
      return `${node} dies.`
    case 'revive':
      return `${node} is back.`
    case 'slow':
      return `${node} slows down.`
    case 'heal':
      return `${node} is well again.`
    default:
      return `${SURGE} requests come at once.`
  }
}
