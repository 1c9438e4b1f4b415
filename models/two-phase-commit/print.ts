/**
 * Fingerprints kept by difference (Zobrist, "A New Hashing Method with Application for Game Playing",
 * 1970): each value that a variable can have is given a random number; a state's print is all of its
 * values' numbers, exclusive-or. A step then costs as many operations as variables it changes, however
 * many there are. In two halves of 30 and 23 bits, which every engine keeps as small integers.
 */
import { fingerprintOf, type Fingerprint } from '@orrery/engine/model/fingerprint.ts'
import { draw, streamOf } from '@orrery/engine/model/random.ts'
import { has, type RmState, type TmState, type TwoPhaseWorld } from './world.ts'

/** The most RMs that a set of bits and this table hold. */
export const MOST = 16

export const PRINT_OF_START = 0

/** Rows of the table: 4 states, 2 bits a resource manager; 3 states and 2 messages of the TM. */
const ROWS = 6
const TM = MOST * ROWS
const LENGTH = TM + 5

const numbers = (stream: string, bits: number): Int32Array =>
  Int32Array.from({ length: LENGTH }, (_, i) => draw(1978, streamOf(stream), i) >>> (32 - bits))

/** Indexed by the functions below; values that hold at the start are 0 (see `zeroed`). */
export const HIGH = numbers('two-phase-high', 23)
export const LOW = numbers('two-phase-low', 30)

const RM_STATES: Readonly<Record<RmState, number>> = { working: 0, prepared: 1, committed: 2, aborted: 3 }
const TM_STATES: Readonly<Record<TmState, number>> = { init: 0, committed: 1, aborted: 2 }

export const ofRm = (rm: number, state: RmState): number => rm * ROWS + RM_STATES[state]
export const ofPrepared = (rm: number): number => rm * ROWS + 4
export const ofTmPrepared = (rm: number): number => rm * ROWS + 5
export const ofTm = (state: TmState): number => TM + TM_STATES[state]
export const OF_COMMIT = TM + 3
export const OF_ABORT = TM + 4

// What is so at the start counts nothing, so that the first state's print is 0 for any number of RMs.
for (const table of [HIGH, LOW]) {
  table[ofTm('init')] = 0
  for (let rm = 0; rm < MOST; rm++) table[ofRm(rm, 'working')] = 0
}

export function fingerprint({ printHigh, printLow }: TwoPhaseWorld): Fingerprint {
  return printHigh * 0x40000000 + printLow
}

/** The same from the whole state; what the differences must add up to. */
export function fingerprintInFull(world: TwoPhaseWorld): Fingerprint {
  let high = 0
  let low = 0
  const add = (row: number): void => {
    high ^= HIGH[row]!
    low ^= LOW[row]!
  }
  for (let rm = 0; rm < world.plan.participants; rm++) {
    add(ofRm(rm, world.rmState[rm]!))
    if (has(world.prepared, rm)) add(ofPrepared(rm))
    if (has(world.tmPrepared, rm)) add(ofTmPrepared(rm))
  }
  add(ofTm(world.tmState))
  if (world.commit) add(OF_COMMIT)
  if (world.abort) add(OF_ABORT)
  return high * 0x40000000 + low
}

/**
 * Equal for states in which the resource managers only have changed places: how many of them are in each
 * of the sixteen conditions an RM can be in, as numbers added up.
 */
export function symmetricPrint(world: TwoPhaseWorld): Fingerprint {
  let high = HIGH[ofTm(world.tmState)]! ^ (world.commit ? HIGH[OF_COMMIT]! : 0)
  let low = LOW[ofTm(world.tmState)]! ^ (world.commit ? LOW[OF_COMMIT]! : 0)
  if (world.abort) {
    high ^= HIGH[OF_ABORT]!
    low ^= LOW[OF_ABORT]!
  }
  for (let rm = 0; rm < world.plan.participants; rm++) {
    const condition =
      RM_STATES[world.rmState[rm]!] + (has(world.prepared, rm) ? 4 : 0) + (has(world.tmPrepared, rm) ? 8 : 0)
    // Rows of other RMs serve as sixteen further random numbers.
    high = (high + HIGH[condition * ROWS + 4]!) | 0
    low = (low + LOW[condition * ROWS + 4]!) | 0
  }
  return fingerprintOf(high, low)
}
