/** From flags to what is run: a model, its parameters, the rules that are off, a seed. */
import { checkSetup } from '@orrery/engine/model/check.ts'
import type { Model, Setup } from '@orrery/engine/model/model.ts'
import type { ModelEntry } from '@orrery/models/entry.ts'
import { models } from '@orrery/models/index.ts'
import type { Flags } from './main.ts'
import { nameAndValue, oneOf, UsageError, wholeNumber } from './usage.ts'

/** Loads the model with this id. @throws UsageError where there is none */
export async function entryOf(id: string | undefined): Promise<ModelEntry> {
  const ids = Object.keys(models)
  if (id === undefined) throw new UsageError(`Which model? There are: ${ids.join(', ')}.`)
  oneOf('model', id, ids)
  return (await models[id]!()) as ModelEntry
}

/** What --param gives, by name, as text. @throws UsageError */
export function paramsOf(flags: Flags): Readonly<Record<string, string>> {
  return Object.fromEntries(flags.texts('param').map((text) => nameAndValue('--param', text)))
}

/** What --without gives; a comma separates several. */
export function rulesOf(flags: Flags): readonly string[] {
  return flags.texts('without').flatMap((text) => text.split(','))
}

/**
 * The setup that the flags ask for: every parameter has a value, from the flags, else from `base`, else the
 * model's default. Rules given by flags replace those of `base`.
 * @throws UsageError, BadSetup
 */
export function setupOf(model: Model, flags: Flags, base: Partial<Setup> = {}): Setup {
  const rules = rulesOf(flags)
  const seed = flags.text('seed')
  return checkSetup(model, {
    ...base,
    params: { ...base.params, ...paramsOf(flags) },
    without: rules.length > 0 ? rules : (base.without ?? []),
    seed: seed === undefined ? (base.seed ?? 1) : wholeNumber('--seed', seed, 0, 4294967295),
  })
}
