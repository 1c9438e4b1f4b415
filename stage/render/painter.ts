/** From a scene at a time to what each mark looks like: the work that all renderers share. */
import type { Mark, Role, Scene } from '@orrery/engine/model/scene.ts'
import { Arrangement } from './arrange.ts'
import type { Drawn, Shape } from './shape.ts'
import { moves, shapes } from './shapes.ts'
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

  paint(scene: Scene, t: number): readonly Painted[] {
    if (!this.#arrangement?.fits(scene)) {
      this.#arrangement = new Arrangement(scene)
      this.#still = new WeakMap()
    }
    const arrangement = this.#arrangement
    const marks = scene.marks.map((mark) => arrangement.trim(mark))
    const sides = arrangement.sides(marks, t)
    return marks.map((mark) => {
      const known = this.#still.get(mark)
      if (known !== undefined) return known
      const role = mark.kind === 'node' ? roleOf(mark) : mark.role
      const painted = { mark, role, shapes: shapes(mark, t, sides.get(mark.id)) }
      if (!moves(mark) && mark.kind !== 'message') this.#still.set(mark, painted)
      return painted
    })
  }
}
