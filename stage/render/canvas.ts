/**
 * Scenes on a canvas: the same shapes, for pictures with so many moving marks that elements would drop
 * frames. What a canvas lacks is put beside it: a list of buttons for keyboard and screen reader.
 */
import type { Scene } from '@orrery/engine/model/scene.ts'
import { night, paper, type Theme } from '../theme.ts'
import { paintCanvas, subjectNear, type Pointed } from './canvas-paint.ts'
import { Painter, type Painted } from './painter.ts'
import { shapes } from './shapes.ts'
import { watchCuts, type Surface, type SurfaceEvents } from './surface.ts'

/** Buttons are renewed at most so often, in frames: a screen reader cannot follow more. */
const listEvery = 30

export class CanvasSurface implements Surface {
  readonly element: HTMLDivElement
  readonly #canvas: HTMLCanvasElement
  readonly #context: CanvasRenderingContext2D | null
  readonly #list: HTMLUListElement
  readonly #painter = new Painter()
  readonly #stop: (() => void)[] = []
  readonly #events: SurfaceEvents
  #painted: readonly Painted[] = []
  #scene: Scene | undefined
  #t = 0
  #theme: Theme | undefined
  #pointed: Pointed = { selected: undefined, lit: new Set() }
  #cutting = false
  #cut: Painted | undefined
  #listed = ''
  #frames = 0
  #width = 0

  constructor(container: Element, events: SurfaceEvents = {}) {
    this.#events = events
    this.element = document.createElement('div')
    this.#canvas = document.createElement('canvas')
    this.#canvas.className = 'stage-canvas'
    this.#canvas.setAttribute('aria-hidden', 'true')
    this.#list = document.createElement('ul')
    this.#list.className = 'stage-list'
    this.element.setAttribute('role', 'group')
    this.element.append(this.#canvas, this.#list)
    container.append(this.element)
    this.#context = this.#canvas.getContext('2d')
    this.#listen()
  }

  draw(scene: Scene, t: number): void {
    if (scene.title !== this.#scene?.title) this.element.setAttribute('aria-label', scene.title)
    this.#scene = scene
    this.#t = t
    this.#painted = this.#painter.paint(scene, t)
    this.#redraw()
    if (this.#frames++ % listEvery === 0) this.#renewList()
  }

  select(subject: string | undefined): void {
    if (subject === this.#pointed.selected) return
    this.#pointed = { ...this.#pointed, selected: subject }
    this.#redraw()
  }

  highlight(subjects: readonly string[]): void {
    this.#pointed = { ...this.#pointed, lit: new Set(subjects) }
    this.#redraw()
  }

  setCutting(on: boolean): void {
    this.#cutting = on
    this.#canvas.classList.toggle('stage-cutting', on)
  }

  destroy(): void {
    for (const stop of this.#stop) stop()
    this.element.remove()
  }

  #redraw(): void {
    const context = this.#context
    const scene = this.#scene
    if (context === null || scene === undefined) return
    if (this.#width === 0) this.#width = this.#canvas.clientWidth || scene.width
    const scale = (this.#width / scene.width) * (window.devicePixelRatio || 1)
    const width = Math.round(scene.width * scale)
    const height = Math.round(scene.height * scale)
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      this.#canvas.width = width
      this.#canvas.height = height
    }
    this.#theme ??= themeOn(this.element)
    context.setTransform(scale, 0, 0, scale, 0, 0)
    context.clearRect(0, 0, scene.width, scene.height)
    paintCanvas(context, this.#painted, this.#theme, this.#pointed)
    if (this.#cut) paintCanvas(context, [this.#cut], this.#theme, this.#pointed)
  }

  #renewList(): void {
    const named = new Map<string, string>()
    for (const { mark } of this.#painted) {
      if (mark.subject !== undefined) named.set(mark.subject, mark.title ?? mark.subject)
    }
    const listed = [...named].flat().join('\n')
    if (listed === this.#listed) return
    this.#listed = listed
    const focused = document.activeElement?.getAttribute('data-subject')
    const items = [...named].map(([subject, title]) => {
      const button = document.createElement('button')
      button.type = 'button'
      button.textContent = title
      button.setAttribute('data-subject', subject)
      const item = document.createElement('li')
      item.append(button)
      return item
    })
    this.#list.replaceChildren(...items)
    for (const item of items) {
      const button = item.firstElementChild
      if (button instanceof HTMLElement && button.getAttribute('data-subject') === focused) button.focus()
    }
  }

  #listen(): void {
    const on = (target: EventTarget, type: string, act: (event: Event) => void): void => {
      target.addEventListener(type, act)
      this.#stop.push(() => target.removeEventListener(type, act))
    }
    const { onSelect, onHover, onCut } = this.#events
    const named = (event: Event): string | undefined =>
      (event.target instanceof Element && event.target.getAttribute('data-subject')) || undefined
    const pointed = (event: Event): string | undefined => {
      if (!(event instanceof MouseEvent)) return undefined
      return subjectNear(this.#painted, this.#t, ...this.#toScene(event.clientX, event.clientY))
    }
    if (onSelect) {
      let cut = false
      on(this.#canvas, 'pointerdown', () => (cut = false))
      on(this.#canvas, 'pointermove', () => (cut ||= this.#cut !== undefined))
      on(this.#canvas, 'click', (event) => {
        if (!cut) onSelect(pointed(event))
      })
      on(this.#list, 'click', (event) => onSelect(named(event)))
    }
    if (onHover) {
      on(this.#canvas, 'pointermove', (event) => onHover(pointed(event)))
      on(this.#canvas, 'pointerleave', () => onHover(undefined))
      on(this.#list, 'focusin', (event) => onHover(named(event)))
      on(this.#list, 'focusout', () => onHover(undefined))
    }
    if (onCut) {
      const allowed = (event: PointerEvent): boolean =>
        (this.#cutting || event.pointerType !== 'touch') && pointed(event) === undefined
      const show = (from?: readonly [number, number], to?: readonly [number, number]): void => {
        this.#cut = from && to ? cutAlong(from, to) : undefined
        this.#redraw()
      }
      const toScene = (x: number, y: number): readonly [number, number] => this.#toScene(x, y)
      this.#stop.push(watchCuts(this.#canvas, () => this.#scene, toScene, allowed, show, onCut))
    }
    // Colours and sizes are read once, and again when the page changes them.
    const forget = (): void => {
      this.#theme = undefined
      this.#width = this.#canvas.clientWidth
      this.#redraw()
    }
    const sizes = new ResizeObserver(forget)
    sizes.observe(this.#canvas)
    const themes = new MutationObserver(forget)
    themes.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    this.#stop.push(
      () => sizes.disconnect(),
      () => themes.disconnect(),
    )
    on(window.matchMedia('(prefers-color-scheme:dark)'), 'change', forget)
  }

  #toScene(x: number, y: number): readonly [number, number] {
    const box = this.#canvas.getBoundingClientRect()
    const scale = (this.#scene?.width ?? box.width) / Math.max(1, box.width)
    return [(x - box.left) * scale, (y - box.top) * scale]
  }
}

function cutAlong(from: readonly [number, number], to: readonly [number, number]): Painted {
  const mark = {
    kind: 'line',
    id: 'cut being drawn',
    role: 'suspect',
    look: 'cut',
    points: [from, to],
  } as const
  return { mark, role: mark.role, shapes: shapes(mark, 0) }
}

/** The theme of the page at an element, by the colour of its plate. */
function themeOn(element: Element): Theme {
  const plate = getComputedStyle(element).getPropertyValue('--plate').trim()
  return plate.toUpperCase() === night.colours.plate ? night : paper
}
