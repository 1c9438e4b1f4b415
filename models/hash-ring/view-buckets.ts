/** Where there is no circle: a bucket for each server, with its keys in it. */
import type { Mark } from '@orrery/engine/model/scene.ts'
import { SLOTS } from './maglev.ts'
import { drawnKeys, isGone, keyDot, round, serverInWords, serverRole, shownServers } from './view-parts.ts'
import { notDrawn, oneLine } from './view-text.ts'
import type { Plate } from './view-ring.ts'
import { loadsOf, questionOf, type HashRingWorld } from './world.ts'

/** Between two keys. */
const pitches = [18, 15, 12, 10, 8, 6, 5, 4]

export function bucketMarks(world: HashRingWorld, plate: Plate): Mark[] {
  const servers = shownServers(world)
  const keys = drawnKeys(world, plate.drawn)
  const wide = plate.r > 200
  const reach = Math.min(plate.r + 58, plate.x - 6)
  const left = plate.x - reach
  const width = (2 * reach) / servers.length
  const top = plate.y - plate.r + 50
  const bottom = plate.y + plate.r + (wide ? 30 : 16)
  const inside = width - 14
  const counts = loadsOf(
    servers,
    keys.map((key) => world.owners[key] ?? ''),
  )
  // Room for the fullest, and for half as many again as a share, so that rows keep their place in a change.
  const crowd = Math.max(...Object.values(counts), (1.5 * keys.length) / Math.max(1, world.members.length))
  const fits = (pitch: number): boolean =>
    Math.ceil(crowd / Math.max(1, Math.floor(inside / pitch))) * pitch <= bottom - top - 8
  const pitch = pitches.find(fits) ?? 3
  const columns = Math.max(1, Math.floor(inside / pitch))
  const filled = new Map<string, number>()
  const marks: Mark[] = servers.flatMap((server, i): Mark[] => {
    const gone = isGone(world, server)
    const x = round(left + i * width + 4)
    return [
      {
        kind: 'cell',
        id: `bucket-${server}`,
        role: gone ? 'failed' : serverRole(world, server) === 'accent' ? 'accent' : 'plain',
        x,
        y: top,
        width: round(width - 8),
        height: bottom - top,
        label: { text: '' },
        look: gone ? 'dashed' : 'empty',
        ...(gone && { faded: true }),
      },
      {
        kind: 'node',
        id: `server-${server}`,
        subject: server,
        title: serverInWords(world, server),
        role: serverRole(world, server),
        x: round(left + (i + 0.5) * width),
        y: top - 24,
        r: wide ? 16 : 12,
        label: { text: server, ...(!gone && { reads: `members.${world.members.indexOf(server)}` }) },
        ...(gone && { status: 'crashed' as const }),
      },
    ]
  })
  for (const key of keys) {
    const owner = world.owners[key] ?? ''
    const place = filled.get(owner) ?? 0
    filled.set(owner, place + 1)
    const column = servers.indexOf(owner)
    const x = left + column * width + width / 2 + ((place % columns) - (columns - 1) / 2) * pitch
    const y = bottom - pitch * 0.6 - Math.floor(place / columns) * pitch
    marks.push(keyDot(world, key, x, y, Math.max(2.2, Math.min(4.2, pitch * 0.26))))
  }
  const formula = { text: formulaOf(world) }
  const place = { x: plate.x, y: wide ? 46 : 16 }
  marks.push({
    kind: 'text',
    id: 'formula',
    role: 'plain',
    look: 'state',
    align: 'middle',
    ...place,
    label: formula,
  })
  return [...marks, ...oneLine(world, { x: plate.x, y: wide ? 70 : 34 }), ...notDrawn(world, plate)]
}

function formulaOf(world: HashRingWorld): string {
  const { strategy, members } = questionOf(world)
  switch (strategy) {
    case 'modulo':
      return `server number = hash mod ${members.length}`
    case 'rendezvous':
      return `highest of ${members.length} weights(server, key)`
    case 'jump':
      return `jump(hash, ${members.length} buckets)`
    default:
      return `slot = hash mod ${SLOTS}`
  }
}
