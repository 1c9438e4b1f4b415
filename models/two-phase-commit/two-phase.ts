/**
 * Two-phase commit as in module TwoPhase of Gray and Lamport, "Consensus on Transaction Commit" (2006),
 * section 3 and appendix A.2: its actions by their names, in its order. Resource managers (RMs) prepare
 * and say so; the transaction manager (TM) commits once all have, or aborts whenever it likes.
 */
import type { Action, Event, MessageRef, Micros } from '@orrery/engine/model/action.ts'
import type { Step } from '@orrery/engine/model/model.ts'
import { flip, MOST, OF_ABORT, OF_COMMIT, ofPrepared, ofRm, ofTm, ofTmPrepared, type Print } from './print.ts'
import {
  ABORTED,
  codeOf,
  COMMITTED,
  has,
  PREPARED,
  rmName,
  withCode,
  WORKING,
  type Msgs,
  type RmSet,
  type RmStates,
  type TmState,
  type TwoPhaseWorld,
} from './world.ts'

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
  const { plan, now, rmState, tmState, tmPrepared, msgs } = world
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
    const state = codeOf(rmState, rm)
    if (init && has(msgs.prepared, rm)) {
      const due = msgs.preparedAt[rm]! + latency[rm]!
      const known = has(tmPrepared, rm)
      list.push(known ? chosen(tmRcvPrepared[rm]!, now) : scheduled(tmRcvPrepared[rm]!, now, due))
    }
    if (state === WORKING) list.push(scheduled(rmPrepare[rm]!, now, plan.readyAt[rm]!))
    if (state === WORKING || (state === PREPARED && !rules['prepared-waits']))
      list.push(chosen(rmChooseToAbort[rm]!, now))
    const due = msgs.decidedAt + latency[rm]!
    if (msgs.commit)
      list.push(
        state === COMMITTED ? chosen(rmRcvCommitMsg[rm]!, now) : scheduled(rmRcvCommitMsg[rm]!, now, due),
      )
    if (msgs.abort)
      list.push(state === ABORTED ? chosen(rmRcvAbortMsg[rm]!, now) : scheduled(rmRcvAbortMsg[rm]!, now, due))
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
      return settle(world, at, rm, ABORTED, { type: 'choose-to-abort', at, node: rmName(rm) })
    case 'RMRcvCommitMsg':
      return settle(world, at, rm, COMMITTED, receive(commitMessage[rm]!, at))
    case 'RMRcvAbortMsg':
      return settle(world, at, rm, ABORTED, receive(abortMessage[rm]!, at))
  }
}

function decide(world: TwoPhaseWorld, at: Micros, tmState: 'committed' | 'aborted'): Step<TwoPhaseWorld> {
  const { rmState, tmPrepared, msgs } = world
  const commit = msgs.commit || tmState === 'committed'
  const abort = msgs.abort || tmState === 'aborted'
  let print = flip(flip(world, ofTm(world.tmState)), ofTm(tmState))
  if (commit !== msgs.commit) print = flip(print, OF_COMMIT)
  if (abort !== msgs.abort) print = flip(print, OF_ABORT)
  const [type, messages] =
    tmState === 'committed' ? ['decide-commit', commitMessage] : ['decide-abort', abortMessage]
  return {
    world: change(world, at, rmState, tmState, tmPrepared, { ...msgs, commit, abort, decidedAt: at }, print),
    events: [
      { type, at, node: 'TM' },
      ...messages.slice(0, world.plan.participants).map((message) => send(message, at)),
    ],
  }
}

function receivePrepared(world: TwoPhaseWorld, at: Micros, rm: number): Step<TwoPhaseWorld> {
  const { rmState, tmState, tmPrepared, msgs } = world
  if (has(tmPrepared, rm)) return again(world, at)
  const print = flip(world, ofTmPrepared(rm))
  return {
    world: change(world, at, rmState, tmState, tmPrepared | (1 << rm), msgs, print),
    events: [receive(preparedMessage[rm]!, at)],
  }
}

function prepare(world: TwoPhaseWorld, at: Micros, rm: number): Step<TwoPhaseWorld> {
  const { rmState, tmState, tmPrepared, msgs } = world
  const print = flip(flip(world, ofRm(rm, codeOf(rmState, rm))), ofRm(rm, PREPARED))
  const { prepared, commit, abort, preparedAt, decidedAt } = msgs
  const sent: Msgs = {
    prepared: prepared | (1 << rm),
    commit,
    abort,
    preparedAt: replace(preparedAt, rm, at),
    decidedAt,
  }
  const states = withCode(rmState, rm, PREPARED)
  return {
    world: change(world, at, states, tmState, tmPrepared, sent, flip(print, ofPrepared(rm))),
    events: [{ type: 'prepare', at, node: rmName(rm) }, send(preparedMessage[rm]!, at)],
  }
}

function settle(
  world: TwoPhaseWorld,
  at: Micros,
  rm: number,
  code: number,
  event: Event,
): Step<TwoPhaseWorld> {
  const { rmState, tmState, tmPrepared, msgs } = world
  const old = codeOf(rmState, rm)
  if (old === code) return again(world, at)
  const print = flip(flip(world, ofRm(rm, old)), ofRm(rm, code))
  return {
    world: change(world, at, withCode(rmState, rm, code), tmState, tmPrepared, msgs, print),
    events: [event],
  }
}

/** The next world. Written out, since a spread takes several times as long. */
function change(
  { plan }: TwoPhaseWorld,
  now: Micros,
  rmState: RmStates,
  tmState: TmState,
  tmPrepared: RmSet,
  msgs: Msgs,
  { printHigh, printLow }: Print,
): TwoPhaseWorld {
  return { now, plan, rmState, tmState, tmPrepared, msgs, printHigh, printLow }
}

const NONE: readonly Event[] = []

/** "Receipt of the same message twice is therefore allowed", and changes nothing. */
function again(world: TwoPhaseWorld, at: Micros): Step<TwoPhaseWorld> {
  return { world: at === world.now ? world : { ...world, now: at }, events: NONE }
}

function replace(times: readonly Micros[], rm: number, at: Micros): Micros[] {
  const copy = times.slice()
  copy[rm] = at
  return copy
}

const messagesOf = (kind: string, label: string, toTm: boolean): readonly MessageRef[] =>
  Array.from({ length: MOST }, (_, rm) => ({
    id: `${kind}:${rmName(rm)}`,
    from: toTm ? rmName(rm) : 'TM',
    to: toTm ? 'TM' : rmName(rm),
    label,
  }))

const preparedMessage = messagesOf('prepared', 'Prepared', true)
const commitMessage = messagesOf('commit', 'Commit', false)
const abortMessage = messagesOf('abort', 'Abort', false)

const send = (message: MessageRef, at: Micros): Event => ({ type: 'send', at, node: message.from, message })
const receive = (message: MessageRef, at: Micros): Event => ({
  type: 'receive',
  at,
  node: message.to,
  message,
})
