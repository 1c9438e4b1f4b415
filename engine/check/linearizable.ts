/**
 * Linearizability (Herlihy and Wing, 1990): could each operation have taken effect at one instant
 * between its call and its return, in an order that a single copy of the object would allow?
 *
 * Objects that do not share state are judged apart (P-compositionality, Horn and Kroening, 2015), the
 * small ones first; each by the search of `search.ts`.
 */
import { canonical } from './canonical.ts'
import { Search } from './search.ts'

/** One operation of a history. A call without `completed` may have taken effect or not. */
export interface Call<I, O> {
  readonly id: string
  readonly input: I
  /** What it returned; read only where it is completed. */
  readonly output?: O | undefined
  /** Places in one order of all calls and returns; equal places count as concurrent. */
  readonly invoked: number
  readonly completed?: number | undefined
}

/** The object as one copy of it behaves. Pure; states are plain data. */
export interface DataModel<S, I, O> {
  readonly initial: S
  apply(state: S, input: I): { readonly state: S; readonly output: O }
  /** Whether a history may have seen `seen` where the model gives `given`. Equal values by default. */
  agrees?(seen: O | undefined, given: O): boolean
  /** Operations of different parts never affect each other, such as those on different keys. */
  part?(input: I): string
  /** True where an operation leaves every state as it is. None is known to, by default. */
  reads?(input: I): boolean
  /**
   * False where a read could never see `seen` if the object holds `state` now and of all that may come
   * before the read only `others` are left. Such a search goes back at once. Always true by default.
   */
  reachable?(state: S, seen: O | undefined, others: readonly I[]): boolean
  /**
   * False where a call that never returned could not help to explain what the completed ones saw: it
   * is then taken as one that did not happen. All could help by default.
   */
  helps?(input: I, others: readonly Call<I, O>[]): boolean
}

export type Judgement =
  /** `order` is one that explains the history: the ids of the calls that took effect, part by part. */
  | { readonly verdict: 'yes'; readonly steps: number; readonly order: readonly string[] }
  /**
   * `prefix` is the longest order found, `state` what the object holds after it, and `stuck` the completed
   * calls that could be next, none of which fits: the one that had to be placed first, then the others.
   */
  | {
      readonly verdict: 'no'
      readonly steps: number
      readonly part: string
      readonly prefix: readonly string[]
      readonly stuck: readonly string[]
      readonly state: unknown
    }
  /** `prefix` is the longest order found until then. */
  | {
      readonly verdict: 'gave-up'
      readonly steps: number
      readonly part: string
      readonly reason: string
      readonly prefix: readonly string[]
    }

export interface Limits {
  /** Tries of one operation at one place, over all parts. Default 1,000,000. */
  readonly maxSteps?: number
  /** Bytes of the memory of what was tried (estimated), in the part under way. Default 256 MB. */
  readonly maxMemory?: number
  /** Needs a `now`. */
  readonly seconds?: number
}

export interface Progress {
  readonly steps: number
  /** Calls placed by the longest order so far, of the part under way. */
  readonly placed: number
  /** Calls of that part. */
  readonly of: number
}

/** Between two pauses the search takes so many steps: a few milliseconds at most for small states. */
const PAUSE = 1024

/**
 * Judges a history, with pauses: yields progress every 1,024 steps, and gives up when sent 'cancel'.
 * Exponential at worst (the problem is NP-complete: Gibbons and Korach, 1997), so it is bounded.
 * @param now a clock in milliseconds, for `limits.seconds`
 */
export function* judging<S, I, O>(
  history: readonly Call<I, O>[],
  model: DataModel<S, I, O>,
  limits: Limits = {},
  now?: () => number,
): Generator<Progress, Judgement, 'cancel' | undefined> {
  const { maxSteps = 1_000_000, maxMemory = 256 * 1024 * 1024, seconds = Infinity } = limits
  const started = now?.() ?? 0
  let steps = 0
  const order: string[] = []
  for (const [part, all] of partsOf(history, model)) {
    const calls = all.filter((call) => matters(call, all, model))
    const search = new Search(calls, model)
    for (;;) {
      const before = search.steps
      const allowed = Math.min(PAUSE, maxSteps - steps)
      const verdict = search.run(allowed)
      steps += search.steps - before
      const prefix = search.longest.map((index) => calls[index]!.id)
      if (verdict === 'no') {
        const far = furthest(search, calls, model)
        const names = (list: readonly number[]) => list.map((index) => calls[index]!.id)
        const [longest, stuck] = [names(far.longest), names(far.stuck)]
        return { verdict, steps, part, prefix: longest, stuck, state: far.stateAtLongest }
      }
      if (verdict === 'yes') {
        order.push(...search.order().map((index) => calls[index]!.id))
        break
      }
      const gaveUp = (reason: string): Judgement => ({ verdict: 'gave-up', steps, part, reason, prefix })
      if (steps >= maxSteps) return gaveUp(`${maxSteps} steps taken`)
      if (search.bytes > maxMemory) return gaveUp(`${Math.round(maxMemory / 1048576)} MB used`)
      if (now !== undefined && now() - started > seconds * 1000) return gaveUp(`${seconds} seconds passed`)
      const signal = yield { steps, placed: prefix.length, of: calls.length }
      if (signal === 'cancel') return gaveUp('cancelled')
    }
  }
  return { verdict: 'yes', steps, order }
}

/** Judges a history in one go, within its limits. */
export function linearizable<S, I, O>(
  history: readonly Call<I, O>[],
  model: DataModel<S, I, O>,
  limits: Limits = {},
  now?: () => number,
): Judgement {
  const judge = judging(history, model, limits, now)
  for (;;) {
    const { done, value } = judge.next()
    if (done) return value
  }
}

/** For the longest order, a search that goes back at once has gone back too early. */
const LENGTHEN = 20_000

function furthest<S, I, O>(
  search: Search<S, I, O>,
  calls: readonly Call<I, O>[],
  model: DataModel<S, I, O>,
): Search<S, I, O> {
  if (model.reachable === undefined) return search
  const patient = new Search(calls, { ...model, reachable: () => true })
  patient.run(LENGTHEN)
  return patient.longest.length >= search.longest.length && patient.stuck.length > 0 ? patient : search
}

/** Calls by part, small parts first: a search that has to give up has then judged the others. */
function partsOf<S, I, O>(
  history: readonly Call<I, O>[],
  model: DataModel<S, I, O>,
): (readonly [string, readonly Call<I, O>[]])[] {
  const parts = new Map<string, Call<I, O>[]>()
  for (const call of history) {
    const name = model.part?.(call.input) ?? ''
    const part = parts.get(name)
    if (part === undefined) parts.set(name, [call])
    else part.push(call)
  }
  return [...parts].sort(([, a], [, b]) => a.length - b.length)
}

function matters<S, I, O>(call: Call<I, O>, all: readonly Call<I, O>[], model: DataModel<S, I, O>): boolean {
  return call.completed !== undefined || model.helps === undefined || model.helps(call.input, all)
}

/** Equal as plain data. */
export function sameData(a: unknown, b: unknown): boolean {
  return Object.is(a, b) || (typeof a === 'object' && typeof b === 'object' && canonical(a) === canonical(b))
}
