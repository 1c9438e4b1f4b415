/** The run around the playhead as lines and arrows. Select an event: its causal past and future, and its moment. */
import { createEffect, createSignal, onCleanup, onMount, type JSX } from 'solid-js'
import type { Desk } from '../figure/desk.ts'
import { createDiagram } from '../figure/diagram.ts'
import { seekIndex } from '../player/player.ts'
import type { Surface } from '../render/surface.ts'
import { SvgSurface } from '../render/dom.ts'
import { Panel } from './Panel.tsx'

export function SpaceTime(props: { readonly desk: Desk }): JSX.Element {
  return (
    <Panel name="space-time" title="Space and time">
      <p class="panel-quiet">
        Select an event: what led to it is solid, what follows from it hollow, and the rest fades.
      </p>
      <Drawn desk={props.desk} />
    </Panel>
  )
}

function Drawn(props: { readonly desk: Desk }): JSX.Element {
  const diagram = createDiagram(() => props.desk.player())
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
  createEffect(() => {
    const space = width()
    if (host === undefined || space === undefined) return
    surface ??= new SvgSurface(host, {
      onSelect: (subject) => {
        const at = diagram.pick(subject)
        if (at !== undefined) props.desk.change((p) => seekIndex(p, at))
      },
    })
    const { scene, t } = diagram.scene('tall', space)
    surface.draw(scene, t)
    surface.select(diagram.chosen())
  })
  return <div class="panel-space-time" ref={(element) => (host = element)} />
}
