/** A run written down, for other tools. */
import type { Choice, Event, Micros } from '../model/action.ts'
import type { Fingerprint } from '../model/fingerprint.ts'
import type { Setup, World } from '../model/model.ts'
import { clockedEvents } from './causality.ts'
import type { History } from './history-types.ts'

/**
 * A trace as JSON. Model, setup and choices are enough to run it again; the events say what happened,
 * and `text` says it in words.
 */
export interface Trace {
  readonly format: 'orrery-trace'
  readonly version: 1
  readonly model: string
  readonly setup: Setup
  /** Times are in microseconds since the start of the run. */
  readonly end: Micros
  /** Of the setup and all choices and worlds: a replay that gives the same is the same run. */
  readonly fingerprint: Fingerprint
  readonly choices: readonly Choice[]
  readonly events: readonly TracedEvent[]
}

export interface TracedEvent extends Event {
  /** The choice that it is of, 1-based; 0 for what happened at the start. */
  readonly choice: number
  readonly text: string
}

export function toTrace<W extends World>(history: History<W>): Trace {
  const choices: Choice[] = []
  const events: TracedEvent[] = []
  for (let index = 0; index <= history.length; index++) {
    if (index > 0) choices.push(history.choice(index))
    for (const event of history.events(index)) {
      events.push({ choice: index, ...event, text: history.model.tell(event) })
    }
  }
  return {
    format: 'orrery-trace',
    version: 1,
    model: history.model.id,
    setup: history.setup,
    end: history.end,
    fingerprint: history.fingerprint(),
    choices,
    events,
  }
}

/**
 * The log format that ShiViz reads without being told another: for each event a line of text, then a line
 * with the host and its vector clock as JSON, as `(?<event>.*)\n(?<host>\S*) (?<clock>{.*})`.
 * https://bestchai.bitbucket.io/shiviz/
 */
export function toShiviz<W extends World>(history: History<W>): string {
  return clockedEvents(history)
    .map(({ event, node, clock }) => {
      const text = history.model.tell(event).replace(/\s+/g, ' ')
      return `${text}\n${node} ${JSON.stringify(clock)}\n`
    })
    .join('')
}
