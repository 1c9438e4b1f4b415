/**
 * An explainer being told: a recorded run cut into steps, each with its caption. Pure, like the player
 * that it holds: which step, whether the reader is being asked, what was answered, and when to go on.
 */
import type { Micros } from '@orrery/engine/model/action.ts'
import type { Source, World } from '@orrery/engine/model/model.ts'
import type { Scenario, ScenarioStep } from '@orrery/engine/model/scenario.ts'
import type { History } from '@orrery/engine/simulate/history-types.ts'
import type { Moment } from '@orrery/engine/simulate/run.ts'
import { countWords } from '../caption.ts'
import {
  openPlayer,
  pause,
  seek,
  select,
  tick as tickPlayer,
  toggle as togglePlayer,
  type Player,
} from './player.ts'

/** What the stage needs of an explainer. Text is marked (see caption.ts). */
export interface Story<W extends World> {
  readonly slug: string
  readonly title: string
  readonly scenario: Omit<Scenario<W>, 'steps'>
  readonly view: string
  readonly pace: number
  readonly steps: readonly StoryStep<W>[]
  readonly sources: readonly Source[]
  readonly review: readonly { readonly question: string; readonly answer: string }[]
}

export interface Prediction {
  readonly question: string
  readonly options: readonly { readonly text: string; readonly right: boolean; readonly why: string }[]
}

export interface StoryStep<W extends World> extends ScenarioStep<W> {
  readonly title: string
  readonly caption: string | ((world: W) => string)
  readonly prediction?: Prediction
  readonly breakIt?: { readonly rule: string; readonly text: string }
  readonly recap?: readonly string[]
  readonly properties?: readonly string[]
  readonly view?: string
}

/** A step as it is told: from one moment to the next. */
export interface Beat {
  readonly id: string
  readonly title: string
  readonly caption: string
  readonly from: Micros
  readonly until: Micros
  readonly fromIndex: number
  readonly index: number
  readonly highlight: readonly string[]
  readonly view: string
  readonly prediction: Prediction | undefined
  readonly breakIt: { readonly rule: string; readonly text: string } | undefined
  readonly recap: readonly string[] | undefined
  readonly properties: readonly string[] | undefined
}

/** The beats of a story, from its run and the moments at which its steps ended. */
export function beatsOf<W extends World>(
  story: Story<W>,
  history: History<W>,
  moments: readonly Moment[],
): readonly Beat[] {
  return story.steps.map((step, i) => {
    const moment = moments[i]
    if (moment === undefined) throw new Error(`step “${step.id}” has no moment in its run`)
    const before = moments[i - 1]
    const world = history.world(moment.index)
    const { highlight } = step
    return {
      id: step.id,
      title: step.title,
      caption: typeof step.caption === 'string' ? step.caption : step.caption(world),
      from: before?.time ?? 0,
      until: moment.time,
      fromIndex: before?.index ?? 0,
      index: moment.index,
      highlight: typeof highlight === 'function' ? highlight(world) : (highlight ?? []),
      view: step.view ?? story.view,
      prediction: step.prediction,
      breakIt: step.breakIt,
      recap: step.recap,
      properties: step.properties,
    }
  })
}

export interface Telling<W extends World> {
  /**
   * Its first branch is the story, as far as this step tells it: what the next step does may happen at the
   * very moment at which this one ends, and must not show yet.
   */
  readonly player: Player<W>
  /** The whole of the story's run. */
  readonly full: History<W>
  readonly beats: readonly Beat[]
  /** Place in `beats`. */
  readonly step: number
  /** The step waits for the reader's prediction before it plays. */
  readonly asking: boolean
  /** The option chosen, by step id. */
  readonly answers: Readonly<Record<string, number>>
  /** Goes on from step to step by itself. */
  readonly auto: boolean
  /** Wall milliseconds for which this step has been shown. */
  readonly shown: number
  /** The reader wants no motion: steps are cut to, not played. */
  readonly still: boolean
}

export const storyLimits = {
  /** A step plays in at most so many wall milliseconds at speed 1, however long it lasted. */
  longestStep: 9_000,
  /** A caption is held for this and so much a word, in wall milliseconds, before going on by itself. */
  hold: 1_500,
  holdPerWord: 260,
} as const

/** The branch that holds the story is the player's first. */
const storyBranch = 1

export function openTelling<W extends World>(
  story: Story<W>,
  history: History<W>,
  moments: readonly Moment[],
  still = false,
): Telling<W> {
  const beats = beatsOf(story, history, moments)
  const first = beats[0]
  if (first === undefined) throw new Error(`the story “${story.slug}” has no steps`)
  const player = openPlayer({
    history: history.fork(first.index),
    title: 'The story',
    kind: 'recorded',
    pace: story.pace,
    time: first.until,
    until: first.until,
  })
  return { player, full: history, beats, step: 0, asking: false, answers: {}, auto: false, shown: 0, still }
}

export function onStory<W extends World>(telling: Telling<W>): boolean {
  return telling.player.current === storyBranch
}

export function beatOf<W extends World>(telling: Telling<W>): Beat {
  const beat = telling.beats[telling.step]
  if (beat === undefined) throw new Error(`a story has no step ${telling.step}`)
  return beat
}

