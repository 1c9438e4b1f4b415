/**
 * Fingerprints kept by difference (Zobrist, "A New Hashing Method with Application for Game Playing",
 * 1970): each value that a variable can have is given a random number; a state's print is all of its
 * values' numbers, exclusive-or. A step then costs as many operations as variables it changes, however
 * many there are. In two halves of 30 and 23 bits, which every engine keeps as small integers.
 */
import { fingerprintOf, type Fingerprint } from '@orrery/engine/model/fingerprint.ts'
import { draw, streamOf } from '@orrery/engine/model/random.ts'
import { codeOf, has, WORKING, type TmState, type TwoPhaseWorld } from './world.ts'

/** The most RMs that the numbers of a world hold, and this table. */
export const MOST = 14

export const PRINT_OF_START = 0

/** Rows of the table: 4 states, 2 bits a resource manager; 3 states and 2 messages of the TM. */
const ROWS = 6
const TM = MOST * ROWS
/** Then the sixteen conditions that an RM can be in, for prints up to symmetry. */
const CONDITIONS = TM + 5
const LENGTH = CONDITIONS + 16

const numbers = (stream: string, bits: number): Int32Array =>
  Int32Array.from({ length: LENGTH }, (_, i) => draw(1978, streamOf(stream), i) >>> (32 - bits))

/** Indexed by the functions below. */
const HIGH = numbers('two-phase-high', 23)
const LOW = numbers('two-phase-low', 30)

const TM_STATES: Readonly<Record<TmState, number>> = { init: 0, committed: 1, aborted: 2 }

export const ofRm = (rm: number, code: number): number => rm * ROWS + code
export const ofPrepared = (rm: number): number => rm * ROWS + 4
export const ofTmPrepared = (rm: number): number => rm * ROWS + 5
export const ofTm = (state: TmState): number => TM + TM_STATES[state]
export const OF_COMMIT = TM + 3
export const OF_ABORT = TM + 4

// What is so at the start counts nothing, so that the first state's print is 0 for any number of RMs.
for (const table of [HIGH, LOW]) {
  table[ofTm('init')] = 0
  for (let rm = 0; rm < MOST; rm++) table[ofRm(rm, WORKING)] = 0
}

/** The two halves. */
export type Print = Pick<TwoPhaseWorld, 'printHigh' | 'printLow'>

/** With the value of this row taken out, if it was in, or put in. */
export function flip({ printHigh, printLow }: Print, row: number): Print {
  return { printHigh: printHigh ^ HIGH[row]!, printLow: printLow ^ LOW[row]! }
}

export function fingerprint({ printHigh, printLow }: Print): Fingerprint {
  return printHigh * 0x40000000 + printLow
}

/** The same from the whole state; what the differences must add up to. */
export function fingerprintInFull(world: TwoPhaseWorld): Fingerprint {
  let print: Print = { printHigh: PRINT_OF_START, printLow: PRINT_OF_START }
  for (let rm = 0; rm < world.plan.participants; rm++) {
    print = flip(print, ofRm(rm, codeOf(world.rmState, rm)))
    if (has(world.msgs.prepared, rm)) print = flip(print, ofPrepared(rm))
    if (has(world.tmPrepared, rm)) print = flip(print, ofTmPrepared(rm))
  }
  print = flip(print, ofTm(world.tmState))
  if (world.msgs.commit) print = flip(print, OF_COMMIT)
  if (world.msgs.abort) print = flip(print, OF_ABORT)
  return fingerprint(print)
}

/**
 * Equal for states in which the resource managers only have changed places: how many of them are in each
 * of the sixteen conditions an RM can be in, as numbers added up.
 */
export function symmetricPrint(world: TwoPhaseWorld): Fingerprint {
  let high = HIGH[ofTm(world.tmState)]! ^ (world.msgs.commit ? HIGH[OF_COMMIT]! : 0)
  let low = LOW[ofTm(world.tmState)]! ^ (world.msgs.commit ? LOW[OF_COMMIT]! : 0)
  if (world.msgs.abort) {
    high ^= HIGH[OF_ABORT]!
    low ^= LOW[OF_ABORT]!
  }
  for (let rm = 0; rm < world.plan.participants; rm++) {
    const condition =
      codeOf(world.rmState, rm) + (has(world.msgs.prepared, rm) ? 4 : 0) + (has(world.tmPrepared, rm) ? 8 : 0)
    high = (high + HIGH[CONDITIONS + condition]!) | 0
    low = (low + LOW[CONDITIONS + condition]!) | 0
  }
  return fingerprintOf(high, low)
}
