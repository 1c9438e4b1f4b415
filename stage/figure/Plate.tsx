/** The plate: the picture, framed. It shows the build's first frame until it is live. */
import type { Scene } from '@orrery/engine/model/scene.ts'
import {
  createEffect,
  createMemo,
  createSignal,
  For,
  getOwner,
  onCleanup,
  onMount,
  runWithOwner,
  Show,
  type JSX,
} from 'solid-js'
import { frameAt, sceneOf } from '../frame.ts'
import type { Player } from '../player/player.ts'
import { branchOf } from '../player/player.ts'
import type { createStage } from '../render/stage.ts'
import type { Surface } from '../render/surface.ts'
import type { World } from '@orrery/engine/model/model.ts'
import type { Diagram } from './diagram.ts'
import { breathe } from './slices.ts'
import { spaceTimeView, type ViewOutline } from './types.ts'

export interface PlateProps {
  readonly wide?: JSX.Element
  readonly tall?: JSX.Element
  readonly title: JSX.Element
  readonly player: Player<World> | undefined
  readonly view: string
  /** Others that the reader can choose on the plate; none or one: nothing to choose. */
  readonly views: readonly ViewOutline[]
  onView(view: string): void
  /** An event of the space-time view was chosen. */
  onEntry(index: number): void
  /** Subjects that the caption or the focus points at. */
  readonly highlight: readonly string[]
  readonly still: boolean
  readonly cutting: boolean
  onSelect(subject: string | undefined): void
  onCut(one: readonly string[], other: readonly string[]): void
  /** Called with the scene of the world at the playhead, for words that name roles. */
  onScene?(scene: Scene): void
  /** Where the menu is put: over the plate. */
  readonly children?: JSX.Element
}

/** Plates narrower than this show the tall layout; the same number is in figure.css. */
const tallBelow = 600

export function Plate(props: PlateProps): JSX.Element {
  let root: HTMLDivElement | undefined
  let wideHost: HTMLDivElement | undefined
  let tallHost: HTMLDivElement | undefined
  const [layout, setLayout] = createSignal<'wide' | 'tall'>('wide')
  const [make, setMake] = createSignal<typeof createStage>()
  const surfaces: { wide?: Surface; tall?: Surface } = {}

  onMount(() => {
    if (root === undefined) return
    const watch = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setLayout(entry.contentRect.width < tallBelow ? 'tall' : 'wide')
    })
    watch.observe(root)
    onCleanup(() => watch.disconnect())
  })

  createEffect(() => {
    if (props.player === undefined || make() !== undefined) return
    void import('../render/stage.ts').then(async (module) => {
      await breathe()
      setMake(() => module.createStage)
    })
  })

  // The diagram comes when it is first asked for.
  const [diagram, setDiagram] = createSignal<Diagram>()
  const owner = getOwner()
  const live = createMemo(() => props.player !== undefined)
  createEffect(() => {
    if (props.view !== spaceTimeView || !live() || diagram() !== undefined) return
    void import('./diagram.ts').then(({ createDiagram }) =>
      setDiagram((was) => was ?? runWithOwner(owner, () => createDiagram(() => props.player ?? missing()))),
    )
  })

  const surface = createMemo(() => {
    const create = make()
    const kind = layout()
    const host = kind === 'wide' ? wideHost : tallHost
    if (create === undefined || host === undefined) return undefined
    return (surfaces[kind] ??= create(host.querySelector('svg.stage')?.parentElement ?? host, {
      onSelect: (subject) => {
        if (props.view !== spaceTimeView) {
          props.onSelect(subject)
          return
        }
        const entry = diagram()?.pick(subject)
        if (entry !== undefined) props.onEntry(entry)
      },
      onCut: (one, other) => props.onCut(one, other),
    }))
  })
  onCleanup(() => {
    surfaces.wide?.destroy()
    surfaces.tall?.destroy()
  })

  createEffect(() => {
    const on = surface()
    const { player } = props
    if (on === undefined || player === undefined) return
    if (props.view === spaceTimeView) return
    // At rest a change is simply there; under way it eases in.
    const eased = player.playing && !props.still ? { pace: player.pace * player.speed } : {}
    const { history } = branchOf(player)
    // Without motion a run plays as scenes, each at the moment of an event, with nothing in between.
    const t = player.playing && props.still ? history.timeOf(history.indexAt(player.time)) : player.time
    const view = { id: props.view, layout: layout() }
    const scene = frameAt(history, t, view, eased)
    on.draw(scene, t)
    // The same scene until something happens: what moves in between names nothing new.
    props.onScene?.(sceneOf(history.model, history.world(history.indexAt(t)), view))
  })
  createEffect(() => {
    const on = surface()
    const found = diagram()
    if (on === undefined || found === undefined || props.view !== spaceTimeView) return
    const { scene, t } = found.scene(layout())
    on.draw(scene, t)
  })
  createEffect(() =>
    surface()?.select(props.view === spaceTimeView ? diagram()?.chosen() : props.player?.selected),
  )
  createEffect(() => surface()?.highlight(props.highlight))
  createEffect(() => surface()?.setCutting(props.cutting))

  return (
    <div
      class="fig-plate"
      classList={{ 'fig-live': props.player !== undefined }}
      ref={(element) => (root = element)}
    >
      <div class="fig-plate-head">
        <p class="fig-plate-title">{props.title}</p>
        <Show when={props.views.length > 1}>
          <label class="fig-views">
            <span class="fig-hidden">What the plate shows</span>
            <select disabled={!live()} onChange={(event) => props.onView(event.currentTarget.value)}>
              <For each={props.views}>
                {(one) => (
                  <option value={one.id} selected={one.id === props.view}>
                    {one.title}
                  </option>
                )}
              </For>
            </select>
          </label>
        </Show>
      </div>
      <div class="fig-stage fig-stage-wide" ref={(element) => (wideHost = element)}>
        {props.wide}
      </div>
      <div class="fig-stage fig-stage-tall" ref={(element) => (tallHost = element)}>
        {props.tall}
      </div>
      <Show when={props.player}>{props.children}</Show>
    </div>
  )
}

function missing(): never {
  throw new Error('a plate that was live has no run')
}
