/**
 * Linearizability (Herlihy and Wing, 1990): could each operation have taken effect at one instant
 * between its call and its return, in an order that a single copy of the object would allow?
 *
 * The search is Wing and Gong's (1993): take an operation that no other had returned before, try it
 * next, go back if that leads nowhere. Lowe (2017) added the memory: a set of operations placed,
 * with the state they led to, need not be tried twice. Objects that do not share state are judged
 * apart (P-compositionality, Horn and Kroening, 2015).
 */
import { hashOf } from '../model/fingerprint.ts'

/** One operation of a history. A call without `completed` may have taken effect or not. */
export interface Call<I, O> {
  readonly id: string
  readonly input: I
  /** What it returned; read only where it is completed. */
  readonly output?: O | undefined
  /** Places in one order of all calls and returns; equal places count as concurrent. */
  readonly invoked: number
  readonly completed?: number | undefined
}

/** The object as one copy of it behaves. Pure; states are plain data. */
export interface DataModel<S, I, O> {
  readonly initial: S
  apply(state: S, input: I): { readonly state: S; readonly output: O }
  /** Whether a history may have seen `seen` where the model gives `given`. Equal values by default. */
  agrees?(seen: O | undefined, given: O): boolean
  /** Operations of different parts never affect each other, such as those on different keys. */
  part?(input: I): string
}

export type Judgement =
  /** `order` is one that explains the history: the ids of the calls that took effect, part by part. */
  | { readonly verdict: 'yes'; readonly steps: number; readonly order: readonly string[] }
  /** `prefix` is the longest order found, and `stuck` the completed calls that none could place next. */
  | {
      readonly verdict: 'no'
      readonly steps: number
      readonly part: string
      readonly prefix: readonly string[]
      readonly stuck: readonly string[]
    }
  | { readonly verdict: 'gave-up'; readonly steps: number; readonly part: string }

export interface Limits {
  /** Tries of one operation at one place, over all parts. Default 1,000,000. */
  readonly maxSteps?: number
}

/**
 * Judges a history. Exponential at worst (the problem is NP-complete: Gibbons and Korach, 1997), so
 * it gives up after `maxSteps`.
 */
export function linearizable<S, I, O>(
  history: readonly Call<I, O>[],
  model: DataModel<S, I, O>,
  limits: Limits = {},
): Judgement {
  const parts = new Map<string, Call<I, O>[]>()
  for (const call of history) {
    const name = model.part?.(call.input) ?? ''
    const part = parts.get(name)
    if (part === undefined) parts.set(name, [call])
    else part.push(call)
  }
  let left = limits.maxSteps ?? 1_000_000
  let steps = 0
  const order: string[] = []
  for (const [part, calls] of parts) {
    const found = search(calls, model, left)
    steps += found.steps
    left -= found.steps
    if (found.verdict === 'gave-up') return { verdict: 'gave-up', steps, part }
    if (found.verdict === 'no') return { verdict: 'no', steps, part, prefix: found.order, stuck: found.stuck }
    order.push(...found.order)
  }
  return { verdict: 'yes', steps, order }
}

interface Found {
  readonly verdict: Judgement['verdict']
  readonly steps: number
  readonly order: readonly string[]
  readonly stuck: readonly string[]
}

/** A call or a return, in a doubly linked list that calls are lifted out of and put back into. */
interface Node {
  /** Which call it belongs to. */
  readonly call: number
  readonly returns: boolean
  /** Of a call: its return, if it has one. */
  match: Node | undefined
  before: Node | undefined
  after: Node | undefined
}

function search<S, I, O>(calls: readonly Call<I, O>[], model: DataModel<S, I, O>, maxSteps: number): Found {
  const agrees = (seen: O | undefined, given: O): boolean =>
    model.agrees === undefined ? Object.is(seen, given) : model.agrees(seen, given)
  const head = inOrder(calls)
  let unreturned = calls.reduce((n, call) => (call.completed === undefined ? n : n + 1), 0)
  const placed = new Uint32Array(Math.ceil(calls.length / 32))
  const tried = new Set<string>()
  const path: { readonly node: Node; readonly state: S }[] = []
  let state = model.initial
  let steps = 0
  let longest: string[] = []
  let stuck: string[] = []
  const ids = () => path.map(({ node }) => calls[node.call]!.id)

  let node = head.after
  while (unreturned > 0) {
    if (node !== undefined && !node.returns) {
      if (++steps > maxSteps) return { verdict: 'gave-up', steps: maxSteps, order: [], stuck: [] }
      const call = calls[node.call]!
      const result = model.apply(state, call.input)
      if (call.completed === undefined || agrees(call.output, result.output)) {
        flip(placed, node.call)
        const key = `${placed.join(',')}|${hashOf(result.state)}`
        if (!tried.has(key)) {
          tried.add(key)
          path.push({ node, state })
          state = result.state
          lift(node)
          if (call.completed !== undefined) unreturned--
          node = head.after
          continue
        }
        flip(placed, node.call)
      }
      node = node.after
      continue
    }
    // A return is in the way: its call must come before all that follows, and could not be placed.
    if (path.length >= longest.length) {
      longest = ids()
      stuck = node === undefined ? [] : [calls[node.call]!.id]
    }
    const last = path.pop()
    if (last === undefined) return { verdict: 'no', steps, order: longest, stuck }
    state = last.state
    flip(placed, last.node.call)
    unlift(last.node)
    if (calls[last.node.call]!.completed !== undefined) unreturned++
    node = last.node.after
  }
  return { verdict: 'yes', steps, order: ids(), stuck: [] }
}

/** All calls and returns as a list behind a head; at equal places calls come first. */
function inOrder<I, O>(calls: readonly Call<I, O>[]): Node {
  const events: { readonly at: number; readonly node: Node }[] = []
  calls.forEach((call, index) => {
    const node: Node = { call: index, returns: false, match: undefined, before: undefined, after: undefined }
    events.push({ at: call.invoked, node })
    if (call.completed === undefined) return
    node.match = { call: index, returns: true, match: undefined, before: undefined, after: undefined }
    events.push({ at: call.completed, node: node.match })
  })
  events.sort((a, b) => a.at - b.at || Number(a.node.returns) - Number(b.node.returns))
  const head: Node = { call: -1, returns: false, match: undefined, before: undefined, after: undefined }
  let last = head
  for (const { node } of events) {
    last.after = node
    node.before = last
    last = node
  }
  return head
}

function unlink(node: Node): void {
  if (node.before !== undefined) node.before.after = node.after
  if (node.after !== undefined) node.after.before = node.before
}

function relink(node: Node): void {
  if (node.before !== undefined) node.before.after = node
  if (node.after !== undefined) node.after.before = node
}

function lift(node: Node): void {
  unlink(node)
  if (node.match !== undefined) unlink(node.match)
}

/** Undoes `lift`, in the opposite order: each neighbour is as it was when the node was taken out. */
function unlift(node: Node): void {
  if (node.match !== undefined) relink(node.match)
  relink(node)
}

function flip(bits: Uint32Array, index: number): void {
  bits[index >>> 5]! ^= 1 << (index & 31)
}
