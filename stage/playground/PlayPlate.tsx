/** One side's plate: the build's first frame until it is live, then a canvas. */
import { loadBalancing } from '@orrery/models/load-balancing/index.ts'
import type { LoadWorld } from '@orrery/models/load-balancing/state.ts'
import { createEffect, createSignal, onCleanup, onMount, type JSX } from 'solid-js'
import type { Surface } from '../render/surface.ts'

export interface PlayPlateProps {
  readonly title: string
  readonly note: string
  readonly world: LoadWorld
  /** Changes with every frame. */
  readonly frame: number
  readonly view: 'requests' | 'flows'
  readonly selected: string | undefined
  readonly wide?: JSX.Element
  readonly tall?: JSX.Element
  onSelect(subject: string | undefined): void
}

/** The same width as in figure.css. */
const tallBelow = 600

export function PlayPlate(props: PlayPlateProps): JSX.Element {
  let root: HTMLDivElement | undefined
  const hosts: { wide?: HTMLDivElement; tall?: HTMLDivElement } = {}
  const surfaces: { wide?: Surface; tall?: Surface } = {}
  const [layout, setLayout] = createSignal<'wide' | 'tall'>()
  const [make, setMake] = createSignal<(host: Element) => Surface>()

  onMount(() => {
    if (root === undefined) return
    const watch = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setLayout(entry.contentRect.width < tallBelow ? 'tall' : 'wide')
    })
    watch.observe(root)
    onCleanup(() => watch.disconnect())
    void import('../render/stage.ts').then(({ createStage }) =>
      setMake(
        () => (host: Element) =>
          createStage(host.querySelector('svg.stage')?.parentElement ?? host, {
            as: 'canvas',
            onSelect: (subject) => props.onSelect(subject),
          }),
      ),
    )
  })
  onCleanup(() => {
    surfaces.wide?.destroy()
    surfaces.tall?.destroy()
  })
  createEffect(() => {
    const create = make()
    const kind = layout()
    if (create === undefined || kind === undefined || props.frame < 0) return
    const host = hosts[kind]
    if (host === undefined) return
    const surface = (surfaces[kind] ??= create(host))
    surface.draw(loadBalancing.view(props.world, { id: props.view, layout: kind }), props.world.now)
    surface.select(props.selected)
  })

  return (
    <div class="fig-plate play-plate" ref={(element) => (root = element)}>
      <p class="fig-plate-title">{props.title}</p>
      <div class="fig-stage fig-stage-wide" ref={(element) => (hosts.wide = element)}>
        {props.wide}
      </div>
      <div class="fig-stage fig-stage-tall" ref={(element) => (hosts.tall = element)}>
        {props.tall}
      </div>
      <p class="play-note">{props.note}</p>
    </div>
  )
}
