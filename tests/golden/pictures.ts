/**
 * The pictures that are kept: the first frame and every named moment of each scenario (those of the
 * models, and the explainers, which are scenarios with captions), wide and tall.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { explainers } from '@orrery/content/explainers/index.ts'
import { checkSetup } from '@orrery/engine/model/check.ts'
import { runScenario } from '@orrery/engine/simulate/run.ts'
import { models, type AnyEntry } from '@orrery/models/index.ts'
import { exportSvg } from '@orrery/stage/export.ts'
import { frameAt } from '@orrery/stage/frame.ts'

export const folder = fileURLToPath(new URL('.', import.meta.url))

/** By file name, as "raft/an-election/1 elected wide.svg" with dashes for spaces. */
export type Pictures = ReadonlyMap<string, string>

/** All pictures of one model: its scenarios, or its first frame where it has none. */
export async function picturesOf(id: string): Promise<Pictures> {
  const load = models[id]
  if (load === undefined) throw new Error(`there is no model "${id}"`)
  const entry = await load()
  const view = entry.model.views[0]?.id ?? ''
  const pictures = new Map<string, string>()
  const scenarios = entry.scenarios.map((scenario) => draw(entry, scenario, () => view, `${id}/${scenario.id}`))
  if (scenarios.length === 0) {
    const setup = checkSetup(entry.model, {})
    scenarios.push(draw(entry, { id: 'start', title: '', model: id, setup, steps: [] }, () => view, `${id}/start`))
  }
  for (const drawn of scenarios) for (const [name, svg] of drawn) pictures.set(name, svg)
  return pictures
}

/** The pictures of an explainer, each step in its own view. */
export async function picturesOfExplainer(slug: string): Promise<Pictures> {
  const explainer = await explainers[slug]?.()
  const load = models[explainer?.scenario.model ?? '']
  if (explainer === undefined || load === undefined) throw new Error(`there is no explainer "${slug}"`)
  const views = new Map(explainer.steps.map((step) => [step.id, step.view ?? explainer.view]))
  const scenario = { ...explainer.scenario, steps: explainer.steps }
  return draw(await load(), scenario, (step) => views.get(step ?? '') ?? explainer.view, `explainers/${slug}`)
}

function draw(
  { model }: AnyEntry,
  scenario: AnyEntry['scenarios'][number],
  viewOf: (step: string | undefined) => string,
  path: string,
): Pictures {
  const { history, moments } = runScenario(scenario, model)
  const pictures = new Map<string, string>()
  const add = (name: string, step: string | undefined, index: number, t: number): void => {
    // As far as the step goes: what the next one does may happen at the very same moment.
    const shown = history.fork(index)
    for (const layout of ['wide', 'tall'] as const) {
      const scene = frameAt(shown, t, { id: viewOf(step), layout })
      pictures.set(`${path}/${name}-${layout}.svg`, exportSvg(scene, t))
    }
  }
  add('00-first', undefined, 0, 0)
  moments.forEach(({ id, index, time }, i) =>
    add(`${String(i + 1).padStart(2, '0')}-${id}`, id, index, time),
  )
  return pictures
}

/** The names of the pictures that are kept, below the folder of this file. */
export function keptNames(): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.svg'))
    .sort()
}

/** A kept picture, or undefined. */
export function kept(name: string): string | undefined {
  try {
    return readFileSync(`${folder}${name}`, 'utf8')
  } catch {
    return undefined
  }
}
