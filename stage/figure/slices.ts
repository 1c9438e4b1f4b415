/**
 * Work in slices, so that a page can draw and answer in between. A phone has a quarter of a desk's speed or
 * less: a slice is short.
 */
import type { Work } from '@orrery/engine/simulate/run.ts'

/** Milliseconds of work after which the page is let breathe. */
const slice = 5

interface Yields {
  readonly scheduler?: { yield?(): Promise<void> }
}

/** The next task, after whatever the page has to do. */
export function breathe(): Promise<void> {
  const { scheduler } = globalThis as Yields
  if (scheduler?.yield !== undefined) return scheduler.yield()
  return new Promise((resume) => setTimeout(resume, 0))
}

/** All of the work, a slice at a time. */
export async function inSlices<T>(work: Work<T>): Promise<T> {
  for (;;) {
    const until = performance.now() + slice
    do {
      const done = work.next()
      if (done.done === true) return done.value
    } while (performance.now() < until)
    await breathe()
  }
}

/** Signs that a reader wants to do something: then nothing waits any longer. */
const signs = ['pointerdown', 'keydown', 'focusin', 'touchstart'] as const
/** After so many milliseconds nothing waits for a quiet moment. */
const patience = 2_000

/** When the page has nothing else to do, or the reader does something, whichever comes first. */
export function quiet(): Promise<void> {
  return new Promise((resume) => {
    const go = (): void => {
      for (const sign of signs) removeEventListener(sign, go, true)
      resume()
    }
    for (const sign of signs) addEventListener(sign, go, { capture: true, passive: true })
    if (typeof requestIdleCallback === 'function') requestIdleCallback(go, { timeout: patience })
    else setTimeout(go, 200)
  })
}
