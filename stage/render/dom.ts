/**
 * Scenes as live SVG. Elements belong to marks by id and are patched: a frame writes only the attributes
 * that differ from the last one. An SVG that the build put there is adopted rather than replaced.
 */
import type { Scene } from '@orrery/engine/model/scene.ts'
import { nameButtons } from './names.ts'
import { Painter, type Painted } from './painter.ts'
import type { Shape } from './shape.ts'
import { attributesOf, buttonOf, classesOf, number, pathOf, tagOf } from './svg.ts'
import { watchCuts, type Surface, type SurfaceEvents } from './surface.ts'

const SVG = 'http://www.w3.org/2000/svg'

interface Drawing {
  readonly group: SVGGElement
  elements: SVGElement[]
  painted: Painted | undefined
}

export class SvgSurface implements Surface {
  readonly element: SVGSVGElement
  readonly #events: SurfaceEvents
  readonly #painter = new Painter()
  readonly #drawings = new Map<string, Drawing>()
  readonly #stop: (() => void)[] = []
  #scene: Scene | undefined
  #selected: string | undefined
  #lit: ReadonlySet<string> = new Set()
  #cutting = false
  #cutLine: SVGPathElement | undefined
  #adopting: boolean

  constructor(container: Element, events: SurfaceEvents = {}) {
    this.#events = events
    const found = container.querySelector<SVGSVGElement>(':scope > svg.stage')
    this.#adopting = found !== null
    this.element = found ?? document.createElementNS(SVG, 'svg')
    if (found === null) {
      this.element.setAttribute('class', 'stage')
      container.append(this.element)
    }
    this.#adopt()
    this.#listen()
  }

