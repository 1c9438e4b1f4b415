/** The first frame of a figure of content/figures.ts, as a scene: what its social picture shows. */
import type { FigureSpec } from '@orrery/content/types.ts'
import type { Scene } from '@orrery/engine/model/scene.ts'
import type { ModelEntry } from '@orrery/models/entry.ts'
import { firstRun } from '@orrery/stage/figure/first-run.ts'
import { frameAt } from '@orrery/stage/frame.ts'

export function firstFrame(
  spec: FigureSpec,
  { model }: ModelEntry,
): { readonly scene: Scene; readonly t: number } {
  const t = spec.warmUp ?? 0
  return { scene: frameAt(firstRun(model, spec), t, { id: spec.view, layout: 'wide' }), t }
}
