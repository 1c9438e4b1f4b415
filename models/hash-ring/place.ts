/** Every strategy behind one door: who owns which key, and how a client finds out. */
import { capOf, placeBounded } from './bounded.ts'
import { jump, placeByJump } from './jump.ts'
import { placeByMaglev, populate, preferenceOf, SLOTS } from './maglev.ts'
import { placeByModulo } from './modulo.ts'
import { hashText } from './murmur3.ts'
import { placeByRendezvous, ranking, weightOf } from './rendezvous.ts'
import { placeOnRing, ringOf, successor } from './ring.ts'

export const strategies = ['modulo', 'ring', 'bounded', 'rendezvous', 'jump', 'maglev'] as const
export type Strategy = (typeof strategies)[number]

/** What a placement is a function of. */
export interface Question {
  readonly strategy: Strategy
  readonly members: readonly string[]
  /** Points of each server on the ring. */
  readonly points: number
  /** Of bounded loads: c, in hundredths. */
  readonly percent: number
  /** Seeds the hash function. */
  readonly seed: number
  /** By key, in order of age. */
  readonly hashes: readonly number[]
}

/** Keys have names that a shop would give them: "user:1001" is the first. */
export const keyName = (index: number): string => `user:${1001 + index}`
/** The number of a key by its name, where so many are stored; -1 for any other name. */
export function keyIndex(name: string, stored: number): number {
  const index = Number(/^user:(\d{4,6})$/.exec(name)?.[1] ?? 0) - 1001
  return index >= 0 && index < stored && keyName(index) === name ? index : -1
}

export const keyHash = (index: number, seed: number): number => hashText(keyName(index), seed)

/** The 64 bits that jump hash asks for: two hashes of 32 bits with different seeds. */
function wide(name: string, hash: number, seed: number): bigint {
  const high = hashText(name, (seed ^ 0x9e3779b9) >>> 0)
  return (BigInt(high) << 32n) | BigInt(hash)
}

/** The owner of each key, in order of age. @throws RangeError without members */
export function place(question: Question): readonly string[] {
  const { strategy, members, points, percent, seed, hashes } = question
  if (members.length === 0) throw new RangeError('keys need at least one server')
  switch (strategy) {
    case 'modulo':
      return placeByModulo(members, hashes)
    case 'ring':
      return placeOnRing(ringOf(members, points, seed), hashes)
    case 'bounded':
      return placeBounded(
        ringOf(members, points, seed),
        hashes,
        capOf(hashes.length, members.length, percent),
      )
    case 'rendezvous':
      return placeByRendezvous(members, addresses(members, seed), hashes)
    case 'jump':
      return placeByJump(
        members,
        hashes.map((hash, i) => wide(keyName(i), hash, seed)),
      )
    case 'maglev':
      return placeByMaglev(members, slotsOf(members, seed), hashes)
  }
}

const addresses = (members: readonly string[], seed: number): number[] =>
  members.map((server) => hashText(server, seed))

function slotsOf(members: readonly string[], seed: number): readonly number[] {
  const other = (seed ^ 0x85ebca6b) >>> 0
  const preferences = members.map((server) =>
    preferenceOf(hashText(server, seed), hashText(server, other), SLOTS),
  )
  return populate(preferences, SLOTS)
}

/** One look of a client on its way to a key's owner. */
export interface Hop {
  /** As a sentence. */
  readonly text: string
  /** The point of the ring that is looked at. */
  readonly point?: number
  /** The server that this look names. */
  readonly server?: string
}

/**
 * How a client that knows the members finds the server of a name; the last hop names it.
 * @param full of bounded loads: whether a server has no room for this key, so that the client walks on
 */
export function trail(question: Question, name: string, full: (server: string) => boolean): readonly Hop[] {
  const { strategy, members, points, seed } = question
  const hash = hashText(name, seed)
  switch (strategy) {
    case 'modulo': {
      const number = hash % members.length
      const server = members[number] ?? ''
      return [{ text: `${hash} mod ${members.length} is ${number}: ${server}.`, server }]
    }
    case 'ring':
    case 'bounded': {
      const ring = ringOf(members, points, seed)
      const hops: Hop[] = []
      const at = (i: number): number => ring.places[i] ?? 0
      const first = successor(ring, hash, (i) => {
        const server = ring.servers[i] ?? ''
        hops.push({ text: `Binary search: compare with a point of ${server}.`, point: at(i) })
      })
      for (let i = first; ; i = (i + 1) % ring.places.length) {
        const server = ring.servers[i] ?? ''
        const found = strategy === 'ring' || !full(server) || hops.length > 2 * ring.places.length
        const text = found ? `The next point clockwise is ${server}’s.` : `${server} was full: walk on.`
        hops.push({ text, point: at(i), server })
        if (found) return hops
      }
    }
    case 'rendezvous': {
      const known = new Map(members.map((server) => [server, hashText(server, seed)]))
      const ranked = ranking(members, (server) => weightOf(known.get(server) ?? 0, hash))
      const weights = ranked.map(({ server, weight }) => ({ server, text: `${server} weighs ${weight}.` }))
      const [best] = ranked
      const text = `The highest of ${members.length} weights is ${best?.server ?? ''}’s.`
      return [...weights.reverse(), { text, server: best?.server ?? '' }]
    }
    case 'jump': {
      const hops: Hop[] = []
      jump(wide(name, hash, seed), members.length, (bucket) => {
        const server = members[bucket] ?? ''
        hops.push({ text: `Jump to bucket ${bucket}: ${server}.`, server })
      })
      return hops
    }
    case 'maglev': {
      const slot = hash % SLOTS
      const server = members[slotsOf(members, seed)[slot] ?? 0] ?? ''
      return [{ text: `Slot ${hash} mod ${SLOTS} is ${slot}: ${server}.`, server }]
    }
  }
}

/** Entries that a client keeps to find any key. */
export function tableSize({ strategy, members, points }: Omit<Question, 'hashes'>): number {
  if (strategy === 'ring' || strategy === 'bounded') return members.length * points
  if (strategy === 'maglev') return SLOTS
  return strategy === 'jump' ? 0 : members.length
}
