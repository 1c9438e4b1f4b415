/**
 * What a playground does with its runs: one flow or two on the same requests, played at a speed, stopped,
 * wound back, changed. Plain functions of a flow's state; the component only shows them.
 */
import type { Choice } from '@orrery/engine/model/action.ts'
import { checkSetup } from '@orrery/engine/model/check.ts'
import type { Setup } from '@orrery/engine/model/model.ts'
import { Flow } from '@orrery/engine/simulate/flow.ts'
import { loadBalancing, loadFlow } from '@orrery/models/load-balancing/index.ts'
import { params, type Knob } from '@orrery/models/load-balancing/params.ts'
import type { LoadWorld } from '@orrery/models/load-balancing/state.ts'

export type Side = 0 | 1

/** What is asked of the servers: turned for both sides, so that they stay comparable. */
export const askedKnobs: readonly Knob[] = [
  'arrivals',
  'rate',
  'clients',
  'think',
  'work',
  'mean',
  'hot',
  'timeout',
]
/** How each side deals with it. */
export const sideKnobs: readonly Knob[] = [
  'strategy',
  'servers',
  'speeds',
  'stale',
  'network',
  'limit',
  'connections',
  'health',
  'bound',
]

/** Simulated seconds a second. */
export const speeds = [0.05, 0.1, 0.2, 0.5, 1, 2, 4, 10, 25, 100, 250] as const
/** From this speed on single requests cannot be followed. */
export const tooFast = 2

/** Script that a frame may take for running, in milliseconds: the rest is for drawing. */
export const budget = 8

export interface LinkRun {
  readonly seed: number
  readonly time: number
  readonly speed: number
  readonly runs: readonly (readonly Choice[])[]
}

export class PlayDesk {
  readonly setup: Setup
  flows: readonly Flow<LoadWorld>[]
  speed: number
  playing = false
  /** Where a seek forward is going; it takes as many frames as it needs. */
  target: number | undefined
  /** Simulated over wall time lately: what the speed really is. */
  real = 0

  constructor(seed: number, speed: number, runs: readonly (readonly Choice[])[] = [[]]) {
    this.setup = checkSetup(loadBalancing, { seed })
    this.speed = speed
    this.flows = runs.map((choices) => new Flow(loadFlow, this.setup, choices))
  }

  get now(): number {
    return this.flows[0]!.now
  }

  get end(): number {
    return Math.max(...this.flows.map((flow) => flow.end))
  }

  /** Goes on by so much wall time, or as far as `clock` allows. True if anything changed. */
  frame(wall: number, clock: () => number): boolean {
    if (!this.playing && this.target === undefined) return false
    const from = this.now
    const to = this.target ?? from + Math.min(100, wall) * this.speed * 1000
    const until = clock() + budget
    const slices = 16
    for (let i = 1; i <= slices; i++) {
      const stop = Math.round(from + ((to - from) * i) / slices)
      for (const flow of this.flows) flow.advance(stop)
      if (clock() > until) break
    }
    if (this.target !== undefined) {
      if (this.now >= this.target) this.target = undefined
    } else if (wall > 0) this.real += 0.1 * ((this.now - from) / 1000 / wall - this.real)
    return true
  }

  /** To this moment: back at once, forward in as many frames as it takes. */
  seek(to: number): void {
    if (to < this.now) {
      for (const flow of this.flows) flow.seek(to)
      this.target = undefined
    } else this.target = to > this.now ? to : undefined
  }

  /** One event of the first side; the second comes after. */
  step(): void {
    this.playing = false
    this.flows[0]!.step()
    for (const flow of this.flows.slice(1)) flow.advance(this.now)
  }

  /** Turns a knob of a side, or of both where it is what is asked of them. Measuring begins anew on both. */
  turn(side: Side, knob: Knob, value: string): void {
    const both = askedKnobs.includes(knob)
    this.flows.forEach((flow, i) => flow.act(both || i === side ? `set:${knob}:${value}` : 'measure'))
  }

  /** Does something to all sides. */
  act(id: string): void {
    for (const flow of this.flows) flow.act(id)
  }

