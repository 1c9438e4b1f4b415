/** Timers: set, cancelled, lost in a crash; and which may fire for a driver that ignores time. */
import type { Micros } from '../model/action.ts'
import { between } from '../model/random.ts'
import { worldDelay } from './clock.ts'
import type { NodeWorld, Timer } from './cluster-types.ts'
import { countDraw, drawn, nodeOf, setNode, type Draft } from './draft.ts'
import type { NodeId } from './protocol.ts'

/** (Re)arms a timer. Its delay passes on the node's own clock. */
export function setTimer(draft: Draft, id: NodeId, name: string, low: Micros, high: Micros): void {
  if (!(low >= 0 && high >= low)) throw new RangeError(`${id} sets the timer "${name}" to ${low}..${high}`)
  const node = nodeOf(draft, id)
  let delay = low
  if (high > low) {
    const purpose = `timer ${id} ${name}`
    delay = between(drawn(draft, purpose, countDraw(draft, purpose)), low, high)
  }
  const timer: Timer = {
    name,
    setAt: draft.now,
    order: draft.order++,
    due: draft.now + worldDelay(node.clock, delay),
    low,
    high,
  }
  const timers = node.timers.filter((other) => other.name !== name)
  timers.push(timer)
  setNode(draft, { ...node, timers })
}

export function cancelTimer(draft: Draft, id: NodeId, name: string): void {
  const node = nodeOf(draft, id)
  if (!node.timers.some((timer) => timer.name === name)) return
  setNode(draft, { ...node, timers: node.timers.filter((timer) => timer.name !== name) })
}

/**
 * Whether a timer may fire next when time is ignored: unless one that was set earlier on the same node
 * must fire first, because even its longest delay is not longer than this one's shortest. The rule
 * of DSLabs (Michael et al., "Teaching Rigorous Distributed Systems With Efficient Model Checking",
 * EuroSys 2019).
 */
export function mayFire(node: NodeWorld<unknown>, timer: Timer): boolean {
  for (const other of node.timers) {
    if (other.order >= timer.order) break
    if (other.high <= timer.low) return false
  }
  return true
}
