/**
 * Lamport's mutual exclusion at the grain of its TLA+ specification, as a model of whole worlds. It is
 * here to be counted: TLC's numbers for the specification are a known answer from outside, and this
 * model gives the same ones. `mutex.ts` is the algorithm as the paper has it, for watching.
 *
 * Where the specification differs from the paper: clocks start at 1 and tick only on receiving a
 * request; acknowledgements and releases carry no time; a process waits for an acknowledgement from
 * everyone rather than for any message with a later time; and going in is possible again while inside,
 * which changes nothing (TLC counts the state as generated).
 */
import type { Action, Event } from '@orrery/engine/model/action.ts'
import { fingerprintOf, type Fingerprint } from '@orrery/engine/model/fingerprint.ts'
import type { Model, Rule, Setup, Source, Step, World } from '@orrery/engine/model/model.ts'
import type { Property } from '@orrery/engine/model/property.ts'
import { between, draw, mix32, streamOf } from '@orrery/engine/model/random.ts'
import { lamport1978, processNames } from '../lamport-clock/shared.ts'
import { specView, specViews } from './spec-view.ts'

/** A message as a number: a request is its clock, which is positive. */
export const ACK = 0
export const RELEASE = -1

export interface SpecWorld extends World {
  readonly setup: Setup
  readonly names: readonly string[]
  /** Steps taken: the counter of the timed driver's draws. */
  readonly count: number
  readonly clock: readonly number[]
  /** `req[p][q]`: the clock of q's request as p knows it; 0 for none. */
  readonly req: readonly (readonly number[])[]
  /** The processes that have acknowledged p's request, as bits. */
  readonly ack: readonly number[]
  /** The processes in the critical section, as bits. */
  readonly crit: number
  /** `network[p * n + q]`: what is on its way from p to q, oldest first (a bag, sorted, without `fifo`). */
  readonly network: readonly (readonly number[])[]
}

const source: Source = {
  title: 'TLA+ Examples: LamportMutex',
  authors: 'Stephan Merz',
  year: 2019,
  where: 'specifications/lamport_mutex: MCLamportMutex.cfg and manifest.json',
  url: 'https://github.com/tlaplus/Examples/tree/master/specifications/lamport_mutex',
}

const smallest = { params: { processes: 2 } }

const rules: readonly Rule[] = [
  {
    id: 'fifo',
    title: 'Keep messages in order',
    text: 'Each channel is first in, first out. Without it, an acknowledgement can overtake an earlier request.',
    breaks: 'mutex',
    recipe: smallest,
  },
  {
    id: 'break-ties',
    title: 'Break ties by process',
    text: 'Of two requests with equal clocks the one of the lower process goes first. Without it, both go in.',
    breaks: 'mutex',
    recipe: smallest,
  },
  {
    id: 'wait-for-all',
    title: 'Hear from every process',
    text: 'A process goes in once all have acknowledged its request. Without it, an earlier request may be on its way.',
    breaks: 'mutex',
    recipe: smallest,
  },
]

const properties: readonly Property<SpecWorld>[] = [
  {
    kind: 'always',
    id: 'mutex',
    title: 'At most one process is in the critical section',
    source: 'LamportMutex: Mutex',
    worldOnly: true,
    violation({ crit, names }) {
      if ((crit & (crit - 1)) === 0) return undefined
      const inside = names.filter((_, p) => ((crit >> p) & 1) === 1)
      return { why: `${inside.join(' and ')} are in the critical section at once.`, subjects: inside }
    },
  },
  {
    kind: 'always',
    id: 'bounded-network',
    title: 'No channel holds more than three messages',
    source: 'LamportMutex: BoundedNetwork',
    worldOnly: true,
    violation({ network, names }) {
      const full = network.findIndex((channel) => channel.length > 3)
      if (full < 0) return undefined
      const [from, to] = ends(names, full)
      return { why: `The channel from ${from} to ${to} holds more than three.`, subjects: [from, to] }
    },
  },
  {
    kind: 'sometimes',
    id: 'entered',
    title: 'A process is in the critical section',
    reached: (world) => world.crit !== 0,
  },
]

function ends(names: readonly string[], channel: number): readonly [string, string] {
  const n = names.length
  return [names[Math.floor(channel / n)]!, names[channel % n]!]
}

