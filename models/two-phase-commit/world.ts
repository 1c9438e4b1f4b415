/**
 * The state of module TwoPhase, variable by variable, and what a picture needs besides: when messages
 * were sent. What is kept of each resource manager is packed into whole numbers, so that a search can hold
 * millions of states: bit i of a set stands for r(i+1), and so do bits 2i and 2i+1 of rmState.
 */
import type { Micros } from '@orrery/engine/model/action.ts'
import type { Setup, World } from '@orrery/engine/model/model.ts'
import { between, draw, streamOf } from '@orrery/engine/model/random.ts'
import { PRINT_OF_START } from './print.ts'

export type RmState = 'working' | 'prepared' | 'committed' | 'aborted'
/** The states of all resource managers. */
export type RmStates = number
/** A set of resource managers. */
export type RmSet = number
export type TmState = 'init' | 'committed' | 'aborted'

export interface TwoPhaseWorld extends World {
  readonly plan: Plan
  readonly rmState: RmStates
  readonly tmState: TmState
  /** The RMs from which the TM has received a Prepared message. */
  readonly tmPrepared: RmSet
  readonly msgs: Msgs
  /** Two halves of the fingerprint, kept by difference (see print.ts). */
  readonly printHigh: number
  readonly printLow: number
}

/** All messages that were ever sent, and when; the times are for pictures only. */
export interface Msgs {
  /** The RMs that have sent Prepared. */
  readonly prepared: RmSet
  readonly commit: boolean
  readonly abort: boolean
  readonly preparedAt: readonly Micros[]
  readonly decidedAt: Micros
}

/** What does not change in a run. */
export interface Plan {
  readonly setup: Setup
  /** Number of resource managers. */
  readonly participants: number
  /** All of them, as a set. */
  readonly all: RmSet
  /** Whether this is the abstract specification, in which there are no messages. */
  readonly abstract: boolean
  readonly rules: Readonly<Record<RuleId, boolean>>
  /** When each RM gets to prepare, and how long messages between it and the TM take. */
  readonly readyAt: readonly Micros[]
  readonly latency: readonly Micros[]
}

export type RuleId = 'await-all' | 'prepared-waits' | 'decide-once'

/** "r1", "r2", ... as in the model that ships with the specification. */
export const rmName = (rm: number): string => `r${rm + 1}`

export const has = (set: RmSet, rm: number): boolean => ((set >>> rm) & 1) === 1

/** By code: the two bits that stand for each. */
const states: readonly RmState[] = ['working', 'prepared', 'committed', 'aborted']
export const WORKING = 0
export const PREPARED = 1
export const COMMITTED = 2
export const ABORTED = 3

export const codeOf = (rmState: RmStates, rm: number): number => (rmState >>> (2 * rm)) & 3
export const stateOf = (rmState: RmStates, rm: number): RmState => states[codeOf(rmState, rm)]!

export const withCode = (rmState: RmStates, rm: number, code: number): RmStates =>
  (rmState & ~(3 << (2 * rm))) | (code << (2 * rm))

/** The lower bit of each RM. */
const EVERY = 0x15555555

/** RMs that have committed, as a set of every other bit. */
export const committed = (rmState: RmStates): number => (rmState >>> 1) & ~rmState & EVERY
/** RMs that have aborted, likewise. */
export const aborted = (rmState: RmStates): number => (rmState >>> 1) & rmState & EVERY
/** RMs that are working, likewise. */
export const working = (rmState: RmStates, participants: number): number =>
  ~(rmState | (rmState >>> 1)) & EVERY & ((1 << (2 * participants)) - 1)

export function start(setup: Setup): TwoPhaseWorld {
  const participants = Number(setup.params['participants'])
  const rms = Array.from({ length: participants }, (_, rm) => rm)
  const drawn = (stream: string, rm: number, low: Micros, high: Micros): Micros =>
    between(draw(setup.seed, streamOf(stream), rm), low, high)
  const on = (rule: RuleId): boolean => !setup.without.includes(rule)
  return {
    now: 0,
    plan: {
      setup,
      participants,
      all: (1 << participants) - 1,
      abstract: setup.params['spec'] === 'TCommit',
      rules: {
        'await-all': on('await-all'),
        'prepared-waits': on('prepared-waits'),
        'decide-once': on('decide-once'),
      },
      readyAt: rms.map((rm) => drawn('work', rm, 5_000, 30_000)),
      latency: rms.map((rm) => drawn('latency', rm, 10_000, 20_000)),
    },
    rmState: 0,
    tmState: 'init',
    tmPrepared: 0,
    msgs: { prepared: 0, commit: false, abort: false, preparedAt: rms.map(() => 0), decidedAt: 0 },
    printHigh: PRINT_OF_START,
    printLow: PRINT_OF_START,
  }
}
