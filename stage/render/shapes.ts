/**
 * A mark as primitive shapes, which is all that the renderers know how to draw. Meaning is never left to
 * colour: each role has its own outline or sign besides.
 */
import type { Mark } from '@orrery/engine/model/scene.ts'
import type { Shape } from './shape.ts'
import { cellShapes, barShapes, dotShapes, textShapes } from './shapes-data.ts'
import { linkShapes, lineShapes, ringShapes } from './shapes-lines.ts'
import { messageShapes, type Side } from './shapes-message.ts'
import { nodeShapes } from './shapes-node.ts'

/**
 * The shapes of a mark at time `t`. `side` is where a message's label goes (see `arrange`).
 * The parts that do not depend on the time are made once a mark and shared between frames.
 */
export function shapes(mark: Mark, t: number, side?: Side | 'none'): readonly Shape[] {
  switch (mark.kind) {
    case 'node':
      return nodeShapes(mark, t)
    case 'message':
      return messageShapes(mark, t, side)
    case 'link':
      return linkShapes(mark)
    case 'ring':
      return ringShapes(mark)
    case 'line':
      return lineShapes(mark)
    case 'cell':
      return cellShapes(mark)
    case 'text':
      return textShapes(mark)
    case 'dot':
      return dotShapes(mark)
    case 'bar':
      return barShapes(mark)
  }
}

/** Whether a mark looks different at every moment. */
export const moves = (mark: Mark): boolean =>
  (mark.kind === 'message' && !mark.held) || (mark.kind === 'node' && mark.timer !== undefined)
