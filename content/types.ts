/** The kinds of page, as data. An explainer is a scenario whose steps have captions. */
import type { Source, World } from '@orrery/engine/model/model.ts'
import type { ScenarioStep, Scenario } from '@orrery/engine/model/scenario.ts'

export type Kind = 'explainer' | 'concept' | 'article' | 'topic' | 'playground' | 'note'

/**
 * Text with light markup: `*emphasis*`, `` `code` ``, `[word](role:pending)` for a word that carries
 * the mark of a role, `[word](@A)` for a word that names a subject of the figure.
 */
export type Marked = string

export interface Prediction {
  readonly question: Marked
  readonly options: readonly { readonly text: Marked; readonly right: boolean; readonly why: Marked }[]
}

export interface BreakIt {
  /** The rule that the reader switches off here. Its recipe says how the explorer looks. */
  readonly rule: string
  /** What to look for in the counterexample. */
  readonly text: Marked
}

export interface ReviewQuestion {
  readonly question: Marked
  readonly answer: Marked
}

export interface ExplainerStep<W extends World> extends ScenarioStep<W> {
  /** A few words, for the list of steps: "An election". */
  readonly title: string
  /**
   * 15 to 25 words. A function where it says a number or a name of the run: it is given the world at
   * the end of the step, so the caption cannot disagree with the figure.
   */
  readonly caption: Marked | ((world: W) => Marked)
  readonly prediction?: Prediction
  readonly breakIt?: BreakIt
  /** The last step: what to remember. */
  readonly recap?: readonly Marked[]
  /** Properties to show with their verdict at this step. */
  readonly properties?: readonly string[]
  /** A view of the model other than the explainer's. */
  readonly view?: string
}

export interface Explainer<W extends World> {
  readonly kind: 'explainer'
  readonly slug: string
  readonly title: string
  /** One sentence for lists, search and social pictures. */
  readonly description: string
  readonly group: string
  readonly scenario: Omit<Scenario<W>, 'steps'>
  /** The model's view that the plate shows. */
  readonly view: string
  /** Simulated microseconds that pass in one second at speed 1. */
  readonly pace: number
  readonly steps: readonly ExplainerStep<W>[]
  readonly review: readonly [ReviewQuestion, ReviewQuestion, ...ReviewQuestion[]]
  readonly sources: readonly Source[]
  /** Slugs of other pages, as "explainers/raft". */
  readonly next: readonly string[]
  readonly published: string
  readonly updated: string
}

/** Something to reach in a playground. It ticks itself when what was measured meets it. */
export interface Goal<R> {
  readonly id: string
  readonly title: string
  readonly level: 'easy' | 'fair' | 'hard' | 'few manage this'
  /** What must be so, in words. */
  readonly task: Marked
  /** What to do before: the interventions that set the stage, as "set:rate:80". Undefined: any run will do. */
  readonly start: readonly string[]
  /** A nudge, not the answer. */
  readonly hint: Marked
  /** What to notice once it is reached. */
  readonly notice: Marked
  /** Whether a measurement meets it. */
  met(report: R): boolean
}

/** A prepared run of a playground, worth a click. */
export interface PreparedRun {
  readonly id: string
  readonly title: string
  readonly notice: Marked
  /** Interventions at the start of the first setting, and of a second beside it on the same requests. */
  readonly first: readonly string[]
  readonly second?: readonly string[]
  /** Interventions in both, at a time in simulated microseconds. */
  readonly later?: readonly { readonly at: number; readonly id: string }[]
  /** Simulated seconds a second. */
  readonly speed: number
}

/** A playground: a large figure with knobs, prepared runs, and goals. `R` is what its model measures. */
export interface Playground<R> {
  readonly kind: 'playground'
  readonly slug: string
  readonly title: string
  readonly description: string
  readonly group: string
  readonly lead: Marked
  readonly model: string
  readonly seed: number
  /** Where the first frame stands, in simulated microseconds. */
  readonly warmUp: number
  readonly speed: number
  readonly runs: readonly PreparedRun[]
  readonly goals: readonly Goal<R>[]
  /** What to look at in the figure, in a few paragraphs. */
  readonly reading: readonly { readonly title: string; readonly text: Marked }[]
  readonly sources: readonly Source[]
  readonly next: readonly string[]
  readonly published: string
  readonly updated: string
}

/** A figure that a page names by id. Checked at build: the model, its params, rules and view exist. */
export interface FigureSpec {
  readonly id: string
  readonly title: string
  /** What to look for. */
  readonly caption: Marked
  /** Id of a model in the registry of models. */
  readonly model: string
  readonly params?: Readonly<Record<string, number | string | boolean>>
  readonly without?: readonly string[]
  readonly seed: number
  readonly view: string
  /** Simulated microseconds that pass in one second at speed 1. */
  readonly pace: number
  /** Run so long before the first frame is drawn. */
  readonly warmUp?: number
  /** Which panels it shows; all by default. */
  readonly panels?: readonly (
    'properties' | 'rules' | 'inspector' | 'log' | 'space-time' | 'params' | 'fidelity'
  )[]
}
