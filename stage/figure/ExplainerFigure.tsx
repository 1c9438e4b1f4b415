/** The full-screen explainer: the plate, the step's caption, the controls, and what must hold beside it. */
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
  type JSX,
} from 'solid-js'
import { isRunLink } from '../link.ts'
import { Inspector } from '../panels/Inspector.tsx'
import { Properties } from '../panels/Properties.tsx'
import { Rules } from '../panels/Rules.tsx'
import { clock, toldBetween } from '../player/changes.ts'
import { plainCaption } from '../caption.ts'
import { commandOf, takesKey, type Command } from '../player/keys.ts'
import { cutBetween, subjectsOf } from '../player/menu.ts'
import * as p from '../player/player.ts'
import * as s from '../player/story.ts'
import { dotAt, roomFor, runScale, storyScale, ticksOf } from '../player/timeline.ts'
import { Controls } from './Controls.tsx'
import { createClock, createNear, createStillness, fadeNotes, focusIn, type Desk } from './desk.ts'
import { Help } from './Help.tsx'
import { Menu } from './Menu.tsx'
import { Plate } from './Plate.tsx'
import { createSearch } from './search.ts'
import { Timeline } from './Timeline.tsx'
import { Told } from './Told.tsx'
import { watchSwipes } from './swipe.ts'
import type { ExplainerOutline } from './types.ts'
import { subjectsNamed, wordOf } from './words.ts'

const More = lazy(() => import('../panels/More.tsx'))

export interface ExplainerFigureProps {
  readonly outline: ExplainerOutline
  readonly wide?: JSX.Element
  readonly tall?: JSX.Element
  load(): Promise<s.Story<World>>
}

