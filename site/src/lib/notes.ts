/** What stands beside a page in a list, read from its model: "7 rules". */
import { allExplainers } from '@orrery/content/explainers/index.ts'
import { models } from '@orrery/models/index.ts'
import { addressOf } from './address.ts'

/** By address. */
export async function explainerNotes(): Promise<Readonly<Record<string, string>>> {
  const notes: Record<string, string> = {}
  for (const explainer of await allExplainers()) {
    const entry = await models[explainer.scenario.model]!()
    const count = entry.model.rules.length
    if (count > 0) notes[addressOf('explainer', explainer.slug)] = count === 1 ? '1 rule' : `${count} rules`
  }
  return notes
}
