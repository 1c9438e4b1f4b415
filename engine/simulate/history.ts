/**
 * A run so far, as a value. Choices are all that is stored of it, with a checkpoint of the world now
 * and then: a world between two checkpoints is found again by replay, because a step is pure.
 *
 * Histories of one run share a track, which only grows; taking an action anywhere but at its end
 * copies what comes before and goes another way. So acting in the past loses nothing.
 */
import type { Action, Choice, Event, Micros } from '../model/action.ts'
import { combine, hashOf, type Fingerprint } from '../model/fingerprint.ts'
import type { Model, Setup, World } from '../model/model.ts'
import { Arrivals, Choices } from './columns.ts'
import type { History } from './history-types.ts'
import { findAction, nextAction, UnknownAction } from './scheduler.ts'

export type { History }
export { UnknownAction }

/** Choices between two checkpoints: the longest replay of a seek. */
const BLOCK = 128
/** Replayed blocks that are kept at hand, for scrubbing back and forth. */
const KEPT = 4

/** A history of no choices. @param setup checked with `checkSetup` */
export function createHistory<W extends World>(model: Model<W>, setup: Setup): History<W> {
  return new Run(new Track(model, setup, model.init(setup)), 0)
}

/**
 * A history of these choices.
 * @throws UnknownAction where one of them cannot be taken; its message says which
 */
export function replay<W extends World>(
  model: Model<W>,
  setup: Setup,
  choices: readonly Choice[],
): History<W> {
  let history = createHistory(model, setup)
  for (const choice of choices) history = history.take(choice.id, choice.at)
  return history
}

/** Worlds and events of the choices after a checkpoint. */
interface Block<W> {
  readonly start: number
  /** worlds[i] is the world after start + i choices. */
  readonly worlds: W[]
  /** events[i] is what choice start + i + 1 did. */
  readonly events: (readonly Event[])[]
}

/** The storage that histories of one run share. Only ever appended to. */
class Track<W extends World> {
  readonly model: Model<W>
  readonly setup: Setup
  readonly choices: Choices
  readonly arrivals: Arrivals
  /** The worlds after 0, BLOCK, 2 BLOCK, ... choices. */
  readonly checkpoints: W[]
  /** The block that grows at the end. */
  #growing: Block<W>
  /** Others, most recently used last. */
  readonly #recent: Block<W>[] = []
  /** Fingerprint of the first so many choices, as far as worked out. */
  #printed: { readonly length: number; readonly print: Fingerprint }

