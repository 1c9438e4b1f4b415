/**
 * The circle. Points of servers lie on it and keys around it, each at its hash; inside, every server has an orbit
 * of its own, heavy where the circle is its.
 */
import type { Mark } from '@orrery/engine/model/scene.ts'
import { CIRCLE, ringOf, successor, type Ring } from './ring.ts'
import { drawnKeys, isGone, keyDot, round, serverInWords, serverRole, shownServers } from './view-parts.ts'
import { headline, notDrawn } from './view-text.ts'
import { hasMoved, questionOf, type HashRingWorld } from './world.ts'

/** Where the picture stands, and how many keys it has room for. */
export interface Plate {
  readonly x: number
  readonly y: number
  readonly r: number
  readonly drawn: number
}

/** Up to so many points are discs with letters; more are strokes. */
const fewPoints = 16

const degrees = (place: number): number => round((place / CIRCLE) * 360)

export function at({ x, y }: Plate, r: number, turn: number): { x: number; y: number } {
  const angle = (turn * Math.PI) / 180
  return { x: round(x + r * Math.sin(angle)), y: round(y - r * Math.cos(angle)) }
}

export function ringMarks(world: HashRingWorld, plate: Plate): Mark[] {
  const { members, points, seed } = questionOf(world)
  const servers = shownServers(world)
  const ring = ringOf(members, points, seed)
  // With whoever left still on it, to show what was its.
  const before = servers.length > members.length ? ringOf(servers, points, seed) : ring
  const { x, y, r } = plate
  const circle = { kind: 'ring', id: 'circle', role: 'plain', x, y, r, look: 'guide' } as const
  const asDiscs = before.places.length <= fewPoints
  return [
    asDiscs ? circle : { ...circle, ticks: ring.places.map(degrees) },
    ...orbits(world, plate, servers, ring, before),
    ...walk(world, plate, ring),
    ...keys(world, plate, ring),
    ...(asDiscs ? discs(world, plate, before) : []),
    ...headline(world, plate),
    ...notDrawn(world, plate),
  ]
}

/** The arcs of each server: from the point before, clockwise to its own. Arcs that meet are one. */
export function arcsOf(ring: Ring, server: string): readonly (readonly [number, number])[] {
  const arcs: [number, number][] = []
  const { places, servers } = ring
  const last = places.length - 1
  places.forEach((place, i) => {
    if (servers[i] !== server) return
    const from = i === 0 ? degrees(places[last] ?? 0) - 360 : degrees(places[i - 1] ?? 0)
    const to = degrees(place)
    const previous = arcs.at(-1)
    if (previous !== undefined && previous[1] === from) previous[1] = to
    else arcs.push([from, to])
  })
  // A whole circle would start where it ends, and be drawn as nothing.
  return arcs.map(([from, to]) => [round(from), round(to - from >= 360 ? from + 359.9 : to)])
}

function orbits(
  world: HashRingWorld,
  plate: Plate,
  servers: readonly string[],
  ring: Ring,
  before: Ring,
): Mark[] {
  const { x, y, r } = plate
  const gap = Math.min(18, (r * 0.53) / Math.max(1, servers.length - 1))
  const close = gap < 14
  return servers.flatMap((server, i): Mark[] => {
    const radius = round(r - 0.11 * r - i * gap)
    const gone = isGone(world, server)
    const role = serverRole(world, server)
    const label = at(plate, radius, close ? (i % 2 === 0 ? -7 : 7) * (r / radius) : 0)
    return [
      { kind: 'ring', id: `orbit-${server}`, role: 'plain', x, y, r: radius, look: 'guide' },
      {
        kind: 'ring',
        id: `arcs-${server}`,
        role: role === 'replica' ? 'primary' : role,
        ...(gone && { faded: true }),
        x,
        y,
        r: radius,
        arcs: arcsOf(gone ? before : ring, server),
        look: 'band',
      },
      {
        kind: 'text',
        id: `name-${server}`,
        role,
        subject: server,
        title: serverInWords(world, server),
        look: 'state',
        x: label.x,
        y: label.y + 4.5,
        align: 'middle',
        label: { text: server, ...(!gone && { reads: `members.${world.members.indexOf(server)}` }) },
      },
    ]
  })
}

function discs(world: HashRingWorld, plate: Plate, ring: Ring): Mark[] {
  return ring.places.map((place, i): Mark => {
    const server = ring.servers[i] ?? ''
    const gone = isGone(world, server)
    return {
      kind: 'node',
      id: `point-${server}-${place}`,
      subject: server,
      title: serverInWords(world, server),
      role: serverRole(world, server),
      ...at(plate, plate.r, degrees(place)),
      r: plate.r > 200 ? 14 : 12,
      label: { text: server },
      ...(gone && { status: 'crashed' as const }),
    }
  })
}

function keys(world: HashRingWorld, plate: Plate, ring: Ring): Mark[] {
  const spills = questionOf(world).strategy === 'bounded'
  const { lookup } = world
  // A name under which nothing is stored has its place all the same.
  const stranger: Mark[] =
    lookup === undefined || lookup.key >= 0
      ? []
      : [
          {
            kind: 'dot',
            id: 'sought',
            role: 'accent',
            ...at(plate, plate.r + 13, degrees(lookup.hash)),
            r: 5.6,
            look: 'hollow',
            subject: lookup.name,
            title: `${lookup.name}, which is not stored`,
          },
        ]
  const stored = drawnKeys(world, plate.drawn).map((key): Mark => {
    const hash = world.hashes[key] ?? 0
    const moved = hasMoved(world, key)
    const { x, y } = at(plate, plate.r + (moved ? 25 : 13), degrees(hash))
    const dot = keyDot(world, key, x, y, moved ? 3.6 : 2.6)
    // Not on the first server clockwise: that one was full.
    const spilled = spills && ring.servers[successor(ring, hash)] !== world.owners[key]
    return spilled && dot.role === 'plain' ? { ...dot, role: 'suspect', look: 'hollow', r: 3.6 } : dot
  })
  return [...stored, ...stranger]
}

/** A lookup: the point that is looked at, and at last the way from the key to its owner's point. */
function walk(world: HashRingWorld, plate: Plate, ring: Ring): Mark[] {
  const { lookup } = world
  const here = lookup?.hops[lookup.taken - 1]
  if (lookup === undefined || here?.point === undefined) return []
  const place = degrees(here.point)
  const dot: Mark = {
    kind: 'dot',
    id: 'look',
    role: 'accent',
    ...at(plate, plate.r, place),
    r: 6,
    look: 'solid',
  }
  if (here.server === undefined || ring.places.length === 0) return [dot]
  const from = degrees(lookup.hash)
  const { x, y, r } = plate
  const to = place < from ? place + 360 : place
  return [{ kind: 'ring', id: 'walk', role: 'accent', x, y, r, from, to, look: 'band' }, dot]
}
