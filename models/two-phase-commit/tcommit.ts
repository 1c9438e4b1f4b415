/**
 * What two-phase commit implements: module TCommit of the same paper (section 2, appendix A.1). There are
 * only the resource managers; each sees all the others at once, so no protocol is needed.
 */
import type { Action } from '@orrery/engine/model/action.ts'
import type { Step } from '@orrery/engine/model/model.ts'
import { flip, ofRm } from './print.ts'
import {
  ABORTED,
  aborted,
  codeOf,
  COMMITTED,
  committed,
  PREPARED,
  rmName,
  withCode,
  WORKING,
  working,
  type RmStates,
  type TwoPhaseWorld,
} from './world.ts'

/** It can commit if all RMs are prepared or have committed. */
export const canCommit = (rmState: RmStates, participants: number): boolean =>
  working(rmState, participants) === 0 && aborted(rmState) === 0

/** It can abort if no RM is in the committed state. */
export const notCommitted = (rmState: RmStates): boolean => committed(rmState) === 0

/** Whether TCommit lets an RM go from one state to another while all are in `rmState`. */
export function allows(rmState: RmStates, participants: number, from: number, to: number): boolean {
  switch (to) {
    case PREPARED:
      return from === WORKING
    case COMMITTED:
      return from === PREPARED && canCommit(rmState, participants)
    case ABORTED:
      return (from === WORKING || from === PREPARED) && notCommitted(rmState)
    default:
      return false
  }
}

const steps = [
  { name: 'Prepare', to: PREPARED },
  { name: 'DecideCommit', to: COMMITTED },
  { name: 'DecideAbort', to: ABORTED },
] as const

export function actions({ now, plan, rmState }: TwoPhaseWorld): Action[] {
  const { participants, readyAt } = plan
  return readyAt.flatMap((ready, rm) =>
    steps
      .filter(({ to }) => allows(rmState, participants, codeOf(rmState, rm), to))
      .map(({ name, to }): Action => ({
        id: `${name}:${rmName(rm)}`,
        type: name,
        by: to === ABORTED ? 'input' : 'system',
        at: Math.max(now, ready),
        subject: rmName(rm),
      })),
  )
}

/** @throws Error for an id that means nothing here */
export function step(world: TwoPhaseWorld, { id, at }: Action): Step<TwoPhaseWorld> {
  const [name = '', node = ''] = id.split(':')
  const rm = Number(node.slice(1)) - 1
  const taken = steps.find((each) => each.name === name)
  if (!taken || !(rm >= 0 && rm < world.plan.participants))
    throw new Error(`transaction commit has no action ${id}`)
  const rmState = withCode(world.rmState, rm, taken.to)
  const print = flip(flip(world, ofRm(rm, codeOf(world.rmState, rm))), ofRm(rm, taken.to))
  return { world: { ...world, now: at, rmState, ...print }, events: [{ type: name, at, node }] }
}
