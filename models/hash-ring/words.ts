/** Actions as instructions, events as sentences, and what the inspector reads. */
import type { Action, Event } from '@orrery/engine/model/action.ts'
import type { Field } from '@orrery/engine/model/model.ts'
import { keyIndex, tableSize } from './place.ts'
import { pointsOf } from './ring.ts'
import { BATCH } from './step.ts'
import { questionOf, type HashRingWorld } from './world.ts'

export const strategyName: Readonly<Record<string, string>> = {
  modulo: 'hash mod N',
  ring: 'the ring',
  bounded: 'the ring with bounded loads',
  rendezvous: 'rendezvous hashing',
  jump: 'jump hash',
  maglev: 'Maglev’s table',
}

const points = (count: number): string => `${count} point${count === 1 ? '' : 's'} each`

export function describe(world: HashRingWorld, { type, id }: Action): string {
  const value = id.slice(id.indexOf(':') + 1)
  switch (type) {
    case 'join':
      return `Let server ${value} join`
    case 'leave':
      return `Take server ${value} away`
    case 'place':
      return `Place keys by ${strategyName[value] ?? value}`
    case 'points':
      return `Give servers ${points(Number(value))}`
    case 'add':
      return `Store ${BATCH} more keys`
    case 'lookup':
      return `Look up ${value}`
    case 'hop':
      return world.lookup?.hops[world.lookup.taken]?.text ?? 'Look on'
    default:
      return 'Stop marking what moved'
  }
}

export function tell({ type, node = '', data = {} }: Event): string {
  const said = (name: string): string => String(data[name])
  const moved = `${said('moved')} of ${said('keys')} keys have another owner`
  switch (type) {
    case 'join':
      return `Server ${node} joins; ${moved}.`
    case 'leave':
      return `Server ${node} is gone; ${moved}.`
    case 'strategy':
      return `Keys are placed by ${strategyName[said('strategy')] ?? ''}; ${moved}.`
    case 'points':
      return `Servers have ${points(Number(said('points')))}; ${moved}.`
    case 'add':
      return `${BATCH} more keys are stored.`
    case 'lookup':
      return `A client looks for ${said('key')}, whose hash is ${said('hash')}.`
    case 'hop':
      return said('text')
    case 'found':
      return `${node} ${data['stored'] === false ? 'would have' : 'has'} ${said('key')}, found in ${said('looks')} look${said('looks') === '1' ? '' : 's'}.`
    default:
      return 'What moved is marked no longer.'
  }
}

const percent = (part: number, whole: number): string =>
  whole === 0 ? 'none' : `${((100 * part) / whole).toFixed(1)} %`

export function inspect(world: HashRingWorld, subject: string): readonly Field[] {
  const key = keyIndex(subject, world.hashes.length)
  if (key < 0 && world.lookup?.name === subject) {
    const { hash, found } = world.lookup
    return [
      { name: 'hash', value: String(hash) },
      { name: 'belongs to', value: found ?? 'not found yet' },
      { name: 'stored', value: 'no' },
    ]
  }
  if (key >= 0) {
    const owner = world.owners[key]
    if (owner === undefined) return []
    return [
      { name: 'hash', value: String(world.hashes[key]) },
      { name: 'owner', value: owner },
      { name: 'before', value: world.was[key] ?? 'not stored' },
    ]
  }
  if (!world.members.includes(subject)) return []
  const question = questionOf(world)
  const load = world.loads[subject] ?? 0
  const fields: Field[] = [
    { name: 'keys', value: String(load) },
    { name: 'share', value: percent(load, world.hashes.length) },
    { name: 'number in the list', value: String(world.members.indexOf(subject)) },
    { name: 'entries a client keeps', value: String(tableSize(question)) },
  ]
  if (question.strategy !== 'ring' && question.strategy !== 'bounded') return fields
  const places = pointsOf(subject, question.points, question.seed)
  const shown = places.slice(0, 4).join(', ')
  const more = places.length > 4 ? ` and ${places.length - 4} more` : ''
  return [...fields, { name: 'points', value: `${shown}${more}` }]
}
