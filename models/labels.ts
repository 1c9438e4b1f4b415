/** Whether the labels of a scene say what the world says, by following their `reads`. */
import type { Label, Scene } from '@orrery/engine/model/scene.ts'

/** The value at a path such as "nodes.A.state.log.2.term"; undefined where it leads nowhere. */
export function valueAt(world: unknown, path: string): unknown {
  let value: unknown = world
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Readonly<Record<string, unknown>>)[key]
  }
  return value
}

/** All labels of a scene: the ones inside marks and the notes beside them. */
export function labelsOf(scene: Scene): readonly Label[] {
  return scene.marks.flatMap((mark) => {
    const { label, note, notes } = mark as { label?: Label; note?: Label; notes?: readonly Label[] }
    return [...(label === undefined ? [] : [label]), ...(note === undefined ? [] : [note]), ...(notes ?? [])]
  })
}

/**
 * The labels that say something other than what they read. A label must hold the value as a word of its
 * own (3 in "C = 3", not in "13"); of a list or record, all its plain values, in order.
 */
export function wrongLabels(scene: Scene, world: unknown): readonly string[] {
  return labelsOf(scene).flatMap(({ text, reads }) => {
    if (reads === undefined) return []
    const value = valueAt(world, reads)
    return says(text, value) ? [] : [`"${text}" reads ${reads}, which is ${JSON.stringify(value)}`]
  })
}

function says(text: string, value: unknown): boolean {
  const words = text.split(/[^\p{L}\p{N}_.-]+/u)
  const parts = typeof value === 'object' && value !== null ? Object.values(value) : [value]
  let from = 0
  for (const part of parts) {
    if (!['string', 'number', 'boolean'].includes(typeof part)) return false
    const place = words.indexOf(String(part), from)
    if (place < 0) return false
    from = place + 1
  }
  return true
}
