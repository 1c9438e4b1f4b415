/** Where a box goes beside a mark: to the side with more room, within its frame. */
interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

const gap = 12

/** @returns the corner of a box of `width` x `height`, from the corner of `frame` */
export function placeBeside(
  mark: Box,
  frame: Box,
  width: number,
  height: number,
): { readonly x: number; readonly y: number } {
  const left = mark.left - frame.left
  const right = left + mark.width
  const x = left + mark.width / 2 < frame.width / 2 ? right + gap : left - gap - width
  const y = mark.top - frame.top + mark.height / 2 - height / 2
  return { x: within(x, frame.width - width), y: within(y, frame.height - height) }
}

const within = (at: number, most: number): number => Math.round(Math.max(0, Math.min(at, most)))
