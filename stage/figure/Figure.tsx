/** A live figure on a page: plate, caption, controls, and the panels that its spec asks for. */
import type { World } from '@orrery/engine/model/model.ts'
import type { Scene } from '@orrery/engine/model/scene.ts'
import {
  createEffect,
  createMemo,
  createSignal,
  For,
  lazy,
  onCleanup,
  onMount,
  Show,
  Suspense,
  untrack,
  type JSX,
} from 'solid-js'
import { isRunLink } from '../link.ts'
import { Inspector } from '../panels/Inspector.tsx'
import { Properties } from '../panels/Properties.tsx'
import { Rules } from '../panels/Rules.tsx'
import { tellAll } from '../player/changes.ts'
import { commandOf, takesKey, type Command } from '../player/keys.ts'
import { cutBetween, quickAction, subjectsOf, type Quick } from '../player/menu.ts'
import * as p from '../player/player.ts'
import { roomFor, runScale, ticksOf } from '../player/timeline.ts'
import { Controls } from './Controls.tsx'
import { createClock, createNear, createStillness, fadeNotes, focusIn, type Desk } from './desk.ts'
import { Help } from './Help.tsx'
import { moment } from './line.ts'
import { Menu } from './Menu.tsx'
import { Plate } from './Plate.tsx'
import { createSearch } from './search.ts'
import { breathe, quiet } from './slices.ts'
import { Timeline } from './Timeline.tsx'
import type { FigureOptions, FigureOutline, PanelName } from './types.ts'
import { subjectsNamed, wordOf } from './words.ts'

const More = lazy(() => import('../panels/More.tsx'))

export interface FigureProps {
  readonly spec: FigureOptions
  readonly outline: FigureOutline
  readonly size: 'inline' | 'wide' | 'home'
  readonly number?: number | undefined
  readonly quick?: readonly Quick[] | undefined
  readonly wide?: JSX.Element
  readonly tall?: JSX.Element
}

