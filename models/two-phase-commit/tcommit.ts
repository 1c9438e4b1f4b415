/**
 * What two-phase commit implements: module TCommit of the same paper (section 2, appendix A.1). There are
 * only the resource managers; each sees all the others at once, so no protocol is needed.
 */
import type { Action } from '@orrery/engine/model/action.ts'
import type { Step } from '@orrery/engine/model/model.ts'
import { HIGH, LOW, ofRm } from './print.ts'
import { rmName, type RmState, type TwoPhaseWorld } from './world.ts'

/** "It is permitted to commit iff all RMs are in the prepared or committed state." */
export const canCommit = (rmState: readonly RmState[]): boolean =>
  rmState.every((state) => state === 'prepared' || state === 'committed')

/** "It is permitted to abort iff no RM is in the committed state." */
export const notCommitted = (rmState: readonly RmState[]): boolean => !rmState.includes('committed')

/** Whether TCommit lets an RM go from one state to another while all are in `rmState`. */
export function allows(rmState: readonly RmState[], from: RmState, to: RmState): boolean {
  switch (to) {
    case 'working':
      return false
    case 'prepared':
      return from === 'working'
    case 'committed':
      return from === 'prepared' && canCommit(rmState)
    case 'aborted':
      return (from === 'working' || from === 'prepared') && notCommitted(rmState)
  }
}

const steps = [
  { name: 'Prepare', to: 'prepared' },
  { name: 'DecideCommit', to: 'committed' },
  { name: 'DecideAbort', to: 'aborted' },
] as const

export function actions({ now, plan, rmState }: TwoPhaseWorld): Action[] {
  return rmState.flatMap((state, rm) =>
    steps
      .filter(({ to }) => allows(rmState, state, to))
      .map(({ name, to }) => ({
        id: `${name}:${rmName(rm)}`,
        type: name,
        by: to === 'aborted' ? ('input' as const) : ('system' as const),
        at: Math.max(now, plan.readyAt[rm]!),
        subject: rmName(rm),
      })),
  )
}

/** @throws Error for an id that means nothing here */
export function step(world: TwoPhaseWorld, { id, at }: Action): Step<TwoPhaseWorld> {
  const [name, node = ''] = id.split(':')
  const rm = Number(node.slice(1)) - 1
  const old = world.rmState[rm]
  const taken = steps.find((each) => each.name === name)
  if (!taken || old === undefined) throw new Error(`transaction commit has no action ${id}`)
  const before = ofRm(rm, old)
  const after = ofRm(rm, taken.to)
  return {
    world: {
      ...world,
      now: at,
      rmState: world.rmState.with(rm, taken.to),
      printHigh: world.printHigh ^ HIGH[before]! ^ HIGH[after]!,
      printLow: world.printLow ^ LOW[before]! ^ LOW[after]!,
    },
    events: [{ type: name === 'Prepare' ? 'prepare' : `rm-${taken.to}`, at, node }],
  }
}