  draw(scene: Scene, t: number): void {
    const svg = this.element
    if (scene.width !== this.#scene?.width || scene.height !== this.#scene.height) {
      svg.setAttribute('viewBox', `0 0 ${number(scene.width)} ${number(scene.height)}`)
    }
    if (scene.title !== this.#scene?.title) svg.setAttribute('aria-label', scene.title)
    const painted = nameButtons(this.#painter.paint(scene, t))
    this.#remove(painted)
    let next = svg.firstElementChild
    for (const one of painted) {
      let drawing = this.#drawings.get(one.mark.id)
      if (drawing === undefined) drawing = this.#add(one)
      else if (drawing.painted !== one) this.#update(drawing, one)
      if (drawing.group === next) next = next.nextElementSibling
      else svg.insertBefore(drawing.group, next)
    }
    this.#scene = scene
    this.#adopting = false
  }

  select(subject: string | undefined): void {
    if (subject === this.#selected) return
    this.#selected = subject
    this.#point()
  }

  highlight(subjects: readonly string[]): void {
    if (subjects.length === this.#lit.size && subjects.every((subject) => this.#lit.has(subject))) return
    this.#lit = new Set(subjects)
    this.#point()
  }

  setCutting(on: boolean): void {
    this.#cutting = on
    this.element.classList.toggle('stage-cutting', on)
  }

  destroy(): void {
    for (const stop of this.#stop) stop()
    this.element.remove()
  }

  /** An image until now, with a title of its own: from here on a group of things to reach. */
  #adopt(): void {
    this.element.setAttribute('role', 'group')
    for (const child of [...this.element.children]) {
      const id = child.getAttribute('data-id')
      if (child instanceof SVGGElement && id !== null) {
        this.#drawings.set(id, { group: child, elements: [], painted: undefined })
      } else child.remove()
    }
  }

  #remove(painted: readonly Painted[]): void {
    if (painted.length === this.#drawings.size && painted.every(({ mark }) => this.#drawings.has(mark.id)))
      return
    const present = new Set(painted.map(({ mark }) => mark.id))
    for (const [id, { group }] of this.#drawings) {
      if (present.has(id)) continue
      // A message that arrives under the reader's finger must not throw the focus out of the figure.
      if (group === document.activeElement) {
        this.element.setAttribute('tabindex', '-1')
        this.element.focus({ preventScroll: true })
      }
      group.remove()
      this.#drawings.delete(id)
    }
  }

  #add(painted: Painted): Drawing {
    const group = document.createElementNS(SVG, 'g')
    group.setAttribute('data-id', painted.mark.id)
    const drawing: Drawing = { group, elements: [], painted: undefined }
    this.#drawings.set(painted.mark.id, drawing)
    this.#update(drawing, painted)
    return drawing
  }

  #update(drawing: Drawing, painted: Painted): void {
    const { group } = drawing
    const old = drawing.painted
    const { mark, role } = painted
    if (old?.mark !== mark || old.role !== role) this.#dress(drawing, painted)
    if (this.#adopting && old === undefined && fitsChildren(group, painted.shapes)) {
      drawing.elements = [...group.children] as SVGElement[]
      painted.shapes.forEach((shape, i) => adoptShape(drawing.elements[i], shape))
    } else {
      // What the build drew here is not what is drawn now: nothing of it may stay underneath.
      if (old === undefined) group.replaceChildren()
      patch(group, drawing.elements, old?.shapes ?? [], painted.shapes)
    }
    drawing.painted = painted
  }

  #dress({ group, painted: old }: Drawing, { mark, role }: Painted): void {
    write(group, 'class', classesOf(mark, role) + this.#pointing(mark.subject))
    const alpha = mark.alpha ?? 1
    if (alpha < 1) write(group, 'opacity', number(alpha))
    else if (group.hasAttribute('opacity')) group.removeAttribute('opacity')
    if (mark.silent === true) write(group, 'aria-hidden', 'true')
    if (old?.mark.subject === mark.subject && old?.mark.title === mark.title) return
    if (mark.subject === undefined) {
      for (const name of ['data-subject', 'role', 'tabindex', 'aria-label']) group.removeAttribute(name)
    }
    for (const [name, value] of buttonOf(mark)) write(group, name, value)
  }

  #pointing(subject: string | undefined): string {
    if (subject === undefined) return ''
    return (subject === this.#selected ? ' m-selected' : '') + (this.#lit.has(subject) ? ' m-lit' : '')
  }

  #point(): void {
    for (const { group, painted } of this.#drawings.values()) {
      if (painted === undefined || painted.mark.subject === undefined) continue
      write(group, 'class', classesOf(painted.mark, painted.role) + this.#pointing(painted.mark.subject))
      if (painted.mark.kind === 'node')
        group.setAttribute('aria-pressed', String(painted.mark.subject === this.#selected))
    }
  }

  #listen(): void {
    const svg = this.element
    const on = <K extends keyof SVGElementEventMap>(
      type: K,
      act: (event: SVGElementEventMap[K]) => void,
    ): void => {
      svg.addEventListener(type, act)
      this.#stop.push(() => svg.removeEventListener(type, act))
    }
    const { onSelect, onHover, onCut } = this.#events
    if (onSelect) {
      let cut = false
      on('pointerdown', () => (cut = false))
      on('pointermove', () => (cut ||= this.#cutLine !== undefined))
      on('click', (event) => {
        if (!cut) onSelect(subjectAt(event))
      })
      on('keydown', (event) => {
        const subject = subjectAt(event)
        if (subject === undefined || (event.key !== 'Enter' && event.key !== ' ')) return
        event.preventDefault()
        onSelect(subject)
      })
    }
    if (onHover) {
      on('pointerover', (event) => onHover(subjectAt(event)))
      on('pointerleave', () => onHover(undefined))
      on('focusin', (event) => onHover(subjectAt(event)))
      on('focusout', () => onHover(undefined))
    }
    if (onCut) {
      const allowed = (event: PointerEvent): boolean =>
        (this.#cutting || event.pointerType !== 'touch') && subjectAt(event) === undefined
      const toScene = (x: number, y: number): readonly [number, number] => {
        const matrix = svg.getScreenCTM()
        if (matrix === null) return [0, 0]
        const point = new DOMPoint(x, y).matrixTransform(matrix.inverse())
        return [point.x, point.y]
      }
      const show = (from?: readonly [number, number], to?: readonly [number, number]): void =>
        this.#showCut(from, to)
      this.#stop.push(watchCuts(svg, () => this.#scene, toScene, allowed, show, onCut))
    }
  }

  #showCut(from?: readonly [number, number], to?: readonly [number, number]): void {
    if (from === undefined || to === undefined) {
      this.#cutLine?.parentElement?.remove()
      this.#cutLine = undefined
      return
    }
    if (this.#cutLine === undefined) {
      const group = document.createElementNS(SVG, 'g')
      group.setAttribute('class', 'r-suspect')
      this.#cutLine = document.createElementNS(SVG, 'path')
      this.#cutLine.setAttribute('class', 'o-cut')
      group.append(this.#cutLine)
      this.element.append(group)
    }
    this.#cutLine.setAttribute('d', pathOf({ tag: 'poly', paint: 'cut', points: [...from, ...to] }))
  }
}

function subjectAt(event: Event): string | undefined {
  const target = event.target
  if (!(target instanceof Element)) return undefined
  return target.closest('[data-subject]')?.getAttribute('data-subject') ?? undefined
}

function write(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value)
}

/* Shapes */

/** Whether an element's children could be these shapes, tag by tag. */
function fitsChildren(parent: Element, shapes: readonly Shape[]): boolean {
  const { children } = parent
  if (children.length !== shapes.length) return false
  return shapes.every((shape, i) => {
    const child = children[i]
    return child?.tagName === tagOf(shape) && (shape.tag !== 'group' || fitsChildren(child, shape.children))
  })
}

function adoptShape(element: Element | undefined, shape: Shape): void {
  if (element === undefined) return
  for (const [name, value] of attributesOf(shape)) write(element, name, value)
  if (shape.tag === 'text' && element.textContent !== shape.text) element.textContent = shape.text
  if (shape.tag === 'group') shape.children.forEach((child, i) => adoptShape(element.children[i], child))
}

function build(shape: Shape): SVGElement {
  const element = document.createElementNS(SVG, tagOf(shape))
  for (const [name, value] of attributesOf(shape)) element.setAttribute(name, value)
  if (shape.tag === 'text') element.textContent = shape.text
  if (shape.tag === 'group') for (const child of shape.children) element.append(build(child))
  return element
}

function patch(
  parent: SVGGElement,
  elements: SVGElement[],
  old: readonly Shape[],
  shapes: readonly Shape[],
): void {
  if (old === shapes) return
  shapes.forEach((shape, i) => {
    const before = old[i]
    const element = elements[i]
    if (element === undefined || before === undefined) {
      const made = build(shape)
      if (element !== undefined) element.replaceWith(made)
      else parent.append(made)
      elements[i] = made
    } else if (before !== shape && !patchShape(element, before, shape)) {
      const made = build(shape)
      element.replaceWith(made)
      elements[i] = made
    }
  })
  for (const extra of elements.splice(shapes.length)) extra.remove()
}

/** Brings an element from one shape to another; false where it must be made anew. */
function patchShape(element: SVGElement, before: Shape, shape: Shape): boolean {
  if (before.tag === 'group' || shape.tag === 'group') {
    if (before.tag !== 'group' || shape.tag !== 'group' || before.children !== shape.children) return false
    element.setAttribute('transform', `translate(${number(shape.x)} ${number(shape.y)})`)
    return true
  }
  if (before.tag !== shape.tag) return false
  if ((before.tag === 'poly' || before.tag === 'arc') && before.paint === shape.paint) {
    if (shape.tag === 'poly' || shape.tag === 'arc') {
      const d = pathOf(shape)
      if (d !== pathOf(before)) element.setAttribute('d', d)
    }
    return true
  }
  const was = new Map(attributesOf(before))
  for (const [name, value] of attributesOf(shape)) {
    if (was.get(name) !== value) element.setAttribute(name, value)
    was.delete(name)
  }
  for (const name of was.keys()) element.removeAttribute(name)
  if (shape.tag === 'text' && before.tag === 'text' && shape.text !== before.text)
    element.textContent = shape.text
  return true
}
