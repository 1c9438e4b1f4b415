/** From a scene at a time to what each mark looks like: the work that all renderers share. */
import type { Mark, MessageMark, Role, Scene } from '@orrery/engine/model/scene.ts'
import { Arrangement, crowd } from './arrange.ts'
import type { Drawn, Shape } from './shape.ts'
import { moves, shapes } from './shapes.ts'
import { headShapes, wayShapes } from './shapes-message.ts'
import { roleOf } from './shapes-node.ts'

export interface Painted {
  readonly mark: Drawn
  /** The role that its colours follow. */
  readonly role: Role
  readonly shapes: readonly Shape[]
}

/** Keeps what does not change between frames. The picture depends on the scene and the time only. */
export class Painter {
  #arrangement: Arrangement | undefined
  #still = new WeakMap<Mark, Painted>()
  readonly #ways = new WeakMap<Mark, Drawn<MessageMark>>()

  paint(scene: Scene, t: number): readonly Painted[] {
    if (!this.#arrangement?.fits(scene)) {
      this.#arrangement = new Arrangement(scene)
      this.#still = new WeakMap()
    }
    const arrangement = this.#arrangement
    const marks = scene.marks.map((mark) => arrangement.trim(mark))
    const sides = arrangement.sides(marks, t)
    const painted: Painted[] = []
    // All ways lie below all glyphs: messages of one link follow each other.
    let first = -1
    for (const mark of marks) {
      if (mark.kind === 'message') {
        if (first < 0) first = painted.length
        painted.push({ mark, role: mark.role, shapes: headShapes(mark, t, sides.get(mark.id)) })
      } else painted.push(this.#one(mark, t))
    }
    if (first < 0) return painted
    const ways: Painted[] = []
    const crowded = painted.length - first > crowd
    const drawn = new Set<string>()
    for (const mark of marks) {
      if (mark.kind !== 'message') continue
      const key = crowded ? '' : `${mark.x1} ${mark.y1} ${mark.x2} ${mark.y2}`
      const shared = crowded || drawn.has(key)
      ways.push({ mark: this.#way(mark), role: mark.role, shapes: wayShapes(mark, t, shared) })
      drawn.add(key)
    }
    painted.splice(first, 0, ...ways)
    return painted
  }

  #one(mark: Drawn, t: number): Painted {
    const known = this.#still.get(mark)
    if (known !== undefined) return known
    const role = mark.kind === 'node' ? roleOf(mark) : mark.role
    const painted = { mark, role, shapes: shapes(mark, t) }
    if (!moves(mark)) this.#still.set(mark, painted)
    return painted
  }

  /** The way of a message as a mark of its own, that cannot be selected. */
  #way(mark: Drawn<MessageMark>): Drawn<MessageMark> {
    let way = this.#ways.get(mark)
    if (way === undefined) {
      const { subject: _subject, title: _title, ...rest } = mark
      this.#ways.set(mark, (way = { ...rest, id: `${mark.id} way` }))
    }
    return way
  }
}
