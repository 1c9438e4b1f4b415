/** What a reader can do to a stage, whichever way it is drawn. */
import type { Scene } from '@orrery/engine/model/scene.ts'

export interface SurfaceEvents {
  /** A mark was chosen by pointer or key; undefined when the choice was of nothing. */
  readonly onSelect?: (subject: string | undefined) => void
  /** The pointer or the focus is on a mark, or has left it. */
  readonly onHover?: (subject: string | undefined) => void
  /** A line was drawn across the plate: the nodes on each side. Neither list is empty. */
  readonly onCut?: (left: readonly string[], right: readonly string[]) => void
}

/** A scene on the page. All methods are idempotent; `draw` is meant to be called once a frame. */
export interface Surface {
  readonly element: Element
  draw(scene: Scene, t: number): void
  /** Marks this subject as chosen. */
  select(subject: string | undefined): void
  /** Points at subjects, as captions and prose do. */
  highlight(subjects: readonly string[]): void
  /** Whether a finger draws a cut; a mouse or pen always may. It takes scrolling away, so it is a mode. */
  setCutting(on: boolean): void
  destroy(): void
}

/** The nodes on each side of the line through two points, or undefined if all are on one. */
export function sidesOf(
  scene: Scene,
  [x1, y1]: readonly [number, number],
  [x2, y2]: readonly [number, number],
): readonly [readonly string[], readonly string[]] | undefined {
  const left: string[] = []
  const right: string[] = []
  for (const mark of scene.marks) {
    if (mark.kind !== 'node') continue
    const turn = (x2 - x1) * (mark.y - y1) - (y2 - y1) * (mark.x - x1)
    ;(turn < 0 ? left : right).push(mark.subject ?? mark.id)
  }
  return left.length > 0 && right.length > 0 ? [left, right] : undefined
}

/** A cut must be drawn on purpose: shorter drags, in scene units, are slips of the hand. */
export const shortestCut = 60

/**
 * Follows a drag over an element and reports a cut. `toScene` turns client coordinates into the scene's.
 * `show` draws the line while it is drawn, and takes it away when called without one.
 * @returns a function that stops listening
 */
export function watchCuts(
  element: SVGElement | HTMLElement,
  scene: () => Scene | undefined,
  toScene: (x: number, y: number) => readonly [number, number],
  allowed: (event: PointerEvent) => boolean,
  show: (from?: readonly [number, number], to?: readonly [number, number]) => void,
  onCut: NonNullable<SurfaceEvents['onCut']>,
): () => void {
  let from: readonly [number, number] | undefined
  let to: readonly [number, number] | undefined
  const longEnough = (): boolean =>
    from !== undefined && to !== undefined && Math.hypot(to[0] - from[0], to[1] - from[1]) >= shortestCut

  const down = (event: PointerEvent): void => {
    if (event.button !== 0 || !allowed(event)) return
    from = toScene(event.clientX, event.clientY)
    to = undefined
  }
  const move = (event: PointerEvent): void => {
    if (from === undefined) return
    to = toScene(event.clientX, event.clientY)
    if (!longEnough()) return
    element.setPointerCapture(event.pointerId)
    show(from, to)
  }
  const up = (): void => {
    const now = scene()
    const sides = now && from && to && longEnough() ? sidesOf(now, from, to) : undefined
    stop()
    if (sides) onCut(...sides)
  }
  const stop = (): void => {
    from = to = undefined
    show()
  }
  element.addEventListener('pointerdown', down as EventListener)
  element.addEventListener('pointermove', move as EventListener)
  element.addEventListener('pointerup', up)
  element.addEventListener('pointercancel', stop)
  return () => {
    element.removeEventListener('pointerdown', down as EventListener)
    element.removeEventListener('pointermove', move as EventListener)
    element.removeEventListener('pointerup', up)
    element.removeEventListener('pointercancel', stop)
  }
}
