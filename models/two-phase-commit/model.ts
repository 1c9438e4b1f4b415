/** Two-phase commit and the specification that it implements, as one model. */
import type { Model } from '@orrery/engine/model/model.ts'
import { fingerprint, symmetricPrint } from './print.ts'
import { properties } from './properties.ts'
import { rules } from './rules.ts'
import * as tcommit from './tcommit.ts'
import * as twoPhase from './two-phase.ts'
import { view } from './view.ts'
import { describe, inspect, tell } from './words.ts'
import { start, type TwoPhaseWorld } from './world.ts'

export const twoPhaseCommit: Model<TwoPhaseWorld> = {
  id: 'two-phase-commit',
  title: 'Two-phase commit',
  summary: 'Several databases agree to commit a transaction, all or none, through a transaction manager.',
  sources: [
    {
      title: 'Consensus on Transaction Commit',
      authors: 'Jim Gray and Leslie Lamport',
      year: 2006,
      where: 'sections 2 and 3, appendix A',
      url: 'https://doi.org/10.1145/1132863.1132867',
    },
  ],
  fidelity: {
    models: [
      'The actions of module TwoPhase, each as atomic as it is there, and as its guards have it.',
      'Messages as a set that only grows: a message may be received late, never, or twice.',
      'With spec TCommit, the abstract specification, in which there are no messages.',
    ],
    leavesOut: [
      'What the transaction does, and the Prepare message that starts the protocol.',
      'Crashes, logs and recovery: an RM that stops is one that takes no more steps.',
      'Progress: nothing makes the TM decide, and RMs wait for it for as long as it takes.',
    ],
  },
  params: {
    participants: { kind: 'integer', title: 'Resource managers', min: 1, max: 10, default: 3 },
    spec: { kind: 'choice', title: 'Specification', options: ['TwoPhase', 'TCommit'], default: 'TwoPhase' },
  },
  rules,
  properties,
  init: start,
  actions: (world) => (world.plan.abstract ? tcommit.actions(world) : twoPhase.actions(world)),
  step: (world, action) => (world.plan.abstract ? tcommit.step(world, action) : twoPhase.step(world, action)),
  fingerprint,
  symmetry: symmetricPrint,
  views: [{ id: 'managers', title: 'Managers' }],
  view,
  inspect,
  describe,
  tell,
}
