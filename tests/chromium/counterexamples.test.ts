/** Each rule, switched off, has its counterexample in a browser within 20 seconds, in a worker's manner. */
import { explore } from '@orrery/engine/explore/explore.ts'
import { recipeOf } from '@orrery/engine/explore/question.ts'
import type { Verdict } from '@orrery/engine/explore/types.ts'
import { checkSetup } from '@orrery/engine/model/check.ts'
import type { Model } from '@orrery/engine/model/model.ts'
import { replay } from '@orrery/engine/simulate/history.ts'
import type { ModelEntry } from '@orrery/models/entry.ts'
import { models } from '@orrery/models/index.ts'
import { describe, expect, it } from 'vitest'

function search(model: Model, rule: string): Verdict {
  const question = recipeOf(model, checkSetup(model), rule)
  const run = explore(model, question, { now: () => performance.now() })
  for (let next = run.next(); ; next = run.next()) if (next.done) return next.value
}

for (const load of Object.values(models)) {
  const { model } = (await load()) as ModelEntry
  const rules = model.rules.filter(({ breaks }) => breaks !== undefined)
  if (rules.length === 0) continue
  describe(model.title, () => {
    for (const rule of rules)
      it(`without ${rule.id}, ${rule.breaks} falls`, () => {
        const verdict = search(model, rule.id)
        expect(verdict.verdict).toBe('violated')
        expect(verdict.property).toBe(rule.breaks)
        expect(verdict.seconds).toBeLessThan(20)

        // And the run that was found does break it, played as a figure plays it.
        const { setup } = recipeOf(model, checkSetup(model), rule.id)
        const history = replay(model, { ...setup, quiet: true }, verdict.choices ?? [])
        const property = model.properties.find((one) => one.id === rule.breaks)
        if (property?.kind !== 'always') throw new Error(`${rule.breaks} is not an always`)
        const { length } = history
        expect(property.violation(history.world(length), history.world(length - 1))).toBeDefined()
      }, 60_000)
  })
}
