/** Load balancing as a model: one event at a time for those who want each, and as a flow for those who want thousands. */
import type { Action } from '@orrery/engine/model/action.ts'
import { combine, gather, hashOf } from '@orrery/engine/model/fingerprint.ts'
import type { Model } from '@orrery/engine/model/model.ts'
import type { FlowModel } from '@orrery/engine/simulate/flow.ts'
import type { ModelEntry } from '../entry.ts'
import {
  act,
  actTold,
  calendar,
  happenTold,
  nextAt,
  nextDue,
  run,
  start,
  type Due,
  type Kind,
} from './flow.ts'
import { params } from './params.ts'
import { properties } from './properties.ts'
import { rules } from './rules.ts'
import { scenarios } from './scenarios.ts'
import { sources } from './sources.ts'
import { copyState, type LoadWorld } from './state.ts'
import { view, views } from './view.ts'
import { describe, inspect, tell } from './words.ts'

export const loadFlow: FlowModel<LoadWorld> = { start, run, nextAt, act, copy: copyState }

const bySystem = ({ kind, at, of }: Due): Action => {
  const server = kind === 'done' || kind === 'notice'
  const id = server ? `${kind}:S${of + 1}` : kind === 'client' ? `client:${of + 1}` : kind
  return { id, type: kind, by: 'system', at, ...(server ? { subject: `S${of + 1}` } : {}) }
}

function actions(world: LoadWorld): readonly Action[] {
  const { now, servers, knobs } = world
  const list: Action[] = calendar(world).map(bySystem)
  list.push({ id: 'surge', type: 'surge', by: 'input', at: now })
  for (let s = 0; s < knobs.servers; s++) {
    const subject = `S${s + 1}`
    const fault = (type: string): Action => ({
      id: `${type}:${subject}`,
      type,
      by: 'fault',
      at: now,
      subject,
    })
    list.push(fault(servers.alive[s] === 1 ? 'kill' : 'revive'))
    list.push(fault(servers.health[s] === 1 ? 'slow' : 'heal'))
  }
  return list
}

const systemKinds: ReadonlySet<string> = new Set<Kind>([
  'arrival',
  'client',
  'reach',
  'done',
  'answer',
  'expire',
  'notice',
  'read',
])

/** Which server or client the id of a calendar's event names: "done:S3", "client:7". */
const ofId = (id: string): number => Number(id.replace(/^[a-z]+:?S?/, '') || 0) - 1

export const loadBalancing: Model<LoadWorld> = {
  id: 'load-balancing',
  title: 'Load balancing',
  summary: 'A balancer sends requests to servers that each have a line of their own.',
  sources,
  fidelity: {
    models: [
      'Each request by itself: its way to a server, its place in the line, its work, its way back.',
      'Eight strategies, each with what a balancer knows: what it sent and has not had answered, live or as last read.',
      'Servers of unequal speed that slow down, die and come back; the balancer learns of a death after a while.',
      'Queues with an end, clients who give up, connections that carry many requests to one server.',
      'Random numbers from streams of their own, so that two settings are asked the very same requests.',
    ],
    leavesOut: [
      'Retries: who is refused or gives up does not come back (a storm of them is another playground).',
      'Several balancers at once, and what connections cost to open.',
      'Servers that work on several requests at a time: each does one, first come first served.',
      'A way that takes longer for some servers than for others, and packets that are lost.',
    ],
  },
  params,
  rules,
  properties,
  init: start,
  actions,
  next(world) {
    const due = nextDue(world)
    return due.at === Infinity ? undefined : bySystem(due)
  },
  find(world, id) {
    const listed = actions(world).find((action) => action.id === id)
    if (listed !== undefined) return listed
    if (!/^(set:[a-z]+:[a-z0-9-]+|measure|(kill|revive|slow|heal):S\d{1,2})$/.test(id)) return undefined
    const [type = ''] = id.split(':')
    return { id, type, by: type === 'set' || type === 'measure' ? 'input' : 'fault', at: world.now }
  },
  step(world, action) {
    if (!(action.at >= world.now)) throw new RangeError(`${action.id} at ${action.at} is before ${world.now}`)
    const state = copyState(world)
    const events = systemKinds.has(action.type)
      ? happenTold(state, action.type as Kind, ofId(action.id), action.at)
      : actTold(state, action.id, action.at)
    return { world: state, events }
  },
  fingerprint(world) {
    const { servers, requests } = world
    let print = combine(hashOf(world.held), hashOf(Object.values(world.knobs).join(' ')))
    for (let s = 0; s < world.knobs.servers; s++) {
      const flags = servers.alive[s]! + 2 * servers.known[s]! + 4 * Math.round(10 * servers.health[s]!)
      let server = combine(hashOf(flags), combine(hashOf(servers.outstanding[s]!), hashOf(servers.board[s]!)))
      server = combine(server, hashOf(servers.current[s]!))
      const inside = servers.serving[s]!
      server = combine(server, hashOf(inside < 0 ? -1 : requests.gone[inside]! + 2))
      // Of the line, only in which order its requests came, and who of them has gone.
      const turns: number[] = inside < 0 ? [] : [requests.turn[inside]!]
      for (let slot = servers.head[s]!; slot >= 0; slot = requests.next[slot]!)
        turns.push(requests.turn[slot]!)
      const ranks = [...turns].sort((a, b) => a - b)
      for (const turn of turns) server = combine(server, hashOf(ranks.indexOf(turn)))
      for (let slot = servers.head[s]!; slot >= 0; slot = requests.next[slot]!)
        server = combine(server, hashOf(requests.gone[slot]!))
      print = combine(print, server)
    }
    let out = 0
    for (let slot = world.outHead; slot >= 0; slot = requests.next[slot]!)
      out = combine(out, hashOf(requests.server[slot]! * 2 + requests.gone[slot]!))
    let back = 0
    for (let slot = world.inHead; slot >= 0; slot = requests.next[slot]!)
      back = combine(
        back,
        hashOf(requests.server[slot]! * 8 + requests.outcome[slot]! * 2 + requests.gone[slot]!),
      )
    return gather(gather(print, combine(1, out)), combine(2, back))
  },
  views,
  view,
  inspect,
  describe,
  tell,
}

export const entry: ModelEntry<LoadWorld> = { model: loadBalancing, scenarios }
export { theoryOf, loadOf } from './theory.ts'
