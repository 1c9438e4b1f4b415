/** What the explorer is asked from a figure, and its verdict in words. */
import { questionOf, recipeOf } from '@orrery/engine/explore/question.ts'
import type { Progress, Question, Verdict } from '@orrery/engine/explore/types.ts'
import type { Model, Setup, World } from '@orrery/engine/model/model.ts'

/** A page gives a search so much; the recipes of rules need far less. */
const most = { maxMemory: 384 * 1024 * 1024, seconds: 60 }

/**
 * With a rule off: its recipe. With all rules on: every order of the system's own steps with one crash,
 * one restart and one lost message, within a number of states.
 */
export function questionFor<W extends World>(model: Model<W>, setup: Setup): Question {
  const rule = [...setup.without]
    .reverse()
    .find((id) => model.rules.some((r) => r.id === id && r.recipe !== undefined))
  if (rule !== undefined) return recipeOf(model, setup, rule, { bounds: most })
  return questionOf(model, setup, {
    bounds: { ...most, maxStates: 200_000, actions: { crash: 1, restart: 1, drop: 1, ask: 1 } },
  })
}

export function progressInWords(progress: Progress): string {
  const rate =
    progress.seconds > 0.2 ? `, ${count(Math.round(progress.distinct / progress.seconds))} a second` : ''
  return `${count(progress.distinct)} states, ${progress.depth} deep${rate}`
}

/** Units of what is of no account to a search, which tries every order: how long things take, and chances. */
const untimed: ReadonlySet<string> = new Set(['µs', 'ms', 's', '%', '‰'])

/** The bounds of a question as they stand behind “within”: "3 servers, at most 1 crash, 12 steps deep". */
export function boundsInWords<W extends World>(model: Model<W>, question: Question): string {
  const { bounds, grain, setup } = question
  const said: string[] = []
  for (const [name, spec] of Object.entries(model.params)) {
    const value = setup.params[name]
    if (spec.kind !== 'integer' || value === undefined || value === 0) continue
    if (spec.unit === undefined || !untimed.has(spec.unit))
      said.push(`${spec.title.toLowerCase()}: ${String(value)}${spec.unit ? ` ${spec.unit}` : ''}`)
  }
  for (const [type, n] of Object.entries(bounds.actions ?? {})) said.push(`at most ${n} × ${type}`)
  for (const [name, n] of Object.entries(bounds.model ?? {})) said.push(`${name} up to ${n}`)
  if (bounds.depth !== undefined) said.push(`${bounds.depth} ${grain === 'rounds' ? 'rounds' : 'steps'} deep`)
  if (bounds.maxStates !== undefined) said.push(`${count(bounds.maxStates)} states`)
  if (bounds.seconds !== undefined) said.push(`${bounds.seconds} s`)
  return said.join(', ')
}

export function verdictInWords<W extends World>(
  model: Model<W>,
  question: Question,
  verdict: Verdict,
): string {
  const title = model.properties.find((p) => p.id === verdict.property)?.title
  const looked = `${count(verdict.distinct)} states in ${verdict.seconds.toFixed(1)} s`
  switch (verdict.verdict) {
    case 'violated':
      return `Violated: “${title ?? 'a promise'}” falls after ${steps(verdict.steps.length, question)}. Found among ${looked}.`
    case 'holds':
      return `Holds within these bounds: ${boundsInWords(model, question)}. ${looked}, all of them.`
    case 'gave-up':
      return verdict.reason === 'cancelled'
        ? `Gave up: you stopped it after ${looked}, none of them bad. That proves nothing.`
        : `Gave up after ${looked}, none of them bad: ${verdict.reason ?? 'the bounds were reached'}. That proves nothing beyond them. The bounds: ${boundsInWords(model, question)}.`
  }
}

const steps = (n: number, question: Question): string =>
  `${n} ${question.grain === 'rounds' ? 'round' : 'step'}${n === 1 ? '' : 's'}`

const count = (n: number): string => n.toLocaleString('en')
