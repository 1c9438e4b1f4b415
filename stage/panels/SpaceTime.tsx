/** The run around the playhead as lines and arrows. Select an event: its causal past and future, and its moment. */
import { createEffect, createMemo, createSignal, onCleanup, type JSX } from 'solid-js'
import type { Desk } from '../figure/desk.ts'
import { branchOf, indexOf, seekIndex } from '../player/player.ts'
import type { Surface } from '../render/surface.ts'
import { SvgSurface } from '../render/dom.ts'
import { spaceTime, windowAt } from '../space-time.ts'
import { Panel } from './Panel.tsx'

export function SpaceTime(props: { readonly desk: Desk }): JSX.Element {
  const [open, setOpen] = createSignal(false)
  const [chosen, setChosen] = createSignal<{ readonly index: number; readonly branch: number }>()
  let host: HTMLDivElement | undefined
  let surface: Surface | undefined
  onCleanup(() => surface?.destroy())

  const index = createMemo(() => indexOf(props.desk.player()))
  const selected = (): number | undefined => {
    const found = chosen()
    return found?.branch === props.desk.player().current &&
      found.index <= branchOf(props.desk.player()).history.length
      ? found.index
      : undefined
  }
  createEffect(() => {
    if (!open() || host === undefined) return
    const player = props.desk.player()
    const { history } = branchOf(player)
    index()
    const one = selected()
    const scene = spaceTime(history, {
      ...windowAt(history, player.time),
      layout: 'tall',
      now: player.time,
      ...(one !== undefined && { selected: one }),
    })
    surface ??= new SvgSurface(host, {
      onSelect: (subject) => {
        const at = subject === undefined ? undefined : /^e(\d+)$/.exec(subject)?.[1]
        if (at === undefined) setChosen(undefined)
        else {
          setChosen({ index: Number(at), branch: props.desk.player().current })
          props.desk.change((p) => seekIndex(p, Number(at)))
        }
      },
    })
    surface.draw(scene, player.time)
    surface.select(one === undefined ? undefined : `e${one}`)
  })
  return (
    <Panel name="space-time" title="Space and time" onOpen={() => setOpen(true)}>
      <p class="panel-quiet">
        Select an event: what led to it and what follows from it stay, the rest fades.
      </p>
      <div class="panel-space-time" ref={(element) => (host = element)} />
    </Panel>
  )
}
