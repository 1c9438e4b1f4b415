/** Running a model without a reader: for so long, or as a scenario tells it. */
import type { Micros } from '../model/action.ts'
import type { Model, Setup, World } from '../model/model.ts'
import type { Scenario, ScenarioStep } from '../model/scenario.ts'
import { createHistory, UnknownAction } from './history.ts'
import type { History } from './history-types.ts'

/** No run goes on for longer than so many actions a step, so that none goes on for ever. */
export const MOST_ACTIONS = 100_000

/** A scenario that cannot be run as it is told. */
export class ScenarioError extends Error {
  readonly step: string
  constructor(scenario: string, step: string, why: string) {
    super(`scenario "${scenario}", step "${step}": ${why}`)
    this.name = 'ScenarioError'
    this.step = step
  }
}

/** The end of a scenario's step. */
export interface Moment {
  readonly id: string
  /** Choices taken so far. */
  readonly index: number
  /** When the step ends; past the last choice where it waits. */
  readonly time: Micros
  /** The claims that do not hold here. */
  readonly failed: readonly string[]
}

/**
 * Work that can be done a little at a time: it yields after each action, so that whoever drives it may do
 * something else in between (a page draws). `finish` does all of it at once.
 */
export type Work<T> = Generator<undefined, T, undefined>

export function finish<T>(work: Work<T>): T {
  for (;;) {
    const done = work.next()
    if (done.done === true) return done.value
  }
}

/**
 * Takes the scheduler's actions from a setup's first world for so long, or `most` actions.
 * @throws RangeError when `most` actions (default: 100,000) do not fill the time
 */
export function run<W extends World>(
  model: Model<W>,
  setup: Setup,
  span: { readonly for: Micros; readonly most?: number },
): History<W> {
  return finish(runBySteps(model, setup, span))
}

/** `run`, an action at a time. */
export function* runBySteps<W extends World>(
  model: Model<W>,
  setup: Setup,
  { for: duration, most = MOST_ACTIONS }: { readonly for: Micros; readonly most?: number },
): Work<History<W>> {
  let history = createHistory(model, setup)
  for (;;) {
    const next = history.advance(duration)
    if (next === undefined) return history
    if (next.length > most) {
      throw new RangeError(`${model.id} takes more than ${most} actions in ${duration} microseconds`)
    }
    history = next
    yield
  }
}

/** A scenario's run, and where each of its steps ended. */
export interface Told<W extends World> {
  readonly history: History<W>
  readonly moments: readonly Moment[]
}

/**
 * Runs a scenario, step by step. Deeds happen at once, at the time the step before it ended; then the
 * scheduler goes on until the step's predicate is true (which it may be already) or its time is over.
 * @throws ScenarioError where a deed cannot be done, or the predicate is not reached
 */
export function runScenario<W extends World>(
  scenario: Scenario<W>,
  model: Model<W>,
  most = MOST_ACTIONS,
): Told<W> {
  return finish(runScenarioBySteps(scenario, model, most))
}

/** `runScenario`, an action at a time. */
export function* runScenarioBySteps<W extends World>(
  scenario: Scenario<W>,
  model: Model<W>,
  most = MOST_ACTIONS,
): Work<Told<W>> {
  let history = createHistory(model, scenario.setup)
  let time: Micros = 0
  const moments: Moment[] = []
  for (const step of scenario.steps) {
    const fail = (why: string): ScenarioError => new ScenarioError(scenario.id, step.id, why)
    for (const deed of step.do ?? []) history = act(history, deed, time, fail)
    const done = yield* proceed(history, step, time, most, fail)
    history = done.history
    time = done.time
    const world = history.world(history.length)
    const failed = (step.expect ?? []).filter((each) => !each.holds(world)).map(({ claim }) => claim)
    moments.push({ id: step.id, index: history.length, time, failed })
  }
  return { history, moments }
}

function act<W extends World>(
  history: History<W>,
  deed: string | ((world: W) => string),
  time: Micros,
  fail: (why: string) => ScenarioError,
): History<W> {
  const id = typeof deed === 'string' ? deed : deed(history.world(history.length))
  try {
    return history.take(id, time)
  } catch (error) {
    if (error instanceof UnknownAction) throw fail(error.message)
    throw error
  }
}

function* proceed<W extends World>(
  history: History<W>,
  { until, for: duration }: ScenarioStep<W>,
  start: Micros,
  most: number,
  fail: (why: string) => ScenarioError,
): Work<{ readonly history: History<W>; readonly time: Micros }> {
  if (until === undefined && duration === undefined) return { history, time: start }
  const limit = duration === undefined ? undefined : start + duration
  for (let taken = 0; taken <= most; taken++) {
    if (until?.(history.world(history.length)) === true)
      return { history, time: Math.max(start, history.end) }
    const next = history.advance(limit)
    if (next !== undefined) {
      history = next
      yield
    } else if (until === undefined) return { history, time: limit ?? start }
    else if (limit === undefined)
      throw fail(`nothing is left to happen at ${history.end}, and "until" is not reached`)
    else throw fail(`"until" is not reached within ${String(duration)} microseconds`)
  }
  throw fail(
    until === undefined ? `more than ${most} actions` : `"until" is not reached within ${most} actions`,
  )
}
