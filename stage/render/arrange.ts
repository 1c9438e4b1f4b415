/**
 * What a mark cannot know alone: where the nodes are. Messages and links end at the edge of a node, and
 * labels of messages stand where they cover nothing.
 */
import type { CellMark, LinkMark, Mark, MessageMark, NodeMark, Scene } from '@orrery/engine/model/scene.ts'
import { type, widthOf, type Drawn } from './shape.ts'
import { sides, whereabouts, wordsOf, type Side } from './shapes-message.ts'

interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/**
 * More messages than this have no labels, and no line along their way but their trail: nobody could read
 * them. What is selected says what it is.
 */
export const crowd = 150

/** The obstacles of a scene: they change rarely, so what follows from them is kept. */
export class Arrangement {
  /** Nodes and cells, in order. */
  readonly #solid: readonly (NodeMark | CellMark)[]
  readonly #nodes: readonly NodeMark[]
  readonly #boxes: readonly Box[]
  readonly #notes: readonly Box[]
  readonly #scene: Scene
  readonly #trimmed = new WeakMap<Mark, Mark>()
  readonly #ranked = new WeakMap<MessageMark, readonly Side[]>()

  constructor(scene: Scene) {
    this.#scene = scene
    this.#solid = scene.marks.filter((mark) => mark.kind === 'node' || mark.kind === 'cell')
    this.#nodes = scene.marks.filter((mark) => mark.kind === 'node')
    this.#notes = this.#nodes.flatMap(notesOf)
    this.#boxes = [...scene.marks.flatMap(boxesOf), ...this.#notes]
  }

  /** Whether what was worked out for this scene still holds for another. */
  fits(scene: Scene): boolean {
    if (scene.width !== this.#scene.width || scene.height !== this.#scene.height) return false
    let i = 0
    for (const mark of scene.marks) {
      if (mark.kind !== 'node' && mark.kind !== 'cell') continue
      const known = this.#solid[i++]
      if (known !== mark && (known === undefined || !sameRoom(known, mark))) return false
    }
    return i === this.#solid.length
  }

  /** The mark, from edge to edge. */
  trim<M extends Drawn>(mark: M): M {
    if (mark.kind !== 'message' && mark.kind !== 'link') return mark
    const known = this.#trimmed.get(mark)
    if (known !== undefined) return known as M
    const trimmed = this.#trim(mark)
    this.#trimmed.set(mark, trimmed)
    return trimmed as M
  }

  #trim(mark: Drawn<MessageMark | LinkMark>): Mark {
    const { x1, y1, x2, y2 } = mark
    const length = Math.hypot(x2 - x1, y2 - y1)
    if (length < 1) return mark
    const start = this.#inside(x1, y1, length)
    const end = this.#inside(x2, y2, length)
    if (start === 0 && end === 0) return mark
    if (start + end > length * 0.9) return mark
    const ux = (x2 - x1) / length
    const uy = (y2 - y1) / length
    return { ...mark, x1: x1 + ux * start, y1: y1 + uy * start, x2: x2 - ux * end, y2: y2 - uy * end }
  }

