/** Asking the explorer in its worker. One worker a page, made when it is first asked. */
import type { Order, Report } from '@orrery/engine/explore/worker.ts'
import type { Progress, Question, Verdict } from '@orrery/engine/explore/types.ts'

export interface Asked {
  readonly verdict: Promise<Verdict>
  /** Ends the search; its verdict is then that it gave up. */
  cancel(): void
}

interface Job {
  readonly progress: (progress: Progress) => void
  readonly done: (verdict: Verdict) => void
  readonly failed: (error: Error) => void
}

const jobs = new Map<number, Job>()
let worker: Worker | undefined
let count = 0

function theWorker(): Worker {
  if (worker !== undefined) return worker
  worker = new Worker(new URL('../explore.worker.ts', import.meta.url), { type: 'module' })
  worker.addEventListener('message', ({ data }: MessageEvent<Report>) => {
    const job = jobs.get(data.job)
    if (job === undefined) return
    if (data.kind === 'progress') {
      job.progress(data.progress)
      return
    }
    jobs.delete(data.job)
    if (data.kind === 'verdict') job.done(data.verdict)
    else job.failed(new Error(data.message))
  })
  worker.addEventListener('error', () => {
    for (const job of jobs.values())
      job.failed(new Error('The explorer stopped: it may have run out of memory.'))
    jobs.clear()
    worker?.terminate()
    worker = undefined
  })
  return worker
}

/** Asks; `progress` is called a few times a second until the verdict. */
export function ask(model: string, question: Question, progress: (progress: Progress) => void): Asked {
  const job = ++count
  const post = (order: Order): void => theWorker().postMessage(order)
  const verdict = new Promise<Verdict>((done, failed) => {
    jobs.set(job, { progress, done, failed })
    post({ kind: 'explore', job, model, question })
  })
  return { verdict, cancel: () => post({ kind: 'cancel', job }) }
}
