/**
 * Peterson's lock for two processes, step by step as Lamport labels it in PlusCal, over memory with store
 * buffers (total store order, as x86 has it).
 *
 *     a0: non-critical section
 *     a1: flag[i] := true
 *     a2: turn := j
 *     a3: await not flag[j] or turn = i
 *     cs: critical section
 *     a4: flag[i] := false, and again from a0
 *
 * Each label is one atomic step. With the fence, a store and the fence behind it are one step too, as in
 * x86's XCHG: memory changes at once. Without it, a store goes to the end of the process's own buffer,
 * whose front reaches memory some time later; a process reads its own latest store, the other does not.
 */
import type { Action, Event, Micros } from '@orrery/engine/model/action.ts'
import type { Round, Setup, Step, World } from '@orrery/engine/model/model.ts'
import { between, draw, streamOf } from '@orrery/engine/model/random.ts'

export type Process = 0 | 1
export type Label = 'a0' | 'a1' | 'a2' | 'a3' | 'cs' | 'a4'
export type Pair<T> = readonly [T, T]

/** A store of one of the three variables: what it stores is a flag, or whose turn it is. */
export type Store =
  | { readonly variable: 'flag'; readonly of: Process; readonly value: boolean }
  | { readonly variable: 'turn'; readonly value: Process }

export interface Buffered {
  readonly store: Store
  /** When it was issued. */
  readonly since: Micros
}

export interface PetersonWorld extends World {
  readonly setup: Setup
  readonly fenced: boolean
  /** Where each process is: the step it takes next. */
  readonly pc: Pair<Label>
  readonly flag: Pair<boolean>
  readonly turn: Process
  readonly buffer: Pair<readonly Buffered[]>
  /** When each process is ready for its next step, and how many it has taken. */
  readonly readyAt: Pair<Micros>
  readonly taken: Pair<number>
}

export const processes: readonly Process[] = [0, 1]
export const other = (i: Process): Process => (i === 0 ? 1 : 0)
export const nameOf = (i: Process): string => `P${i}`

/** How long a store waits in its buffer when nothing is chosen. */
const DRAIN = 12_000

const next: Readonly<Record<Label, Label>> = { a0: 'a1', a1: 'a2', a2: 'a3', a3: 'cs', cs: 'a4', a4: 'a0' }

export function start(setup: Setup): PetersonWorld {
  return {
    now: 0,
    setup,
    fenced: !setup.without.includes('fence'),
    pc: ['a0', 'a0'],
    flag: [false, false],
    turn: 0,
    buffer: [[], []],
    readyAt: [pause(setup, 0, 0), pause(setup, 1, 0)],
    taken: [0, 0],
  }
}

/** The time a process takes before its n-th step. */
function pause(setup: Setup, i: Process, n: number): Micros {
  return between(draw(setup.seed, streamOf(nameOf(i)), n), 4_000, 16_000)
}

/** What a process sees in a variable: its own latest store, or else memory. */
export function sees(world: PetersonWorld, i: Process): { flagOfOther: boolean; turn: Process } {
  let { turn } = world
  for (const { store } of world.buffer[i]) if (store.variable === 'turn') turn = store.value
  // Only its owner stores a flag, so the other's flag is never in this process's buffer.
  return { flagOfOther: world.flag[other(i)], turn }
}

/** The store that a process makes at a label, if it makes one. */
export function storeAt(label: Label, i: Process): Store | undefined {
  switch (label) {
    case 'a1':
      return { variable: 'flag', of: i, value: true }
    case 'a2':
      return { variable: 'turn', value: other(i) }
    case 'a4':
      return { variable: 'flag', of: i, value: false }
    default:
      return undefined
  }
}

function mayStep(world: PetersonWorld, i: Process): boolean {
  if (world.pc[i] !== 'a3') return true
  const { flagOfOther, turn } = sees(world, i)
  return !flagOfOther || turn === i
}

export function actions(world: PetersonWorld): Action[] {
  const list: Action[] = []
  for (const i of processes) {
    const subject = nameOf(i)
    const oldest = world.buffer[i][0]
    if (oldest) {
      const at = Math.max(world.now, oldest.since + DRAIN)
      list.push({ id: `drain:${subject}`, type: 'drain', by: 'system', at, subject })
    }
    if (!mayStep(world, i)) continue
    const type = world.pc[i]
    const at = Math.max(world.now, world.readyAt[i])
    list.push({ id: `${type}:${subject}`, type, by: 'system', at, subject })
  }
  return list
}

/** @throws Error for an action that is not possible in this world */
export function step(world: PetersonWorld, { id, at }: Action): Step<PetersonWorld> {
  const [type, name] = id.split(':')
  const i = processes.find((each) => nameOf(each) === name)
  if (i === undefined) throw new Error(`there is no process ${name}`)
  if (type === 'drain') return drain(world, i, at)
  const label = world.pc[i]
  if (type !== label || !mayStep(world, i)) throw new Error(`${id} is not possible now`)
  const moved: PetersonWorld = {
    ...world,
    now: at,
    pc: set(world.pc, i, next[label]),
    readyAt: set(world.readyAt, i, at + pause(world.setup, i, world.taken[i] + 1)),
    taken: set(world.taken, i, world.taken[i] + 1),
  }
  const event: Event = { type: label, at, node: nameOf(i) }
  const store = storeAt(label, i)
  if (!store) return { world: moved, events: [event] }
  if (world.fenced) return { world: write(moved, store), events: [event] }
  const issued: Event = { ...event, type: 'issue', data: { store } }
  return {
    world: { ...moved, buffer: set(moved.buffer, i, [...moved.buffer[i], { store, since: at }]) },
    events: [issued],
  }
}

function drain(world: PetersonWorld, i: Process, at: Micros): Step<PetersonWorld> {
  const [oldest, ...rest] = world.buffer[i]
  if (!oldest) throw new Error(`${nameOf(i)} has no store to drain`)
  return {
    world: write({ ...world, now: at, buffer: set(world.buffer, i, rest) }, oldest.store),
    events: [{ type: 'drain', at, node: nameOf(i), data: { store: oldest.store } }],
  }
}

function write(world: PetersonWorld, store: Store): PetersonWorld {
  return store.variable === 'turn'
    ? { ...world, turn: store.value }
    : { ...world, flag: set(world.flag, store.of, store.value) }
}

function set<T>(pair: Pair<T>, i: Process, value: T): Pair<T> {
  return i === 0 ? [value, pair[1]] : [pair[0], value]
}

/**
 * The coarser grain: leaving the non-critical section touches nothing that the other process can see, so
 * it is taken together with the store behind it.
 */
export function rounds(world: PetersonWorld): Round<PetersonWorld>[] {
  return actions(world).map(({ id, type, subject }) =>
    type === 'a0'
      ? { id, type: 'a1', next: (_, taken) => [id, `a1:${subject}`][taken] }
      : { id, type, next: (_, taken) => (taken === 0 ? id : undefined) },
  )
}
