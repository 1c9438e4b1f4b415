/** What a figure needs when it becomes live: its model, its run, and a run from a link if one was given. */
import type { Model, World } from '@orrery/engine/model/model.ts'
import type { History } from '@orrery/engine/simulate/history-types.ts'
import { judge, unjudged, type Judged } from '@orrery/engine/simulate/judge.ts'
import { runScenarioBySteps, type Work } from '@orrery/engine/simulate/run.ts'
import { models } from '@orrery/models/index.ts'
import { openLink, readLink, type OpenedRun, type Read } from '../link.ts'
import { openPlayer, show, type Player } from '../player/player.ts'
import { openTelling, type Story, type Telling } from '../player/story.ts'
import { firstRunBySteps } from './first-run.ts'
import { breathe, inSlices } from './slices.ts'
import type { FigureOptions } from './types.ts'

async function modelNamed(id: string): Promise<Model> {
  const load = Object.hasOwn(models, id) ? models[id] : undefined
  if (load === undefined) throw new Error(`there is no model “${id}”`)
  const { model } = await load()
  // To read the model's code was a slice in itself.
  await breathe()
  return model
}

/** How many worlds are judged between two looks at the clock. */
const judgedAtOnce = 8

function* judging<W extends World>(history: History<W>): Work<Judged> {
  let known = unjudged
  while (known.upTo < history.length) {
    known = judge(known, history, history.length, judgedAtOnce)
    yield
  }
  return known
}

export interface OpenedFigure {
  readonly player: Player<World>
  /** Why a link could not be followed. */
  readonly trouble: string | undefined
  /** The view that a link asked for. */
  readonly view: string | undefined
}

export async function openFigure(spec: FigureOptions, link: string | undefined): Promise<OpenedFigure> {
  const model = await modelNamed(spec.model)
  const history = await inSlices(firstRunBySteps(model, spec))
  const player = openPlayer({
    history,
    judged: await inSlices(judging(history)),
    title: 'First run',
    kind: 'live',
    pace: spec.pace,
    time: spec.warmUp ?? 0,
  })
  const run = link === undefined ? undefined : followed(player, link)
  if (run === undefined) return { player, trouble: undefined, view: undefined }
  return run.ok
    ? { player: showLinked(player, run.value), trouble: undefined, view: run.value.view }
    : { player, trouble: run.message, view: undefined }
}

export async function openStory(story: Story<World>, still: boolean): Promise<Telling<World>> {
  const model = await modelNamed(story.scenario.model)
  const { history, moments } = await inSlices(
    runScenarioBySteps({ ...story.scenario, steps: story.steps }, model),
  )
  return openTelling(story, history, moments, still)
}

/** The run of a link, for the model on the plate. */
export function followed(player: Player<World>, link: string): Read<OpenedRun<World>> {
  const read = readLink(link)
  const model = player.branches[0]?.history.model
  return read.ok && model !== undefined ? openLink(model, read.value) : (read as Read<OpenedRun<World>>)
}

export function showLinked(player: Player<World>, { history, time }: OpenedRun<World>): Player<World> {
  return show(player, { history, title: 'From the link', kind: 'live', time })
}