  /** A desk that begins again with the settings of now, and with the servers as sick or dead as they are. */
  again(): PlayDesk {
    const runs = this.flows.map(({ state: { knobs, servers } }) => {
      const ids = Object.entries(knobs as unknown as Record<string, number | string>)
        .filter(([name, value]) => value !== params[name as Knob].default)
        .map(([name, value]) => `set:${name}:${value}`)
      for (let s = 0; s < knobs.servers; s++) {
        if (servers.health[s]! < 1) ids.push(`slow:S${s + 1}`)
        if (servers.alive[s] === 0) ids.push(`kill:S${s + 1}`)
      }
      return ids.map((id) => ({ id, at: 0 }))
    })
    return new PlayDesk(this.setup.seed, this.speed, runs)
  }

  /** A second side beside the first, with the same past up to now; or without it. */
  compare(on: boolean): void {
    const [first] = this.flows
    if (first === undefined || on === this.flows.length > 1) return
    if (!on) {
      this.flows = [first]
      return
    }
    const second = new Flow(loadFlow, this.setup, first.choices)
    second.advance(first.now)
    this.flows = [first, second]
  }
}

/** The run of a desk, as a link: what was chosen, when, and where the playhead stands. */
export function writePlay(desk: PlayDesk): string {
  const list = (choices: readonly Choice[]): string => choices.map(({ id, at }) => `${id}@${at}`).join(',')
  const runs = desk.flows.map((flow, i) => `do${i + 1}=${list(flow.choices)}`)
  return [
    'play=1',
    `seed=${desk.setup.seed}`,
    ...runs,
    `t=${Math.round(desk.now)}`,
    `speed=${desk.speed}`,
  ].join('&')
}

const limits = { length: 20_000, choices: 400, time: 3_600_000_000 } as const

/** Reads a link; a message for the reader where it cannot be followed. Never throws. */
export function readPlay(fragment: string): LinkRun | string {
  const again = 'Ask for the link again, or start here.'
  if (fragment.length > limits.length) return `This link is too long. ${again}`
  const fields = new URLSearchParams(fragment.replace(/^#/, '').replaceAll('+', '%2B'))
  const whole = (name: string, most: number): number | undefined => {
    const text = fields.get(name) ?? ''
    return /^\d{1,13}$/.test(text) && Number(text) <= most ? Number(text) : undefined
  }
  const [seed, time] = [whole('seed', 0xffffffff), whole('t', limits.time)]
  const speed = speeds.find((one) => String(one) === fields.get('speed')) ?? 1
  if (fields.get('play') !== '1' || seed === undefined || time === undefined)
    return `This link is damaged: its seed or time cannot be read. ${again}`
  const runs: Choice[][] = []
  for (const name of ['do1', 'do2']) {
    const text = fields.get(name)
    if (text === null) continue
    const choices: Choice[] = []
    for (const part of text === '' ? [] : text.split(',')) {
      const found = /^([a-z]+(?::[A-Za-z0-9-]+){0,2})@(\d{1,13})$/.exec(part)
      if (found === null) return `This link is damaged: “${part.slice(0, 40)}” means nothing here. ${again}`
      choices.push({ id: found[1]!, at: Number(found[2]) })
    }
    const ordered = choices.every((choice, i) => i === 0 || choice.at >= choices[i - 1]!.at)
    if (choices.length > limits.choices || !ordered) return `This link's choices cannot be followed. ${again}`
    const wrong = wrongChoice(choices)
    if (wrong !== undefined) return `${wrong} ${again}`
    runs.push(choices)
  }
  return { seed, time, speed, runs: runs.length === 0 ? [[]] : runs }
}

/** What is wrong with the first choice that cannot be made, tried on a state of its own. */
function wrongChoice(choices: readonly Choice[]): string | undefined {
  const state = loadFlow.start(checkSetup(loadBalancing))
  for (const { id } of choices) {
    try {
      loadFlow.act(state, id, state.now)
    } catch (error) {
      return error instanceof Error ? `${error.message}.` : String(error)
    }
  }
  return undefined
}

/** How a knob reads: its value with its unit. */
export function valueOf(world: LoadWorld, knob: Knob): string {
  const spec = params[knob]
  const unit = 'unit' in spec ? ` ${spec.unit.replace(/ \(.*\)/, '')}` : ''
  return `${world.knobs[knob]}${unit}`
}
