/**
 * The search of Wing and Gong (1993): take an operation that no other had returned before, try it next,
 * go back if that leads nowhere. Lowe (2017) added the memory: a set of operations placed, with the state
 * they led to, is not tried twice. Four more cuts, each of which loses no explanation:
 *
 *  - A completed read of what is there is placed at once. It may come next, and any order that has it
 *    later is as good with it here. (Not so a write of what is there: later, it may have to overwrite.)
 *  - When a read that may come next saw what nothing that is left could bring about, the search goes back.
 *  - A call that never returned and would leave the state as it is, is never placed.
 *  - Of several that never returned and ask for the same, the one called first is placed first.
 *
 * What was tried is remembered exactly, not by hash: a "no" is a proof.
 */
import { canonical } from './canonical.ts'
import type { Call, DataModel } from './linearizable.ts'

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

interface Placed<S> {
  readonly node: Node
  /** Before it was placed. */
  readonly state: S
  readonly stateId: number
  /** It could not be wrong to place it: no other call needs to be tried in its place. */
  readonly sure: boolean
}

export class Search<S, I, O> {
  /** Tries of one call at one place so far. */
  steps = 0
  /** Of the memory, estimated. */
  bytes = 0
  /** The longest order found, as places in the list of calls. */
  longest: readonly number[] = []
  /** After it: the completed calls that could be next, none of which fits. */
  stuck: readonly number[] = []
  stateAtLongest: unknown

  private readonly calls: readonly Call<I, O>[]
  private readonly model: DataModel<S, I, O>
  private readonly head: Node
  private readonly path: Placed<S>[] = []
  private readonly marks: Marks
  private readonly tried = new Set<string>()
  private readonly ids = new Map<string, number>()
  /** Of each call that never returned: an earlier one that asks for the same. */
  private readonly twin: readonly (number | undefined)[]
  private state: S
  private stateId: number
  private unreturned = 0
  private best = -1
  private node: Node | undefined
  private fresh = true

  constructor(calls: readonly Call<I, O>[], model: DataModel<S, I, O>) {
    this.calls = calls
    this.model = model
    this.head = inOrder(calls)
    this.marks = new Marks(calls)
    this.twin = twins(calls)
    for (const { completed } of calls) if (completed !== undefined) this.unreturned++
    this.state = model.initial
    this.stateId = 0
    this.stateId = this.idOf(model.initial)
    this.stateAtLongest = model.initial
    this.node = this.head.after
  }

  /** The order under way: after a 'yes', one that explains the history. */
  order(): readonly number[] {
    return this.path.map(({ node }) => node.call)
  }

  /** Goes on for about so many steps: a verdict, or undefined if it needs more. */
  run(steps: number): 'yes' | 'no' | undefined {
    const end = this.steps + steps
    while (this.unreturned > 0) {
      if (this.steps >= end) return undefined
      if (this.fresh) {
        this.fresh = false
        const sure = this.placeSure()
        if (sure === 'placed') continue
        if (sure === 'known' || this.isHopeless()) {
          if (!this.goBack()) return 'no'
          continue
        }
        this.node = this.head.after
      }
      const { node } = this
      if (node !== undefined && !node.returns) {
        if (!this.place(node)) this.node = node.after
        continue
      }
      // A return is in the way: its call must come before all that follows, and could not be placed.
      this.remember(node)
      if (!this.goBack()) return 'no'
    }
    return 'yes'
  }

  /** Places a read that fits. 'known': what that leads to was tried before. */
  private placeSure(): 'placed' | 'known' | 'none' {
    if (this.model.reads === undefined) return 'none'
    for (let node = this.head.after; node !== undefined && !node.returns; node = node.after) {
      const call = this.calls[node.call]!
      if (call.completed === undefined || !this.model.reads(call.input)) continue
      this.steps++
      const { state, output } = this.model.apply(this.state, call.input)
      if (!this.agrees(call, output)) continue
      if (!this.isNew(node.call, this.stateId)) return 'known'
      this.push(node, state, this.stateId, true)
      return 'placed'
    }
    return 'none'
  }

  /** Whether a read that may come next saw what nothing that is left could bring about. */
  private isHopeless(): boolean {
    const { model } = this
    if (model.reads === undefined || model.reachable === undefined) return false
    for (let node = this.head.after; node !== undefined && !node.returns; node = node.after) {
      const call = this.calls[node.call]!
      if (node.match === undefined || !model.reads(call.input)) continue
      const others: I[] = []
      for (let other = this.head.after; other !== undefined && other !== node.match; other = other.after) {
        if (!other.returns && other !== node) others.push(this.calls[other.call]!.input)
      }
      this.steps++
      if (model.reachable(this.state, call.output, others)) continue
      this.remember(node)
      return true
    }
    return false
  }

  private place(node: Node): boolean {
    this.steps++
    const call = this.calls[node.call]!
    const twin = this.twin[node.call]
    if (twin !== undefined && !this.marks.has(twin)) return false
    const { state, output } = this.model.apply(this.state, call.input)
    const returned = call.completed !== undefined
    if (returned && !this.agrees(call, output)) return false
    const id = this.idOf(state)
    if (!returned && id === this.stateId) return false
    if (!this.isNew(node.call, id)) return false
    this.push(node, state, id, false)
    return true
  }

  /** Whether no order before this one placed the same calls and left the same state; remembers it. */
  private isNew(call: number, stateId: number): boolean {
    this.marks.add(call)
    const key = this.marks.key(stateId)
    this.marks.delete(call)
    if (this.tried.has(key)) return false
    this.tried.add(key)
    this.bytes += 2 * key.length + 64
    return true
  }

