/** The pictures: the cluster as a ring, the replicated logs as rows, and both together. */
import type { Mark, Scene, View } from '@orrery/engine/model/scene.ts'
import { drawLogs } from './view-logs.ts'
import { drawRing } from './view-ring.ts'
import type { RaftWorld } from './world.ts'
import { leaderOf, serversUp } from './world.ts'

export const views = [
  { id: 'both', title: 'Cluster and logs' },
  { id: 'ring', title: 'Cluster' },
  { id: 'logs', title: 'Replicated logs' },
] as const

export function view(world: RaftWorld, { id, layout }: View): Scene {
  // The ring alone stands in columns of text, where a wide sheet would shrink its words.
  const sheet =
    id === 'ring' ? { wide: [640, 540], tall: [400, 420] } : { wide: [960, 600], tall: [400, 620] }
  const [width, height] = sheet[layout] as [number, number]
  return { width, height, title: inWords(world), marks: marksOf(world, id, layout) }
}

function marksOf(world: RaftWorld, id: string, layout: View['layout']): readonly Mark[] {
  const wide = layout === 'wide'
  if (id === 'ring') {
    return drawRing(world, wide ? { x: 320, y: 274, r: 214, node: 38 } : { x: 200, y: 212, r: 140, node: 30 })
  }
  if (id === 'logs') {
    return drawLogs(
      world,
      wide ? { x: 60, y: 60, width: 840, height: 480 } : { x: 12, y: 40, width: 376, height: 540 },
    )
  }
  const ring = wide ? { x: 258, y: 292, r: 176, node: 34 } : { x: 200, y: 156, r: 112, node: 25 }
  const logs = wide ? { x: 516, y: 96, width: 426, height: 400 } : { x: 12, y: 336, width: 376, height: 272 }
  return [...drawRing(world, ring), ...drawLogs(world, logs)]
}

/** The picture in a sentence. */
function inWords(world: RaftWorld): string {
  const all = Object.keys(world.nodes)
  const crashed = all.filter((id) => world.nodes[id]!.status === 'crashed')
  const leader = leaderOf(world)
  const state = leader === undefined ? undefined : world.nodes[leader]?.state
  const candidates = serversUp(world).filter((each) => each.state.role === 'candidate')
  const parts = [`A Raft cluster of ${all.length} server${all.length === 1 ? '' : 's'}`]
  if (state !== undefined) parts.push(`${leader ?? ''} leads term ${state.term}`)
  else parts.push('no leader')
  for (const { id, state: s } of candidates) parts.push(`${id} stands for election in term ${s.term}`)
  if (crashed.length > 0) parts.push(`${crashed.join(' and ')} crashed`)
  if (world.ghost.committed.length > 0)
    parts.push(`entries up to ${world.ghost.committed.length} are committed`)
  return `${parts.join('; ')}.`
}
