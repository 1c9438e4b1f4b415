/** The contract of History, that the stage, the CLI and share links are written against. */
import type { Action, Choice, Event, Micros } from '../model/action.ts'
import type { Fingerprint } from '../model/fingerprint.ts'
import type { Model, Setup, World } from '../model/model.ts'

/**
 * A run so far: an immutable value. Entry 0 is the initial world; entry i is the world after the
 * i-th choice. Adding returns a new History that shares all it can.
 */
export interface History<W extends World> {
  readonly model: Model<W>
  readonly setup: Setup
  /** Number of choices taken. */
  readonly length: number
  /** World time at the end. */
  readonly end: Micros
  choice(index: number): Choice
  /** When the i-th choice was taken; 0 for i = 0. */
  timeOf(index: number): Micros
  /** What the i-th choice (1-based) did; at 0, the model's `opening`. */
  events(index: number): readonly Event[]
  /** The world after `index` choices: from the nearest checkpoint, by replay. */
  world(index: number): W
  /** The last index whose time is at or before `t`. */
  indexAt(t: Micros): number
  /**
   * When the message left the air (received, dropped), or undefined while it is in flight at the
   * end. The stage places a message between its `sent` and this.
   */
  arrival(message: string): Micros | undefined
  /** Takes an action (by value or id) at `at` (default: when it is due). @throws UnknownAction */
  take(action: Action | string, at?: Micros): History<W>
  /** Takes the scheduler's next action, if there is one due at or before `until`. */
  advance(until?: Micros): History<W> | undefined
  /** The first `index` choices. */
  fork(index: number): History<W>
  /** Of the setup and all choices and worlds. */
  fingerprint(): Fingerprint
}
