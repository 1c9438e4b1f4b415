/**
 * The player: an immutable value, and the transitions between such values. It holds the runs that the
 * reader can return to (branches), which of them is on the plate and where the playhead stands. Nothing
 * here knows of the DOM or of real time; `tick` is told how much of it went by.
 */
import type { Micros } from '@orrery/engine/model/action.ts'
import type { Setup, World } from '@orrery/engine/model/model.ts'
import type { History } from '@orrery/engine/simulate/history-types.ts'
import { createHistory } from '@orrery/engine/simulate/history.ts'
import { cutJudged, judge, unjudged, type Judged } from '@orrery/engine/simulate/judge.ts'
import { actionOf, rerun, runUntil } from './interventions.ts'

export interface Branch<W extends World> {
  /** Unique in the player, and never used again. */
  readonly id: number
  readonly title: string
  readonly history: History<W>
  readonly judged: Judged
  /** A `live` run goes on at its end as the scheduler has it; a `recorded` one (a story, a counterexample) ends. */
  readonly kind: 'live' | 'recorded'
  /** A recorded run may last beyond its last event. */
  readonly until?: Micros
  /** Why a counterexample breaks its property: said at its end. */
  readonly why?: string
}

export interface Player<W extends World> {
  /** At least one. */
  readonly branches: readonly Branch<W>[]
  /** The id of the branch on the plate. */
  readonly current: number
  /** Simulated time of the playhead. It may be past the last event, never past the next. */
  readonly time: Micros
  readonly playing: boolean
  /** 0.25 to 4. */
  readonly speed: number
  /** Simulated microseconds that pass in one second at speed 1. */
  readonly pace: number
  /** A node or message. */
  readonly selected: string | undefined
  /** What the reader should know of the last thing done; undefined if nothing. */
  readonly note: string | undefined
  readonly nextId: number
}

export const limits = {
  /** Events of one run; as many as a share link holds. */
  length: 20_000,
  branches: 12,
  slowest: 0.25,
  fastest: 4,
  /** Events that one tick may add, so that a frame stays short. */
  eventsPerTick: 200,
  /** A tick longer than this (a tab that slept) counts as this, in wall milliseconds. */
  longestTick: 250,
  /** How many worlds one tick may judge. */
  judgedPerTick: 400,
} as const

/** A function, because telling numbers apart by language costs a page's start 30 ms, and few runs get here. */
export const tooLong = (): string =>
  `This run has ${limits.length.toLocaleString('en')} events, as many as a figure keeps. Wind back and act, or start again.`

export interface Opening<W extends World> {
  readonly history: History<W>
  readonly title: string
  readonly kind: 'live' | 'recorded'
  readonly pace: number
  readonly time?: Micros
  readonly until?: Micros
  /** What is known of the run already. */
  readonly judged?: Judged
}

export function openPlayer<W extends World>(opening: Opening<W>): Player<W> {
  const { history, title, kind, pace, until } = opening
  const branch: Branch<W> = {
    id: 1,
    title,
    history,
    judged: opening.judged ?? unjudged,
    kind,
    ...(until !== undefined && { until }),
  }
  const player: Player<W> = {
    branches: [branch],
    current: 1,
    time: Math.max(0, opening.time ?? history.end),
    playing: false,
    speed: 1,
    pace,
    selected: undefined,
    note: undefined,
    nextId: 2,
  }
  return judged(player)
}

export function branchOf<W extends World>(player: Player<W>): Branch<W> {
  const branch = player.branches.find((b) => b.id === player.current) ?? player.branches[0]
  if (branch === undefined) throw new Error('a player always has a branch')
  return branch
}

/** Where a branch ends: at its last event, or where its recording does. */
export function endOf<W extends World>(branch: Branch<W>): Micros {
  return Math.max(branch.history.end, branch.until ?? 0)
}

/** The number of choices taken at the playhead. */
export function indexOf<W extends World>(player: Player<W>): number {
  return branchOf(player).history.indexAt(player.time)
}

export function worldOf<W extends World>(player: Player<W>): W {
  return branchOf(player).history.world(indexOf(player))
}

// Playing

export function play<W extends World>(player: Player<W>): Player<W> {
  const branch = branchOf(player)
  // At the end of a recorded run, play starts it over, as every player does.
  const over = branch.kind === 'recorded' && player.time >= endOf(branch)
  return { ...player, playing: true, note: undefined, time: over ? 0 : player.time }
}

export function pause<W extends World>(player: Player<W>): Player<W> {
  return player.playing ? { ...player, playing: false } : player
}

