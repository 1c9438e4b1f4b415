/** From flags to what is run: a model, its parameters, the rules that are off, a seed. */
import type { Model, Setup } from '@orrery/engine/model/model.ts'
import type { ParamSpec, ParamValue } from '@orrery/engine/model/params.ts'
import type { ModelEntry } from '@orrery/models/entry.ts'
import { models } from '@orrery/models/index.ts'
import { nameAndValue, oneOf, UsageError, wholeNumber } from './usage.ts'

/** Loads the model with this id. @throws UsageError where there is none */
export async function entryOf(id: string | undefined): Promise<ModelEntry> {
  const ids = Object.keys(models)
  if (id === undefined) throw new UsageError(`Which model? There are: ${ids.join(', ')}.`)
  oneOf('model', id, ids)
  return (await models[id]!()) as ModelEntry
}

/** A parameter as typed, in its own type. @throws UsageError */
export function paramValue(name: string, spec: ParamSpec, text: string): ParamValue {
  switch (spec.kind) {
    case 'integer': {
      const value = wholeNumber(name, text, spec.min, spec.max)
      const step = spec.step ?? 1
      const near = spec.min + Math.round((value - spec.min) / step) * step
      if (near !== value)
        throw new UsageError(
          `${name} goes in steps of ${step} from ${spec.min}; nearest to ${text} is ${Math.min(near, spec.max)}.`,
        )
      return value
    }
    case 'choice':
      return oneOf(`value of ${name}`, text, spec.options)
    case 'switch':
      return oneOf(`value of ${name}`, text, ['true', 'false']) === 'true'
  }
}

/** What flags say about a setup. */
export interface SetupFlags {
  readonly param: readonly string[]
  readonly without: readonly string[]
  readonly seed: string | undefined
}

/**
 * The setup that the flags ask for: every parameter has a value, from the flags, else from `base`, else the
 * model's default. Rules given by flags replace those of `base`.
 * @throws UsageError
 */
export function setupOf(model: Model, flags: SetupFlags, base?: Partial<Setup>): Setup {
  const params: Record<string, ParamValue> = {}
  for (const [name, spec] of Object.entries(model.params)) params[name] = base?.params?.[name] ?? spec.default
  for (const text of flags.param) {
    const [name, value] = nameAndValue('--param', text)
    oneOf(`parameter of ${model.id}`, name, Object.keys(model.params))
    params[name] = paramValue(name, model.params[name]!, value)
  }
  return {
    params,
    without: flags.without.length > 0 ? rulesOf(model, flags.without) : (base?.without ?? []),
    seed: flags.seed === undefined ? (base?.seed ?? 1) : wholeNumber('--seed', flags.seed, 0, 4294967295),
  }
}

/** Rule ids as typed (a comma separates several), known, once each and sorted. @throws UsageError */
export function rulesOf(model: Model, given: readonly string[]): string[] {
  const ids = model.rules.map((rule) => rule.id)
  const wanted = given.flatMap((text) => text.split(','))
  return [...new Set(wanted.map((id) => oneOf(`rule of ${model.id}`, id, ids)))].sort()
}
