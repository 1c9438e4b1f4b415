/**
 * The vector clocks of a run's events (Fidge 1988, Mattern 1989): each event of a process counts one, a receive
 * also takes over what the sender knew. One event's clock is below another's just if it happened before it.
 */
import type { Event } from '../model/action.ts'
import type { World } from '../model/model.ts'
import type { History } from './history-types.ts'

export type VectorClock = Readonly<Record<string, number>>

/** An event at a process, with its place in the run and its clock. */
export interface ClockedEvent {
  /** The choice that it is of; 0 for the opening. */
  readonly index: number
  readonly event: Event
  readonly node: string
  readonly clock: VectorClock
}

/** The events of a run that happened at a process, in order, with their clocks. */
export function clockedEvents<W extends World>(history: History<W>, last = history.length): ClockedEvent[] {
  const clocks = new Map<string, VectorClock>()
  const sent = new Map<string, VectorClock>()
  const list: ClockedEvent[] = []
  for (let index = 0; index <= last; index++) {
    for (const event of history.events(index)) {
      const { node, message } = event
      // A duplicate happens in the network; what it carries is what the original carried.
      if (event.type === 'duplicate' && message !== undefined) {
        const original = sent.get(String(event.data?.['of']))
        if (original !== undefined) sent.set(message.id, original)
      }
      if (node === undefined) continue
      const clock: Record<string, number> = { ...clocks.get(node) }
      if (event.type === 'receive' && message !== undefined) {
        for (const [host, count] of Object.entries(sent.get(message.id) ?? {})) {
          clock[host] = Math.max(clock[host] ?? 0, count)
        }
      }
      clock[node] = (clock[node] ?? 0) + 1
      clocks.set(node, clock)
      if (event.type === 'send' && message !== undefined) sent.set(message.id, clock)
      list.push({ index, event, node, clock })
    }
  }
  return list
}

/** Whether every count of `a` is at most `b`'s, and they differ: the event of `a` happened before `b`'s. */
export function isBefore(a: VectorClock, b: VectorClock): boolean {
  let below = false
  for (const host of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const x = a[host] ?? 0
    const y = b[host] ?? 0
    if (x > y) return false
    if (x < y) below = true
  }
  return below
}