/** The place of a step by its id, or -1. */
export function stepOf<W extends World>(telling: Telling<W>, id: string): number {
  return telling.beats.findIndex((beat) => beat.id === id)
}

/** To a step, at rest at its end; before its start where its question is still open. */
export function goTo<W extends World>(telling: Telling<W>, step: number): Telling<W> {
  const to = Math.min(Math.max(0, step), telling.beats.length - 1)
  const at = { ...telling, step: to, auto: false, shown: 0 }
  const beat = beatOf(at)
  const asking = beat.prediction !== undefined && at.answers[beat.id] === undefined
  return place({ ...at, asking }, asking ? beat.from : beat.until)
}

/** The next step, played from where the last one ended. A question that is open is passed over. */
export function next<W extends World>(telling: Telling<W>): Telling<W> {
  if (!onStory(telling)) return goTo(telling, telling.step)
  if (telling.asking) return playStep({ ...telling, asking: false })
  if (telling.step >= telling.beats.length - 1) {
    return place({ ...telling, auto: false }, beatOf(telling).until)
  }
  const at = { ...telling, step: telling.step + 1, shown: 0 }
  const beat = beatOf(at)
  if (beat.prediction !== undefined && at.answers[beat.id] === undefined) {
    return place({ ...at, asking: true }, beat.from)
  }
  return playStep(at)
}

export function previous<W extends World>(telling: Telling<W>): Telling<W> {
  return goTo(telling, onStory(telling) ? telling.step - 1 : telling.step)
}

/** The reader's prediction; the step then plays. */
export function answer<W extends World>(telling: Telling<W>, option: number): Telling<W> {
  const beat = beatOf(telling)
  if (beat.prediction?.options[option] === undefined) return telling
  return playStep({ ...telling, asking: false, answers: { ...telling.answers, [beat.id]: option }, shown: 0 })
}

function playStep<W extends World>(telling: Telling<W>): Telling<W> {
  const beat = beatOf(telling)
  if (telling.still || beat.until <= beat.from) return place(telling, beat.until)
  const started = place(telling, beat.from)
  return { ...started, player: { ...started.player, playing: true } }
}

/** The playhead on the story's run, at rest, with as much of the run as the step tells. */
function place<W extends World>(telling: Telling<W>, time: Micros): Telling<W> {
  const { asking, full, player } = telling
  const beat = beatOf(telling)
  const history = full.fork(asking ? beat.fromIndex : beat.index)
  const until = asking ? beat.from : beat.until
  const branches = player.branches.map((branch) =>
    branch.id === storyBranch ? { ...branch, history, until } : branch,
  )
  const on = { ...player, branches, current: storyBranch, time: Math.min(player.time, until) }
  return { ...telling, player: seek(pause(onStory(telling) ? on : select(on, undefined)), time) }
}

/** Space: stops whatever moves, or tells on from here. */
export function toggle<W extends World>(telling: Telling<W>): Telling<W> {
  if (!onStory(telling)) return { ...telling, player: togglePlayer(telling.player) }
  if (telling.auto || telling.player.playing)
    return { ...telling, auto: false, player: pause(telling.player) }
  if (telling.asking) return telling
  const on = { ...telling, auto: true }
  const { until } = beatOf(on)
  if (on.player.time < until && !on.still)
    return { ...on, player: { ...on.player, playing: true, note: undefined } }
  if (on.step >= on.beats.length - 1) return { ...goTo(on, 0), auto: true }
  return next(on)
}

/** Scrubs the story: the step is the one in which that moment lies. On another run it only seeks. */
export function scrub<W extends World>(telling: Telling<W>, time: Micros): Telling<W> {
  if (!onStory(telling)) return { ...telling, player: seek(pause(telling.player), time) }
  const within = telling.beats.findIndex((beat) => time <= beat.until)
  const step = within < 0 ? telling.beats.length - 1 : within
  return place({ ...telling, step, asking: false, auto: false }, time)
}

/** Lets `wall` milliseconds go by. */
export function tick<W extends World>(telling: Telling<W>, wall: number): Telling<W> {
  if (!onStory(telling)) {
    const player = tickPlayer(telling.player, wall)
    return player === telling.player ? telling : { ...telling, player }
  }
  if (!telling.player.playing && !telling.auto) return telling
  const beat = beatOf(telling)
  const shown = telling.shown + wall
  if (telling.player.playing) {
    const { speed } = telling.player
    const moved = tickPlayer({ ...telling.player, speed: speed * hurry(beat, telling.player.pace) }, wall)
    const now = { ...telling, player: { ...moved, speed }, shown }
    return moved.time >= beat.until ? place(now, beat.until) : now
  }
  // At rest between two steps: hold long enough to read, and stop where something is asked of the reader.
  if (telling.asking || beat.breakIt !== undefined || telling.step >= telling.beats.length - 1) {
    return { ...telling, auto: false }
  }
  const hold = (storyLimits.hold + storyLimits.holdPerWord * countWords(beat.caption)) / telling.player.speed
  return shown < hold ? { ...telling, shown } : next(telling)
}

/** How much faster than its pace a long step plays, so that nobody waits for an idle second. */
function hurry(beat: Beat, pace: number): number {
  return Math.max(1, ((beat.until - beat.from) / pace) * (1000 / storyLimits.longestStep))
}
