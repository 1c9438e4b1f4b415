/** Swipes, as an extra: a quick sideways stroke of one finger. Vertical scrolling is never taken away. */
const far = 48
const quick = 600

/** @returns a function that stops listening */
export function watchSwipes(element: HTMLElement, command: (name: 'next' | 'previous') => void): () => void {
  let from: { readonly x: number; readonly y: number; readonly at: number } | undefined
  const start = (event: TouchEvent): void => {
    const touch = event.touches.length === 1 ? event.touches[0] : undefined
    from = touch === undefined ? undefined : { x: touch.clientX, y: touch.clientY, at: event.timeStamp }
  }
  const end = (event: TouchEvent): void => {
    const touch = event.changedTouches[0]
    if (from === undefined || touch === undefined) return
    const x = touch.clientX - from.x
    const y = touch.clientY - from.y
    if (Math.abs(x) >= far && Math.abs(x) > 2 * Math.abs(y) && event.timeStamp - from.at < quick)
      command(x < 0 ? 'next' : 'previous')
    from = undefined
  }
  const cancel = (): void => void (from = undefined)
  element.addEventListener('touchstart', start, { passive: true })
  element.addEventListener('touchend', end, { passive: true })
  element.addEventListener('touchcancel', cancel, { passive: true })
  return () => {
    element.removeEventListener('touchstart', start)
    element.removeEventListener('touchend', end)
    element.removeEventListener('touchcancel', cancel)
  }
}
