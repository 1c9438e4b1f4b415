/** The full-screen explainer: the plate, the step's caption, the controls, and what must hold beside it. */
import type { World } from '@orrery/engine/model/model.ts'
import type { Scene } from '@orrery/engine/model/scene.ts'
import { createMemo, createSignal, For, lazy, onCleanup, onMount, Show, Suspense, type JSX } from 'solid-js'
import { plainCaption } from '../caption.ts'
import { Inspector } from '../panels/Inspector.tsx'
import { Properties } from '../panels/Properties.tsx'
import { Rules } from '../panels/Rules.tsx'
import { toldBetween } from '../player/changes.ts'
import { commandOf, takesKey } from '../player/keys.ts'
import { cutBetween, subjectsOf } from '../player/menu.ts'
import * as p from '../player/player.ts'
import { beatOf, type Story } from '../player/story.ts'
import { Controls } from './Controls.tsx'
import { focusIn } from './desk.ts'
import { Help } from './Help.tsx'
import { createLine, moment } from './line.ts'
import { Menu } from './Menu.tsx'
import { Plate } from './Plate.tsx'
import { createSearch } from './search.ts'
import { createStoryteller } from './storyteller.ts'
import { watchSwipes } from './swipe.ts'
import { Timeline } from './Timeline.tsx'
import { Told } from './Told.tsx'
import type { ExplainerOutline } from './types.ts'
import { subjectsNamed, wordOf } from './words.ts'

const More = lazy(() => import('../panels/More.tsx'))

export interface ExplainerFigureProps {
  readonly outline: ExplainerOutline
  readonly wide?: JSX.Element
  readonly tall?: JSX.Element
  load(): Promise<Story<World>>
}

