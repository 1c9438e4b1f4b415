/** The run around the playhead as lines and arrows. Select an event: its causal past and future, and its moment. */
import { createEffect, createMemo, createSignal, onCleanup, onMount, type JSX } from 'solid-js'
import type { Desk } from '../figure/desk.ts'
import { branchOf, indexOf, seekIndex } from '../player/player.ts'
import type { Surface } from '../render/surface.ts'
import { SvgSurface } from '../render/dom.ts'
import { entryOf, spaceTime, windowAt } from '../space-time.ts'
import { Panel } from './Panel.tsx'

export function SpaceTime(props: { readonly desk: Desk }): JSX.Element {
  return (
    <Panel name="space-time" title="Space and time">
      <p class="panel-quiet">
        Select an event: what led to it is solid, what follows from it hollow, and the rest fades.
      </p>
      <Diagram desk={props.desk} />
    </Panel>
  )
}

function Diagram(props: { readonly desk: Desk }): JSX.Element {
  const [chosen, setChosen] = createSignal<{ readonly index: number; readonly branch: number }>()
  const [width, setWidth] = createSignal<number>()
  let host: HTMLDivElement | undefined
  let surface: Surface | undefined
  onCleanup(() => surface?.destroy())
  // Words are drawn at their size, so the diagram is as wide as the panel rather than scaled to it.
  onMount(() => {
    if (host === undefined) return
    const watch = new ResizeObserver(([entry]) => {
      if (entry !== undefined && entry.contentRect.width > 0) setWidth(Math.floor(entry.contentRect.width))
    })
    watch.observe(host)
    onCleanup(() => watch.disconnect())
  })

  const history = createMemo(() => branchOf(props.desk.player()).history)
  const index = createMemo(() => indexOf(props.desk.player()))
  /** While it plays, the line moves from event to event. */
  const time = createMemo(() => {
    const player = props.desk.player()
    return player.playing ? history().timeOf(index()) : player.time
  })
  const selected = createMemo((): number | undefined => {
    const found = chosen()
    return found?.branch === props.desk.player().current && found.index <= history().length
      ? found.index
      : undefined
  })
  createEffect(() => {
    const space = width()
    if (host === undefined || space === undefined) return
    const one = selected()
    const scene = spaceTime(history(), {
      ...windowAt(history(), time()),
      layout: 'tall',
      width: space,
      now: time(),
      ...(one !== undefined && { selected: one }),
    })
    surface ??= new SvgSurface(host, {
      onSelect: (subject) => {
        const at = entryOf(subject)
        setChosen(at === undefined ? undefined : { index: at, branch: props.desk.player().current })
        if (at !== undefined) props.desk.change((p) => seekIndex(p, at))
      },
    })
    surface.draw(scene, time())
    surface.select(one === undefined ? undefined : `e${one}`)
  })
  return <div class="panel-space-time" ref={(element) => (host = element)} />
}