  /** How far a line must be cut back at (x, y) to leave the node that it stands in. */
  #inside(x: number, y: number, length: number): number {
    for (const node of this.#nodes) {
      const distance = Math.hypot(node.x - x, node.y - y)
      // Ends on or near the edge are the view's own choice.
      if (distance < node.r * 0.9) return Math.min(length, node.r + 3 - distance)
    }
    return 0
  }

  /**
   * Where the label of each message stands at `t`: its best side, or the next that is free just then. When
   * a leader tells everybody the same, the copies that have no room yet go without; and so does a label that
   * could only lie on another, until they are apart.
   */
  sides(marks: readonly Drawn[], t: number): ReadonlyMap<string, Side | 'none'> {
    const chosen = new Map<string, Side | 'none'>()
    const messages = marks.filter((mark) => mark.kind === 'message')
    if (messages.length > crowd) {
      for (const mark of messages) chosen.set(mark.id, 'none')
      return chosen
    }
    const heads = messages.map((mark) => whereabouts(mark, t))
    const taken: Box[] = []
    const said = new Set<string>()
    messages.forEach((mark, i) => {
      const head = heads[i]
      if (head === undefined || mark.label.text === '') return
      const ranked = this.#rank(mark)
      const boxes = ranked.map((side) => labelBox(mark, side, head.x, head.y))
      const clear = boxes.findIndex(
        (box) => !taken.some((other) => overlap(box, other) > 0) && this.#uncovered(box, heads, i),
      )
      const text = mark.label.text
      const apart =
        clear >= 0 ? clear : boxes.findIndex((box) => !taken.some((other) => overlap(box, other) > 0))
      const side = ranked[apart]
      const box = boxes[apart]
      if (side === undefined || box === undefined || (clear < 0 && said.has(text))) {
        chosen.set(mark.id, 'none')
        return
      }
      taken.push(box)
      said.add(text)
      chosen.set(mark.id, side)
    })
    return chosen
  }

  /** Whether a label covers no node and no other message's glyph. */
  #uncovered(box: Box, heads: readonly { readonly x: number; readonly y: number }[], own: number): boolean {
    const near = (x: number, y: number, r: number): boolean => {
      const dx = Math.max(box.left - x, 0, x - box.right)
      const dy = Math.max(box.top - y, 0, y - box.bottom)
      return dx * dx + dy * dy < r * r
    }
    return (
      !this.#nodes.some((node) => near(node.x, node.y, node.r + 2)) &&
      !this.#notes.some((note) => overlap(box, note) > 0) &&
      !heads.some((head, i) => i !== own && near(head.x, head.y, 6))
    )
  }

  /** The acceptable sides for the whole flight, best first, so that a label does not hop about on its way. */
  #rank(mark: MessageMark): readonly Side[] {
    const known = this.#ranked.get(mark)
    if (known !== undefined) return known
    const scored = sides.map((side, order) => ({ side, cost: this.#cost(mark, side) + order * 12 }))
    scored.sort((a, b) => a.cost - b.cost)
    const best = scored[0]?.cost ?? 0
    const ranked = scored.filter(({ cost }) => cost <= best + 250).map(({ side }) => side)
    this.#ranked.set(mark, ranked)
    return ranked
  }

  /** What a label on this side would cover on its way, in square units, and how much it would stick out. */
  #cost(mark: MessageMark, side: Side): number {
    let cost = 0
    for (const share of [0.12, 0.3, 0.5, 0.7, 0.88]) {
      const x = mark.x1 + (mark.x2 - mark.x1) * share
      const y = mark.y1 + (mark.y2 - mark.y1) * share
      const box = labelBox(mark, side, x, y)
      for (const other of this.#boxes) cost += overlap(box, other)
      const { width, height } = this.#scene
      const inside = overlap(box, { left: 4, top: 4, right: width - 4, bottom: height - 4 })
      cost += 4 * ((box.right - box.left) * (box.bottom - box.top) - inside)
    }
    return cost + this.#crossing(mark, side)
  }

  /** A label should not lie on the line that its message runs along. */
  #crossing(mark: MessageMark, side: Side): number {
    const length = Math.max(1, Math.hypot(mark.x2 - mark.x1, mark.y2 - mark.y1))
    const box = labelBox(mark, side, 0, 0)
    let cost = 0
    for (let along = -60; along <= 60; along += 6) {
      const x = ((mark.x2 - mark.x1) / length) * along
      const y = ((mark.y2 - mark.y1) / length) * along
      if (x > box.left && x < box.right && y > box.top && y < box.bottom) cost += 90
    }
    return cost
  }
}

/** Whether two states of a mark take the same room. */
function sameRoom(a: NodeMark | CellMark, b: NodeMark | CellMark): boolean {
  if (a.x !== b.x || a.y !== b.y) return false
  if (a.kind === 'cell') return b.kind === 'cell' && a.width === b.width && a.height === b.height
  if (b.kind !== 'node' || a.r !== b.r || (a.timer === undefined) !== (b.timer === undefined)) return false
  const notes = a.notes ?? []
  const others = b.notes ?? []
  return (
    notes.length === others.length && notes.every((note, i) => note.text.length === others[i]?.text.length)
  )
}

function labelBox(mark: MessageMark, side: Side, x: number, y: number): Box {
  const width = widthOf(wordsOf(mark, mark.lost !== undefined), type.state)
  const left = x + side.dx - (side.anchor === 'start' ? 0 : side.anchor === 'end' ? width : width / 2)
  const base = y + side.dy
  return { left, top: base - 11, right: left + width, bottom: base + 4 }
}

function overlap(a: Box, b: Box): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left)
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
  return width > 0 && height > 0 ? width * height : 0
}

function boxesOf(mark: Mark): Box[] {
  switch (mark.kind) {
    case 'node': {
      const reach = mark.r + (mark.timer ? 8 : 0)
      return [{ left: mark.x - reach, top: mark.y - reach, right: mark.x + reach, bottom: mark.y + reach }]
    }
    case 'cell':
      return [{ left: mark.x, top: mark.y, right: mark.x + mark.width, bottom: mark.y + mark.height }]
    default:
      return []
  }
}

function notesOf(node: NodeMark): Box[] {
  return (node.notes ?? []).map((note, i) => {
    const half = widthOf(note.text, type.state) / 2
    const base = node.y + node.r + (node.timer ? 7 : 0) + 18 + i * 16
    return { left: node.x - half, top: base - 11, right: node.x + half, bottom: base + 3 }
  })
}
