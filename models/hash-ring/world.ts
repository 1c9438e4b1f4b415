/**
 * Servers, keys and who owns what. The owners are a function of the members, the strategy and the keys; the
 * world keeps the result, and the one before the last change, so that what moved can be seen and judged.
 */
import type { Micros } from '@orrery/engine/model/action.ts'
import type { Setup, World } from '@orrery/engine/model/model.ts'
import { keyHash, place, type Hop, type Question, type Strategy } from './place.ts'

export interface HashRingWorld extends World {
  readonly setup: Setup
  /** Letters, in the order in which they joined. Whoever leaves takes its place out of the list. */
  readonly members: readonly string[]
  /** What is wanted; which rules are off decides what is done (see `question`). */
  readonly strategy: Strategy
  readonly points: number
  /** By key, in order of age. */
  readonly hashes: readonly number[]
  readonly owners: readonly string[]
  /** The owners before the last change; shorter where that brought keys. */
  readonly was: readonly string[]
  /** Keys by member. */
  readonly loads: Readonly<Record<string, number>>
  readonly change: Change | undefined
  readonly lookup: Lookup | undefined
}

/** The last thing that could move keys. */
export interface Change {
  readonly kind: 'join' | 'leave' | 'add' | 'strategy' | 'points'
  /** Who joined or left; its place in the list, and the number of servers, itself included. */
  readonly server: string
  readonly place: number
  readonly servers: number
  /** How many keys have another owner now, and of how many that there were. */
  readonly moved: number
  readonly keys: number
}

/** A client that looks for a key. */
export interface Lookup {
  readonly name: string
  readonly hash: number
  /** Its number, or -1 where nothing is stored under that name. */
  readonly key: number
  readonly hops: readonly Hop[]
  /** Hops taken. */
  readonly taken: number
  /** When the next one is due. */
  readonly due: Micros
  /** Whom it found, at the end. */
  readonly found?: string
}

export type RuleId = 'ring' | 'virtual-nodes' | 'cap'

/** All letters that a server can have, so that a picture can hold them. */
export const LETTERS: readonly string[] = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L']

const off = (setup: Setup, rule: RuleId): boolean => setup.without.includes(rule)

export const percentOf = (setup: Setup): number => Number(setup.params['cap'])

/** What is really placed: the strategy without the rules that are off. */
export function questionOf(
  world: Pick<HashRingWorld, 'setup' | 'members' | 'strategy' | 'points' | 'hashes'>,
): Question {
  const { setup, members, hashes } = world
  let { strategy, points } = world
  if (strategy === 'bounded' && off(setup, 'cap')) strategy = 'ring'
  if ((strategy === 'ring' || strategy === 'bounded') && off(setup, 'ring')) strategy = 'modulo'
  if (off(setup, 'virtual-nodes')) points = 1
  return { strategy, members, points, percent: percentOf(setup), seed: setup.seed, hashes }
}

/** How many keys each member owns. */
export function loadsOf(members: readonly string[], owners: readonly string[]): Record<string, number> {
  const loads: Record<string, number> = Object.fromEntries(members.map((server) => [server, 0]))
  for (const owner of owners) loads[owner] = (loads[owner] ?? 0) + 1
  return loads
}

/** The fullest member; the first of equals. */
export function fullest({ members, loads }: HashRingWorld): string {
  return members.reduce((best, server) => ((loads[server] ?? 0) > (loads[best] ?? 0) ? server : best))
}

export const hasMoved = ({ owners, was }: HashRingWorld, key: number): boolean =>
  was[key] !== undefined && was[key] !== owners[key]

export function init(setup: Setup): HashRingWorld {
  const { servers, keys, points, strategy } = setup.params
  const members = LETTERS.slice(0, Number(servers))
  const hashes = Array.from({ length: Number(keys) }, (_, i) => keyHash(i, setup.seed))
  const wanted = { setup, members, strategy: strategy as Strategy, points: Number(points), hashes }
  const owners = place(questionOf(wanted))
  return {
    now: 0,
    ...wanted,
    owners,
    was: owners,
    loads: loadsOf(members, owners),
    change: undefined,
    lookup: undefined,
  }
}
