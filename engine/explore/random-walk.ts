/**
 * Seeded random walks, for what lies too deep to search: from the first world, one move after another,
 * weighted by the model's `bias`, until something breaks or the walk is long enough; then again.
 */
import type { Choice } from '../model/action.ts'
import type { Model, World } from '../model/model.ts'
import { draw, streamOf } from '../model/random.ts'
import { Budget } from './budget.ts'
import { FingerprintSet } from './fingerprint-set.ts'
import { Judge, type Broken } from './judge.ts'
import { boundsOf, playRound, roundsOf, takeAction } from './moves.ts'
import type { Question } from './types.ts'

/** Steps of a walk when the question does not bound its depth. */
const LENGTH = 250

/** States generated in all when the question bounds neither them nor the time. */
const WALKED = 1_000_000

/** A walk that ended the search. Without `broken`, it ended at a world that `stopAt` asked for. */
export interface Walked<W> {
  readonly choices: readonly Choice[]
  readonly world: W
  readonly broken?: Broken
}

export interface Stops<W> {
  /** Ends the search, asked of every world. */
  readonly stopAt?: (world: W) => boolean
  /** Ends the search, asked of the last world of each walk. */
  readonly stopAtEnd?: (world: W) => boolean
}

export class RandomWalk<W extends World> {
  private readonly model: Model<W>
  private readonly question: Question
  private readonly stops: Stops<W>
  private readonly budget: Budget
  private readonly length: number
  private readonly limit: number
  private readonly modelBounds: Readonly<Record<string, number>>
  private readonly seen = new FingerprintSet()
  private readonly stream = streamOf('walk')
  private draws = 0
  private world: W
  private choices: Choice[] = []
  private code = 0
  private taken = 0
  walks = 0
  generated = 0
  depth = 1
  readonly judge: Judge<W>

  constructor(model: Model<W>, question: Question, stops: Stops<W> = {}) {
    this.model = model
    this.question = question
    this.stops = stops
    this.budget = new Budget(question.bounds.actions)
    this.length = question.bounds.depth ?? LENGTH
    const { maxStates, seconds } = question.bounds
    this.limit = maxStates ?? (seconds === undefined ? WALKED : Infinity)
    this.modelBounds = boundsOf(model, question)
    this.judge = new Judge(model, question.property)
    this.world = model.init(question.setup)
  }

  get distinct(): number {
    return this.seen.size
  }

  bytes(more = 0): number {
    return this.seen.bytesWith(more)
  }

  /**
   * Takes up to `steps` steps.
   * @returns 'more', 'done' when it has walked as far as the question lets it, or what ended the search
   */
  run(steps: number): 'more' | 'done' | Walked<W> {
    for (let i = 0; i < steps; i++) {
      if (this.generated >= this.limit) return 'done'
      const found = this.taken === 0 ? (this.begin() ?? this.step()) : this.step()
      if (found) return found
    }
    return 'more'
  }

  private begin(): Walked<W> | undefined {
    this.walks++
    this.world = this.model.init(this.question.setup)
    this.choices = []
    this.code = 0
    return this.arrive(this.world, undefined)
  }

  private step(): Walked<W> | undefined {
    const found = this.taken === this.length ? 'end' : this.move()
    if (found !== 'end') return found
    this.taken = 0
    if (this.stops.stopAtEnd?.(this.world)) return { choices: this.choices, world: this.world }
    return undefined
  }

  private move(): Walked<W> | 'end' | undefined {
    return this.question.grain === 'rounds' ? this.moveRound() : this.moveAction()
  }

  private moveAction(): Walked<W> | 'end' | undefined {
    const { model, world } = this
    const weights: number[] = []
    const actions = model.actions(world, this.budget.types)
    for (const action of actions) {
      const possible =
        this.budget.allows(action) &&
        this.budget.spend(this.code, action.type, action.by) >= 0 &&
        (model.explorable?.(world, action) ?? true)
      weights.push(possible ? (model.bias?.(world, action) ?? 1) : 0)
    }
    const action = actions[this.pick(weights)]
    if (!action) return 'end'
    this.code = this.budget.spend(this.code, action.type, action.by)
    this.taken++
    const after = takeAction(model, world, action).world
    this.choices.push({ id: action.id, at: after.now })
    return this.arrive(after, world) ?? this.outside()
  }

  private moveRound(): Walked<W> | 'end' | undefined {
    const { model } = this
    const rounds = roundsOf(model, this.world)
    const weights = rounds.map((round) => (this.budget.spend(this.code, round.type, 'system') >= 0 ? 1 : 0))
    const round = rounds[this.pick(weights)]
    if (!round) return 'end'
    this.code = this.budget.spend(this.code, round.type, 'system')
    this.taken++
    const { worlds, choices } = playRound(model, this.world, round)
    for (const [i, choice] of choices.entries()) {
      this.choices.push(choice)
      const found = this.arrive(worlds[i]!, this.world)
      if (found) return found
    }
    return this.outside()
  }

  private outside(): 'end' | undefined {
    return this.model.within?.(this.world, this.modelBounds) === false ? 'end' : undefined
  }

  private arrive(world: W, before: W | undefined): Walked<W> | undefined {
    this.generated++
    this.depth = Math.max(this.depth, this.taken + 1)
    this.world = world
    const fresh = this.seen.add(this.model.fingerprint(world))
    const broken = this.judge.step(world, before, fresh)
    if (fresh) this.judge.notice(world, this.taken + 1)
    if (broken) return { choices: this.choices, world, broken }
    return this.stops.stopAt?.(world) ? { choices: this.choices, world } : undefined
  }

  /** A place drawn by weight; -1 if all are 0. */
  private pick(weights: readonly number[]): number {
    let total = 0
    for (const weight of weights) total += weight
    if (total === 0) return -1
    let rest = (draw(this.question.setup.seed, this.stream, this.draws++) / 4294967296) * total
    let last = -1
    for (const [i, weight] of weights.entries()) {
      if (weight === 0) continue
      last = i
      rest -= weight
      if (rest < 0) break
    }
    return last
  }
}
