/** What the paper proves of two-phase commit. */
import type { Property } from '@orrery/engine/model/property.ts'
import { allows } from './tcommit.ts'
import { rmName, type TwoPhaseWorld } from './world.ts'

export const properties: readonly Property<TwoPhaseWorld>[] = [
  {
    id: 'consistent',
    title: 'No one aborts while another commits',
    source: 'Gray and Lamport 2006, section 2: TCConsistent',
    kind: 'always',
    worldOnly: true,
    violation({ rmState }) {
      const committed = rmState.indexOf('committed')
      if (committed < 0) return undefined
      const aborted = rmState.indexOf('aborted')
      if (aborted < 0) return undefined
      return {
        why: `${rmName(committed)} has committed and ${rmName(aborted)} has aborted the same transaction.`,
        subjects: [rmName(committed), rmName(aborted)],
      }
    },
  },
  {
    id: 'implements',
    title: 'Every step is one that transaction commit allows',
    source: 'Gray and Lamport 2006, section 3: TPSpec implies TC!TCSpec',
    kind: 'always',
    violation({ rmState }, before) {
      if (before === undefined || before.rmState === rmState) return undefined
      for (let rm = 0; rm < rmState.length; rm++) {
        const from = before.rmState[rm]!
        const to = rmState[rm]!
        if (from === to || allows(before.rmState, from, to)) continue
        return {
          why: `${rmName(rm)} goes from ${from} to ${to} when it may not.`,
          subjects: [rmName(rm)],
        }
      }
      return undefined
    },
  },
  {
    id: 'all-commit',
    title: 'All commit',
    kind: 'sometimes',
    reached: ({ rmState }) => rmState.every((state) => state === 'committed'),
  },
  {
    id: 'all-abort',
    title: 'All abort',
    kind: 'sometimes',
    reached: ({ rmState }) => rmState.every((state) => state === 'aborted'),
  },
]
