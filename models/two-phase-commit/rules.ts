/** The guards of the protocol that make it safe, each of which can be switched off. */
import type { Rule } from '@orrery/engine/model/model.ts'
import type { RuleId } from './world.ts'

const recipe = { params: { spec: 'TwoPhase' } }

export const rules: readonly (Rule & { readonly id: RuleId })[] = [
  {
    id: 'await-all',
    title: 'Commit only when all have prepared',
    text: 'The TM commits once it has received Prepared from every RM. Without this it may commit while an RM is still free to abort on its own.',
    section: 'section 3, TMCommit',
    breaks: 'consistent',
    recipe,
  },
  {
    id: 'prepared-waits',
    title: 'Once prepared, wait for the TM',
    text: 'An RM may abort on its own only while it is working: having said Prepared, it has given that right away. Without this the TM may count on an RM that has already aborted.',
    section: 'section 3, RMChooseToAbort',
    breaks: 'consistent',
    recipe,
  },
  {
    id: 'decide-once',
    title: 'Decide once',
    text: 'The TM decides only while it has not decided. Without this it may tell some RMs to commit and others to abort.',
    section: 'section 3, TMCommit and TMAbort',
    breaks: 'consistent',
    recipe,
  },
]
