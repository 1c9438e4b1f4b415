/** What can happen to the selected thing, on the plate beside it. */
import type { World } from '@orrery/engine/model/model.ts'
import { createEffect, createMemo, For, Show, type JSX } from 'solid-js'
import { placeBeside } from './place.ts'
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
const most = 10

export function Menu(props: MenuProps): JSX.Element {
  const items = createMemo(() => {
    const subject = props.player.selected
    return subject === undefined
      ? []
      : menuFor(branchOf(props.player).history.model, worldOf(props.player), subject)
  })
  let menu: HTMLDivElement | undefined
  // Beside the thing, on the side with more room; on a narrow plate the stylesheet puts it below.
  createEffect(() => {
    const subject = props.player.selected
    const plate = menu?.offsetParent
    if (subject === undefined || menu === undefined || !(plate instanceof HTMLElement)) return
    const marks = [...plate.querySelectorAll<SVGGraphicsElement>('[data-subject]')]
    const mark = marks.find((one) => one.dataset['subject'] === subject && one.checkVisibility())
    if (mark === undefined) return
    const place = placeBeside(
      mark.getBoundingClientRect(),
      plate.getBoundingClientRect(),
      menu.offsetWidth,
      menu.offsetHeight,
    )
    menu.style.setProperty('--menu-x', `${place.x}px`)
    menu.style.setProperty('--menu-y', `${place.y}px`)
  })
  return (
    <div
      ref={(element) => (menu = element)}
      class="fig-menu"
      role="group"
      aria-label={`What can happen to ${props.name}`}
    >
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
