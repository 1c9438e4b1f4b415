/** `orrery models`: what there is to run. */
import type { ParamSpec } from '@orrery/engine/model/params.ts'
import { models as registry } from '@orrery/models/index.ts'
import type { Command } from './main.ts'
import { json, line } from './output.ts'
import { entryOf } from './setup.ts'

function paramText(name: string, spec: ParamSpec): string {
  switch (spec.kind) {
    case 'integer':
      return `${name}=${spec.default} (${spec.min} to ${spec.max}${spec.unit === undefined ? '' : ` ${spec.unit}`})`
    case 'choice':
      return `${name}=${spec.default} (${spec.options.join(' | ')})`
    case 'switch':
      return `${name}=${spec.default} (true | false)`
  }
}

export const models: Command = async (_operands, flags) => {
  const entries = await Promise.all(Object.keys(registry).map((id) => entryOf(id)))
  if (flags.on('json')) {
    json(
      entries.map(({ model, scenarios }) => ({
        id: model.id,
        title: model.title,
        summary: model.summary,
        params: model.params,
        rules: model.rules.map(({ id, title, section, breaks }) => ({ id, title, section, breaks })),
        properties: model.properties.map(({ id, kind, title }) => ({ id, kind, title })),
        scenarios: scenarios.map(({ id, title }) => ({ id, title })),
        bounds: model.bounds ?? {},
      })),
    )
    return 0
  }
  const list = (title: string, items: readonly string[]) => {
    if (items.length === 0) return
    line(`  ${title.padEnd(11)}${items[0]}`)
    for (const item of items.slice(1)) line(`  ${''.padEnd(11)}${item}`)
  }
  for (const { model, scenarios } of entries) {
    line(`${model.id}: ${model.title}`)
    line(`  ${model.summary}`)
    list(
      'parameters',
      Object.entries(model.params).map(([name, spec]) => paramText(name, spec)),
    )
    list(
      'rules',
      model.rules.map((rule) => `${rule.id}: ${rule.title}`),
    )
    list(
      'properties',
      model.properties.map((property) => `${property.id} (${property.kind}): ${property.title}`),
    )
    list(
      'scenarios',
      scenarios.map((scenario) => `${scenario.id}: ${scenario.title}`),
    )
    list(
      'bounds',
      Object.entries(model.bounds ?? {}).map(([name, bound]) => `${name}=${bound.default}: ${bound.text}`),
    )
    line()
  }
  return 0
}