export function toggle<W extends World>(player: Player<W>): Player<W> {
  return player.playing ? pause(player) : play(player)
}

export function setSpeed<W extends World>(player: Player<W>, speed: number): Player<W> {
  return { ...player, speed: Math.min(limits.fastest, Math.max(limits.slowest, speed)) }
}

export function select<W extends World>(player: Player<W>, subject: string | undefined): Player<W> {
  return player.selected === subject ? player : { ...player, selected: subject }
}

/** Lets `wall` milliseconds go by. A live run is extended where the playhead passes its end. */
export function tick<W extends World>(player: Player<W>, wall: number): Player<W> {
  if (!player.playing) return player
  const branch = branchOf(player)
  const { kind, history } = branch
  // A counterexample is read event by event: it plays slower than what one only watches.
  const pace = branch.why === undefined ? player.pace : player.pace / 3
  const passed = (Math.min(wall, limits.longestTick) / 1000) * pace * player.speed
  const time = Math.round(player.time + passed)
  if (kind === 'recorded') {
    const over = time >= endOf(branch)
    return judged({ ...player, time: over ? endOf(branch) : time, playing: !over })
  }
  if (time <= history.end) return judged({ ...player, time })
  const most = Math.min(limits.length, history.length + limits.eventsPerTick)
  const longer = runUntil(history, time, most)
  const next = withHistory(player, longer)
  if (longer.length >= limits.length)
    return judged({ ...next, time: longer.end, playing: false, note: tooLong() })
  // With too much to do in one tick, simulated time waits for it.
  return judged({ ...next, time: longer.length < most ? time : longer.end })
}

// Moving the playhead

/** To a moment of this run. Past the end of a run the playhead stands at its last event. */
export function seek<W extends World>(player: Player<W>, time: Micros): Player<W> {
  const most = Math.max(endOf(branchOf(player)), player.time)
  return judged({ ...player, time: Math.min(Math.max(0, Math.round(time)), most), note: undefined })
}

/** To just after choice `index`. */
export function seekIndex<W extends World>(player: Player<W>, index: number): Player<W> {
  const { history } = branchOf(player)
  return seek(pause(player), history.timeOf(Math.min(Math.max(0, index), history.length)))
}

export function toStart<W extends World>(player: Player<W>): Player<W> {
  return seek(pause(player), 0)
}

export function toEnd<W extends World>(player: Player<W>): Player<W> {
  return seek(pause(player), endOf(branchOf(player)))
}

/** To the next event; a live run takes one more at its end. */
export function stepForward<W extends World>(player: Player<W>): Player<W> {
  const still = pause(player)
  const { history, kind } = branchOf(player)
  const index = indexOf(player)
  if (index < history.length) return seek(still, history.timeOf(index + 1))
  if (kind === 'recorded') return { ...still, note: 'This run ends here.' }
  if (history.length >= limits.length) return { ...still, note: tooLong() }
  const next = history.advance()
  if (next === undefined) return { ...still, note: 'Nothing is left to happen by itself. Act on something.' }
  return judged({ ...withHistory(still, next), time: Math.max(next.end, player.time), note: undefined })
}

/** To the event before the playhead. */
export function stepBack<W extends World>(player: Player<W>): Player<W> {
  const { history } = branchOf(player)
  const at = history.timeOf(indexOf(player))
  if (at < player.time) return seek(pause(player), at)
  return seek(pause(player), at === 0 ? 0 : history.timeOf(history.indexAt(at - 1)))
}

// Acting

/**
 * Takes an action at the playhead. At the end of a live run that goes on in it; anywhere else it
 * begins a new run there, and the earlier future stays as a branch.
 */
export function act<W extends World>(player: Player<W>, id: string): Player<W> {
  const branch = branchOf(player)
  const { history } = branch
  const index = indexOf(player)
  const past = index < history.length ? history.fork(index) : history
  if (past.length >= limits.length) return { ...player, note: tooLong() }
  const action = actionOf(past, id)
  if (action === undefined) return { ...player, note: 'That is not possible at this moment.' }
  const words = history.model.describe(past.world(index), action)
  const longer = past.take(action, Math.max(player.time, past.end))
  if (index === history.length && branch.kind === 'live') {
    return judged({ ...withHistory(player, longer), note: `${words}.` })
  }
  const forked = addBranch(player, {
    title: `${words}, at ${seconds(player.time)}`,
    history: longer,
    judged: cutJudged(branch.judged, index),
    kind: 'live',
  })
  const kept = `The run as it was is kept as “${branch.title}”.`
  return judged({
    ...forked,
    time: player.time,
    note: [`${words}. You acted in the past.`, kept, forked.note].filter(Boolean).join(' '),
  })
}

