/** Whether the labels of a scene say what the world says, by following their `reads`. */
import { at } from '@orrery/engine/model/check.ts'
import type { Label, Scene } from '@orrery/engine/model/scene.ts'

/** A copy of the world, for reading only, in which the value at the path is another one. */
export function withAnother(world: unknown, path: string): unknown {
  const [key = '', ...rest] = path.split('.')
  const value = at(world, key)
  const copy: object = Object.assign({}, world, Array.isArray(world) ? { length: world.length } : {})
  return { ...copy, [key]: rest.length > 0 ? withAnother(value, rest.join('.')) : another(value) }
}

function another(value: unknown): unknown {
  if (typeof value === 'number') return value + 1000
  if (typeof value === 'boolean') return !value
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, another(part)]))
  }
  return `not ${String(value)}`
}

/** All labels of a scene: the ones inside marks and the notes beside them. */
export function labelsOf(scene: Scene): readonly Label[] {
  return scene.marks.flatMap((mark) => {
    const { label, note, notes } = mark as { label?: Label; note?: Label; notes?: readonly Label[] }
    return [...(label === undefined ? [] : [label]), ...(note === undefined ? [] : [note]), ...(notes ?? [])]
  })
}

/**
 * The labels that say something other than what they read. A label must hold the value: a number with no
 * digit beside it (3 in "t3", not in "13"); of a list or record, all its plain values, in order.
 */
export function wrongLabels(scene: Scene, world: unknown): readonly string[] {
  return labelsOf(scene).flatMap(({ text, reads }) => {
    if (reads === undefined) return []
    const value = at(world, reads)
    return says(text, value) ? [] : [`"${text}" reads ${reads}, which is ${JSON.stringify(value)}`]
  })
}

function says(text: string, value: unknown): boolean {
  const parts: readonly unknown[] =
    typeof value === 'object' && value !== null ? Object.values(value) : [value]
  let rest = text
  for (const part of parts) {
    if (typeof part !== 'string' && typeof part !== 'number' && typeof part !== 'boolean') return false
    const end = endOf(String(part), rest, typeof part === 'number')
    if (end < 0) return false
    rest = rest.slice(end)
  }
  return true
}

/** Where the first `part` in `text` ends, or -1. */
function endOf(part: string, text: string, isNumber: boolean): number {
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    const end = at + part.length
    if (!isNumber || !(/\d/.test(text[at - 1] ?? '') || /\d/.test(text[end] ?? ''))) return end
  }
  return -1
}