export function ExplainerFigure(props: ExplainerFigureProps): JSX.Element {
  let root: HTMLElement | undefined
  let told: HTMLDivElement | undefined
  const [telling, setTelling] = createSignal<s.Telling<World>>()
  const [scene, setScene] = createSignal<Scene>()
  const [pointed, setPointed] = createSignal<readonly string[]>([])
  const [trouble, setTrouble] = createSignal<string>()
  const [helping, setHelping] = createSignal(false)
  const [cutting, setCutting] = createSignal(false)
  const near = createNear(() => root)
  const visible = createNear(() => root, '0px')
  const still = createStillness()

  const player = createMemo(() => telling()?.player)
  const live = (): boolean => telling() !== undefined
  const tell = (to: (now: s.Telling<World>) => s.Telling<World>): void =>
    void setTelling((now) => (now === undefined ? now : to(now)))

  const desk: Desk = {
    player: () => {
      const now = player()
      if (now === undefined) throw new Error('the explainer is not live yet')
      return now
    },
    // Panels move the playhead too; on the story the step follows it.
    change: (to) =>
      tell((now) => {
        const next = { ...now, player: to(now.player) }
        return s.onStory(next) && next.player.time !== now.player.time
          ? s.scrub(next, next.player.time)
          : next
      }),
  }
  const searching = createSearch(desk)
  fadeNotes(player, desk.change)

  // Life

  const followHash = (): void => {
    const { hash } = location
    if (isRunLink(hash)) {
      void import('./open.ts').then(({ followed, showLinked }) => {
        const run = followed(desk.player(), hash)
        if (run.ok) desk.change((now) => showLinked(now, run.value))
        else setTrouble(run.message)
      })
      return
    }
    tell((now) => {
      const step = s.stepOf(now, decodeURIComponentSafely(hash.slice(1)))
      return step < 0 ? now : s.goTo(now, step)
    })
  }
  let started = false
  createEffect(() => {
    if (!visible()) tell((now) => ({ ...now, auto: false, player: p.pause(now.player) }))
  })
  createEffect(() => {
    if (!near() || started) return
    started = true
    void Promise.all([props.load(), import('./open.ts')])
      .then(async ([story, { openStory }]) => {
        setTelling(await openStory(story, still()))
        followHash()
      })
      .catch((error: unknown) => setTrouble(`This explainer could not start: ${String(error)}`))
  })
  createEffect(() => {
    const now = still()
    tell((was) => (was.still === now ? was : { ...was, still: now }))
  })
  onMount(() => {
    addEventListener('hashchange', followHash)
    onCleanup(() => removeEventListener('hashchange', followHash))
  })
  createClock(
    () => telling()?.auto === true || player()?.playing === true,
    (wall) => tell((now) => s.tick(now, wall)),
  )

  // Commands

  /** Moves by the reader's hand also write the step's address, so that a reload and a copied address agree. */
  const move = (to: (now: s.Telling<World>) => s.Telling<World>): void => {
    setTrouble(undefined)
    tell(to)
    const now = telling()
    if (now !== undefined && s.onStory(now)) history.replaceState(history.state, '', `#${s.beatOf(now).id}`)
  }
  const away = (): boolean => {
    const now = telling()
    return now !== undefined && !s.onStory(now)
  }
  /** On the story a command moves by steps; on another run, by events. */
  const commands: Readonly<Record<Command, () => void>> = {
    next: () => (away() ? desk.change(p.stepForward) : move(s.next)),
    previous: () => (away() ? desk.change(p.stepBack) : move(s.previous)),
    toggle: () => (away() ? tell(s.toggle) : move(s.toggle)),
    first: () => (away() ? desk.change(p.toStart) : move((now) => s.goTo(now, 0))),
    last: () => (away() ? desk.change(p.toEnd) : move((now) => s.goTo(now, now.beats.length - 1))),
    help: () => void setHelping(true),
    close: () => select(undefined),
  }
  const command = (name: Command): void => commands[name]()
  onMount(() => {
    const listen = (event: KeyboardEvent): void => {
      const name = commandOf(event)
      // Help is there before the engine is.
      if (name === undefined || root === undefined || helping() || !(live() || name === 'help')) return
      if (!takesKey(name, focusIn(root))) return
      event.preventDefault()
      command(name)
    }
    document.addEventListener('keydown', listen)
    onCleanup(() => document.removeEventListener('keydown', listen))
    if (told !== undefined) onCleanup(watchSwipes(told, command))
  })
  const select = (subject: string | undefined): void =>
    tell((now) => ({
      ...now,
      auto: false,
      player: p.select(subject === undefined ? now.player : p.pause(now.player), subject),
    }))
  const act = (id: string): void => {
    tell((now) => ({ ...now, auto: false, player: p.select(p.act(now.player, id), undefined) }))
    // What the reader set off should be seen to happen.
    if (away()) desk.change((now) => ({ ...p.play(now), note: now.note }))
  }

  // What is shown

  const branch = createMemo(() => {
    const now = player()
    return now === undefined ? undefined : p.branchOf(now)
  })
  const index = createMemo(() => {
    const now = player()
    return now === undefined ? 0 : p.indexOf(now)
  })
  const step = createMemo(() => telling()?.step ?? 0)
  const beat = createMemo(() => telling()?.beats[step()])
  const onStory = createMemo(() => !away())
  const full = createMemo(() => telling()?.full)
  const beats = createMemo(() => telling()?.beats)
  const end = createMemo(() => {
    const now = player()
    return now === undefined ? 1 : roomFor(Math.max(now.time, p.endOf(p.branchOf(now))))
  })
  const scale = createMemo(() => {
    const steps = beats()
    if (steps === undefined) return undefined
    return onStory() ? storyScale(steps) : runScale(end())
  })
  const ticks = createMemo(() => {
    const on = branch()
    const line = scale()
    const whole = onStory() ? full() : on?.history
    return whole === undefined || line === undefined ? [] : ticksOf(whole, line)
  })
  const at = (): number => {
    const now = telling()
    const line = scale()
    if (now === undefined || line === undefined) return dotAt(0, props.outline.steps.length)
    const { until } = s.beatOf(now)
    return s.onStory(now) && now.player.time === until
      ? dotAt(now.step, now.beats.length)
      : line.shareOf(now.player.time)
  }
  const highlight = createMemo((): readonly string[] => {
    if (pointed().length > 0) return pointed()
    if (onStory()) return beat()?.highlight ?? []
    // Where a promise is broken, at what broke it.
    const on = branch()
    const broken = Object.values(on?.judged.first ?? {}).filter(
      (first) => first.violation !== undefined && first.index <= index(),
    )
    return broken.flatMap((first) => first.violation?.subjects ?? [])
  })
  const title = (): JSX.Element => {
    const on = branch()
    const stepTitle = props.outline.steps[step()]?.title ?? ''
    return onStory() || on === undefined ? `Plate ${step() + 1}. ${stepTitle}` : on.title
  }
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
    if (now === undefined || now.player.playing || now.auto) return ''
    if (!s.onStory(now)) return toldBetween(p.branchOf(now.player).history, index() - 1, index()).join(' ')
    const { caption, fromIndex, prediction } = s.beatOf(now)
    if (now.asking) return plainCaption(prediction?.question ?? '')
    return [
      plainCaption(caption),
      ...toldBetween(p.branchOf(now.player).history, fromIndex, index(), 4),
    ].join(' ')
  })

  return (
    <section
      class="exp"
      data-figure={props.outline.slug}
      ref={(element) => (root = element)}
      aria-label={props.outline.title}
    >
      <div class="exp-main">
        <Plate
          wide={props.wide}
          tall={props.tall}
          title={title()}
          player={player()}
          view={(onStory() ? beat()?.view : telling()?.beats[0]?.view) ?? ''}
          highlight={highlight()}
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
            onAnswer={(option) => move((now) => s.answer(now, option))}
            onReturn={() => move((now) => s.goTo(now, now.step))}
          />
          <p class="fig-note" role="status">
            {trouble() ?? player()?.note ?? ''}
          </p>
        </div>
        <Controls
          playing={player()?.playing === true || telling()?.auto === true}
          speed={player()?.speed ?? 1}
          live={live()}
          previousLabel={onStory() ? 'Step before' : 'Event before'}
          nextLabel={onStory() ? 'Next step' : 'Next event'}
          count={onStory() ? `${step() + 1} of ${props.outline.steps.length}` : clock(player()?.time ?? 0)}
          onPrevious={() => command('previous')}
          onToggle={() => command('toggle')}
          onNext={() => command('next')}
          onSpeed={(speed) => desk.change((now) => p.setSpeed(now, speed))}
          onHelp={() => setHelping(true)}
          timeline={
            <Timeline
              at={at()}
              ticks={ticks()}
              {...(onStory() && {
                dots: props.outline.steps.map((_, i) => ({
                  at: dotAt(i, props.outline.steps.length),
                  passed: i <= step(),
                })),
              })}
              text={
                onStory()
                  ? `Step ${step() + 1} of ${props.outline.steps.length}: ${props.outline.steps[step()]?.title ?? ''}`
                  : clock(player()?.time ?? 0)
              }
              now={onStory() ? step() + 1 : Math.round((player()?.time ?? 0) / 1000)}
              max={onStory() ? props.outline.steps.length : Math.round((branch()?.history.end ?? 1) / 1000)}
              disabled={!live()}
              onSeek={(share) => {
                const line = scale()
                if (line !== undefined) move((now) => s.scrub(now, line.timeAt(share)))
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
                  aria-current={onStory() && i() === step() ? 'step' : undefined}
                  onClick={(event) => {
                    if (!live()) return
                    event.preventDefault()
                    move((now) => s.goTo(now, i()))
                  }}
                >
                  {one.title}
                </a>
              </li>
            )}
          </For>
        </ol>
      </div>
      <aside class="exp-side" aria-label="About this run">
        <Properties
          outline={props.outline}
          desk={live() ? desk : undefined}
          marked={onStory() ? beat()?.properties : undefined}
        />
        <Show when={live()}>
          <Inspector desk={desk} scene={scene()} fallback={onStory() ? beat()?.highlight[0] : undefined} />
        </Show>
        <Show when={props.outline.rules.length > 0}>
          <Rules
            outline={props.outline}
            desk={live() ? desk : undefined}
            searching={live() ? searching : undefined}
          />
        </Show>
        <Show when={live()}>
          <label class="panel-field fig-cutting">
            <span>Draw a cut with a finger</span>
            <input
              type="checkbox"
              checked={cutting()}
              onChange={(event) => setCutting(event.currentTarget.checked)}
            />
          </label>
          <Suspense>
            <More desk={desk} view={beat()?.view ?? ''} shown={() => true} />
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

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
