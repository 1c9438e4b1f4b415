/** Words on the plate: what moved, what is looked for, what is not drawn. */
import type { Mark, TextMark } from '@orrery/engine/model/scene.ts'
import type { HashRingWorld } from './world.ts'

interface Middle {
  readonly x: number
  readonly y: number
}

const line = (id: string, x: number, y: number, text: string, reads?: string): TextMark => ({
  kind: 'text',
  id,
  role: 'plain',
  look: 'state',
  x,
  y,
  align: 'middle',
  label: { text, ...(reads !== undefined && { reads }) },
})

/** In the middle: the lookup under way, or else what the last change moved. */
export function headline(world: HashRingWorld, { x, y }: Middle): Mark[] {
  const { lookup, change } = world
  if (lookup !== undefined) {
    const looks = line('middle-2', x, y + 12, `${lookup.taken} looks`, 'lookup.taken')
    const name = line('middle-1', x, y - 6, lookup.name, 'lookup.name')
    if (lookup.found === undefined) return [name, looks]
    return [
      name,
      looks,
      { ...line('middle-3', x, y + 30, `on ${lookup.found}`, 'lookup.found'), role: 'accent' },
    ]
  }
  if (change === undefined) return []
  return [
    { ...line('middle-1', x, y - 6, `${change.moved} of`, 'change.moved'), role: 'pending' },
    { ...line('middle-2', x, y + 10, String(change.keys), 'change.keys'), role: 'pending' },
    { ...line('middle-3', x, y + 26, 'moved'), role: 'pending' },
  ]
}

/** The same above the buckets, in a line. */
export function oneLine(world: HashRingWorld, { x, y }: Middle): Mark[] {
  const { lookup, change } = world
  if (lookup !== undefined) {
    const said = lookup.hops[lookup.taken - 1]?.text ?? lookup.name
    return [{ ...line('middle-1', x, y, said), role: 'accent' }]
  }
  if (change === undefined) return []
  return [
    { ...line('middle-1', x, y, `${change.moved} of ${change.keys} moved`, 'change.moved'), role: 'pending' },
  ]
}

/** In the corner, which a circle leaves free. */
export function notDrawn(world: HashRingWorld, plate: Middle & { r: number; drawn: number }): Mark[] {
  const every = Math.ceil(world.hashes.length / plate.drawn)
  if (every <= 1) return []
  const [x, y] = [plate.x - plate.r - 40, plate.y + plate.r + (plate.r > 200 ? 68 : 36)]
  const mark = line('drawn', Math.max(8, x), y, `one key in ${every} is drawn`)
  return [{ ...mark, align: 'start', look: 'number' }]
}
