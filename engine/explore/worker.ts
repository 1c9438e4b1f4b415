/**
 * The explorer behind a message port. A worker file needs a few lines:
 *
 *     serve({
 *       post: (message) => postMessage(message),
 *       listen: (hear) => addEventListener('message', ({ data }) => hear(data)),
 *       load: async (id) => (await models[id]!()).model,
 *       now: () => performance.now(),
 *       later: (go) => setTimeout(go, 0),
 *     })
 */
import type { Model, World } from '../model/model.ts'
import { explore, type Signal } from './explore.ts'
import type { Progress, Question, Verdict } from './types.ts'

/** To the worker. `job` is the caller's name for a search; several may run at once. */
export type Order =
  | { readonly kind: 'explore'; readonly job: number; readonly model: string; readonly question: Question }
  | { readonly kind: 'cancel'; readonly job: number }

/** From the worker. A job ends with its verdict (also when cancelled) or with an error. */
export type Report =
  | { readonly kind: 'progress'; readonly job: number; readonly progress: Progress }
  | { readonly kind: 'verdict'; readonly job: number; readonly verdict: Verdict }
  | { readonly kind: 'error'; readonly job: number; readonly message: string }

export interface Post<W extends World> {
  readonly post: (report: Report) => void
  /** Calls `hear` with each order that arrives. */
  readonly listen: (hear: (order: Order) => void) => void
  readonly load: (model: string) => Promise<Model<W>>
  /** A clock that does not go back, in milliseconds. */
  readonly now: () => number
  /** Calls `go` once orders that have arrived were heard. */
  readonly later: (go: () => void) => void
}

export function serve<W extends World>({ post, listen, load, now, later }: Post<W>): void {
  const cancelled = new Set<number>()

  const run = async (job: number, id: string, question: Question): Promise<void> => {
    const exploring = explore(await load(id), question, { now })
    let signal: Signal
    const go = (): void => {
      try {
        const { done, value } = exploring.next(signal)
        // A generator does not hear what comes with the first call.
        signal = cancelled.has(job) ? 'cancel' : undefined
        if (done) {
          cancelled.delete(job)
          post({ kind: 'verdict', job, verdict: value })
        } else {
          post({ kind: 'progress', job, progress: value })
          later(go)
        }
      } catch (error) {
        fail(job, error)
      }
    }
    go()
  }

  const fail = (job: number, error: unknown): void =>
    post({ kind: 'error', job, message: error instanceof Error ? error.message : String(error) })

  listen((order) => {
    if (order.kind === 'cancel') cancelled.add(order.job)
    else run(order.job, order.model, order.question).catch((error: unknown) => fail(order.job, error))
  })
}
