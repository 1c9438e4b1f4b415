/** The pictures: where keys are placed on one side, how many each server has beside it. */
import type { Mark, Scene, View } from '@orrery/engine/model/scene.ts'
import { strategyName } from './words.ts'
import { bucketMarks } from './view-buckets.ts'
import { loadMarks, type Panel } from './view-loads.ts'
import { ringMarks, type Plate } from './view-ring.ts'
import { questionOf, type HashRingWorld } from './world.ts'

export const views = [
  { id: 'both', title: 'Keys and loads' },
  { id: 'ring', title: 'Keys' },
  { id: 'loads', title: 'Loads' },
] as const

interface Layout {
  readonly width: number
  readonly height: number
  readonly plate?: Plate
  readonly panel?: Panel
}

const layouts: Readonly<Record<string, Layout>> = {
  'wide both': {
    width: 960,
    height: 600,
    plate: { x: 280, y: 300, r: 208, drawn: 200 },
    panel: { x: 592, y: 40, width: 340, bottom: 580, pitch: 52 },
  },
  'wide ring': { width: 960, height: 600, plate: { x: 480, y: 300, r: 232, drawn: 320 } },
  'wide loads': {
    width: 960,
    height: 600,
    panel: { x: 90, y: 48, width: 780, bottom: 580, pitch: 56 },
  },
  'tall both': {
    width: 400,
    height: 560,
    plate: { x: 200, y: 144, r: 114, drawn: 100 },
    panel: { x: 14, y: 316, width: 372, bottom: 556, pitch: 26 },
  },
  'tall ring': { width: 400, height: 420, plate: { x: 200, y: 210, r: 158, drawn: 140 } },
  'tall loads': {
    width: 400,
    height: 560,
    panel: { x: 14, y: 40, width: 372, bottom: 550, pitch: 36 },
  },
}

export function view(world: HashRingWorld, { id, layout }: View): Scene {
  const { width, height, plate, panel } = layouts[`${layout} ${id}`] ?? layouts[`${layout} both`]!
  const marks: Mark[] = []
  if (plate !== undefined) {
    const { strategy } = questionOf(world)
    const onRing = strategy === 'ring' || strategy === 'bounded'
    marks.push(...(onRing ? ringMarks(world, plate) : bucketMarks(world, plate)))
  }
  if (panel !== undefined) marks.push(...loadMarks(world, panel))
  return { width, height, title: inWords(world), marks }
}

function inWords(world: HashRingWorld): string {
  const { members, hashes, change, loads, lookup } = world
  const { strategy } = questionOf(world)
  const shares = members.map((server) => `${server} ${loads[server] ?? 0}`).join(', ')
  const moved = change === undefined ? '' : ` ${change.moved} keys have moved.`
  const found = lookup?.found === undefined ? '' : ` The lookup ended at ${lookup.found}.`
  return `${hashes.length} keys on ${members.length} servers by ${strategyName[strategy] ?? ''}: ${shares}.${moved}${found}`
}
