/** The first frame of a playground, for its HTML. */
import { loadBalancing } from '@orrery/models/load-balancing/index.ts'
import type { LoadWorld } from '@orrery/models/load-balancing/state.ts'
import type { Scene } from '@orrery/engine/model/scene.ts'
import { sceneToSvg } from '../render/svg.ts'
import { PlayDesk } from './desk.ts'
import type { PlayOptions } from './types.ts'

export interface StillPlay {
  readonly wide: string
  readonly tall: string
  /** For a social picture. */
  readonly scene: Scene
}

export function stillPlay(options: PlayOptions): StillPlay {
  const desk = new PlayDesk(options.seed, options.speed)
  const flow = desk.flows[0]!
  flow.advance(options.warmUp)
  const scene = (layout: 'wide' | 'tall'): Scene => sceneOf(flow.state, layout)
  const svg = (layout: 'wide' | 'tall'): string => sceneToSvg(scene(layout), { t: flow.now })
  return { wide: svg('wide'), tall: svg('tall'), scene: scene('wide') }
}

const sceneOf = (world: LoadWorld, layout: 'wide' | 'tall'): Scene =>
  loadBalancing.view(world, { id: 'requests', layout })
