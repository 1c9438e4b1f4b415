/** What the paper proves of two-phase commit. */
import type { Property } from '@orrery/engine/model/property.ts'
import { allows } from './tcommit.ts'
import { aborted, codeOf, committed, rmName, stateOf, type TwoPhaseWorld } from './world.ts'

/** Of a set with every other bit: the first RM in it, and how many there are. */
const firstOf = (set: number): number => (31 - Math.clz32(set & -set)) >> 1
function count(set: number): number {
  let n = 0
  for (let rest = set; rest !== 0; rest &= rest - 1) n++
  return n
}

export const properties: readonly Property<TwoPhaseWorld>[] = [
  {
    id: 'consistent',
    title: 'No one aborts while another commits',
    source: 'Gray and Lamport 2006, section 2: TCConsistent',
    kind: 'always',
    worldOnly: true,
    violation({ rmState }) {
      if (committed(rmState) === 0 || aborted(rmState) === 0) return undefined
      const one = rmName(firstOf(committed(rmState)))
      const other = rmName(firstOf(aborted(rmState)))
      return {
        why: `${one} has committed and ${other} has aborted the same transaction.`,
        subjects: [one, other],
      }
    },
  },
  {
    id: 'implements',
    title: 'Every step is one that transaction commit allows',
    source: 'Gray and Lamport 2006, section 3: TPSpec implies TC!TCSpec',
    kind: 'always',
    violation({ rmState, plan }, before) {
      if (before === undefined || before.rmState === rmState) return undefined
      for (let rm = 0; rm < plan.participants; rm++) {
        const from = codeOf(before.rmState, rm)
        const to = codeOf(rmState, rm)
        if (from === to || allows(before.rmState, plan.participants, from, to)) continue
        const name = rmName(rm)
        const [was, is] = [stateOf(before.rmState, rm), stateOf(rmState, rm)]
        return { why: `${name} goes from ${was} to ${is} when it may not.`, subjects: [name] }
      }
      return undefined
    },
  },
  {
    id: 'all-commit',
    title: 'All commit',
    kind: 'sometimes',
    reached: ({ rmState, plan }) => count(committed(rmState)) === plan.participants,
  },
  {
    id: 'all-abort',
    title: 'All abort',
    kind: 'sometimes',
    reached: ({ rmState, plan }) => count(aborted(rmState)) === plan.participants,
  },
]
