/**
 * Two-phase commit as in module TwoPhase of Gray and Lamport, "Consensus on Transaction Commit" (2006),
 * section 3 and appendix A.2: its actions by their names, in its order. Resource managers (RMs) prepare
 * and say so; the transaction manager (TM) commits once all have, or aborts whenever it likes.
 */
import type { Action, Event, Micros } from '@orrery/engine/model/action.ts'
import type { Step } from '@orrery/engine/model/model.ts'
import { HIGH, MOST, LOW, OF_ABORT, OF_COMMIT, ofPrepared, ofRm, ofTm, ofTmPrepared } from './print.ts'
import { has, rmName, type TwoPhaseWorld } from './world.ts'

export type Name =
  | 'TMCommit'
  | 'TMAbort'
  | 'TMRcvPrepared'
  | 'RMPrepare'
  | 'RMChooseToAbort'
  | 'RMRcvCommitMsg'
  | 'RMRcvAbortMsg'

/** What an action's id says. */
export interface Deed {
  readonly id: string
  readonly name: Name
  readonly rm: number
  readonly subject: string
}

const ofRms = (name: Name, subject: (rm: string) => string): readonly Deed[] =>
  Array.from({ length: MOST }, (_, rm) => ({
    id: `${name}:${rmName(rm)}`,
    name,
    rm,
    subject: subject(rmName(rm)),
  }))

const tmCommit: Deed = { id: 'TMCommit', name: 'TMCommit', rm: -1, subject: 'TM' }
const tmAbort: Deed = { id: 'TMAbort', name: 'TMAbort', rm: -1, subject: 'TM' }
const tmRcvPrepared = ofRms('TMRcvPrepared', (rm) => `prepared:${rm}`)
const rmPrepare = ofRms('RMPrepare', (rm) => rm)
const rmChooseToAbort = ofRms('RMChooseToAbort', (rm) => rm)
const rmRcvCommitMsg = ofRms('RMRcvCommitMsg', (rm) => `commit:${rm}`)
const rmRcvAbortMsg = ofRms('RMRcvAbortMsg', (rm) => `abort:${rm}`)

const deeds = new Map<string, Deed>(
  [
    tmCommit,
    tmAbort,
    ...tmRcvPrepared,
    ...rmPrepare,
    ...rmChooseToAbort,
    ...rmRcvCommitMsg,
    ...rmRcvAbortMsg,
  ].map((deed) => [deed.id, deed]),
)

export const deedOf = (id: string): Deed | undefined => deeds.get(id)

/** What the protocol does by itself, when it is due. */
function scheduled({ id, name, subject }: Deed, now: Micros, due: Micros): Action {
  return { id, type: name, by: 'system', at: due > now ? due : now, subject }
}

/** What someone decides: to abort, or to deliver once more what has been received already. */
function chosen({ id, name, subject }: Deed, now: Micros): Action {
  return { id, type: name, by: 'input', at: now, subject }
}

export function actions(world: TwoPhaseWorld): Action[] {
  const { plan, now, rmState, tmState, tmPrepared, decidedAt, sentAt } = world
  const { participants, rules, latency } = plan
  const list: Action[] = []
  const init = tmState === 'init'
  if (init || !rules['decide-once']) {
    const all = tmPrepared === plan.all
    if (all && init) list.push(scheduled(tmCommit, now, now))
    else if (all || !rules['await-all']) list.push(chosen(tmCommit, now))
    list.push(chosen(tmAbort, now))
  }
  for (let rm = 0; rm < participants; rm++) {
    const state = rmState[rm]!
    if (init && has(world.prepared, rm))
      list.push(
        has(tmPrepared, rm)
          ? chosen(tmRcvPrepared[rm]!, now)
          : scheduled(tmRcvPrepared[rm]!, now, sentAt[rm]! + latency[rm]!),
      )
    if (state === 'working') list.push(scheduled(rmPrepare[rm]!, now, plan.readyAt[rm]!))
    if (state === 'working' || (state === 'prepared' && !rules['prepared-waits']))
      list.push(chosen(rmChooseToAbort[rm]!, now))
    if (world.commit)
      list.push(
        state === 'committed'
          ? chosen(rmRcvCommitMsg[rm]!, now)
          : scheduled(rmRcvCommitMsg[rm]!, now, decidedAt + latency[rm]!),
      )
    if (world.abort)
      list.push(
        state === 'aborted'
          ? chosen(rmRcvAbortMsg[rm]!, now)
          : scheduled(rmRcvAbortMsg[rm]!, now, decidedAt + latency[rm]!),
      )
  }
  return list
}

