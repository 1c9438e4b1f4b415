/** Sets of votes: how many there are, how many are enough, and which sets must meet. */
import type { Params } from '@orrery/engine/model/params.ts'
import type { NodeId } from '@orrery/engine/simulate/protocol.ts'

export interface Sizes {
  /** Votes in all: one a replica, unless the first has more (Gifford 1979). */
  readonly all: number
  readonly read: number
  readonly write: number
}

export function replicaNames(params: Params): readonly NodeId[] {
  return ['A', 'B', 'C', 'D', 'E', 'F', 'G'].slice(0, Number(params['replicas']))
}

export function writerNames(params: Params): readonly NodeId[] {
  return Array.from({ length: Number(params['writers']) }, (_, i) => `w${i + 1}`)
}

export function readerNames(params: Params): readonly NodeId[] {
  return Array.from({ length: Number(params['readers']) }, (_, i) => `r${i + 1}`)
}

export function votesOf(params: Params, replicas: readonly NodeId[]): number {
  return replicas.length + (replicas.includes('A') ? Number(params['votesOfA']) - 1 : 0)
}

/**
 * How many votes an operation waits for. With the rule that quorums overlap, a read quorum that is too
 * small to meet every write quorum is made larger; without it, both are as they were chosen.
 */
export function sizesOf(params: Params, overlap: boolean): Sizes {
  const all = votesOf(params, replicaNames(params))
  const write = Math.min(all, Number(params['writeQuorum']))
  const read = Math.min(all, Number(params['readQuorum']))
  return { all, write, read: overlap ? Math.max(read, all - write + 1) : read }
}

export const meets = ({ all, read, write }: Sizes): boolean => read + write > all

/** All sets of so many of `names`. */
export function subsets<T>(names: readonly T[], size: number): readonly (readonly T[])[] {
  if (size === 0) return [[]]
  return names.flatMap((name, i) => subsets(names.slice(i + 1), size - 1).map((rest) => [name, ...rest]))
}
