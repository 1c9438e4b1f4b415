/** `orrery explore MODEL`: is there a run, within bounds, that breaks a promise? */
import { explore as search } from '@orrery/engine/explore/explore.ts'
import { questionOf, recipeOf } from '@orrery/engine/explore/question.ts'
import type { Bounds, Question, Verdict } from '@orrery/engine/explore/types.ts'
import type { Model } from '@orrery/engine/model/model.ts'
import type { Command, Flags } from './main.ts'
import { count, endProgress, json, line, progress } from './output.ts'
import { entryOf, setupOf } from './setup.ts'
import { nameAndValue, oneOf, wholeNumber } from './usage.ts'

/** Bounds of the search itself; the others are the model's, or count actions of a type. */
const own = ['depth', 'seconds', 'memory', 'ticks'] as const

/** The types of action that a bound can count: those seen at the start of a run, and those of recipes. */
function actionTypes(model: Model, setup: Question['setup']): string[] {
  const types = new Set<string>()
  let world = model.init({ ...setup, quiet: true })
  for (let i = 0; i < 20; i++) {
    const actions = model.actions(world)
    for (const { type } of actions) types.add(type)
    for (const { type } of model.rounds?.(world) ?? []) types.add(type)
    const next = actions.find(({ by }) => by === (i % 4 === 3 ? 'fault' : 'system')) ?? actions[0]
    if (next === undefined) break
    world = model.step(world, { ...next, at: Math.max(next.at, world.now) }).world
  }
  for (const { recipe } of model.rules) for (const type of Object.keys(recipe?.actions ?? {})) types.add(type)
  return [...types].sort()
}

/** @throws UsageError */
function withBounds(model: Model, question: Question, flags: Flags): Bounds {
  const defaults = Object.fromEntries(
    Object.entries(model.bounds ?? {}).map(([name, bound]) => [name, bound.default]),
  )
  let bounds = question.bounds
  if (model.bounds !== undefined) bounds = { ...bounds, model: { ...defaults, ...bounds.model } }
  const given = flags.texts('bound').map((text) => nameAndValue('--bound', text))
  const known = Object.keys(model.bounds ?? {})
  const types = given.length > 0 ? actionTypes(model, question.setup) : []
  for (const [name, text] of given) {
    oneOf(`bound of ${model.id}`, name, [...own, ...known, ...types.filter((type) => !known.includes(type))])
    const value = wholeNumber(
      `--bound ${name}`,
      text,
      name === 'seconds' || name === 'memory' ? 1 : 0,
      1_000_000_000,
    )
    if (known.includes(name)) bounds = { ...bounds, model: { ...bounds.model, [name]: value } }
    else if (name === 'memory') bounds = { ...bounds, maxMemory: value * 1_000_000 }
    else if ((own as readonly string[]).includes(name)) bounds = { ...bounds, [name]: value }
    else bounds = { ...bounds, actions: { ...bounds.actions, [name]: value } }
  }
  const most = flags.text('max-states')
  return most === undefined
    ? bounds
    : { ...bounds, maxStates: wholeNumber('--max-states', most, 1, 1_000_000_000) }
}

/** What the flags ask; one rule without more is asked by its recipe, and flags win over it. */
function questionFrom(model: Model, flags: Flags): Question {
  const setup = setupOf(model, flags)
  const rule = setup.without.length === 1 ? setup.without[0] : undefined
  const base = rule === undefined ? questionOf(model, setup) : recipeOf(model, setup, rule)
  const property = flags.text('property')
  const grain = flags.text('grain') ?? base.grain
  const strategy = flags.text('strategy') ?? base.strategy
  if (property !== undefined)
    oneOf(
      `property of ${model.id}`,
      property,
      model.properties.map(({ id }) => id),
    )
  return {
    ...base,
    setup: setupOf(model, flags, base.setup),
    bounds: withBounds(model, base, flags),
    grain: oneOf('grain', grain, model.rounds ? ['actions', 'rounds'] : ['actions']) as Question['grain'],
    strategy: oneOf('strategy', strategy, ['breadth-first', 'random-walk']) as Question['strategy'],
    ...(property === undefined ? {} : { property }),
  }
}

