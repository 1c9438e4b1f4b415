/** The computation cut into steps, in order: what one action does. */
import type { Setup } from '@orrery/engine/model/model.ts'

export type Operation =
  | 'tokens'
  | 'embed'
  | 'project'
  | 'scores'
  | 'scale'
  | 'mask'
  | 'softmax'
  | 'mix'
  | 'add'
  | 'logits'
  | 'choose'

export interface Phase {
  /** "embed", "scores:2": the id of the action that does it. */
  readonly id: string
  readonly operation: Operation
  /** From 0; undefined outside the layers. */
  readonly layer?: number
}

export const LAYERS = 2

/** All steps of a pass. Without a rule its step is not there; the first is where nothing is computed yet. */
export function phasesOf({ without }: Pick<Setup, 'without'>): readonly Phase[] {
  const inLayer: readonly Operation[] = ['project', 'scores', 'scale', 'mask', 'softmax', 'mix', 'add']
  const kept = inLayer.filter(
    (operation) =>
      !(operation === 'scale' && without.includes('scale')) &&
      !(operation === 'mask' && without.includes('causal-mask')),
  )
  const outside = (operation: Operation): Phase => ({ id: operation, operation })
  return [
    outside('tokens'),
    outside('embed'),
    ...Array.from({ length: LAYERS }, (_, layer) =>
      kept.map((operation): Phase => ({ id: `${operation}:${layer + 1}`, operation, layer })),
    ).flat(),
    outside('logits'),
    outside('choose'),
  ]
}