// Runs

/** Puts another run on the plate, where it was left: at its end if it is live, at its start if recorded. */
export function switchTo<W extends World>(player: Player<W>, id: number, time?: Micros): Player<W> {
  const branch = player.branches.find((b) => b.id === id)
  if (branch === undefined) return player
  const at = time ?? (branch.kind === 'live' ? branch.history.end : 0)
  return judged({ ...player, current: id, playing: false, time: at, selected: undefined, note: undefined })
}

/** A new run from another setup (a parameter, a seed). The present run is kept. */
export function restart<W extends World>(player: Player<W>, setup: Setup, title: string): Player<W> {
  const { history, title: former } = branchOf(player)
  const next = addBranch(player, {
    title,
    history: createHistory(history.model, setup),
    judged: unjudged,
    kind: 'live',
  })
  return judged({
    ...next,
    time: 0,
    selected: undefined,
    note: `A new run. The last one is kept as “${former}”.`,
  })
}

/** Puts a run that was made elsewhere (a link, a counterexample) on the plate, as a new branch. */
export function show<W extends World>(
  player: Player<W>,
  run: { history: History<W>; title: string; kind: 'live' | 'recorded'; time?: Micros; why?: string },
): Player<W> {
  const { time, ...branch } = run
  const next = addBranch(player, { ...branch, judged: unjudged })
  return judged({ ...next, playing: false, time: time ?? 0, selected: undefined })
}

/**
 * Switches a rule off or on, and runs again: the same seed, and the same choices as far as they remain
 * possible.
 */
export function switchRule<W extends World>(player: Player<W>, rule: string, on: boolean): Player<W> {
  const { history, title: former } = branchOf(player)
  const off = new Set(history.setup.without)
  if (on) off.delete(rule)
  else off.add(rule)
  const setup = { ...history.setup, without: [...off].sort() }
  const again = rerun(history, setup, limits.length)
  const name = history.model.rules.find((r) => r.id === rule)?.title ?? rule
  const next = addBranch(player, {
    title: on ? `With “${name}” again` : `Without “${name}”`,
    history: again.history,
    judged: unjudged,
    kind: 'live',
  })
  return judged({
    ...next,
    playing: false,
    note: `${toldRerun(again.again, again.lost)} The run as it was is kept as “${former}”.`,
    time: Math.min(player.time, Math.max(again.history.end, player.time)),
  })
}

function toldRerun(again: number, lost: readonly string[]): string {
  const all = again + lost.length
  if (all === 0) return 'Run again from the same seed.'
  if (lost.length === 0)
    return `Run again from the same seed, with ${all === 1 ? 'the same choice' : `the same ${all} choices`}.`
  const named = lost.slice(0, 2).map((words) => `“${words}”`)
  const more = lost.length > 2 ? ` and ${lost.length - 2} more` : ''
  return `Run again from the same seed. ${again} of ${all} choices were made again; no longer possible: ${named.join(', ')}${more}.`
}

function addBranch<W extends World>(player: Player<W>, branch: Omit<Branch<W>, 'id'>): Player<W> {
  const id = player.nextId
  let branches = [...player.branches, { ...branch, id }]
  let note: string | undefined
  if (branches.length > limits.branches) {
    // The first run stays (in an explainer it is the story), and so does the one that was left just now.
    const dropped = branches.find((b, i) => i > 0 && b.id !== player.current && b.id !== id)
    branches = branches.filter((b) => b !== dropped)
    if (dropped !== undefined) note = `A figure keeps ${limits.branches} runs: “${dropped.title}” was let go.`
  }
  return { ...player, branches, current: id, nextId: id + 1, note }
}

function withHistory<W extends World>(player: Player<W>, history: History<W>): Player<W> {
  return {
    ...player,
    branches: player.branches.map((b) => (b.id === player.current ? { ...b, history } : b)),
  }
}

/** Brings the verdicts up to the playhead, within one tick's budget. */
function judged<W extends World>(player: Player<W>): Player<W> {
  const branch = branchOf(player)
  const known = judge(branch.judged, branch.history, indexOf(player), limits.judgedPerTick)
  if (known === branch.judged) return player
  return {
    ...player,
    branches: player.branches.map((b) => (b === branch ? { ...b, judged: known } : b)),
  }
}

const seconds = (t: Micros): string => `${(t / 1_000_000).toFixed(2)} s`