  private push(node: Node, state: S, stateId: number, sure: boolean): void {
    this.path.push({ node, state: this.state, stateId: this.stateId, sure })
    this.state = state
    this.stateId = stateId
    this.marks.add(node.call)
    lift(node)
    if (node.match !== undefined) this.unreturned--
    this.fresh = true
  }

  /** Takes back the last call that another could have stood in for. False when there is none. */
  private goBack(): boolean {
    for (;;) {
      const last = this.path.pop()
      if (last === undefined) return false
      this.state = last.state
      this.stateId = last.stateId
      this.marks.delete(last.node.call)
      unlift(last.node)
      if (last.node.match !== undefined) this.unreturned++
      if (last.sure) continue
      this.node = last.node.after
      return true
    }
  }

  private remember(blocking: Node | undefined): void {
    if (this.path.length <= this.best) return
    this.best = this.path.length
    this.longest = this.order()
    this.stateAtLongest = this.state
    const first = blocking?.call
    const stuck: number[] = first === undefined ? [] : [first]
    for (let node = this.head.after; node !== undefined && !node.returns; node = node.after) {
      if (node.match !== undefined && node.call !== first) stuck.push(node.call)
    }
    this.stuck = stuck
  }

  private agrees(call: Call<I, O>, given: O): boolean {
    return this.model.agrees === undefined
      ? Object.is(call.output, given)
      : this.model.agrees(call.output, given)
  }

  /** A small number for a state, equal for equal states. */
  private idOf(state: S): number {
    if (Object.is(state, this.state) && this.ids.size > 0) return this.stateId
    const key = canonical(state)
    let id = this.ids.get(key)
    if (id === undefined) {
      id = this.ids.size
      this.ids.set(key, id)
      this.bytes += 2 * key.length + 64
    }
    return id
  }
}

/**
 * Which calls are placed, written short. Completed calls are placed nearly in the order in which they
 * were called, so the set of those is the length of its unbroken beginning and a few beyond it; of the
 * others, a bit each.
 */
class Marks {
  private readonly rank: readonly number[]
  private readonly returned: Uint8Array
  private readonly open: Uint16Array
  /** Rank of the first completed call that is not placed, and how many are. */
  private base = 0
  private count = 0
  private readonly completed: readonly boolean[]

  constructor(calls: readonly Call<unknown, unknown>[]) {
    const rank: number[] = calls.map(() => 0)
    const order = calls.map((_, i) => i).sort((a, b) => calls[a]!.invoked - calls[b]!.invoked || a - b)
    let done = 0
    let never = 0
    for (const i of order) rank[i] = calls[i]!.completed === undefined ? never++ : done++
    this.rank = rank
    this.completed = calls.map((call) => call.completed !== undefined)
    this.returned = new Uint8Array(done + 1)
    this.open = new Uint16Array(Math.ceil(never / 16))
  }

  has(call: number): boolean {
    const rank = this.rank[call]!
    if (this.completed[call]!) return this.returned[rank] === 1
    return (this.open[rank >>> 4]! & (1 << (rank & 15))) !== 0
  }

  add(call: number): void {
    const rank = this.rank[call]!
    if (!this.completed[call]!) {
      this.open[rank >>> 4]! |= 1 << (rank & 15)
      return
    }
    this.returned[rank] = 1
    this.count++
    while (this.returned[this.base] === 1) this.base++
  }

  delete(call: number): void {
    const rank = this.rank[call]!
    if (!this.completed[call]!) {
      this.open[rank >>> 4]! &= ~(1 << (rank & 15))
      return
    }
    this.returned[rank] = 0
    this.count--
    if (rank < this.base) this.base = rank
  }

  /** The set and a state, as a string that is equal for no other set and state. */
  key(state: number): string {
    const { base, returned, open } = this
    let key = `${state},${base}`
    for (let rank = base + 1, left = this.count - base; left > 0; rank++) {
      if (returned[rank] !== 1) continue
      left--
      key += `,${rank - base}`
    }
    if (open.length > 0) key += `|${String.fromCharCode(...open)}`
    return key
  }
}

function twins(calls: readonly Call<unknown, unknown>[]): (number | undefined)[] {
  const twin: (number | undefined)[] = calls.map(() => undefined)
  const last = new Map<string, number>()
  const order = calls.map((_, i) => i).sort((a, b) => calls[a]!.invoked - calls[b]!.invoked || a - b)
  for (const i of order) {
    if (calls[i]!.completed !== undefined) continue
    const key = canonical(calls[i]!.input)
    twin[i] = last.get(key)
    last.set(key, i)
  }
  return twin
}

/** All calls and returns as a list behind a head; at equal places calls come first. */
function inOrder(calls: readonly Call<unknown, unknown>[]): Node {
  const make = (call: number, returns: boolean): Node => ({
    call,
    returns,
    match: undefined,
    before: undefined,
    after: undefined,
  })
  const events: { readonly at: number; readonly node: Node }[] = []
  calls.forEach(({ invoked, completed }, index) => {
    const node = make(index, false)
    events.push({ at: invoked, node })
    if (completed === undefined) return
    node.match = make(index, true)
    events.push({ at: completed, node: node.match })
  })
  events.sort((a, b) => a.at - b.at || Number(a.node.returns) - Number(b.node.returns))
  const head = make(-1, false)
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
