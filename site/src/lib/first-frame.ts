/** The first frame of a figure of content/figures.ts, as the build draws it. */
import type { FigureSpec } from '@orrery/content/types.ts'
import { checkSetup } from '@orrery/engine/model/check.ts'
import type { Scene } from '@orrery/engine/model/scene.ts'
import { run } from '@orrery/engine/simulate/run.ts'
import type { ModelEntry } from '@orrery/models/entry.ts'

export function firstFrame(
  spec: FigureSpec,
  { model }: ModelEntry,
  layout: 'wide' | 'tall' = 'wide',
): { readonly scene: Scene; readonly t: number } {
  const t = spec.warmUp ?? 0
  const history = run(model, checkSetup(model, spec), { for: t })
  return { scene: model.view(history.world(history.length), { id: spec.view, layout }), t }
}
