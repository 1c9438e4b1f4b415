/** A search for what goes wrong: its progress and verdict as a signal, and its run put on the plate. */
import type { Progress, Question, Verdict } from '@orrery/engine/explore/types.ts'
import { createSignal, onCleanup, type Accessor } from 'solid-js'
import { branchOf, play, show } from '../player/player.ts'
import type { Asked } from './explorer.ts'
import type { Desk } from './desk.ts'

export type Search =
  | { readonly state: 'idle' }
  | { readonly state: 'searching'; readonly words: string }
  | { readonly state: 'done'; readonly words: string; readonly verdict: Verdict['verdict'] }
  | { readonly state: 'failed'; readonly words: string }

export interface Searching {
  readonly search: Accessor<Search>
  /** Looks for a run that breaks a promise without these rules (default: those off now). */
  start(without?: readonly string[]): void
  cancel(): void
}

export function createSearch(desk: Desk): Searching {
  const [search, setSearch] = createSignal<Search>({ state: 'idle' })
  let asked: Asked | undefined
  let turn = 0

  const run = async (without: readonly string[] | undefined): Promise<void> => {
    const mine = ++turn
    asked = undefined
    setSearch({ state: 'searching', words: 'Starting' })
    // The explorer's words and its worker come when they are first needed.
    const [words, { ask }, { replay }] = await Promise.all([
      import('../player/search.ts'),
      import('./explorer.ts'),
      import('@orrery/engine/simulate/history.ts'),
    ])
    if (mine !== turn) return
    const { model, setup } = branchOf(desk.player()).history
    const question: Question = words.questionFor(model, without === undefined ? setup : { ...setup, without })
    const progress = (now: Progress): void => {
      if (mine === turn) setSearch({ state: 'searching', words: words.progressInWords(now) })
    }
    asked = ask(model.id, question, progress)
    const verdict = await asked.verdict
    if (mine !== turn) return
    setSearch({
      state: 'done',
      verdict: verdict.verdict,
      words: words.verdictInWords(model, question, verdict),
    })
    if (verdict.choices === undefined || verdict.verdict !== 'violated') return
    const history = replay(model, { ...question.setup, quiet: true }, verdict.choices)
    const title = model.properties.find((p) => p.id === verdict.property)?.title ?? 'a promise'
    const why = `Why this breaks “${title}”: ${verdict.violation?.why ?? ''}`
    desk.change((player) =>
      play(show(player, { history, title: `How “${title}” breaks`, kind: 'recorded', why })),
    )
  }

  const cancel = (): void => {
    if (asked !== undefined) {
      asked.cancel()
      return
    }
    // Stopped before the explorer was there.
    turn++
    setSearch({ state: 'idle' })
  }
  onCleanup(() => asked?.cancel())
  return {
    search,
    start: (without) =>
      void run(without).catch((error: unknown) =>
        setSearch({
          state: 'failed',
          words: `The search failed: ${error instanceof Error ? error.message : String(error)}`,
        }),
      ),
    cancel,
  }
}
