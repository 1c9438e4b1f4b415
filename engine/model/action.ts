/** Actions, choices and events: what can happen, what was chosen, what happened. */

/** Integer microseconds of simulated time. */
export type Micros = number

/**
 * Something that can happen next.
 *  - `system`: the protocol's own next things (a delivery, a timer); the scheduler takes these
 *  - `fault`: what the world does to the system (crash, drop, partition), within an explorer's bounds
 *  - `input`: what a user asks of it (a client's request)
 */
export interface Action {
  /** Unique in its list and stable: equal runs give the same choice the same id. */
  readonly id: string
  /** The kind of action: "deliver", "timeout", "crash". Bounds count by it. */
  readonly type: string
  readonly by: 'system' | 'fault' | 'input'
  /** When it is due (system), or now. A driver may take it later by raising `at`. */
  readonly at: Micros
  /** The thing it happens to, as a subject of the scene: a node or message id. */
  readonly subject?: string
}

/** An action that was taken: enough to take it again from the same world. */
export interface Choice {
  readonly id: string
  readonly at: Micros
}

/** A message as an event sees it. */
export interface MessageRef {
  readonly id: string
  readonly from: string
  readonly to: string
  /** Short, as drawn: "vote? t3". */
  readonly label: string
}

/**
 * Something that happened. `send`, `receive`, `drop` carry their message and are what the
 * space-time diagram and the vector clocks of an export are made of; other types are the model's own.
 */
export interface Event {
  readonly type: string
  readonly at: Micros
  /** The process it happened at, if it happened at one. */
  readonly node?: string
  readonly message?: MessageRef
  /** What a model's `tell` needs besides. Plain data. */
  readonly data?: Readonly<Record<string, unknown>>
}
