/** What runs in Node and in Chromium alike: a search of two-phase commit, timed. */
import { explore } from '@orrery/engine/explore/explore.ts'
import { questionOf } from '@orrery/engine/explore/question.ts'
import { checkSetup } from '@orrery/engine/model/check.ts'
import { models } from '@orrery/models/index.ts'

/** Generated states a second, of TwoPhase with N participants searched whole. */
export async function statesPerSecond(participants: number): Promise<number> {
  const load = models['two-phase-commit']
  if (load === undefined) throw new Error('there is no two-phase-commit')
  const { model } = await load()
  const run = explore(model, questionOf(model, checkSetup(model, { params: { participants } })), {
    now: () => performance.now(),
  })
  for (let next = run.next(); ; next = run.next())
    if (next.done) return next.value.generated / next.value.seconds
}

Object.assign(globalThis, { statesPerSecond })
