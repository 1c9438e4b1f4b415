/**
 * Breadth-first search: the worlds reachable from the first, level by level, so that the first violation
 * found is a shortest one. Only fingerprints are remembered of worlds that were expanded; only the two
 * levels at work are kept as worlds.
 *
 * Counted as TLC does: a world outside the model's bounds (`within`) is generated and judged, but is
 * not among the distinct ones and leads nowhere.
 */
import { combine, type Fingerprint } from '../model/fingerprint.ts'
import type { Model, Step, World } from '../model/model.ts'
import { Budget } from './budget.ts'
import { FingerprintSet } from './fingerprint-set.ts'
import { Judge, type Broken } from './judge.ts'
import { boundsOf, due, playRound, roundsOf } from './moves.ts'
import { Trail } from './trail.ts'
import type { Question } from './types.ts'

/** What a world of the frontier takes, roughly: neighbours share most of what they are made of. */
const WORLD_BYTES = 500

/** A world that ends the search, by the moves that lead to it. */
export interface Found<W> {
  readonly moves: readonly number[]
  readonly world: W
  /** Without it, the world is one that `stopAt` asked for. */
  readonly broken?: Broken
}

export interface Extras<W> {
  /** Ends the search at the first world for which this is true, in addition to violations. */
  readonly stopAt?: (world: W) => boolean
}

export class BreadthFirst<W extends World> {
  private readonly model: Model<W>
  private readonly question: Question
  private readonly extras: Extras<W>
  private readonly seen = new FingerprintSet()
  private readonly trail = new Trail()
  private readonly budget: Budget
  private readonly depthLimit: number
  private readonly maxStates: number
  private readonly modelBounds: Readonly<Record<string, number>>
  private level: W[] = []
  private next: W[] = []
  /** Budget codes of the worlds of `level` and `next`, if budgets count. */
  private codes: number[] = []
  private nextCodes: number[] = []
  /** Place in `level`, and the number of the first state of it. */
  private at = 0
  private base = 0
  private found: Found<W> | undefined
  /** States on the path to each world of `level`. */
  private reached = 0
  generated = 0
  readonly judge: Judge<W>

  constructor(model: Model<W>, question: Question, extras: Extras<W> = {}) {
    this.model = model
    this.question = question
    this.extras = extras
    this.judge = new Judge(model, question.property)
    this.budget = new Budget(question.bounds.actions)
    this.depthLimit = question.bounds.depth ?? Infinity
    this.maxStates = question.bounds.maxStates ?? Infinity
    this.modelBounds = boundsOf(model, question)
    this.visit(model.init(question.setup), undefined, -1, 0, 0)
    this.turn()
  }

  get distinct(): number {
    return this.trail.size
  }

  get depth(): number {
    return this.next.length > 0 ? this.reached + 1 : this.reached
  }

  /** Bytes held, with what `more` further states would add. */
  bytes(more = 0): number {
    const frontier = this.level.length - this.at + this.next.length
    return this.seen.bytesWith(more) + this.trail.bytes + (frontier + more) * WORLD_BYTES
  }

  /**
   * Expands worlds until at least `steps` more have been generated.
   * @returns 'more', 'full' at the bound on states, 'done' when nothing is left, or what ended the search
   */
  run(steps: number): 'more' | 'full' | 'done' | Found<W> {
    const until = this.generated + steps
    while (this.found === undefined) {
      if (this.at === this.level.length) {
        if (this.next.length === 0) return 'done'
        this.turn()
        continue
      }
      if (this.reached > this.depthLimit) return 'done'
      if (this.distinct >= this.maxStates) return 'full'
      if (this.generated >= until) return 'more'
      if (this.question.grain === 'actions') this.expandActions()
      else this.expandRounds()
      this.at++
    }
    return this.found
  }

  private turn(): void {
    this.base += this.level.length
    this.level = this.next
    this.codes = this.nextCodes
    this.next = []
    this.nextCodes = []
    this.at = 0
    this.reached++
  }

  private expandActions(): void {
    const { model, budget } = this
    const world = this.level[this.at]!
    const parent = this.base + this.at
    const code = budget.counts ? this.codes[this.at]! : 0
    const actions = model.actions(world, budget.types)
    let move = -1
    for (let i = 0; i < actions.length; i++) {
      const action = actions[i]!
      if (!budget.allows(action)) continue
      move++
      const spent = budget.spend(code, action.type, action.by)
      if (spent < 0 || (model.explorable && !model.explorable(world, action))) continue
      const step: Step<W> = model.step(world, due(world, action))
      // A step that changes nothing leads to a world that was seen and judged.
      if (step.world === world && spent === code) this.generated++
      else this.visit(step.world, world, parent, move, spent)
      if (this.found) return
    }
  }

  private expandRounds(): void {
    const { model, budget } = this
    const world = this.level[this.at]!
    const code = budget.counts ? this.codes[this.at]! : 0
    const rounds = roundsOf(model, world)
    for (let i = 0; i < rounds.length; i++) {
      const round = rounds[i]!
      const spent = budget.spend(code, round.type, 'system')
      if (spent < 0) continue
      const { worlds } = playRound(model, world, round)
      let before = world
      for (const [n, after] of worlds.entries()) {
        if (n === worlds.length - 1) this.visit(after, before, this.base + this.at, i, spent)
        else this.pass(after, before, i)
        if (this.found) return
        before = after
      }
    }
  }

  /** A world inside a round: judged, but not a state of the search. */
  private pass(world: W, before: W, move: number): void {
    this.end(world, this.judge.step(world, before, true), this.base + this.at, move)
  }

  private visit(world: W, before: W | undefined, parent: number, move: number, code: number): void {
    this.generated++
    const { model } = this
    const inside = model.within === undefined || model.within(world, this.modelBounds)
    let fresh = true
    if (inside) {
      let fingerprint: Fingerprint =
        this.question.symmetry && model.symmetry ? model.symmetry(world) : model.fingerprint(world)
      if (code > 0) fingerprint = combine(fingerprint, code)
      fresh = this.seen.add(fingerprint)
    }
    const broken = this.judge.step(world, before, fresh)
    if (fresh && inside) {
      this.trail.add(parent, move)
      this.next.push(world)
      if (this.budget.counts) this.nextCodes.push(code)
      this.judge.notice(world, this.reached + 1)
    }
    if (broken || fresh) this.end(world, broken, parent, move)
  }

  private end(world: W, broken: Broken | undefined, parent: number, move: number): void {
    if (broken === undefined && !this.extras.stopAt?.(world)) return
    const moves = parent < 0 ? [] : [...this.trail.path(parent), move]
    this.found = broken ? { moves, world, broken } : { moves, world }
  }
}
