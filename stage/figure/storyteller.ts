/**
 * An explainer at work: its telling as a signal, how it becomes live, and what the reader's keys, buttons and
 * links do to it. What is shown of it is ExplainerFigure.tsx.
 */
import type { World } from '@orrery/engine/model/model.ts'
import { createEffect, createMemo, createSignal, onCleanup, onMount, type Accessor } from 'solid-js'
import { isRunLink } from '../link.ts'
import type { Command } from '../player/keys.ts'
import * as p from '../player/player.ts'
import * as s from '../player/story.ts'
import { createClock, createNear, createStillness, fadeNotes, type Desk } from './desk.ts'
import { breathe, quiet } from './slices.ts'

type Telling = s.Telling<World>

export interface Storyteller {
  /** Undefined until the engine has run the story. */
  readonly telling: Accessor<Telling | undefined>
  readonly player: Accessor<p.Player<World> | undefined>
  readonly live: Accessor<boolean>
  /** Live for some time: what is beside the plate may follow. */
  readonly settled: Accessor<boolean>
  readonly onStory: Accessor<boolean>
  readonly still: Accessor<boolean>
  readonly trouble: Accessor<string | undefined>
  /** The view that the reader chose, or that a link asked for; undefined: as the story has it. */
  readonly view: Accessor<string | undefined>
  readonly desk: Desk
  readonly setView: (view: string | undefined) => void
  readonly command: (name: Exclude<Command, 'help'>) => void
  readonly answer: (option: number) => void
  readonly goTo: (step: number) => void
  readonly returnToStory: () => void
  readonly scrub: (time: number) => void
  readonly select: (subject: string | undefined) => void
  readonly act: (id: string) => void
}

export function createStoryteller(
  root: Accessor<Element | undefined>,
  load: () => Promise<s.Story<World>>,
): Storyteller {
  const [telling, setTelling] = createSignal<Telling>()
  const [settled, setSettled] = createSignal(false)
  const [trouble, setTrouble] = createSignal<string>()
  const [view, setView] = createSignal<string>()
  const near = createNear(root)
  const visible = createNear(root, '0px')
  const still = createStillness()

  const player = createMemo(() => telling()?.player)
  const live = createMemo(() => telling() !== undefined)
  const onStory = createMemo(() => {
    const now = telling()
    return now === undefined || s.onStory(now)
  })
  const tell = (to: (now: Telling) => Telling): void =>
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
  fadeNotes(player, desk.change)

  // Life

  const followHash = (): void => {
    const { hash } = location
    if (!live()) return
    if (isRunLink(hash)) {
      void import('./open.ts').then(({ followed, showLinked }) => {
        const run = followed(desk.player(), hash)
        if (!run.ok) setTrouble(run.message)
        else {
          desk.change((now) => showLinked(now, run.value))
          setView(run.value.view)
        }
      })
      return
    }
    tell((now) => {
      const step = s.stepOf(now, decoded(hash.slice(1)))
      return step < 0 ? now : s.goTo(now, step)
    })
  }
  const start = async (): Promise<void> => {
    await quiet()
    const [story, { openStory }] = await Promise.all([load(), import('./open.ts')])
    await breathe()
    setTelling(await openStory(story, still()))
    followHash()
    if (wanted !== undefined) commands[wanted]()
    await quiet()
    setSettled(true)
  }
  /** What the reader asked for before the engine was there. */
  let wanted: Exclude<Command, 'help'> | undefined
  let started = false
  createEffect(() => {
    if (!near() || started) return
    started = true
    void start().catch((error: unknown) => setTrouble(`This explainer could not start: ${String(error)}`))
  })
  // Nothing runs that nobody sees.
  createEffect(() => {
    if (!visible()) tell((now) => ({ ...now, auto: false, player: p.pause(now.player) }))
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
  const move = (to: (now: Telling) => Telling): void => {
    setTrouble(undefined)
    tell(to)
    const now = telling()
    if (now !== undefined && s.onStory(now)) history.replaceState(history.state, '', `#${s.beatOf(now).id}`)
  }
  const select = (subject: string | undefined): void =>
    tell((now) => ({
      ...now,
      auto: false,
      player: p.select(subject === undefined ? now.player : p.pause(now.player), subject),
    }))
  const act = (id: string): void => {
    tell((now) => ({ ...now, auto: false, player: p.select(p.act(now.player, id), undefined) }))
    // What the reader set off should be seen to happen.
    if (!onStory()) desk.change((now) => ({ ...p.play(now), note: now.note }))
  }
  /** On the story a command moves by steps; on another run, by events. */
  const commands: Readonly<Record<Exclude<Command, 'help'>, () => void>> = {
    next: () => (onStory() ? move(s.next) : desk.change(p.stepForward)),
    previous: () => (onStory() ? move(s.previous) : desk.change(p.stepBack)),
    toggle: () => (onStory() ? move(s.toggle) : tell(s.toggle)),
    first: () => (onStory() ? move((now) => s.goTo(now, 0)) : desk.change(p.toStart)),
    last: () => (onStory() ? move((now) => s.goTo(now, now.beats.length - 1)) : desk.change(p.toEnd)),
    close: () => select(undefined),
  }

  return {
    ...{ telling, player, live, settled, onStory, still, trouble, view, desk, select, act },
    setView: (name) => void setView(name),
    command: (name) => (live() ? commands[name]() : void (wanted = name)),
    answer: (option) => move((now) => s.answer(now, option)),
    goTo: (step) => move((now) => s.goTo(now, step)),
    returnToStory: () => move((now) => s.goTo(now, now.step)),
    scrub: (time) => move((now) => s.scrub(now, time)),
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