/** @throws Error for an id that means nothing here */
export function step(world: TwoPhaseWorld, { id, at }: Action): Step<TwoPhaseWorld> {
  const deed = deeds.get(id)
  if (!deed) throw new Error(`two-phase commit has no action ${id}`)
  const { name, rm } = deed
  switch (name) {
    case 'TMCommit':
      return decide(world, at, 'committed')
    case 'TMAbort':
      return decide(world, at, 'aborted')
    case 'TMRcvPrepared':
      return receivePrepared(world, at, rm)
    case 'RMPrepare':
      return prepare(world, at, rm)
    case 'RMChooseToAbort':
      return settle(world, at, rm, 'aborted', { type: 'choose-to-abort', at, node: rmName(rm) })
    case 'RMRcvCommitMsg':
      return settle(world, at, rm, 'committed', message('receive', at, rm, 'commit'))
    case 'RMRcvAbortMsg':
      return settle(world, at, rm, 'aborted', message('receive', at, rm, 'abort'))
  }
}

function decide(world: TwoPhaseWorld, at: Micros, tmState: 'committed' | 'aborted'): Step<TwoPhaseWorld> {
  const commit = world.commit || tmState === 'committed'
  const abort = world.abort || tmState === 'aborted'
  let changed = [ofTm(world.tmState), ofTm(tmState)]
  if (commit !== world.commit) changed = [...changed, OF_COMMIT]
  if (abort !== world.abort) changed = [...changed, OF_ABORT]
  const printHigh = changed.reduce((print, row) => print ^ HIGH[row]!, world.printHigh)
  const printLow = changed.reduce((print, row) => print ^ LOW[row]!, world.printLow)
  const kind = tmState === 'committed' ? 'commit' : 'abort'
  const events: Event[] = [{ type: `decide-${kind}`, at, node: 'TM' }]
  for (let rm = 0; rm < world.plan.participants; rm++) events.push(message('send', at, rm, kind))
  return {
    world: { ...world, now: at, tmState, commit, abort, decidedAt: at, printHigh, printLow },
    events,
  }
}

function receivePrepared(world: TwoPhaseWorld, at: Micros, rm: number): Step<TwoPhaseWorld> {
  // "Receipt of the same message twice is therefore allowed", and changes nothing.
  if (has(world.tmPrepared, rm)) return { world: { ...world, now: at }, events: [] }
  const row = ofTmPrepared(rm)
  return {
    world: {
      ...world,
      now: at,
      tmPrepared: world.tmPrepared | (1 << rm),
      printHigh: world.printHigh ^ HIGH[row]!,
      printLow: world.printLow ^ LOW[row]!,
    },
    events: [message('receive', at, rm, 'prepared')],
  }
}

function prepare(world: TwoPhaseWorld, at: Micros, rm: number): Step<TwoPhaseWorld> {
  const before = ofRm(rm, world.rmState[rm]!)
  const after = ofRm(rm, 'prepared')
  const sent = ofPrepared(rm)
  return {
    world: {
      ...world,
      now: at,
      rmState: replace(world.rmState, rm, 'prepared'),
      prepared: world.prepared | (1 << rm),
      sentAt: replace(world.sentAt, rm, at),
      printHigh: world.printHigh ^ HIGH[before]! ^ HIGH[after]! ^ HIGH[sent]!,
      printLow: world.printLow ^ LOW[before]! ^ LOW[after]! ^ LOW[sent]!,
    },
    events: [{ type: 'prepare', at, node: rmName(rm) }, message('send', at, rm, 'prepared')],
  }
}

/** The RM commits or aborts; a message that tells it what it has done already changes nothing. */
function settle(
  world: TwoPhaseWorld,
  at: Micros,
  rm: number,
  state: 'committed' | 'aborted',
  event: Event,
): Step<TwoPhaseWorld> {
  const old = world.rmState[rm]!
  if (old === state) return { world: { ...world, now: at }, events: [] }
  const before = ofRm(rm, old)
  const after = ofRm(rm, state)
  return {
    world: {
      ...world,
      now: at,
      rmState: replace(world.rmState, rm, state),
      printHigh: world.printHigh ^ HIGH[before]! ^ HIGH[after]!,
      printLow: world.printLow ^ LOW[before]! ^ LOW[after]!,
    },
    events: [event],
  }
}

function replace<T>(list: readonly T[], index: number, value: T): T[] {
  const copy = list.slice()
  copy[index] = value
  return copy
}

const labels = { prepared: 'Prepared', commit: 'Commit', abort: 'Abort' }

function message(type: 'send' | 'receive', at: Micros, rm: number, kind: keyof typeof labels): Event {
  const name = rmName(rm)
  const [from, to] = kind === 'prepared' ? [name, 'TM'] : ['TM', name]
  const node = type === 'send' ? from : to
  return { type, at, node, message: { id: `${kind}:${name}`, from, to, label: labels[kind] } }
}
