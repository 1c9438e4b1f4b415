/** Between two states of a mark. What can move moves; what cannot dissolves from one into the other. */
import type { Mark } from '@orrery/engine/model/scene.ts'
import type { Drawn } from './render/shape.ts'

/** The numbers of a mark that say where it is and how large. */
function placesOf(mark: Mark): Readonly<Record<string, number>> {
  switch (mark.kind) {
    case 'node':
    case 'dot':
    case 'ring':
      return { x: mark.x, y: mark.y, r: mark.r }
    case 'cell':
    case 'bar':
      return { x: mark.x, y: mark.y, width: mark.width, height: mark.height }
    case 'text':
      return { x: mark.x, y: mark.y }
    case 'link':
    case 'message':
      return { x1: mark.x1, y1: mark.y1, x2: mark.x2, y2: mark.y2 }
    case 'line':
      return {}
  }
}

/** Whether two states have the same colours, outlines and signs, wherever they stand and whatever they say. */
function sameDress(a: Mark, b: Mark): boolean {
  if (a.kind !== b.kind || a.role !== b.role || a.faded !== b.faded) return false
  if ('look' in a && 'look' in b && a.look !== b.look) return false
  if (a.kind === 'node' && b.kind === 'node') return a.status === b.status && a.shape === b.shape
  if (a.kind === 'link' && b.kind === 'link') return a.weight === b.weight
  if (a.kind === 'cell' && b.kind === 'cell') {
    if (a.heat !== b.heat) return false
    return a.ticked === b.ticked && a.label.text === b.label.text && a.note?.text === b.note?.text
  }
  return true
}

function samePlace(a: Mark, b: Mark): boolean {
  if (a.kind === 'line' && b.kind === 'line') {
    return a.points.flat().join(' ') === b.points.flat().join(' ')
  }
  const there = placesOf(b)
  return Object.entries(placesOf(a)).every(([name, value]) => there[name] === value)
}

/** Whether nothing between them needs easing: text may differ, since numbers should not blur. */
export const sameLook = (a: Mark, b: Mark): boolean => sameDress(a, b) && samePlace(a, b)

/** What to draw at `share` (0 to 1) of the way from one state of a mark to the other. */
export function between(before: Drawn | undefined, after: Drawn | undefined, share: number): Drawn[] {
  if (after === undefined) return before === undefined || share >= 1 ? [] : [ghost(before, 1 - share)]
  if (share >= 1) return [after]
  // A message starts from its sender: it needs no entrance.
  if (before === undefined) return [after.kind === 'message' ? after : { ...after, alpha: share }]
  const now = moved(before, after, share)
  if (after.kind === 'message' || sameDress(before, after)) return [now]
  // The old state lies over the new one and fades, so that what is behind never shows through.
  return [now, ghost(moved(before, after, share, before), 1 - share)]
}

/** `dress` (the later state if not given) on its way from one place to the other. */
function moved(before: Drawn, after: Drawn, share: number, dress: Drawn = after): Drawn {
  if (before.kind !== after.kind) return dress
  if (before.kind === 'line' && after.kind === 'line' && dress.kind === 'line') {
    if (before.points.length !== after.points.length || samePlace(before, after)) return dress
    const points = after.points.map(([x, y], i): readonly [number, number] => {
      const [ax, ay] = before.points[i] ?? [x, y]
      return [ax + (x - ax) * share, ay + (y - ay) * share]
    })
    return { ...dress, points }
  }
  if (samePlace(before, after)) return dress
  const from = placesOf(before)
  const places: Record<string, number> = {}
  for (const [name, value] of Object.entries(placesOf(after))) {
    const start = from[name] ?? value
    places[name] = start + (value - start) * share
  }
  return { ...dress, ...places }
}

/** A mark that is leaving: it can be neither selected nor heard. */
function ghost(mark: Drawn, alpha: number): Drawn {
  const { subject: _subject, title: _title, ...rest } = mark
  return { ...rest, id: `${mark.id} was`, alpha }
}
