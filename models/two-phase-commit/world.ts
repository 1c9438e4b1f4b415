/**
 * The state of module TwoPhase, variable by variable, and what a picture needs besides: when messages
 * were sent. Sets of resource managers are sets of bits: bit i stands for r(i+1).
 */
import type { Micros } from '@orrery/engine/model/action.ts'
import type { Setup, World } from '@orrery/engine/model/model.ts'
import { between, draw, streamOf } from '@orrery/engine/model/random.ts'
import { PRINT_OF_START } from './print.ts'

export type RmState = 'working' | 'prepared' | 'committed' | 'aborted'
export type TmState = 'init' | 'committed' | 'aborted'

export interface TwoPhaseWorld extends World {
  readonly plan: Plan
  readonly rmState: readonly RmState[]
  readonly tmState: TmState
  /** The RMs from which the TM has received a Prepared message. */
  readonly tmPrepared: number
  /** Of `msgs`, the Prepared messages that were sent: the RMs that sent one. */
  readonly prepared: number
  /** Of `msgs`, whether Commit was sent, and Abort. */
  readonly commit: boolean
  readonly abort: boolean
  /** For pictures: when each RM sent Prepared, and the TM its last decision. */
  readonly sentAt: readonly Micros[]
  readonly decidedAt: Micros
  /** Two halves of the fingerprint, kept by difference (see print.ts). */
  readonly printHigh: number
  readonly printLow: number
}

/** What does not change in a run. */
export interface Plan {
  readonly setup: Setup
  /** Number of resource managers. */
  readonly participants: number
  /** All of them, as a set. */
  readonly all: number
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

export const has = (set: number, rm: number): boolean => ((set >>> rm) & 1) === 1

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
      all: 2 ** participants - 1,
      abstract: setup.params['spec'] === 'TCommit',
      rules: {
        'await-all': on('await-all'),
        'prepared-waits': on('prepared-waits'),
        'decide-once': on('decide-once'),
      },
      readyAt: rms.map((rm) => drawn('work', rm, 5_000, 30_000)),
      latency: rms.map((rm) => drawn('latency', rm, 10_000, 20_000)),
    },
    rmState: rms.map(() => 'working'),
    tmState: 'init',
    tmPrepared: 0,
    prepared: 0,
    commit: false,
    abort: false,
    sentAt: rms.map(() => 0),
    decidedAt: 0,
    printHigh: PRINT_OF_START,
    printLow: PRINT_OF_START,
  }
}
