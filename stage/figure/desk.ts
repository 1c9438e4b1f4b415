/** The reactive side of a figure: its player as a signal, the clock that ticks it, what the page tells it. */
import type { World } from '@orrery/engine/model/model.ts'
import { createEffect, createMemo, createSignal, onCleanup, onMount, type Accessor } from 'solid-js'
import type { Player } from '../player/player.ts'

/** What the panels work on, in a figure and in an explainer alike. */
export interface Desk {
  readonly player: Accessor<Player<World>>
  readonly change: (to: (player: Player<World>) => Player<World>) => void
}

/** Calls `tick` with the milliseconds that went by, once a frame, while `running`. */
export function createClock(running: Accessor<boolean>, tick: (wall: number) => void): void {
  // A memo, so that a tick that changes the player does not stop and start its own clock.
  const on = createMemo(running)
  createEffect(() => {
    if (!on()) return
    let last = performance.now()
    let frame = requestAnimationFrame(function go(now) {
      const wall = now - last
      last = now
      if (wall > 0) tick(wall)
      frame = requestAnimationFrame(go)
    })
    onCleanup(() => cancelAnimationFrame(frame))
  })
}

/** How long a note stands while the run plays on, in wall milliseconds. */
const noted = 7_000

/** Lets notes go some time after they were read, while the figure plays. At rest they stay. */
export function fadeNotes(player: Accessor<Player<World> | undefined>, change: Desk['change']): void {
  const state = createMemo(() => (player()?.playing === true ? player()?.note : undefined))
  createEffect(() => {
    const note = state()
    if (note === undefined) return
    const timer = setTimeout(
      () => change((now) => (now.note === note ? { ...now, note: undefined } : now)),
      noted,
    )
    onCleanup(() => clearTimeout(timer))
  })
}

/** Whether an element is in the viewport or nearly so. */
export function createNear(element: Accessor<Element | undefined>, margin = '300px'): Accessor<boolean> {
  const [near, setNear] = createSignal(false)
  onMount(() => {
    const found = element()
    if (found === undefined) return
    const watch = new IntersectionObserver(([entry]) => setNear(entry?.isIntersecting ?? false), {
      rootMargin: margin,
    })
    watch.observe(found)
    onCleanup(() => watch.disconnect())
  })
  return near
}

/** A media query, live. `false` on the server and until the page is there. */
export function createMedia(query: string): Accessor<boolean> {
  const [matches, setMatches] = createSignal(false)
  onMount(() => {
    const list = matchMedia(query)
    const update = (): void => void setMatches(list.matches)
    update()
    list.addEventListener('change', update)
    onCleanup(() => list.removeEventListener('change', update))
  })
  return matches
}

export const createStillness = (): Accessor<boolean> => createMedia('(prefers-reduced-motion: reduce)')

/** What has the focus, for `takesKey`. */
export function focusIn(root: Element) {
  const active = document.activeElement
  const element = active instanceof HTMLElement || active instanceof SVGElement ? active : undefined
  return {
    tag: element?.tagName.toUpperCase(),
    role: element?.getAttribute('role') ?? null,
    type: element?.getAttribute('type') ?? null,
    editable: element instanceof HTMLElement && element.isContentEditable,
    inside: element !== undefined && root.contains(element),
  }
}
