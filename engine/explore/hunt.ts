/** Runs a search in strides, between which it looks at the clock, its bounds and the caller's wishes. */
import type { Bounds, Progress } from './types.ts'

/** What the explorer needs of the place it runs in. */
export interface Host {
  /** A clock that does not go back, in milliseconds. */
  now(): number
  /** Milliseconds between reports of progress; 100 without it. */
  readonly every?: number
}

/** Said to the explorer in answer to a report. */
export type Signal = 'cancel' | undefined

/** Milliseconds that a stride is to take: a cancelled search must not go on for long. */
const STRIDE = 12

export interface Search<F> extends Omit<Progress, 'seconds'> {
  /** Generates about so many states more. 'full': the bound on states is reached. 'done': all was searched. */
  run(steps: number): 'more' | 'full' | 'done' | F
  /** Bytes held, once so many more states have been found. */
  bytes(more: number): number
}

export class GaveUp {
  readonly reason: string
  constructor(reason: string) {
    this.reason = reason
  }
}

/** Knows since when the search runs and when a report is due. */
export class Watch {
  private readonly host: Host
  private readonly began: number
  private reported: number

  constructor(host: Host) {
    this.host = host
    this.began = host.now()
    this.reported = this.began
  }

  get seconds(): number {
    return (this.host.now() - this.began) / 1000
  }

  /** True when a report is due; then the next is due one period later. */
  due(): boolean {
    const now = this.host.now()
    if (now - this.reported < (this.host.every ?? 100)) return false
    this.reported = now
    return true
  }

  progress({ distinct, generated, depth }: Omit<Progress, 'seconds'>): Progress {
    return { distinct, generated, depth, seconds: this.seconds }
  }
}

export function* hunt<F extends object>(
  search: Search<F>,
  bounds: Bounds,
  watch: Watch,
): Generator<Progress, F | 'done' | GaveUp, Signal> {
  for (let stride = 32; ;) {
    const began = watch.seconds
    const outcome = search.run(stride)
    if (outcome === 'full') return new GaveUp(`${bounds.maxStates} states were not enough`)
    if (outcome !== 'more') return outcome
    const took = (watch.seconds - began) * 1000
    if (took < STRIDE / 2) stride = Math.min(stride * 2, 1 << 16)
    else if (took > STRIDE * 2 && stride > 1) stride >>= 1
    const { maxMemory = Infinity, seconds = Infinity } = bounds
    if (search.bytes(stride) > maxMemory) return new GaveUp(`${maxMemory} bytes of memory were not enough`)
    if (watch.seconds > seconds) return new GaveUp(`${seconds} seconds were not enough`)
    if (watch.due() && (yield watch.progress(search)) === 'cancel') return new GaveUp('cancelled')
  }
}
