/** Which sets must meet: counted, not argued. */
import { describe, expect, it } from 'vitest'
import { paramsWith } from './params.ts'
import { meets, replicaNames, sizesOf, subsets, votesOf } from './quorums.ts'

const shareOne = (a: readonly string[], b: readonly string[]): boolean => a.some((id) => b.includes(id))

describe.each([1, 2, 3, 4, 5, 6, 7])('of %i replicas', (replicas) => {
  const names = replicaNames(paramsWith({ replicas }))

  it('all sets of R and all of W have a replica in common exactly when R + W > N', () => {
    for (let read = 1; read <= replicas; read++) {
      for (let write = 1; write <= replicas; write++) {
        const always = subsets(names, read).every((a) => subsets(names, write).every((b) => shareOne(a, b)))
        expect(always, `R ${read}, W ${write}`).toBe(read + write > replicas)
        expect(meets({ all: replicas, read, write })).toBe(always)
      }
    }
  })

  it('there are as many sets of each size as there are ways to choose', () => {
    let choose = 1
    for (let size = 0; size <= replicas; size++) {
      expect(subsets(names, size)).toHaveLength(choose)
      choose = (choose * (replicas - size)) / (size + 1)
    }
  })

  it.each([2, 3])('and so it is with votes, if the first has %i', (votesOfA) => {
    const params = paramsWith({ replicas, votesOfA })
    const all = votesOf(params, names)
    expect(all).toBe(replicas + votesOfA - 1)
    // The sets that suffice: any with enough votes.
    const every = Array.from({ length: replicas + 1 }, (_, size) => subsets(names, size)).flat()
    const enough = (votes: number) => every.filter((set) => votesOf(params, set) >= votes)
    for (let read = 1; read <= all; read++) {
      for (let write = 1; write <= all; write++) {
        const always = enough(read).every((a) => enough(write).every((b) => shareOne(a, b)))
        // More votes than all others have can be missed by none: then sets may meet although the sum is small.
        if (read + write > all) expect(always, `R ${read}, W ${write}`).toBe(true)
      }
    }
  })
})

describe('the rule that quorums overlap', () => {
  it('makes a read quorum that is too small as large as it must be, and leaves any other as it is', () => {
    for (const replicas of [1, 2, 3, 4, 5, 6, 7]) {
      for (let read = 1; read <= 9; read++) {
        for (let write = 1; write <= 9; write++) {
          const params = paramsWith({ replicas, readQuorum: read, writeQuorum: write })
          const chosen = sizesOf(params, false)
          const kept = sizesOf(params, true)
          expect(meets(kept)).toBe(true)
          if (meets(chosen)) expect(kept).toEqual(chosen)
          else expect(kept.read + kept.write).toBe(replicas + 1)
        }
      }
    }
  })
})
