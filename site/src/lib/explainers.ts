/** An explainer with its model and everything of it that is made at build. Made once, used by several pages. */
import { explainers, type AnyExplainer } from '@orrery/content/explainers/index.ts'
import { models } from '@orrery/models/index.ts'
import type { ModelEntry } from '@orrery/models/entry.ts'
import { stillExplainer } from '@orrery/stage/figure/static.ts'

export interface BuiltExplainer {
  readonly explainer: AnyExplainer
  readonly entry: ModelEntry
  readonly still: ReturnType<typeof stillExplainer>
}

async function build(slug: string): Promise<BuiltExplainer> {
  const load = explainers[slug]
  if (!load) throw new Error(`no explainer "${slug}" in content/explainers/index.ts`)
  const explainer = await load()
  const model = models[explainer.scenario.model]
  if (!model) throw new Error(`content/explainers/${slug}.ts: no model "${explainer.scenario.model}"`)
  const entry = (await model()) as ModelEntry
  const still = stillExplainer(explainer, entry)
  if (still.failed.length > 0)
    throw new Error(`content/explainers/${slug}.ts: not so in its run: ${still.failed.join('; ')}`)
  return { explainer, entry, still }
}

const built = new Map<string, Promise<BuiltExplainer>>()

/** @throws Error that says which claim of which explainer its run did not meet */
export function builtExplainer(slug: string): Promise<BuiltExplainer> {
  // While editing, each request sees the files as they are.
  if (import.meta.env.DEV) return build(slug)
  const known = built.get(slug) ?? build(slug)
  built.set(slug, known)
  return known
}
