/** The timeline of an explainer: the story's, a dot a step, or the line of another run. */
import { createMemo, type Accessor } from 'solid-js'
import { clock } from '../player/changes.ts'
import { branchOf, endOf } from '../player/player.ts'
import { beatOf } from '../player/story.ts'
import { dotAt, roomFor, runScale, storyScale, ticksOf } from '../player/timeline.ts'
import type { Storyteller } from './storyteller.ts'

export interface Line {
  readonly ticks: Accessor<readonly number[]>
  /** Where the playhead stands, 0 to 1. */
  readonly at: Accessor<number>
  readonly dots: Accessor<readonly { readonly at: number; readonly passed: boolean }[] | undefined>
  /** The moment at a place on the line; undefined before there is a run. */
  timeAt(share: number): number | undefined
}

/** @param steps how many steps the story has */
export function createLine(teller: Storyteller, step: Accessor<number>, steps: number): Line {
  const { telling, player, onStory } = teller
  const beats = createMemo(() => telling()?.beats)
  const whole = createMemo(() => {
    const now = telling()
    if (now === undefined) return undefined
    return onStory() ? now.full : branchOf(now.player).history
  })
  const end = createMemo(() => {
    const now = player()
    return now === undefined ? 1 : roomFor(Math.max(now.time, endOf(branchOf(now))))
  })
  const scale = createMemo(() => {
    const known = beats()
    if (known === undefined) return undefined
    return onStory() ? storyScale(known) : runScale(end())
  })
  return {
    ticks: createMemo(() => {
      const run = whole()
      const line = scale()
      return run === undefined || line === undefined ? [] : ticksOf(run, line)
    }),
    at: () => {
      const now = telling()
      const line = scale()
      if (now === undefined || line === undefined) return dotAt(0, steps)
      return onStory() && now.player.time === beatOf(now).until
        ? dotAt(now.step, now.beats.length)
        : line.shareOf(now.player.time)
    },
    dots: createMemo(() =>
      onStory()
        ? Array.from({ length: steps }, (_, i) => ({ at: dotAt(i, steps), passed: i <= step() }))
        : undefined,
    ),
    timeAt: (share) => scale()?.timeAt(share),
  }
}

/** The playhead's time in words. While it moves, to the hundredth: nobody reads more, and words cost a frame. */
export const moment = (time: number, playing: boolean): string =>
  playing ? `${(Math.floor(time / 10_000) / 100).toFixed(2)} s` : clock(time)
