/** A stage: SVG while elements can keep up, a canvas when too much moves. The page does not notice which. */
import type { Scene } from '@orrery/engine/model/scene.ts'
import { CanvasSurface } from './canvas.ts'
import { SvgSurface } from './dom.ts'
import type { Surface, SurfaceEvents } from './surface.ts'

/**
 * Moving marks from which a canvas is cheaper, and below which SVG is taken up again. In SVG 200 marks
 * took 71 to 105 ms of script a second whatever the framework, on a canvas 18 ms.
 */
export const canvasFrom = 150
const svgBelow = 100

export interface StageOptions extends SurfaceEvents {
  /** Always draw this way. */
  readonly as?: 'svg' | 'canvas'
}

/**
 * Draws in `container`. An `<svg class="stage">` that it holds already is taken over in place, so that the
 * first frame of the build does not flash.
 */
export function createStage(container: Element, options: StageOptions = {}): Surface {
  return new Stage(container, options)
}

class Stage implements Surface {
  readonly #container: Element
  readonly #options: StageOptions
  #surface: Surface
  #kind: 'svg' | 'canvas'
  #selected: string | undefined
  #lit: readonly string[] = []
  #cutting = false

  constructor(container: Element, options: StageOptions) {
    this.#container = container
    this.#options = options
    this.#kind = options.as ?? 'svg'
    if (this.#kind === 'canvas') container.querySelector(':scope > svg.stage')?.remove()
    this.#surface = this.#make()
  }

  get element(): Element {
    return this.#surface.element
  }

  draw(scene: Scene, t: number): void {
    const kind = this.#options.as ?? this.#better(scene)
    if (kind !== this.#kind) {
      this.#kind = kind
      this.#surface.destroy()
      this.#surface = this.#make()
      this.#surface.select(this.#selected)
      this.#surface.highlight(this.#lit)
      this.#surface.setCutting(this.#cutting)
    }
    this.#surface.draw(scene, t)
  }

  select(subject: string | undefined): void {
    this.#selected = subject
    this.#surface.select(subject)
  }

  highlight(subjects: readonly string[]): void {
    this.#lit = subjects
    this.#surface.highlight(subjects)
  }

  setCutting(on: boolean): void {
    this.#cutting = on
    this.#surface.setCutting(on)
  }

  destroy(): void {
    this.#surface.destroy()
  }

  #make(): Surface {
    return this.#kind === 'svg'
      ? new SvgSurface(this.#container, this.#options)
      : new CanvasSurface(this.#container, this.#options)
  }

  #better(scene: Scene): 'svg' | 'canvas' {
    const limit = this.#kind === 'svg' ? canvasFrom : svgBelow
    let moving = 0
    for (const mark of scene.marks) {
      if (mark.kind === 'message' || (mark.kind === 'node' && mark.timer)) moving += 1
    }
    return moving > limit ? 'canvas' : 'svg'
  }
}
