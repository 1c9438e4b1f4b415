/** What can happen to the selected thing, on the plate beside it. */
import type { World } from '@orrery/engine/model/model.ts'
import { createMemo, For, Show, type JSX } from 'solid-js'
import { menuFor } from '../player/menu.ts'
import { worldOf, type Player } from '../player/player.ts'
import { branchOf } from '../player/player.ts'

export interface MenuProps {
  readonly player: Player<World>
  /** The selected mark's name, in words. */
  readonly name: string
  onAct(id: string): void
  onClose(): void
}

/** A menu says at most so much; the rest is in the panel. */
const most = 8

export function Menu(props: MenuProps): JSX.Element {
  const items = createMemo(() => {
    const subject = props.player.selected
    return subject === undefined
      ? []
      : menuFor(branchOf(props.player).history.model, worldOf(props.player), subject)
  })
  return (
    <div class="fig-menu" role="group" aria-label={`What can happen to ${props.name}`}>
      <p class="fig-menu-name">{props.name}</p>
      <Show when={items().length > 0} fallback={<p class="fig-menu-none">Nothing can happen to it now.</p>}>
        <ul>
          <For each={items().slice(0, most)}>
            {(item) => (
              <li>
                <button
                  type="button"
                  class={`fig-act fig-act-${item.by}`}
                  onClick={() => props.onAct(item.id)}
                >
                  {item.label}
                </button>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <button
        type="button"
        class="fig-close"
        aria-label={`Let go of ${props.name}`}
        onClick={() => props.onClose()}
      >
        ×
      </button>
    </div>
  )
}
