/** What is promised of placements. */
import type { Property } from '@orrery/engine/model/property.ts'
import { limitOf } from './limits.ts'
import { keyName, type Strategy } from './place.ts'
import { fullest, percentOf, type HashRingWorld } from './world.ts'

/** Strategies that promise to move nothing in vain, whoever joins or leaves. Jump: at the end of the list only. */
const consistent: readonly Strategy[] = ['ring', 'rendezvous', 'jump']

/** Who may gain keys, or who alone may lose them, by this step; undefined where it is about something else. */
function membership(world: HashRingWorld, before: HashRingWorld | undefined) {
  if (before === undefined || before.members === world.members || world.change === undefined) return undefined
  const { kind, server, place, servers } = world.change
  if (kind !== 'join' && kind !== 'leave') return undefined
  return { kind, server, last: place === servers - 1 }
}

export const limit = (world: HashRingWorld): number =>
  limitOf(world.strategy, world.members.length, world.hashes.length, world.points, percentOf(world.setup))

export const properties: readonly Property<HashRingWorld>[] = [
  {
    id: 'one-owner',
    title: 'Every key has one owner, and it is a member',
    source: 'Karger et al. 1997, §1.1: a consistent hash function maps items to available buckets',
    kind: 'always',
    worldOnly: true,
    violation(world) {
      const lost = world.owners.findIndex((owner) => !world.members.includes(owner))
      if (lost < 0 && world.owners.length === world.hashes.length) return undefined
      const key = keyName(Math.max(0, lost))
      return {
        why: `${key} belongs to ${world.owners[lost] ?? 'nobody'}, which is no member.`,
        subjects: [key],
      }
    },
  },
  {
    id: 'monotone',
    title: 'A join moves keys to the newcomer only, a leave only those of the one that left',
    source: 'Karger et al. 1997, §4: monotonicity',
    kind: 'always',
    violation(world, before) {
      const event = membership(world, before)
      if (event === undefined || !consistent.includes(world.strategy)) return undefined
      if (world.strategy === 'jump' && !event.last) return undefined
      const { kind, server } = event
      const side = kind === 'join' ? world.owners : world.was
      const vain = world.owners.flatMap((owner, key) =>
        owner !== world.was[key] && side[key] !== server ? [key] : [],
      )
      const [first] = vain
      if (first === undefined) return undefined
      const [from, to] = [world.was[first] ?? '', world.owners[first] ?? '']
      const why =
        `${server} ${kind === 'join' ? 'joins' : 'leaves'}, and ${world.change?.moved ?? 0} of ` +
        `${world.was.length} keys move, ${vain.length} of them in vain: ${keyName(first)} goes from ${from} to ${to}.`
      return { why, subjects: [from, to] }
    },
  },
  {
    id: 'balance',
    title: 'No server holds more than chance explains',
    source: 'Karger et al. 1997, §4: balance; the bound is in limits.ts',
    kind: 'always',
    worldOnly: true,
    violation(world) {
      if (world.strategy === 'modulo' || world.strategy === 'bounded') return undefined
      return overfull(
        world,
        (most, times) => `at most ${most} are explained by chance (${times} times the mean)`,
      )
    },
  },
  {
    id: 'cap',
    title: 'With bounded loads, no server holds more than its cap',
    source: 'Mirrokni, Thorup and Zadimoghaddam 2018, §1',
    kind: 'always',
    worldOnly: true,
    violation(world) {
      if (world.strategy !== 'bounded') return undefined
      return overfull(world, (most) => `its cap is ${most}`)
    },
  },
  {
    id: 'lookup',
    title: 'A lookup ends at the key’s owner',
    kind: 'always',
    worldOnly: true,
    violation({ lookup, owners }) {
      if (lookup?.found === undefined || lookup.key < 0) return undefined
      if (lookup.found === owners[lookup.key]) return undefined
      const why = `${lookup.name} is on ${owners[lookup.key] ?? 'no server'}, and was looked for on ${lookup.found}.`
      return { why, subjects: [lookup.found] }
    },
  },
  {
    id: 'spread',
    title: 'The keys of one that left go to several others',
    source: 'DeCandia et al. 2007, §4.2',
    kind: 'sometimes',
    reached: (world) =>
      world.change?.kind === 'leave' &&
      new Set(world.owners.filter((_, key) => world.was[key] === world.change?.server)).size > 1,
  },
  {
    id: 'few-move',
    title: 'A join moves fewer than half of the keys',
    kind: 'sometimes',
    reached: ({ change }) => change?.kind === 'join' && change.moved > 0 && 2 * change.moved < change.keys,
  },
  {
    id: 'found',
    title: 'A lookup ends',
    kind: 'sometimes',
    reached: ({ lookup }) => lookup?.found !== undefined,
  },
]

function overfull(world: HashRingWorld, bound: (most: number, times: string) => string) {
  const most = limit(world)
  const server = fullest(world)
  const load = world.loads[server] ?? 0
  if (load <= most) return undefined
  const mean = world.hashes.length / world.members.length
  const times = (n: number): string => (n / mean).toFixed(2)
  const why = `${server} holds ${load} of ${world.hashes.length} keys, ${times(load)} times the mean; ${bound(most, times(most))}.`
  return { why, subjects: [server] }
}