export function Figure(props: FigureProps): JSX.Element {
  let root: HTMLElement | undefined
  const [player, setPlayer] = createSignal<p.Player<World>>()
  const [scene, setScene] = createSignal<Scene>()
  const [pointed, setPointed] = createSignal<readonly string[]>([])
  const [trouble, setTrouble] = createSignal<string>()
  const [helping, setHelping] = createSignal(false)
  const [cutting, setCutting] = createSignal(false)
  /** The view that the reader chose. */
  const [chosen, setChosen] = createSignal<string>()
  const [settled, setSettled] = createSignal(false)
  const near = createNear(() => root)
  const view = (): string => chosen() ?? props.spec.view
  const visible = createNear(() => root, '0px')
  const still = createStillness()
  const home = props.size === 'home'

  const change: Desk['change'] = (to) => void setPlayer((now) => (now === undefined ? now : to(now)))
  const desk: Desk = {
    player: () => {
      const now = player()
      if (now === undefined) throw new Error('the figure is not live yet')
      return now
    },
    change,
  }
  const searching = createSearch(desk)
  fadeNotes(player, change)

  const start = async (): Promise<void> => {
    await quiet()
    const { openFigure } = await import('./open.ts')
    await breathe()
    const link =
      isRunLink(location.hash) && document.querySelectorAll('[data-figure]').length === 1
        ? location.hash
        : undefined
    const opened = await openFigure(props.spec, link)
    setPlayer(opened.player)
    setTrouble(opened.trouble)
    setChosen(opened.view)
    await quiet()
    setSettled(true)
    if (home && !still()) change(p.play)
  }
  let started = false
  // Nothing runs that nobody sees; what ran before goes on when it is seen again.
  let left = false
  createEffect(() => {
    const seen = visible()
    untrack(() => {
      if (!seen) {
        left = player()?.playing === true
        change(p.pause)
      } else if (left) change(p.play)
    })
  })
  createEffect(() => {
    if (!near() || started) return
    started = true
    void start().catch((error: unknown) => setTrouble(`This figure could not start: ${String(error)}`))
  })

  createClock(
    () => player()?.playing === true,
    (wall) => change((now) => p.tick(now, wall)),
  )

  // A choice stops the clock so that the thing holds still; an act, or letting go, starts it again.
  let resume = false
  const select = (subject: string | undefined): void => {
    const now = player()
    if (now === undefined) return
    if (subject !== undefined && now.playing) resume = true
    change((was) => p.select(subject === undefined ? was : p.pause(was), subject))
    if (subject === undefined) goOn()
  }
  const goOn = (): void => {
    if (resume) change(p.play)
    resume = false
  }
  const act = (id: string): void => {
    const on = resume || player()?.playing === true
    change((now) => p.select(p.act(now, id), undefined))
    resume = false
    if (on) change((now) => ({ ...p.play(now), note: now.note }))
  }

  const commands: Readonly<Record<Command, () => void>> = {
    next: () => change(p.stepForward),
    previous: () => change(p.stepBack),
    toggle: () => {
      resume = false
      change(p.toggle)
    },
    first: () => change(p.toStart),
    last: () => change(p.toEnd),
    help: () => void setHelping(true),
    close: () => select(undefined),
  }
  const command = (name: Command): void => commands[name]()
  onMount(() => {
    const listen = (event: KeyboardEvent): void => {
      const name = commandOf(event)
      if (
        name === undefined ||
        root === undefined ||
        helping() ||
        (player() === undefined && name !== 'help')
      )
        return
      const focus = focusIn(root)
      // On a page of prose, keys belong to the page unless the focus is in the figure.
      if (!focus.inside || !takesKey(name, focus)) return
      event.preventDefault()
      command(name)
    }
    document.addEventListener('keydown', listen)
    onCleanup(() => document.removeEventListener('keydown', listen))
  })

  const branch = createMemo(() => {
    const now = player()
    return now === undefined ? undefined : p.branchOf(now)
  })
  const end = createMemo(() => {
    const now = player()
    const on = branch()
    return now === undefined || on === undefined ? 1 : roomFor(Math.max(now.time, p.endOf(on)))
  })
  const scale = createMemo(() => runScale(end()))
  const now = (): string => moment(player()?.time ?? props.spec.warmUp ?? 0, player()?.playing === true)
  const ticks = createMemo(() => {
    const history = branch()?.history
    return history === undefined ? [] : ticksOf(history, scale())
  })
  /** While nothing moves: the last event, for those who listen. */
  const spoken = createMemo(() => {
    const now = player()
    return now === undefined || now.playing ? '' : tellAll(p.branchOf(now).history, p.indexOf(now)).join(' ')
  })
  const shown = (name: PanelName): boolean => !home && (props.spec.panels?.includes(name) ?? true)
  const nameOf = (subject: string): string =>
    subjectsOf(scene() ?? { width: 0, height: 0, title: '', marks: [] }).find(
      (one) => one.subject === subject,
    )?.title ?? subject
  const verdicts = createMemo(() =>
    props.outline.properties.filter((one) => one.kind === 'always').slice(0, 2),
  )
  const point = (event: Event): void => {
    const word = wordOf(event)
    setPointed(word === undefined ? [] : subjectsNamed(word, scene()))
  }

  return (
    <figure
      class={`fig fig-${props.size}`}
      data-figure={props.spec.id}
      ref={(element) => (root = element)}
      aria-label={props.spec.title}
    >
      <div class="fig-main">
        <div class="fig-stand">
          <Plate
            wide={props.wide}
            tall={props.tall}
            title={
              <>
                {props.spec.title}. Seed {branch()?.history.setup.seed ?? props.spec.seed}
              </>
            }
            player={player()}
            view={view()}
            views={home ? [] : props.outline.views}
            onView={setChosen}
            onEntry={(entry) => change((now) => p.seekIndex(now, entry))}
            highlight={pointed()}
            still={still()}
            cutting={cutting()}
            onSelect={select}
            onCut={(one, other) => {
              setCutting(false)
              act(cutBetween(one, other))
            }}
            onScene={setScene}
          >
            <Show when={player()?.selected}>
              {(subject) => (
                <Menu
                  player={desk.player()}
                  name={nameOf(subject())}
                  onAct={act}
                  onClose={() => select(undefined)}
                />
              )}
            </Show>
          </Plate>
          <Controls
            playing={player()?.playing === true}
            speed={player()?.speed ?? 1}
            live={player() !== undefined}
            previousLabel="Event before"
            nextLabel="Next event"
            count={now()}
            onPrevious={() => command('previous')}
            onToggle={() => command('toggle')}
            onNext={() => command('next')}
            onSpeed={(speed) => change((now) => p.setSpeed(now, speed))}
            onHelp={() => setHelping(true)}
            timeline={
              <Timeline
                at={player() === undefined ? 1 : scale().shareOf(desk.player().time)}
                ticks={ticks()}
                text={now()}
                now={Math.round((player()?.time ?? 0) / 10_000) * 10}
                max={Math.ceil(end() / 1000)}
                disabled={player() === undefined}
                onSeek={(share) => change((now) => p.seek(p.pause(now), scale().timeAt(share)))}
              />
            }
          />
        </div>
        <div class="fig-beside">
          <Show when={props.quick}>
            {(quick) => (
              <div class="fig-quick">
                <For each={quick()}>
                  {(one, i) => (
                    <button
                      type="button"
                      class="fig-button"
                      classList={{ 'fig-button-strong': i() === 0 }}
                      disabled={player() === undefined}
                      onClick={() => {
                        const now = player()
                        const drawn = scene()
                        if (now === undefined || drawn === undefined) return
                        const found = quickAction(p.branchOf(now).history.model, p.worldOf(now), drawn, one)
                        if (found === undefined)
                          change((was) => ({
                            ...was,
                            note: `“${one.label}” is not possible at this moment: there is nothing to do it to.`,
                          }))
                        else act(found.id)
                      }}
                    >
                      {one.label}
                    </button>
                  )}
                </For>
              </div>
            )}
          </Show>
          <Show when={home}>
            <ul class="fig-verdicts">
              <For each={verdicts()}>
                {(one) => {
                  const broken = (): boolean => {
                    const on = branch()
                    const now = player()
                    const first = on?.judged.first[one.id]
                    return first !== undefined && now !== undefined && first.index <= p.indexOf(now)
                  }
                  return (
                    <li classList={{ 'fig-broken': broken() }}>{`${broken() ? '✗' : '✓'} ${one.title}`}</li>
                  )
                }}
              </For>
            </ul>
          </Show>
          <p class="fig-note" role="status">
            {trouble() ?? player()?.note ?? ''}
          </p>
          <Show when={branch()?.why}>{(why) => <p class="fig-why">{why()}</p>}</Show>
        </div>
        <figcaption
          class="fig-caption"
          onPointerOver={point}
          onPointerOut={() => setPointed([])}
          onFocusIn={point}
          onFocusOut={() => setPointed([])}
        >
          <Show when={props.number !== undefined}>
            <span class="fig-number">Figure {props.number}.</span>{' '}
          </Show>
          <span innerHTML={props.outline.caption} />
        </figcaption>
      </div>
      <Show when={!home}>
        <div class="fig-panels">
          <Show when={shown('properties')}>
            <Properties outline={props.outline} desk={!settled() ? undefined : desk} />
          </Show>
          <Show when={shown('rules') && props.outline.rules.length > 0}>
            <Rules
              outline={props.outline}
              desk={!settled() ? undefined : desk}
              searching={!settled() ? undefined : searching}
            />
          </Show>
          <Show when={settled()}>
            <Show when={shown('inspector')}>
              <Inspector desk={desk} scene={scene()} fallback={undefined} />
            </Show>
            <label class="panel-field fig-cutting">
              <span>Draw a cut with a finger</span>
              <input
                type="checkbox"
                checked={cutting()}
                onChange={(event) => setCutting(event.currentTarget.checked)}
              />
            </label>
            <Suspense>
              <More desk={desk} view={view()} shown={shown} />
            </Suspense>
          </Show>
        </div>
      </Show>
      <p class="fig-hidden" aria-live="polite">
        {spoken()}
      </p>
      <Help open={helping()} story={false} onClose={() => setHelping(false)} />
    </figure>
  )
}