function init(setup: Setup): SpecWorld {
  const names = processNames(setup.params)
  return {
    now: 0,
    setup,
    names,
    count: 0,
    clock: names.map(() => 1),
    req: names.map(() => names.map(() => 0)),
    ack: names.map(() => 0),
    crit: 0,
    network: names.flatMap(() => names.map(() => [])),
  }
}

const off = (world: SpecWorld, rule: string): boolean => world.setup.without.includes(rule)

/** p's request comes before the one of q, as far as p knows. */
function beats(world: SpecWorld, p: number, q: number): boolean {
  const row = world.req[p]!
  const [own, other] = [row[p]!, row[q]!]
  return other === 0 || own < other || (own === other && (p < q || off(world, 'break-ties')))
}

function mayEnter(world: SpecWorld, p: number): boolean {
  const n = world.names.length
  if (off(world, 'wait-for-all') ? world.req[p]![p] === 0 : world.ack[p] !== (1 << n) - 1) return false
  for (let q = 0; q < n; q++) if (q !== p && !beats(world, p, q)) return false
  return true
}

function actions(world: SpecWorld): readonly Action[] {
  const { names, network } = world
  const list: Action[] = []
  const add = (type: string, target: string, subject: string): void => {
    const id = `${type}:${target}`
    const wait = between(draw(world.setup.seed, streamOf(id), world.count), 2_000, 20_000)
    list.push({ id, type, by: 'system', at: world.now + wait, subject })
  }
  for (let p = 0; p < names.length; p++) {
    const name = names[p]!
    if (world.req[p]![p] === 0) add('request', name, name)
    if (mayEnter(world, p)) add('enter', name, name)
    if ((world.crit >> p) & 1) add('exit', name, name)
  }
  const bag = off(world, 'fifo')
  for (let c = 0; c < network.length; c++) {
    const channel = network[c]!
    if (channel.length === 0) continue
    const [from, to] = ends(names, c)
    if (!bag) add('deliver', `${from}>${to}`, to)
    // Equal messages stand side by side in a bag: one of them is enough.
    else channel.forEach((m, i) => m !== channel[i - 1] && add('deliver', `${from}>${to}:${i}`, to))
  }
  return list
}

const put = <T>(list: readonly T[], place: number, value: T): readonly T[] => {
  const copy = list.slice()
  copy[place] = value
  return copy
}

type Network = (readonly number[])[]

function sendTo(world: SpecWorld, network: Network, from: number, to: number, message: number): void {
  const place = from * world.names.length + to
  const channel = [...network[place]!, message]
  network[place] = off(world, 'fifo') ? channel.sort((a, b) => a - b) : channel
}

function broadcast(world: SpecWorld, from: number, message: number): Network {
  const network = world.network.slice()
  for (let q = 0; q < world.names.length; q++) if (q !== from) sendTo(world, network, from, q, message)
  return network
}

function setReq(world: SpecWorld, p: number, q: number, clock: number): SpecWorld['req'] {
  return put(world.req, p, put(world.req[p]!, q, clock))
}

function step(old: SpecWorld, action: Action): Step<SpecWorld> {
  const world: SpecWorld = { ...old, now: action.at, count: old.count + 1 }
  const { type, id } = action
  const [from = '', rest = ''] = id.slice(type.length + 1).split('>')
  const p = world.names.indexOf(from)
  const events = (what: string): readonly Event[] => [{ type: what, at: action.at, node: from }]
  switch (type) {
    case 'request': {
      const clock = world.clock[p]!
      const after = {
        ...world,
        req: setReq(world, p, p, clock),
        ack: put(world.ack, p, 1 << p),
        network: broadcast(world, p, clock),
      }
      return { world: after, events: events(type) }
    }
    case 'enter':
      return { world: { ...world, crit: world.crit | (1 << p) }, events: events(type) }
    case 'exit': {
      const after = {
        ...world,
        crit: world.crit & ~(1 << p),
        req: setReq(world, p, p, 0),
        ack: put(world.ack, p, 0),
        network: broadcast(world, p, RELEASE),
      }
      return { world: after, events: events(type) }
    }
    case 'deliver': {
      const [to = '', place = '0'] = rest.split(':')
      return receive(world, p, world.names.indexOf(to), Number(place))
    }
    default:
      throw new Error(`the specification has no action "${id}"`)
  }
}

