/** `orrery run MODEL`: one run, from a seed, told as it happens. */
import { writeFileSync } from 'node:fs'
import { extname } from 'node:path'
import type { Event, Micros } from '@orrery/engine/model/action.ts'
import type { Model, World } from '@orrery/engine/model/model.ts'
import type { Scenario } from '@orrery/engine/model/scenario.ts'
import { toShiviz, toTrace } from '@orrery/engine/simulate/export.ts'
import { createHistory, type History } from '@orrery/engine/simulate/history.ts'
import { judge, unjudged, verdictsAt, type Judgement } from '@orrery/engine/simulate/judge.ts'
import { runScenario, ScenarioError, type Moment } from '@orrery/engine/simulate/run.ts'
import type { ModelEntry } from '@orrery/models/entry.ts'
import { sceneToSvg } from '@orrery/stage/render/svg.ts'
import { paper } from '@orrery/stage/theme.ts'
import type { Command, Flags } from './main.ts'
import { json, line, milliseconds } from './output.ts'
import { entryOf, setupOf } from './setup.ts'
import { duration, oneOf, UsageError } from './usage.ts'

/** A free run takes at most so many actions: a model that keeps no time would go on for ever. */
const MOST = 100_000

/** What a free run lasts unless --for says otherwise. */
const FOR: Micros = 2_000_000

interface Ran {
  readonly history: History<World>
  /** Past the last action, where the run waited. */
  readonly end: Micros
  readonly moments: readonly Moment[]
  readonly note?: string
}

type Say = (event: Event) => void

function runFreely(model: Model, flags: Flags, say: Say): Ran {
  const end = duration(flags.text('for') ?? `${FOR}us`)
  let history = createHistory(model, setupOf(model, flags))
  history.events(0).forEach(say)
  while (history.length < MOST) {
    const next = history.advance(end)
    if (next === undefined) return { history, end, moments: [] }
    history = next
    history.events(history.length).forEach(say)
  }
  return { history, end: history.end, moments: [], note: `stopped after ${MOST} actions` }
}

function runAsTold(entry: ModelEntry, id: string, flags: Flags, say: Say): Ran {
  const { model, scenarios } = entry
  oneOf(
    `scenario of ${model.id}`,
    id,
    scenarios.map((scenario) => scenario.id),
  )
  if (flags.text('for') !== undefined)
    throw new UsageError('A scenario ends by itself: --for is for free runs.')
  const told = scenarios.find((scenario) => scenario.id === id)!
  const scenario: Scenario<World> = { ...told, setup: setupOf(model, flags, told.setup) }
  const { history, moments } = runScenario(scenario, model)
  let from = 0
  for (const moment of moments) {
    for (let i = from; i <= moment.index; i++) history.events(i).forEach(say)
    from = moment.index + 1
  }
  return { history, end: moments.at(-1)?.time ?? history.end, moments }
}

/** The run as the file's ending asks for. @throws UsageError for an ending that means nothing */
function exported(history: History<World>, end: Micros, file: string): string {
  switch (extname(file)) {
    case '.json':
      return `${JSON.stringify(toTrace(history), null, 2)}\n`
    case '.shiviz':
      return toShiviz(history)
    case '.svg': {
      const view = { id: history.model.views[0]!.id, layout: 'wide' } as const
      return sceneToSvg(history.model.view(history.world(history.length), view), { t: end, theme: paper })
    }
    default:
      throw new UsageError(`--export writes .svg, .json or .shiviz, not "${file}".`)
  }
}

function tellEnd(ran: Ran, judgements: readonly Judgement[]): void {
  const { history, moments, end } = ran
  line()
  for (const { id, failed } of moments)
    for (const claim of failed) line(`claim failed at the end of step "${id}": ${claim}`)
  for (const { title, verdict, since, violation } of judgements) {
    const when = since === undefined ? '' : ` at ${milliseconds(history.timeOf(since))}`
    line(`${verdict.replace('-', ' ').padEnd(8)}  ${title}${when}${violation ? `: ${violation.why}` : ''}`)
  }
  line(`${history.length} actions in ${milliseconds(end)}${ran.note === undefined ? '' : ` (${ran.note})`}`)
  line(`fingerprint ${history.fingerprint()}`)
}

export const run: Command = async (operands, flags) => {
  const entry = await entryOf(operands[0])
  const { model } = entry
  const file = flags.text('export')
  if (file !== undefined && !['.svg', '.json', '.shiviz'].includes(extname(file)))
    throw new UsageError(`--export writes .svg, .json or .shiviz, not "${file}".`)
  const quiet = flags.on('json')
  const say: Say = (event) => {
    if (!quiet) line(`${milliseconds(event.at).padStart(14)}  ${model.tell(event)}`)
  }
  const id = flags.text('scenario')
  let ran: Ran
  try {
    ran = id === undefined ? runFreely(model, flags, say) : runAsTold(entry, id, flags, say)
  } catch (error) {
    // With other parameters a scenario may have nothing to do what it is told with.
    if (!(error instanceof ScenarioError)) throw error
    process.stderr.write(`orrery: ${error.message}\n`)
    return 1
  }
  const { history, moments, end } = ran
  const judgements = verdictsAt(judge(unjudged, history), history)
  if (file !== undefined) writeFileSync(file, exported(history, end, file))
  if (quiet) {
    const { setup, events, fingerprint } = toTrace(history)
    json({
      model: model.id,
      params: setup.params,
      without: setup.without,
      seed: setup.seed,
      scenario: id ?? null,
      actions: history.length,
      end,
      events,
      claimsFailed: moments.flatMap(({ id: step, failed }) => failed.map((claim) => ({ step, claim }))),
      properties: judgements,
      fingerprint,
    })
  } else tellEnd(ran, judgements)
  const broken = judgements.some(({ verdict }) => verdict === 'violated')
  return broken || moments.some(({ failed }) => failed.length > 0) ? 1 : 0
}
