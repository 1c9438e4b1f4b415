/** Answers a question about a model: the explorer's one entrance. */
import type { Choice } from '../model/action.ts'
import type { Model, World } from '../model/model.ts'
import type { Property, Violation } from '../model/property.ts'
import { BreadthFirst } from './breadth-first.ts'
import { getsThere, TICKS } from './eventually.ts'
import { GaveUp, hunt, Watch, type Host, type Signal } from './hunt.ts'
import { findProperty, type Broken } from './judge.ts'
import { minimise } from './minimise.ts'
import { RandomWalk } from './random-walk.ts'
import { inWords, playTimed, runOf } from './replay.ts'
import { retime } from './retime.ts'
import type { Progress, Question, Verdict } from './types.ts'

export type { Host, Signal } from './hunt.ts'

/**
 * Explores step by step: yields progress about every `host.every` milliseconds and returns the verdict.
 * Sending 'cancel' makes it give up. What it counts and finds does not depend on the clock, unless the
 * question bounds seconds or memory.
 *
 * - *always*: 'violated' with a shortest run of the grain, or 'holds' within the bounds
 * - *sometimes*: 'holds' with a run that reaches it, or 'violated' if no world within the bounds does
 * - *eventually*: 'violated' with a run after which, faults healed, the system does not get there
 *
 * Random walks prove nothing: if they find nothing they end in 'gave-up'. A violation that they find is
 * made 1-minimal.
 *
 * Choices are for the question's setup made quiet, since the explorer takes all faults itself.
 * @throws RangeError for a property, bound or grain that the model does not have
 */
export function* explore<W extends World>(
  model: Model<W>,
  asked: Question,
  host: Host,
): Generator<Progress, Verdict, Signal> {
  const question: Question = { ...asked, setup: { ...asked.setup, quiet: true } }
  const watch = new Watch(host)
  if (question.strategy === 'random-walk') return yield* walk(model, question, watch)
  return yield* search(model, question, watch)
}

/** Explores to the end in one go. */
export function answer<W extends World>(model: Model<W>, question: Question, host: Host): Verdict {
  const exploring = explore(model, question, host)
  for (;;) {
    const { done, value } = exploring.next()
    if (done) return value
  }
}

function* search<W extends World>(
  model: Model<W>,
  question: Question,
  watch: Watch,
): Generator<Progress, Verdict, Signal> {
  const property = asked(model, question)
  const stopAt = ending(model, question, property)
  const searching = new BreadthFirst(model, question, stopAt ? { stopAt } : {})
  const found = yield* hunt(searching, question.bounds, watch)
  const base = { ...basis(question, searching.judge.witnesses), ...watch.progress(searching) }
  if (found instanceof GaveUp) return { ...base, verdict: 'gave-up', reason: found.reason }
  if (found === 'done') return { ...base, ...exhausted(property) }
  const { choices, steps } = runOf(model, question, found.moves)
  const judged = judgement(question, property, found.broken)
  return { ...base, ...judged, choices: timed(model, question, choices, found.broken), steps }
}

function* walk<W extends World>(
  model: Model<W>,
  question: Question,
  watch: Watch,
): Generator<Progress, Verdict, Signal> {
  const property = asked(model, question)
  const stop = ending(model, question, property)
  const stops = !stop ? {} : property?.kind === 'eventually' ? { stopAtEnd: stop } : { stopAt: stop }
  const walking = new RandomWalk(model, question, stops)
  const found = yield* hunt(walking, question.bounds, watch)
  const base = basis(question, walking.judge.witnesses)
  const gaveUp = (reason: string): Verdict => ({
    ...base,
    ...watch.progress(walking),
    verdict: 'gave-up',
    reason,
  })
  if (found === 'done') return gaveUp(`${walking.walks} random walks found nothing, which proves nothing`)
  if (found instanceof GaveUp) return gaveUp(found.reason)
  let { choices } = found
  let { broken } = found
  if (broken) {
    const ids = choices.map(({ id }) => id)
    const tries = minimise(model, question.setup, ids, broken.property)
    let next = tries.next()
    for (; !next.done; next = tries.next())
      if (watch.due() && (yield watch.progress(walking)) === 'cancel') return gaveUp('cancelled')
    choices = next.value.choices
    broken = next.value.broken
  }
  return {
    ...base,
    ...judgement(question, property, broken),
    ...watch.progress(walking),
    choices: timed(model, question, choices, broken),
    steps: inWords(model, question.setup, choices),
  }
}

function asked<W extends World>(model: Model<W>, question: Question): Property<W> | undefined {
  return question.property === undefined ? undefined : findProperty(model, question.property)
}

/** The worlds that answer a question of *sometimes* or *eventually*. */
function ending<W extends World>(
  model: Model<W>,
  question: Question,
  property: Property<W> | undefined,
): ((world: W) => boolean) | undefined {
  if (property?.kind === 'sometimes') return (world) => property.reached(world)
  if (property?.kind === 'eventually')
    return (world) => !getsThere(model, world, property, question.bounds.ticks)
  return undefined
}

function basis(question: Question, witnesses: Verdict['witnesses']) {
  return { property: question.property, bounds: question.bounds, steps: [], witnesses }
}

function exhausted<W>(property: Property<W> | undefined): Pick<Verdict, 'verdict' | 'violation'> {
  if (property?.kind !== 'sometimes') return { verdict: 'holds' }
  return { verdict: 'violated', violation: { why: 'No world within the bounds reaches it.', subjects: [] } }
}

function judgement<W>(
  question: Question,
  property: Property<W> | undefined,
  broken: Broken | undefined,
): Pick<Verdict, 'verdict' | 'property' | 'violation'> {
  if (broken) return { verdict: 'violated', property: broken.property, violation: broken.violation }
  if (property?.kind !== 'eventually') return { verdict: 'holds', property: property?.id }
  const violation: Violation = {
    why: `With all faults healed, it is not reached within ${question.bounds.ticks ?? TICKS} steps.`,
    subjects: [],
  }
  return { verdict: 'violated', property: property.id, violation }
}

/** Timed to play well; as found, if the run is one that other times would change. */
function timed<W extends World>(
  model: Model<W>,
  question: Question,
  choices: readonly Choice[],
  broken: Broken | undefined,
): readonly Choice[] {
  const ids = choices.map(({ id }) => id)
  const paced = retime(model, question.setup, ids)
  if (!paced) return choices
  const again = playTimed(model, question.setup, paced, broken?.property)
  const same = again.skipped === 0 && again.broken?.property === broken?.property
  return same && again.choices.length === choices.length ? paced : choices
}
