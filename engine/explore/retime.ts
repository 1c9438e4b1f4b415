/** Gives the choices of a run times at which it plays well: what a search finds has an order, not a rhythm. */
import type { Choice, Micros } from '../model/action.ts'
import type { Model, Setup, World } from '../model/model.ts'
import { findAction } from './moves.ts'

export interface Pace {
  /** How long a message is under way, at least. */
  readonly flight: Micros
  /** Between one choice and the next, at least. */
  readonly gap: Micros
  /** The same between arrivals of messages that were sent at one moment, which may overlap. */
  readonly together: Micros
}

/** At a figure's usual 25,000 microseconds a second: flights of 0.6 s, 0.4 s between choices. */
export const PACE: Pace = { flight: 15_000, gap: 10_000, together: 3_000 }

/**
 * The same choices in the same order, timed. A message flies for at least `pace.flight`, whenever it was
 * to be due; messages that left together may arrive close to each other; all else keeps `pace.gap`.
 * @returns undefined if an id is impossible when its turn comes
 */
export function retime<W extends World>(
  model: Model<W>,
  setup: Setup,
  ids: readonly string[],
  pace: Pace = PACE,
): Choice[] | undefined {
  const sentAt = new Map<string, Micros>()
  const choices: Choice[] = []
  let world = model.init(setup)
  for (const event of model.opening?.(setup) ?? [])
    if (event.type === 'send' && event.message) sentAt.set(event.message.id, event.at)
  let lastSent: Micros | undefined
  for (const id of ids) {
    const action = findAction(model, world, id)
    if (!action) return undefined
    const sent = action.by === 'system' && action.subject ? sentAt.get(action.subject) : undefined
    const gap = sent !== undefined && sent === lastSent ? pace.together : pace.gap
    const at = Math.max(world.now + gap, sent === undefined ? 0 : sent + pace.flight)
    const step = model.step(world, { ...action, at })
    for (const event of step.events)
      if (event.type === 'send' && event.message) sentAt.set(event.message.id, at)
    choices.push({ id, at })
    lastSent = sent
    world = step.world
  }
  return choices
}