export function ExplainerFigure(props: ExplainerFigureProps): JSX.Element {
  let root: HTMLElement | undefined
  let told: HTMLDivElement | undefined
  const [scene, setScene] = createSignal<Scene>()
  const [pointed, setPointed] = createSignal<readonly string[]>([])
  const [helping, setHelping] = createSignal(false)
  const [cutting, setCutting] = createSignal(false)
  const teller = createStoryteller(
    () => root,
    () => props.load(),
  )
  const { telling, player, live, settled, onStory, desk } = teller
  const searching = createSearch(desk)

  onMount(() => {
    const listen = (event: KeyboardEvent): void => {
      const name = commandOf(event)
      if (name === undefined || root === undefined || helping()) return
      if (!takesKey(name, focusIn(root))) return
      event.preventDefault()
      // Help is there before the engine is.
      if (name === 'help') setHelping(true)
      else teller.command(name)
    }
    document.addEventListener('keydown', listen)
    onCleanup(() => document.removeEventListener('keydown', listen))
    if (told !== undefined) onCleanup(watchSwipes(told, teller.command))
  })

  const branch = createMemo(() => {
    const now = player()
    return now === undefined ? undefined : p.branchOf(now)
  })
  const index = createMemo(() => {
    const now = player()
    return now === undefined ? 0 : p.indexOf(now)
  })
  const count = props.outline.steps.length
  const step = createMemo(() => telling()?.step ?? 0)
  const beat = createMemo(() => telling()?.beats[step()])
  const line = createLine(teller, step, count)
  const stepTitle = (): string => props.outline.steps[step()]?.title ?? ''
  const time = (): number => player()?.time ?? 0
  const playing = (): boolean => player()?.playing === true || telling()?.auto === true

  const view = createMemo(
    () =>
      teller.view() ?? (onStory() ? beat() : telling()?.beats[0])?.view ?? props.outline.views[0]?.id ?? '',
  )
  const highlight = createMemo((): readonly string[] => {
    if (pointed().length > 0) return pointed()
    if (onStory()) return beat()?.highlight ?? []
    // Where a promise is broken, at what broke it.
    const broken = Object.values(branch()?.judged.first ?? {}).filter(
      (first) => first.violation !== undefined && first.index <= index(),
    )
    return broken.flatMap((first) => first.violation?.subjects ?? [])
  })
  const nameOf = (subject: string): string =>
    subjectsOf(scene() ?? { width: 0, height: 0, title: '', marks: [] }).find(
      (one) => one.subject === subject,
    )?.title ?? subject
  const point = (event: Event): void => {
    const word = wordOf(event)
    setPointed(word === undefined ? [] : subjectsNamed(word, scene()))
  }
  /** While nothing moves: the caption and what changed, for those who listen. */
  const spoken = createMemo(() => {
    const now = telling()
    if (now === undefined || playing()) return ''
    const { history } = p.branchOf(now.player)
    if (!onStory()) return toldBetween(history, index() - 1, index()).join(' ')
    const { caption, fromIndex, prediction } = beatOf(now)
    if (now.asking) return plainCaption(prediction?.question ?? '')
    return [plainCaption(caption), ...toldBetween(history, fromIndex, index(), 4)].join(' ')
  })

  return (
    <section
      class="exp"
      classList={{ 'exp-asking': onStory() && telling()?.asking === true }}
      data-figure={props.outline.slug}
      ref={(element) => (root = element)}
      aria-label={props.outline.title}
    >
      <div class="exp-main">
        <Plate
          wide={props.wide}
          tall={props.tall}
          title={onStory() ? `Plate ${step() + 1}. ${stepTitle()}` : (branch()?.title ?? '')}
          player={player()}
          view={view()}
          views={props.outline.views}
          onView={(name) => teller.setView(name === (beat()?.view ?? '') ? undefined : name)}
          onEntry={(entry) => desk.change((now) => p.seekIndex(now, entry))}
          highlight={highlight()}
          still={teller.still()}
          cutting={cutting()}
          onSelect={teller.select}
          onCut={(one, other) => {
            setCutting(false)
            teller.act(cutBetween(one, other))
          }}
          onScene={setScene}
        >
          <Show when={player()?.selected}>
            {(subject) => (
              <Menu
                player={desk.player()}
                name={nameOf(subject())}
                onAct={teller.act}
                onClose={() => teller.select(undefined)}
              />
            )}
          </Show>
        </Plate>
        <div
          class="exp-told"
          ref={(element) => (told = element)}
          onPointerOver={point}
          onPointerOut={() => setPointed([])}
          onFocusIn={point}
          onFocusOut={() => setPointed([])}
        >
          <Told
            outline={props.outline}
            telling={telling()}
            step={step()}
            index={index()}
            searching={searching}
            onAnswer={teller.answer}
            onReturn={teller.returnToStory}
          />
          <p class="fig-note" role="status">
            {teller.trouble() ?? player()?.note ?? ''}
          </p>
        </div>
        <Controls
          playing={playing()}
          speed={player()?.speed ?? 1}
          live={live()}
          previousLabel={onStory() ? 'Step before' : 'Event before'}
          nextLabel={onStory() ? 'Next step' : 'Next event'}
          count={onStory() ? `${step() + 1} of ${count}` : moment(time(), playing())}
          onPrevious={() => teller.command('previous')}
          onToggle={() => teller.command('toggle')}
          onNext={() => teller.command('next')}
          onSpeed={(speed) => desk.change((now) => p.setSpeed(now, speed))}
          onHelp={() => setHelping(true)}
          timeline={
            <Timeline
              at={line.at()}
              ticks={line.ticks()}
              dots={line.dots()}
              text={onStory() ? `Step ${step() + 1} of ${count}: ${stepTitle()}` : moment(time(), playing())}
              now={onStory() ? step() + 1 : Math.round(time() / 10_000) * 10}
              max={onStory() ? count : Math.round((branch()?.history.end ?? 1) / 1000)}
              disabled={!live()}
              onSeek={(share) => {
                const to = line.timeAt(share)
                if (to !== undefined) teller.scrub(to)
              }}
            />
          }
        />
        <ol class="exp-steps" aria-label="Steps">
          <For each={props.outline.steps}>
            {(one, i) => (
              <li>
                <a
                  href={`#${one.id}`}
                  title={one.title}
                  aria-current={onStory() && i() === step() ? 'step' : undefined}
                  onClick={(event) => {
                    if (!live()) return
                    event.preventDefault()
                    teller.goTo(i())
                  }}
                >
                  <span>{one.title}</span>
                </a>
              </li>
            )}
          </For>
        </ol>
      </div>
      <aside class="exp-side" aria-label="About this run">
        <Properties
          outline={props.outline}
          desk={settled() ? desk : undefined}
          marked={onStory() ? beat()?.properties : undefined}
        />
        <Show when={props.outline.rules.length > 0}>
          <Rules
            outline={props.outline}
            desk={settled() ? desk : undefined}
            searching={settled() ? searching : undefined}
          />
        </Show>
        {/* Last, because it grows when the figure comes to life: nothing above it moves. */}
        <Show when={settled()}>
          <Inspector desk={desk} scene={scene()} fallback={onStory() ? beat()?.highlight[0] : undefined} />
          <label class="panel-field fig-cutting">
            <span>Draw a cut with a finger</span>
            <input
              type="checkbox"
              checked={cutting()}
              onChange={(event) => setCutting(event.currentTarget.checked)}
            />
          </label>
          <Suspense>
            <More desk={desk} view={view()} shown={() => true} />
          </Suspense>
        </Show>
      </aside>
      <p class="fig-hidden" aria-live="polite">
        {spoken()}
      </p>
      <Help open={helping()} story onClose={() => setHelping(false)} />
    </section>
  )
}
