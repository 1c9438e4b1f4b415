/** Steps as instructions, events as sentences, and what the inspector reads. */
import type { Action, Event } from '@orrery/engine/model/action.ts'
import type { Field } from '@orrery/engine/model/model.ts'
import {
  nameOf,
  other,
  processes,
  sees,
  storeAt,
  type Label,
  type PetersonWorld,
  type Process,
  type Store,
} from './peterson.ts'

export const storeText = (store: Store): string =>
  store.variable === 'turn' ? `turn := ${store.value}` : `flag[${store.of}] := ${store.value}`

/** A line of the program of process i. */
export function lineText(label: Label, i: Process): string {
  const store = storeAt(label, i)
  if (store) return storeText(store)
  if (label === 'a3') return `while flag[${other(i)}] & turn=${other(i)}`
  return label === 'a0' ? 'non-critical section' : 'critical section'
}

const processOf = (name: string | undefined): Process => (name === 'P1' ? 1 : 0)

export function describe(world: PetersonWorld, { type, subject }: Action): string {
  const i = processOf(subject)
  const oldest = world.buffer[i][0]
  if (type === 'drain')
    return oldest
      ? `Let ${subject}'s ${storeText(oldest.store)} reach memory`
      : `Drain ${subject}'s store buffer`
  const store = storeAt(world.pc[i], i)
  if (store) return `Let ${subject} ${world.fenced ? 'do' : 'issue'} ${storeText(store)}`
  switch (type) {
    case 'a0':
      return `Let ${subject} leave its non-critical section`
    case 'a3':
      return `Let ${subject} read ${reason(world, i)} and enter its critical section`
    default:
      return `Let ${subject} leave its critical section`
  }
}

function reason(world: PetersonWorld, i: Process): string {
  const { flagOfOther, turn } = sees(world, i)
  return flagOfOther ? `turn = ${turn}` : `flag[${other(i)}] = false`
}

const told: Readonly<Record<string, (i: Process) => string>> = {
  a0: (i) => `P${i} wants to enter.`,
  a1: (i) => `P${i} sets flag[${i}].`,
  a2: (i) => `P${i} gives the turn to P${other(i)}.`,
  a3: (i) => `P${i} enters its critical section.`,
  cs: (i) => `P${i} leaves its critical section.`,
  a4: (i) => `P${i} clears flag[${i}].`,
}

export function tell({ type, node, data }: Event): string {
  const store = data?.['store'] as Store | undefined
  if (store && type === 'issue') return `${node} puts ${storeText(store)} in its store buffer.`
  if (store) return `${node}'s ${storeText(store)} reaches memory.`
  return told[type]?.(processOf(node)) ?? `${node} ${type}.`
}

export function inspect(world: PetersonWorld, subject: string): readonly Field[] {
  const i = processes.find((each) => nameOf(each) === subject)
  if (i === undefined) return []
  const { turn } = sees(world, i)
  const label = world.pc[i]
  return [
    { name: 'next step', value: `${label}: ${lineText(label, i)}` },
    { name: `sees flag[${other(i)}]`, value: String(world.flag[other(i)]) },
    { name: 'sees turn', value: String(turn) },
    ...(world.fenced
      ? []
      : [
          {
            name: 'store buffer',
            value: world.buffer[i].map(({ store }) => storeText(store)).join(', ') || 'empty',
          },
        ]),
  ]
}
