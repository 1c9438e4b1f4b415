/**
 * A model is a system that can be run one action at a time. Everything in Orrery (the player, the
 * seeded scheduler, the exhaustive explorer, a share link) drives a model through this one type.
 */
import type { Action, Event, Micros } from './action.ts'
import type { Fingerprint } from './fingerprint.ts'
import type { Params, ParamSpecs } from './params.ts'
import type { Property } from './property.ts'
import type { Scene, View } from './scene.ts'

/** Where a model or a claim comes from. */
export interface Source {
  readonly title: string
  readonly authors: string
  readonly year: number
  /** Section, page or figure. */
  readonly where?: string
  readonly url?: string
}

/**
 * A safety rule of the protocol that can be switched off. `breaks` names the property that falls
 * when it is off; a rule with no `breaks` says in `note` why its removal breaks nothing here.
 */
export interface Rule {
  readonly id: string
  /** A short imperative: "Remember your vote". */
  readonly title: string
  /** What the rule says, and what happens without it. */
  readonly text: string
  /** Section of the source, as "§5.4.2". */
  readonly section?: string
  readonly breaks?: string
  readonly note?: string
  /** How the explorer finds the counterexample fast: what it differs in from the default question. */
  readonly recipe?: Recipe
}

/** Where to look for a counterexample. Everything left out keeps its default. */
export interface Recipe {
  readonly params?: Params
  readonly grain?: 'actions' | 'rounds'
  readonly strategy?: 'breadth-first' | 'random-walk'
  /** Depth of the search. */
  readonly depth?: number
  /** At most so many actions (or rounds) of a type on a path: `{ crash: 1 }`. */
  readonly actions?: Readonly<Record<string, number>>
  /** The model's own bounds. */
  readonly model?: Readonly<Record<string, number>>
}

/** What a run starts from. Two runs with equal setups and equal choices are equal. */
export interface Setup {
  readonly params: Params
  /** Ids of the rules that are switched off, sorted. */
  readonly without: readonly string[]
  /** An unsigned 32-bit integer. */
  readonly seed: number
  /**
   * Nothing goes wrong by chance: no drawn loss, duplication or reordering. For exploring, where all
   * faults are choices, and for playing what was found there.
   */
  readonly quiet?: boolean
}

/** What one action did. */
export interface Step<W> {
  readonly world: W
  readonly events: readonly Event[]
}

/** Every world says what time it is: integer microseconds since the start of the run. */
export interface World {
  readonly now: Micros
}

/** A line of the inspector: the name of a piece of state, its value, and where it was read. */
export interface Field {
  readonly name: string
  readonly value: string
}

/** What a reader may write as a whole, such as a sequence of letters. */
export interface Writing<W> {
  /** "Letters" */
  readonly title: string
  /** What may be written, in words, and as a regular expression of the whole text. */
  readonly hint: string
  readonly pattern: string
  /** What stands there now. */
  text(world: W): string
  /** The id of the action that writes this text instead; `find` knows it. */
  action(text: string): string
}

/**
 * Several actions that an explorer may take as one step, such as an election with its quorum.
 * `next` names the action to take after `taken` actions of the round, or undefined at its end.
 */
export interface Round<W> {
  readonly id: string
  /** The kind of round, for bounds ("election": at most 3). */
  readonly type: string
  /** In words: "A, B elect A in term 1". Without it, its actions in words. */
  readonly title?: string
  next(world: W, taken: number): string | undefined
}

export interface Model<W extends World = World> {
  readonly id: string
  readonly title: string
  /** One sentence. */
  readonly summary: string
  readonly sources: readonly Source[]
  /** What is modelled and what is left out, in sentences that stand on the page. */
  readonly fidelity: { readonly models: readonly string[]; readonly leavesOut: readonly string[] }
  readonly params: ParamSpecs
  readonly rules: readonly Rule[]
  readonly properties: readonly Property<W>[]

  /** The first world. The caller has checked the setup with `checkSetup`. */
  init(setup: Setup): W
  /** What happened in `init`, as events: a cluster's nodes start, and send. None without it. */
  opening?(setup: Setup): readonly Event[]
  /**
   * All that can happen next. The order is deterministic. A scheduled action (`by: 'system'`)
   * carries the time it is due (or now, if that is past); the timed driver takes the earliest, ties
   * by place in the list. With `types`, a model may leave out actions of other types: exploring asks
   * for few of them, and often.
   */
  actions(world: W, types?: Pick<ReadonlySet<string>, 'has'>): readonly Action[]
  /** What the timed driver takes: as a scan of `actions` would find it, only faster. */
  next?(world: W): Action | undefined
  /**
   * For drivers that take actions in any order, regardless of time: false where an action of the list
   * cannot come next (a timer while one set earlier must fire first), or would change nothing that
   * counts. All are explorable without it.
   */
  explorable?(world: W, action: Action): boolean
  /**
   * The action with this id, listed or not. A model overrides it for actions too many to list
   * (a cut through any set of nodes). Undefined where the id means nothing in this world.
   */
  find?(world: W, id: string): Action | undefined
  /** A text of the world that a reader may write anew. */
  readonly writing?: Writing<W>
  /** Pure. `action.at` is when it happens and is never before `world.now`. */
  step(world: W, action: Action): Step<W>
  /**
   * Of canonical content only: without message ids, absolute time, counters of random streams.
   * Equal states built in a different order have equal fingerprints.
   */
  fingerprint(world: W): Fingerprint

  /** The pictures this model can draw; the first is the default. */
  readonly views: readonly { readonly id: string; readonly title: string }[]
  view(world: W, view: View): Scene
  /** The state of one subject (a node, a message), for the inspector. */
  inspect(world: W, subject: string): readonly Field[]
  /** An action in words, as an instruction: "Crash A", "Deliver vote? t3 to B". */
  describe(world: W, action: Action): string
  /** An event in words, as a sentence: "B votes for A in term 2." */
  tell(event: Event): string

  /** A coarser grain for exploring. */
  rounds?(world: W): readonly Round<W>[]
  /** Limits of the explored space, checked by `within`: name, default, what it bounds. */
  readonly bounds?: Readonly<Record<string, { readonly default: number; readonly text: string }>>
  /**
   * False where a world lies outside the bounds: it is generated and judged, but not among the distinct
   * ones and not expanded (as TLC's CONSTRAINT).
   */
  within?(world: W, bounds: Readonly<Record<string, number>>): boolean
  /** Relative weight of an action in a random walk (default 1; 0 never). */
  bias?(world: W, action: Action): number
  /**
   * The fingerprint of the world up to interchange of nodes that play the same part: equal for worlds
   * that differ only in which node is which. Sound where no property tells those nodes apart.
   */
  symmetry?(world: W): Fingerprint
  /** For *eventually*: the world with its faults healed (a core of nodes up, links open). */
  heal?(world: W): W
}
