/**
 * The space-time diagram of the run on the plate, live: which event is chosen, and the scene around the
 * playhead. The panel and the plate both show it.
 */
import type { World } from '@orrery/engine/model/model.ts'
import type { Scene } from '@orrery/engine/model/scene.ts'
import { createMemo, createSignal, type Accessor } from 'solid-js'
import { branchOf, indexOf, type Player } from '../player/player.ts'
import { entryOf, spaceTime, windowAt } from '../space-time.ts'

export interface Diagram {
  /** The scene, and the moment that it is of. @param width units across the tall layout */
  scene(layout: 'wide' | 'tall', width?: number): { readonly scene: Scene; readonly t: number }
  /** The subject of the event that is chosen, or undefined. */
  readonly chosen: Accessor<string | undefined>
  /** Chooses an event by its subject, or none. Gives its entry. */
  pick(subject: string | undefined): number | undefined
}

export function createDiagram(player: Accessor<Player<World>>): Diagram {
  const [picked, setPicked] = createSignal<{ readonly index: number; readonly branch: number }>()
  const history = createMemo(() => branchOf(player()).history)
  const index = createMemo(() => indexOf(player()))
  /** While it plays, the line moves from event to event: a diagram is too much to draw at each frame. */
  const time = createMemo(() => (player().playing ? history().timeOf(index()) : player().time))
  const entry = createMemo((): number | undefined => {
    const found = picked()
    return found?.branch === player().current && found.index <= history().length ? found.index : undefined
  })
  return {
    scene(layout, width) {
      const selected = entry()
      const t = time()
      const scene = spaceTime(history(), {
        ...windowAt(history(), t),
        layout,
        now: t,
        ...(width !== undefined && { width }),
        ...(selected !== undefined && { selected }),
      })
      return { scene, t }
    },
    chosen: () => (entry() === undefined ? undefined : `e${entry() ?? 0}`),
    pick(subject) {
      const at = entryOf(subject)
      setPicked(at === undefined ? undefined : { index: at, branch: player().current })
      return at
    },
  }
}