/** Searches, showing where it stands; Ctrl-C makes it give up. */
async function ask(model: Model, question: Question): Promise<Verdict> {
  const wish = { cancelled: false }
  const cancel = () => {
    if (wish.cancelled) process.exit(3)
    wish.cancelled = true
  }
  process.on('SIGINT', cancel)
  process.on('SIGTERM', cancel)
  try {
    const run = search(model, question, { now: () => performance.now() })
    for (let next = run.next(); ; next = run.next(wish.cancelled ? 'cancel' : undefined)) {
      if (next.done) return next.value
      const { distinct, depth, seconds } = next.value
      const rate = seconds > 0 ? Math.round(distinct / seconds) : 0
      progress(`${count(distinct)} states, depth ${depth}, ${count(rate)} a second`)
      // Lets a signal in.
      await new Promise((resolve) => setImmediate(resolve))
    }
  } finally {
    endProgress()
    process.off('SIGINT', cancel)
    process.off('SIGTERM', cancel)
  }
}

/** "depth 12, crash 1, clock 6" */
function boundsText({ maxMemory, maxStates, actions, model, ...rest }: Bounds): string {
  const named = Object.entries({ ...rest, ...actions, ...model }).map(([name, value]) => `${name} ${value}`)
  if (maxStates !== undefined) named.push(`${count(maxStates)} states`)
  if (maxMemory !== undefined) named.push(`memory ${count(Math.round(maxMemory / 1_000_000))} MB`)
  return named.join(', ')
}

const statuses = { holds: 0, violated: 1, 'gave-up': 3 } as const

function tell(model: Model, question: Question, verdict: Verdict): void {
  const title = (id: string) => model.properties.find((property) => property.id === id)?.title ?? id
  const off = question.setup.without
  const what = `${model.title}${off.length > 0 ? ` without ${off.join(', ')}` : ''}`
  const judged = verdict.property === undefined ? 'all that must always hold' : title(verdict.property)
  if (verdict.verdict === 'holds') line(`holds within these bounds: ${judged} (${what})`)
  if (verdict.verdict === 'violated') line(`violated: ${judged} (${what})`)
  if (verdict.verdict === 'gave-up')
    line(`gave up: ${verdict.reason ?? 'no verdict within the bounds'} (${what})`)
  verdict.steps.forEach((step, i) => line(`${String(i + 1).padStart(4)}. ${step}`))
  if (verdict.violation !== undefined) line(`  so: ${verdict.violation.why}`)
  for (const [id, depth] of Object.entries(verdict.witnesses))
    line(`  sometimes: ${title(id)}: ${depth === undefined ? 'not reached' : `reached at depth ${depth}`}`)
  const { distinct, generated, depth, seconds } = verdict
  line(
    `${count(distinct)} distinct states, ${count(generated)} generated, depth ${depth}, in ${seconds.toFixed(2)} s`,
  )
  line(`bounds: ${boundsText(verdict.bounds)}; by ${question.grain}, ${question.strategy}`)
}

export const explore: Command = async (operands, flags) => {
  const { model } = await entryOf(operands[0])
  const question = questionFrom(model, flags)
  const verdict = await ask(model, question)
  if (flags.on('json')) {
    json({
      model: model.id,
      params: question.setup.params,
      without: question.setup.without,
      verdict: verdict.verdict,
      property: verdict.property ?? null,
      distinct: verdict.distinct,
      generated: verdict.generated,
      depth: verdict.depth,
      seconds: Math.round(verdict.seconds * 1000) / 1000,
      bounds: verdict.bounds,
      steps: verdict.steps,
      ...(verdict.reason === undefined ? {} : { reason: verdict.reason }),
      ...(verdict.violation === undefined ? {} : { why: verdict.violation.why }),
    })
  } else tell(model, question, verdict)
  return statuses[verdict.verdict]
}
