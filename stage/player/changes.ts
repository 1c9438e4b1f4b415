/** The inspector's facts: the state of a thing now, what it was before it last changed, and what changed it. */
import type { Event, Micros } from '@orrery/engine/model/action.ts'
import type { World } from '@orrery/engine/model/model.ts'
import type { History } from '@orrery/engine/simulate/history-types.ts'

export interface FieldNow {
  readonly name: string
  readonly value: string
  /** Its value before the last change; only where it changed then. */
  readonly was?: string
}

export interface Inspection {
  readonly subject: string
  readonly fields: readonly FieldNow[]
  /** What changed it last, in words, and when; undefined if nothing did within `reach` events. */
  readonly changed?: { readonly at: Micros; readonly index: number; readonly words: readonly string[] }
}

/** How many events that concern the subject are looked back over. */
const reach = 12

/** The state of a subject after `index` choices. Undefined where there is no such thing then. */
export function inspectAt<W extends World>(
  history: History<W>,
  index: number,
  subject: string,
): Inspection | undefined {
  const { model } = history
  const now = model.inspect(history.world(index), subject)
  if (now.length === 0) return undefined
  let looked = 0
  for (let i = index; i >= 1 && looked < reach; i--) {
    const events = history.events(i)
    if (!events.some((event) => concerns(event, subject))) continue
    looked++
    const then = model.inspect(history.world(i), subject)
    const was = new Map(
      model.inspect(history.world(i - 1), subject).map((field) => [field.name, field.value]),
    )
    if (then.every((field) => was.get(field.name) === field.value)) continue
    const fields = now.map(({ name, value }) => {
      const before = was.get(name)
      const changed = before !== value && then.some((field) => field.name === name && field.value !== before)
      return changed && before !== undefined ? { name, value, was: before } : { name, value }
    })
    return { subject, fields, changed: { at: history.timeOf(i), index: i, words: tellAll(history, i) } }
  }
  return { subject, fields: now }
}

function concerns(event: Event, subject: string): boolean {
  return event.node === subject || event.message?.id === subject
}

/** What the i-th choice did, a sentence each. */
export function tellAll<W extends World>(history: History<W>, index: number): readonly string[] {
  return history
    .events(index)
    .map((event) => history.model.tell(event))
    .filter((sentence) => sentence !== '')
}

export interface LogLine {
  readonly index: number
  readonly at: Micros
  readonly text: string
}

/** The last `count` lines of the log up to and including choice `index`, oldest first. */
export function logUpTo<W extends World>(
  history: History<W>,
  index: number,
  count: number,
): readonly LogLine[] {
  const lines: LogLine[] = []
  for (let i = index; i >= 0 && lines.length < count; i--) {
    const told = tellAll(history, i)
    for (let k = told.length - 1; k >= 0; k--) {
      lines.push({ index: i, at: history.timeOf(i), text: told[k] ?? '' })
    }
  }
  return lines.slice(0, count).reverse()
}

/** Sentences of choices `from` + 1 to `to`: what changed between two moments; the last `most` of them. */
export function toldBetween<W extends World>(
  history: History<W>,
  from: number,
  to: number,
  most = Infinity,
): readonly string[] {
  const told: string[] = []
  for (let i = from + 1; i <= to; i++) told.push(...tellAll(history, i))
  return told.length > most ? told.slice(-most) : told
}

/** "1.204 s": simulated time, to the millisecond. */
export function clock(t: Micros): string {
  return `${(t / 1_000_000).toFixed(3)} s`
}
