/** Timelines: where a moment stands on a line from 0 to 1, and the moment at a place on it. */
import type { Micros } from '@orrery/engine/model/action.ts'
import type { World } from '@orrery/engine/model/model.ts'
import type { History } from '@orrery/engine/simulate/history-types.ts'
import type { Beat } from './story.ts'

export interface Scale {
  /** 0 to 1. */
  shareOf(time: Micros): number
  timeAt(share: number): Micros
}

/** The whole of a run, evenly. */
export function runScale(end: Micros): Scale {
  const whole = Math.max(1, end)
  return {
    shareOf: (time) => clamp(time / whole),
    timeAt: (share) => Math.round(clamp(share) * whole),
  }
}

/**
 * The end of the line of a run that grows: not each moment a new one, or the line would never hold still.
 * At most an eighth of it lies ahead.
 */
export function roomFor(end: Micros): Micros {
  let step = 1
  while (step * 16 <= end) step *= 2
  return Math.ceil(Math.max(1, end) / step) * step
}

/** Where the dot of step `i` of `n` stands. */
export const dotAt = (i: number, n: number): number => (i + 0.5) / n

/** A story: every step as wide as the others, however long it lasted. */
export function storyScale(beats: readonly Beat[]): Scale {
  const n = Math.max(1, beats.length)
  const edge = (i: number): number => (i < 0 ? 0 : dotAt(i, n))
  return {
    shareOf(time) {
      const i = beats.findIndex((beat) => time <= beat.until)
      const beat = beats[i]
      if (beat === undefined) return edge(n - 1)
      const part = beat.until > beat.from ? clamp((time - beat.from) / (beat.until - beat.from)) : 1
      return edge(i - 1) + (edge(i) - edge(i - 1)) * part
    },
    timeAt(share) {
      const i = Math.min(n - 1, Math.max(0, Math.floor(share * n + 0.5)))
      const beat = beats[i]
      if (beat === undefined) return 0
      const part = clamp((share - edge(i - 1)) / (edge(i) - edge(i - 1)))
      return Math.round(beat.from + (beat.until - beat.from) * part)
    },
  }
}

/**
 * Places of a run's events, thinned out to at most `most` that can be told apart. Looks up one event a place, so
 * that a line of 20,000 events costs what a line of 300 does.
 */
export function ticksOf(
  history: Pick<History<World>, 'length' | 'timeOf' | 'indexAt'>,
  scale: Scale,
  most = 240,
): readonly number[] {
  const ticks: number[] = []
  // The place of the next event, then the first event that is beyond that place, and so on.
  for (let i = 1; i <= history.length;) {
    const place = Math.round(scale.shareOf(history.timeOf(i)) * most)
    ticks.push(place / most)
    if (place >= most) break
    // One microsecond less than where the next place begins may fall on either side of it by rounding.
    i = Math.max(i, history.indexAt(scale.timeAt((place + 0.5) / most) - 1)) + 1
    while (i <= history.length && Math.round(scale.shareOf(history.timeOf(i)) * most) <= place) i++
  }
  return ticks
}

const clamp = (share: number): number => Math.min(1, Math.max(0, share))
