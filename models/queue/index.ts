/** The M/M/c queue as a model: parameters, promises, pictures and words around queue.ts. */
import { combine, gather, hashOf } from '@orrery/engine/model/fingerprint.ts'
import type { Event } from '@orrery/engine/model/action.ts'
import type { Field, Model } from '@orrery/engine/model/model.ts'
import type { ModelEntry } from '../entry.ts'
import { actions, BURST, init, inSystem, meanSoFar, next, step, type QueueWorld } from './queue.ts'
import { erlangC } from './theory.ts'
import { view, views } from './view.ts'

const HARCHOL = {
  title: 'Performance Modeling and Design of Computer Systems',
  authors: 'M. Harchol-Balter',
  year: 2013,
  where: 'chapters 13 (M/M/1) and 14 (M/M/k, Erlang C)',
} as const
const ERLANG = {
  title:
    'Solution of some problems in the theory of probabilities of significance in automatic telephone exchanges',
  authors: 'A. K. Erlang',
  year: 1917,
} as const
const LITTLE = {
  title: 'A Proof for the Queuing Formula: L = λW',
  authors: 'J. D. C. Little',
  year: 1961,
} as const

export const queue: Model<QueueWorld> = {
  id: 'queue',
  title: 'A queue',
  summary: 'Customers come at random, wait in one line, and are served by one or more servers.',
  sources: [HARCHOL, ERLANG, LITTLE],
  fidelity: {
    models: [
      'Poisson arrivals and exponential service times, drawn from a seed, each customer from its own draw.',
      'One line, first come first served; a free server takes the one who has waited longest.',
      'Servers that stand still and go on where they stopped; extra customers, one by one or in a burst.',
    ],
    leavesOut: [
      'Customers who give up, a line with an end, priorities.',
      'Arrivals that depend on the time of day or on each other, and service times with a heavy tail.',
    ],
  },
  params: {
    load: {
      kind: 'integer',
      title: 'Load of each server',
      unit: '%',
      min: 5,
      max: 120,
      step: 1,
      default: 80,
    },
    servers: { kind: 'integer', title: 'Servers', min: 1, max: 8, default: 1 },
    service: { kind: 'integer', title: 'Mean service time', unit: 'ms', min: 1, max: 1000, default: 100 },
  },
  rules: [],
  properties: [
    {
      id: 'conservation',
      title: 'Who has arrived has left, is served, or waits',
      kind: 'always',
      violation(world) {
        const served = world.servers.filter(({ customer }) => customer > 0).length
        if (world.arrived === world.departed + served + world.waiting) return undefined
        return {
          why: `${world.arrived} arrived, but ${world.departed} left, ${served} are served and ${world.waiting} wait.`,
          subjects: world.servers.map(({ id }) => id),
        }
      },
    },
    {
      id: 'work-conserving',
      title: 'No server is idle while someone waits',
      kind: 'always',
      violation(world) {
        const idle = world.servers.filter(({ customer, stopped }) => customer === 0 && stopped < 0)
        if (world.waiting === 0 || idle.length === 0) return undefined
        return {
          why: `${world.waiting} wait, and ${idle.map(({ id }) => id).join(', ')} has nothing to do.`,
          subjects: idle.map(({ id }) => id),
        }
      },
    },
    {
      id: 'in-order',
      title: 'Service begins in the order of arrival',
      kind: 'always',
      violation(world, before) {
        if (before === undefined) return undefined
        const taken = new Set(before.servers.map(({ customer }) => customer))
        const fresh = world.servers.filter(({ customer }) => customer > 0 && !taken.has(customer))
        const first = before.arrived - before.waiting
        const jumped = fresh.find(({ customer }) => customer <= first)
        if (jumped === undefined && fresh.every(({ customer }) => customer <= world.arrived - world.waiting))
          return undefined
        return { why: 'A customer was served out of turn.', subjects: fresh.map(({ id }) => id) }
      },
    },
    { id: 'someone-waits', title: 'Someone waits', kind: 'sometimes', reached: (world) => world.waiting > 0 },
    {
      id: 'empties',
      title: 'The system is empty again',
      kind: 'sometimes',
      reached: (world) => world.departed > 0 && inSystem(world) === 0,
    },
  ],

  init,
  actions,
  next,
  step,
  fingerprint(world) {
    let servers = 0
    for (const { customer, stopped } of world.servers)
      servers = gather(servers, hashOf((customer > 0 ? 1 : 0) + (stopped < 0 ? 0 : 2)))
    return combine(hashOf(world.waiting), servers)
  },

  views,
  view,
  inspect(world, subject): readonly Field[] {
    const server = world.servers.find(({ id }) => id === subject)
    if (server === undefined) return []
    const state = server.stopped >= 0 ? 'stands still' : server.customer > 0 ? 'serves' : 'idle'
    const fields: Field[] = [{ name: 'state', value: state }]
    if (server.customer === 0) return fields
    return [
      ...fields,
      { name: 'customer', value: String(server.customer) },
      { name: 'since', value: `${(server.since / 1000).toFixed(1)} ms` },
      { name: 'until', value: server.stopped >= 0 ? 'unknown' : `${(server.until / 1000).toFixed(1)} ms` },
    ]
  },
  describe(_world, { type, subject = '' }) {
    switch (type) {
      case 'arrival':
        return 'The next customer arrives'
      case 'join':
        return 'Send one more customer'
      case 'burst':
        return `Send ${BURST} customers at once`
      case 'departure':
        return `${subject} is done with its customer`
      case 'stop':
        return `Stop ${subject}`
      default:
        return `Start ${subject} again`
    }
  },
  tell: ({ type, node = '', data }: Event) => {
    const customer = `Customer ${String(data?.['customer'])}`
    switch (type) {
      case 'arrive':
        return `${customer} arrives.`
      case 'serve':
        return `${customer} goes to ${node}.`
      case 'depart':
        return `${customer} leaves ${node}.`
      case 'stop':
        return `${node} stands still.`
      default:
        return `${node} works again.`
    }
  },
}

export { erlangC, inSystem, meanSoFar }
export type { QueueWorld }

const setup = { params: { load: 80, servers: 1, service: 100 }, without: [], seed: 1 }

export const entry: ModelEntry<QueueWorld> = {
  model: queue,
  scenarios: [
    {
      id: 'a-burst',
      title: 'A burst, and how long it takes to go away',
      model: 'queue',
      setup,
      steps: [
        {
          id: 'calm',
          until: ({ arrived }) => arrived >= 5,
          expect: [{ claim: 'customers are served', holds: ({ departed }) => departed > 0 }],
        },
        {
          id: 'burst',
          do: ['burst'],
          expect: [{ claim: 'at least nine wait', holds: ({ waiting }) => waiting >= BURST - 1 }],
        },
        {
          id: 'drained',
          until: ({ waiting }) => waiting === 0,
          expect: [{ claim: 'nobody waits', holds: ({ waiting }) => waiting === 0 }],
        },
      ],
    },
  ],
}
