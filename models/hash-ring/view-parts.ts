/** What the pictures share: how servers and keys are dressed. */
import type { DotMark, Role } from '@orrery/engine/model/scene.ts'
import { keyName } from './place.ts'
import { hasMoved, type HashRingWorld } from './world.ts'

export const round = (value: number): number => Math.round(value * 100) / 100

/** Members and whoever has just left, by letter: a server keeps its place in the picture. */
export function shownServers({ members, change }: HashRingWorld): readonly string[] {
  const gone = change?.kind === 'leave' ? [change.server] : []
  return [...members, ...gone].sort()
}

export const isGone = ({ members }: HashRingWorld, server: string): boolean => !members.includes(server)

/** The newcomer stands out, and so does whoever left. */
export function serverRole(world: HashRingWorld, server: string): Role {
  if (isGone(world, server)) return 'failed'
  return world.change?.kind === 'join' && world.change.server === server ? 'accent' : 'replica'
}

export function serverInWords(world: HashRingWorld, server: string): string {
  if (isGone(world, server)) return `Server ${server}, which has left`
  const load = world.loads[server] ?? 0
  return `Server ${server}, ${load} key${load === 1 ? '' : 's'}`
}

/** A key as a dot. Keys that the last change moved are diamonds; the one that is looked up is ringed. */
export function keyDot(world: HashRingWorld, key: number, x: number, y: number, r: number): DotMark {
  const sought = world.lookup?.key === key
  const moved = hasMoved(world, key)
  return {
    kind: 'dot',
    id: `key${key}`,
    role: sought ? 'accent' : moved ? 'pending' : 'plain',
    x: round(x),
    y: round(y),
    r: sought ? r + 3 : r,
    look: sought ? 'hollow' : moved ? 'diamond' : 'solid',
    ...(sought && { subject: keyName(key), title: `Key ${keyName(key)}, on ${world.owners[key] ?? ''}` }),
  }
}

/** The keys that are drawn: one in so many, from old to new, and the one that is looked up. */
export function drawnKeys(world: HashRingWorld, most: number): readonly number[] {
  const { length } = world.hashes
  const every = Math.max(1, Math.ceil(length / most))
  const keys = Array.from({ length: Math.ceil(length / every) }, (_, i) => i * every)
  const sought = world.lookup?.key
  return sought === undefined || sought < 0 || sought % every === 0 ? keys : [...keys, sought]
}
