/** The key frames of an explainer, from the same run as its figure: the scene at the end of each step. */
import type { Scene } from '@orrery/engine/model/scene.ts'
import { runScenario } from '@orrery/engine/simulate/run.ts'
import { frameAt } from '@orrery/stage/frame.ts'
import type { BuiltExplainer } from './explainers.ts'

export interface KeyFrame {
  readonly id: string
  readonly scene: Scene
  /** Simulated time, for what is in flight. */
  readonly t: number
}

export function keyFrames({ explainer, entry }: BuiltExplainer): readonly KeyFrame[] {
  const { history, moments } = runScenario({ ...explainer.scenario, steps: explainer.steps }, entry.model)
  return moments.map(({ id, index, time }, i) => ({
    id,
    scene: frameAt(history.fork(index), time, {
      id: explainer.steps[i]?.view ?? explainer.view,
      layout: 'wide',
    }),
    t: time,
  }))
}
