/** A cluster's actions, events and state in words, where its model has no better ones. */
import type { Action, Event } from '../model/action.ts'
import type { Field } from '../model/model.ts'
import type { AnyOptions, AnyWorld } from './frame.ts'
import { readClock } from './clock.ts'

/** "Crash A", "Deliver vote? t3 to B". */
export function describeAction(options: AnyOptions, world: AnyWorld, action: Action): string {
  const own = options.describe?.(world, action)
  if (own !== undefined) return own
  const [, first = '', second = '', third = ''] = action.id.split(':')
  const flight = world.flights.find((each) => each.id === first)
  const label = flight === undefined ? first : options.label(flight.message)
  const way = flight === undefined ? '' : ` from ${flight.from} to ${flight.to}`
  switch (action.type) {
    case 'deliver':
      return `Deliver ${label}${way}`
    case 'lose':
      return `The network loses ${label}${way}`
    case 'drop':
      return `Drop ${label}${way}`
    case 'duplicate':
      return `Duplicate ${label}${way}`
    case 'hold':
      return `Hold ${label}${way}`
    case 'release':
      return `Release ${label}${way}`
    case 'timeout':
      return `${first}'s ${second} timer fires`
    case 'sync':
      return `${first}'s disk is done`
    case 'choose':
      return `${first} chooses ${third} (${second})`
    case 'ask':
      return `Ask ${first}: ${second}`
    case 'crash':
      return `Crash ${first}`
    case 'restart':
      return `Restart ${first}`
    case 'pause':
      return `Pause ${first}`
    case 'resume':
      return `Resume ${first}`
    case 'isolate':
      return `Isolate ${first}`
    case 'rejoin':
      return `Rejoin ${first}`
    case 'cut':
      return first.includes('|') ? `Cut ${first.replace('|', ' from ')}` : `Cut ${linkInWords(first)}`
    case 'mend':
      return first === '' ? 'Mend all links' : `Mend ${linkInWords(first)}`
    default:
      return action.id
  }
}

/** "B receives vote? t3 from A." */
export function tellEvent(options: AnyOptions, event: Event): string {
  const own = options.tell?.(event)
  if (own !== undefined) return own
  const { message, node = '', data = {} } = event
  const what = message === undefined ? '' : `${message.label} from ${message.from} to ${message.to}`
  const text = (key: string): string => inWords(data[key])
  switch (event.type) {
    case 'start':
      return `${node} starts.`
    case 'send':
      return `${node} sends ${message?.label ?? ''} to ${message?.to ?? ''}.`
    case 'receive':
      return `${node} receives ${message?.label ?? ''} from ${message?.from ?? ''}.`
    case 'drop':
      switch (data['reason']) {
        case 'cut':
          return `The cut link loses ${what}.`
        case 'crashed':
          return `Nobody is there for ${what}.`
        case 'dropped':
          return `${what} is dropped.`
        default:
          return `The network loses ${what}.`
      }
    case 'duplicate':
      return `The network duplicates ${what}.`
    case 'hold':
      return `${what} is held.`
    case 'release':
      return `${what} flies on.`
    case 'timeout':
      return `${node}'s ${text('timer')} timer fires.`
    case 'fsync':
      return `${node} waits for its disk: ${text('keys')}.`
    case 'synced':
      return `${node}'s disk has kept ${text('keys')}.`
    case 'choose':
      return `${node} chooses ${text('option')} (${text('name')}).`
    case 'request':
      return `A client asks ${node}: ${text('name')}.`
    case 'reply':
      return `${node} answers ${text('operation')}: ${text('value')}.`
    case 'crash':
      return `${node} crashes.`
    case 'restart':
      return `${node} restarts.`
    case 'pause':
      return `${node} pauses.`
    case 'resume':
      return `${node} resumes.`
    case 'cut':
    case 'mend': {
      const links = Array.isArray(data['links']) ? data['links'].map((link) => linkInWords(String(link))) : []
      return `${event.type === 'cut' ? 'Cut' : 'Mended'}: ${links.join(', ')}.`
    }
    default: {
      const details = Object.keys(data).map((key) => `${key} ${text(key)}`)
      return `${node} ${event.type}${details.length > 0 ? ` (${details.join(', ')})` : ''}.`
    }
  }
}

function linkInWords(link: string): string {
  const [from = '', to = ''] = link.split('>')
  return `${from} to ${to}`
}

/** Plain data, short: strings bare, lists with commas, objects as "key value". */
export function inWords(value: unknown): string {
  if (typeof value === 'string') return value
  if (value === undefined || value === null) return 'nothing'
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(inWords).join(', ')
  if (value instanceof Set) return inWords([...(value as Set<unknown>)])
  if (value instanceof Map)
    return [...(value as Map<unknown, unknown>)].map(([k, v]) => `${inWords(k)} ${inWords(v)}`).join(', ')
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([k, v]) => `${k} ${inWords(v)}`)
      .join(', ')
  }
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value
}

/** The state of a node or of a message in flight, line by line. */
export function inspectSubject(options: AnyOptions, world: AnyWorld, subject: string): readonly Field[] {
  const own = options.inspect?.(world, subject)
  if (own !== undefined) return own
  // A subject may come from a link: "constructor" is not a node.
  const node = Object.hasOwn(world.nodes, subject) ? world.nodes[subject] : undefined
  if (node !== undefined) {
    const fields: Field[] = [{ name: 'status', value: node.status }]
    if (typeof node.state === 'object' && node.state !== null) {
      for (const [name, value] of Object.entries(node.state)) fields.push({ name, value: inWords(value) })
    } else if (node.state !== undefined) fields.push({ name: 'state', value: inWords(node.state) })
    for (const timer of node.timers)
      fields.push({ name: `timer ${timer.name}`, value: `due at ${milliseconds(timer.due)}` })
    for (const [key, value] of Object.entries(node.durable))
      fields.push({ name: `disk ${key}`, value: inWords(value) })
    for (const [key, value] of Object.entries(node.cache))
      fields.push({ name: `not yet on disk ${key}`, value: inWords(value) })
    fields.push({ name: 'clock', value: milliseconds(readClock(node.clock, world.now)) })
    return fields
  }
  const flight = world.flights.find((each) => each.id === subject)
  if (flight === undefined) return []
  return [
    { name: 'message', value: options.label(flight.message) },
    { name: 'from', value: flight.from },
    { name: 'to', value: flight.to },
    { name: 'content', value: inWords(flight.message) },
    { name: 'sent', value: milliseconds(flight.sent) },
    { name: 'due', value: flight.held === true ? 'held' : milliseconds(flight.due) },
  ]
}

function milliseconds(micros: number): string {
  return `${(micros / 1000).toFixed(1)} ms`
}