/** p receives what q sent. */
function receive(world: SpecWorld, q: number, p: number, place: number): Step<SpecWorld> {
  const network = world.network.slice()
  const channel = q * world.names.length + p
  const message = network[channel]?.[place]
  if (message === undefined) throw new Error('nothing to deliver there')
  network[channel] = network[channel]!.filter((_, i) => i !== place)
  const [from, to] = [world.names[q]!, world.names[p]!]
  const events: readonly Event[] = [
    { type: 'receive', at: world.now, node: to, data: { from, what: inWords(message) } },
  ]
  if (message === ACK)
    return { world: { ...world, ack: put(world.ack, p, world.ack[p]! | (1 << q)), network }, events }
  if (message === RELEASE) return { world: { ...world, req: setReq(world, p, q, 0), network }, events }
  sendTo(world, network, p, q, ACK)
  const clock = put(world.clock, p, Math.max(message, world.clock[p]!) + 1)
  return { world: { ...world, req: setReq(world, p, q, message), clock, network }, events }
}

export function inWords(message: number): string {
  return message === ACK ? 'acknowledgement' : message === RELEASE ? 'release' : `request ${message}`
}

/** Every number of the state in order, folded into two lanes. */
function fingerprint({ clock, req, ack, crit, network }: SpecWorld): Fingerprint {
  let low = mix32(crit + 1)
  let high = low
  const fold = (x: number): void => {
    low = mix32(low ^ (x + 0x9e3779b9))
    high = mix32(high + Math.imul(low, 0x85ebca6b) + x)
  }
  for (let p = 0; p < clock.length; p++) {
    const row = req[p]!
    fold(clock[p]! * 32 + ack[p]!)
    for (let q = 0; q < row.length; q++) fold(row[q]!)
  }
  for (const channel of network) {
    fold(channel.length)
    for (let i = 0; i < channel.length; i++) fold(channel[i]!)
  }
  return fingerprintOf(high, low)
}

export const lamportMutexSpec: Model<SpecWorld> = {
  id: 'lamport-mutex-spec',
  title: 'Mutual exclusion, as specified in TLA+',
  summary: 'The mutual exclusion algorithm at the grain of its TLA+ specification, for counting states.',
  sources: [source, lamport1978],
  fidelity: {
    models: [
      'The actions of the specification: request, enter, exit, and receiving each kind of message.',
      'TLC counts 724,274 distinct states of 2,729,079 generated, 61 deep, with 3 processes and clocks up to 6; so does this.',
    ],
    leavesOut: [
      'Time: the pace of a run is drawn and means nothing.',
      'IR1 for events other than receiving a request, and timestamps on acknowledgements and releases; the specification has neither.',
    ],
  },
  params: { processes: { kind: 'integer', title: 'Processes', min: 2, max: 5, default: 3 } },
  rules,
  properties,
  bounds: { clock: { default: 6, text: 'Highest clock of a process (ClockConstraint)' } },
  within: (world, bounds) => {
    const limit = bounds['clock'] ?? 6
    for (const clock of world.clock) if (clock > limit) return false
    return true
  },
  init,
  actions,
  step,
  fingerprint,
  views: specViews,
  view: specView,
  inspect(world, subject) {
    const p = world.names.indexOf(subject)
    if (p < 0) return []
    const others = world.names.filter((_, q) => (world.ack[p]! >> q) & 1)
    return [
      { name: 'clock', value: String(world.clock[p]) },
      {
        name: 'requests known',
        value: world.names.map((id, q) => `${id} ${world.req[p]![q] ?? 0}`).join(', '),
      },
      { name: 'acknowledged by', value: others.join(' ') || 'nobody' },
      { name: 'inside', value: (world.crit >> p) & 1 ? 'yes' : 'no' },
    ]
  },
  describe(world, action) {
    const target = action.id.slice(action.type.length + 1)
    if (action.type !== 'deliver') return `${target}: ${action.type}`
    const [link = '', place = '0'] = target.split(':')
    const [from = '', to = ''] = link.split('>')
    const channel = world.names.indexOf(from) * world.names.length + world.names.indexOf(to)
    return `Deliver ${inWords(world.network[channel]?.[Number(place)] ?? ACK)} from ${from} to ${to}`
  },
  tell(event) {
    const node = event.node ?? ''
    if (event.type === 'receive') {
      return `${node} receives ${String(event.data?.['what'])} from ${String(event.data?.['from'])}.`
    }
    return `${node} ${event.type === 'request' ? 'requests' : `${event.type}s`}.`
  },
}
