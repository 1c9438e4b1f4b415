import { raftModel } from './model.ts'
import { paramsWith } from './params.ts'
import { answer } from '@orrery/engine/explore/explore.ts'
import { recipeOf } from '@orrery/engine/explore/question.ts'
const only = process.argv[2]
for (const rule of raftModel.rules) {
  if (only && rule.id !== only) continue
  const q = recipeOf(raftModel, { params: paramsWith({}), without: [], seed: 1 }, rule.id, {
    bounds: { maxStates: 1_500_000, ...(process.argv[3] ? { depth: +process.argv[3] } : {}) },
  })
  const t0 = process.hrtime.bigint()
  const v = answer(raftModel, q, {
    now: () => Number(process.hrtime.bigint() / 1000000n),
    every: 1000,
  } as never)
  console.log(
    '==',
    rule.id,
    v.verdict,
    v.reason ?? '',
    'distinct',
    v.distinct,
    'generated',
    v.generated,
    'depth',
    v.depth,
    (Number(process.hrtime.bigint() - t0) / 1e9).toFixed(2) + 's',
    v.violation?.why,
  )
  console.log(v.steps.join('\n'), v.choices?.length)
}
