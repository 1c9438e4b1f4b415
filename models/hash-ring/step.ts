/** What can happen, and what it does. */
import type { Action, Event, Micros } from '@orrery/engine/model/action.ts'
import type { Step } from '@orrery/engine/model/model.ts'
import { capOf } from './bounded.ts'
import { hashText } from './murmur3.ts'
import { keyHash, keyIndex, keyName, place, strategies, trail, type Strategy } from './place.ts'
import { LETTERS, loadsOf, questionOf, type Change, type HashRingWorld } from './world.ts'

/** Between two looks of a client. */
export const HOP: Micros = 10_000
/** Keys that come at once. */
export const BATCH = 100
export const MOST_KEYS = 20_000
/** Numbers of points a server that the list offers; any from 1 to 256 can be asked for. */
const offered = [1, 8, 64, 256]

type By = Action['by']
const act = (id: string, by: By, at: Micros, subject?: string): Action => {
  const type = id.slice(0, id.includes(':') ? id.indexOf(':') : undefined)
  return { id, type, by, at, ...(subject !== undefined && { subject }) }
}

export function actions(world: HashRingWorld): readonly Action[] {
  const { now, members, lookup, strategy, points } = world
  const list: Action[] = []
  if (lookup !== undefined && lookup.found === undefined)
    list.push(act('hop', 'system', Math.max(now, lookup.due), lookup.name))
  const free = LETTERS.find((letter) => !members.includes(letter))
  if (free !== undefined) list.push(act(`join:${free}`, 'input', now))
  if (members.length > 1)
    for (const letter of members) list.push(act(`leave:${letter}`, 'fault', now, letter))
  if (world.hashes.length > 0) {
    const key = keyName((7 * Math.max(0, lookup?.key ?? 0) + 5) % world.hashes.length)
    list.push(act(`lookup:${key}`, 'input', now))
  }
  if (world.hashes.length + BATCH <= MOST_KEYS) list.push(act('add', 'input', now))
  for (const count of offered) if (count !== points) list.push(act(`points:${count}`, 'input', now))
  for (const name of strategies) if (name !== strategy) list.push(act(`place:${name}`, 'input', now))
  if (world.change !== undefined) list.push(act('settle', 'input', now))
  return list
}

/** Names that can be looked up, stored or not. */
export const NAMES = '[A-Za-z0-9_.:@\\-]{1,24}'
const lookable = new RegExp(`^${NAMES}$`)

/** Any letter may join, any name be looked up, and any number of points be set: more than a list can hold. */
export function find(world: HashRingWorld, id: string): Action | undefined {
  const { now, members } = world
  const value = id.slice(id.indexOf(':') + 1)
  if (id === `join:${value}` && LETTERS.includes(value) && !members.includes(value))
    return act(id, 'input', now)
  if (id === `lookup:${value}` && lookable.test(value)) return act(id, 'input', now)
  if (id === `points:${value}` && /^[1-9]\d{0,2}$/.test(value) && Number(value) <= 256)
    return act(id, 'input', now)
  return actions(world).find((action) => action.id === id)
}

export function step(world: HashRingWorld, action: Action): Step<HashRingWorld> {
  const now = action.at
  if (!(now >= world.now)) throw new RangeError(`${action.id} at ${now} is before now, ${world.now}`)
  const value = action.id.slice(action.id.indexOf(':') + 1)
  const { members } = world
  switch (action.type) {
    case 'join':
      return changed(world, now, { members: [...members, value] }, 'join', value)
    case 'leave':
      return changed(world, now, { members: members.filter((letter) => letter !== value) }, 'leave', value)
    case 'place':
      return changed(world, now, { strategy: value as Strategy }, 'strategy', '')
    case 'points':
      return changed(world, now, { points: Number(value) }, 'points', '')
    case 'add':
      return add(world, now)
    case 'lookup':
      return startLookup(world, now, value)
    case 'hop':
      return hop(world, now)
    case 'settle':
      return { world: settled(world, now), events: [{ type: 'settle', at: now }] }
    default:
      throw new Error(`a hash ring has no action "${action.id}"`)
  }
}

/** What moved is no longer marked. */
const settled = (world: HashRingWorld, now: Micros): HashRingWorld => ({
  ...world,
  now,
  was: world.owners,
  change: undefined,
  lookup: undefined,
})

/** All keys are placed anew, and compared with where they were. */
function changed(
  world: HashRingWorld,
  now: Micros,
  part: Partial<Pick<HashRingWorld, 'members' | 'strategy' | 'points' | 'hashes'>>,
  kind: Change['kind'],
  server: string,
): Step<HashRingWorld> {
  const next = { ...world, ...part }
  const owners = place(questionOf(next))
  const larger = kind === 'join' ? next.members : world.members
  const moved = world.owners.filter((owner, key) => owner !== owners[key]).length
  const change: Change = {
    kind,
    server,
    place: larger.indexOf(server),
    servers: larger.length,
    moved,
    keys: world.owners.length,
  }
  const after: HashRingWorld = {
    ...next,
    now,
    owners,
    was: world.owners,
    loads: loadsOf(next.members, owners),
    change,
    lookup: undefined,
  }
  const data = { ...change, strategy: next.strategy, points: next.points }
  const events: Event[] = [{ type: kind, at: now, ...(server !== '' && { node: server }), data }]
  return { world: after, events }
}

/** New keys come; with bounded loads their coming raises the cap, so that older ones may go home. */
function add(world: HashRingWorld, now: Micros): Step<HashRingWorld> {
  const first = world.hashes.length
  const fresh = Array.from({ length: BATCH }, (_, i) => keyHash(first + i, world.setup.seed))
  return changed(world, now, { hashes: [...world.hashes, ...fresh] }, 'add', '')
}

function startLookup(world: HashRingWorld, now: Micros, name: string): Step<HashRingWorld> {
  const question = questionOf(world)
  const key = keyIndex(name, world.hashes.length)
  const hash = hashText(name, question.seed)
  const owner = world.owners[key]
  // Where a key is stored, those before were full when it came; another name goes where there is room now.
  const cap = capOf(world.hashes.length + 1, world.members.length, question.percent)
  const full = (server: string): boolean =>
    owner === undefined ? (world.loads[server] ?? 0) >= cap : server !== owner
  const hops = trail(question, name, full)
  return {
    world: { ...world, now, lookup: { name, hash, key, hops, taken: 0, due: now + HOP } },
    events: [{ type: 'lookup', at: now, data: { key: name, hash } }],
  }
}

function hop(world: HashRingWorld, now: Micros): Step<HashRingWorld> {
  const { lookup } = world
  if (lookup === undefined) throw new Error('nobody looks for a key')
  const taken = lookup.taken + 1
  const here = lookup.hops[taken - 1]
  const events: Event[] = [{ type: 'hop', at: now, data: { text: here?.text ?? '' } }]
  if (taken < lookup.hops.length)
    return { world: { ...world, now, lookup: { ...lookup, taken, due: now + HOP } }, events }
  const found = here?.server ?? ''
  events.push({
    type: 'found',
    at: now,
    node: found,
    data: { key: lookup.name, looks: taken, stored: lookup.key >= 0 },
  })
  return { world: { ...world, now, lookup: { ...lookup, taken, due: now, found } }, events }
}
