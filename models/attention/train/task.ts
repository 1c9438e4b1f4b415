/**
 * The task: in a sequence of letters, say the next one. A sequence begins with a pattern, three to six
 * different letters at random, and goes on by itself: what followed a letter when it last stood there
 * follows again, but for a jump to any letter now and then. So a letter that stands there for the first
 * time tells nothing of the next, and one that has stood there before tells nearly all.
 */
import { between, draw, streamOf } from '@orrery/engine/model/random.ts'
import { LENGTH, LETTERS } from '../letters.ts'

/** One step in so many is a jump. */
const JUMP = 10
/** Of the patterns, one in so many is never trained on. */
const HELD_OUT = 8

export interface Sequence {
  readonly letters: readonly number[]
  readonly pattern: readonly number[]
  /** The positions whose next letter follows from those before. */
  readonly told: readonly number[]
}

/** Draws numbers one after the other. */
export class Dice {
  private count = 0
  private readonly seed: number
  private readonly stream: number

  constructor(seed: number, name: string) {
    this.seed = seed
    this.stream = streamOf(name)
  }

  /** From 0 to `below` - 1. */
  next(below: number): number {
    return between(draw(this.seed, this.stream, this.count++), 0, below - 1)
  }

  /** Above 0, below 1. */
  unit(): number {
    return (draw(this.seed, this.stream, this.count++) + 0.5) / 4294967296
  }
}

/** Whether a pattern is kept from training, to be tested on. */
export function heldOut(pattern: readonly number[]): boolean {
  return streamOf(`held out ${pattern.join(' ')}`) % HELD_OUT === 0
}

/** The next sequence whose pattern is (or is not) held out. */
export function sequence(dice: Dice, unseen: boolean): Sequence {
  let pattern = drawPattern(dice)
  while (heldOut(pattern) !== unseen) pattern = drawPattern(dice)
  const letters = [...pattern]
  const told: number[] = []
  while (letters.length < LENGTH) {
    const next = follower(letters)
    const jumps = dice.next(JUMP) === 0
    if (next === undefined)
      letters.push(letters.length === pattern.length ? pattern[0]! : dice.next(LETTERS.length))
    else if (jumps) letters.push(dice.next(LETTERS.length))
    else {
      told.push(letters.length - 1)
      letters.push(next)
    }
  }
  return { letters, pattern, told }
}

/** What followed the last letter when it stood there the last time before; undefined if it never did. */
export function follower(letters: readonly number[]): number | undefined {
  const before = letters.lastIndexOf(letters.at(-1)!, letters.length - 2)
  return letters.length < 2 || before < 0 ? undefined : letters[before + 1]
}

function drawPattern(dice: Dice): number[] {
  const size = 3 + dice.next(4)
  const left = LETTERS.map((_, i) => i)
  return Array.from({ length: size }, () => left.splice(dice.next(left.length), 1)[0]!)
}