  constructor(
    model: Model<W>,
    setup: Setup,
    first: W,
    from?: { readonly track: Track<W>; readonly length: number },
  ) {
    this.model = model
    this.setup = setup
    if (from === undefined) {
      this.choices = new Choices()
      this.arrivals = new Arrivals()
      this.checkpoints = [first]
      this.#growing = { start: 0, worlds: [first], events: [] }
      this.#printed = { length: 0, print: combine(hashOf(setup), model.fingerprint(first)) }
      return
    }
    const { track, length } = from
    const block = track.block(length)
    const inside = length - block.start
    this.choices = track.choices.copy(length)
    this.arrivals = track.arrivals.copy(length)
    this.checkpoints = track.checkpoints.slice(0, block.start / BLOCK + 1)
    this.#growing = {
      start: block.start,
      worlds: block.worlds.slice(0, inside + 1),
      events: block.events.slice(0, inside),
    }
    this.#printed =
      track.#printed.length <= length
        ? track.#printed
        : { length: 0, print: combine(hashOf(setup), model.fingerprint(first)) }
  }

  get length(): number {
    return this.choices.length
  }

  /** The block in which the world after `index` choices is. */
  block(index: number): Block<W> {
    const start = index - (index % BLOCK)
    if (start === this.#growing.start) return this.#growing
    const place = this.#recent.findIndex((block) => block.start === start)
    const block = place < 0 ? this.#replayed(start) : (this.#recent.splice(place, 1)[0] as Block<W>)
    this.#recent.push(block)
    if (this.#recent.length > KEPT) this.#recent.shift()
    return block
  }

  #replayed(start: number): Block<W> {
    let world = this.checkpoints[start / BLOCK] as W
    const worlds = [world]
    const events: (readonly Event[])[] = []
    for (let index = start; index < start + BLOCK; index++) {
      const { id, at } = this.choices.get(index)
      const step = this.model.step(world, { ...findAction(this.model, world, id), at })
      world = step.world
      events.push(step.events)
      if (events.length < BLOCK) worlds.push(world)
    }
    return { start, worlds, events }
  }

  world(index: number): W {
    const block = this.block(index)
    return block.worlds[index - block.start] as W
  }

  events(index: number): readonly Event[] {
    const block = this.block(index - 1)
    return block.events[index - 1 - block.start] as readonly Event[]
  }

  append(action: Action): void {
    const block = this.#growing
    const { world, events } = this.model.step(block.worlds[block.worlds.length - 1] as W, action)
    this.choices.push(action.id, action.at)
    for (const { type, message } of events) {
      if (message !== undefined && (type === 'receive' || type === 'drop'))
        this.arrivals.set(message.id, this.length)
    }
    block.events.push(events)
    if (this.length % BLOCK !== 0) {
      block.worlds.push(world)
      return
    }
    this.checkpoints.push(world)
    this.#recent.push(block)
    if (this.#recent.length > KEPT) this.#recent.shift()
    this.#growing = { start: this.length, worlds: [world], events: [] }
  }

  fingerprint(length: number): Fingerprint {
    let { print, length: from } = this.#printed
    if (from > length) {
      from = 0
      print = combine(hashOf(this.setup), this.model.fingerprint(this.checkpoints[0] as W))
    }
    for (let index = from; index < length; index++) {
      const { id, at } = this.choices.get(index)
      print = combine(
        combine(combine(print, hashOf(id)), hashOf(at)),
        this.model.fingerprint(this.world(index + 1)),
      )
    }
    if (length > this.#printed.length) this.#printed = { length, print }
    return print
  }
}

class Run<W extends World> implements History<W> {
  readonly #track: Track<W>
  readonly length: number

  constructor(track: Track<W>, length: number) {
    this.#track = track
    this.length = length
  }

  get model(): Model<W> {
    return this.#track.model
  }

  get setup(): Setup {
    return this.#track.setup
  }

  get end(): Micros {
    return this.timeOf(this.length)
  }

  choice(index: number): Choice {
    this.#within(index, 1)
    return this.#track.choices.get(index - 1)
  }

  timeOf(index: number): Micros {
    this.#within(index, 0)
    return index === 0 ? 0 : this.#track.choices.at(index - 1)
  }

  events(index: number): readonly Event[] {
    this.#within(index, 0)
    if (index === 0) return this.model.opening?.(this.setup) ?? []
    return this.#track.events(index)
  }

  world(index: number): W {
    this.#within(index, 0)
    return this.#track.world(index)
  }

  indexAt(t: Micros): number {
    let low = 0
    let high = this.length
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.timeOf(middle) <= t) low = middle
      else high = middle - 1
    }
    return low
  }

  arrival(message: string): Micros | undefined {
    const index = this.#track.arrivals.get(message)
    return index === undefined || index > this.length ? undefined : this.timeOf(index)
  }

  take(action: Action | string, at?: Micros): History<W> {
    const found =
      typeof action === 'string' ? findAction(this.model, this.world(this.length), action) : action
    const taken = at === undefined ? found : { ...found, at }
    if (!(taken.at >= this.end)) {
      throw new UnknownAction(found.id, `at ${taken.at} is before ${this.end}, which is now`)
    }
    const track =
      this.length === this.#track.length
        ? this.#track
        : new Track(this.model, this.setup, this.#track.checkpoints[0] as W, {
            track: this.#track,
            length: this.length,
          })
    track.append(taken)
    return new Run(track, track.length)
  }

  advance(until?: Micros): History<W> | undefined {
    const action = nextAction(this.model, this.world(this.length))
    if (action === undefined || (until !== undefined && action.at > until)) return undefined
    return this.take(action)
  }

  fork(index: number): History<W> {
    this.#within(index, 0)
    return new Run(this.#track, index)
  }

  fingerprint(): Fingerprint {
    return this.#track.fingerprint(this.length)
  }

  #within(index: number, from: number): void {
    if (!Number.isInteger(index) || index < from || index > this.length) {
      throw new RangeError(`this history has choices ${from} to ${this.length}, not ${index}`)
    }
  }
}
