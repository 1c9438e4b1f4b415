import { chaos } from './testing/chaos.ts'
const N = Number(process.argv[2] ?? 200),
  A = Number(process.argv[3] ?? 300)
const without = process.argv[4] ? [process.argv[4]] : []
const t0 = process.hrtime.bigint()
const sum: Record<string, number> = {}
let bad = 0
for (let i = 1; i <= N; i++) {
  const o = chaos(i, A, without)
  if (o.violation) {
    bad++
    if (bad < 4) console.log(i, o.violation.property, o.violation.why, 'step', o.violation.step)
  }
  for (const k of [
    'elections',
    'replaced',
    'committed',
    'answered',
    'faults',
    'snapshots',
    'reconfigured',
  ] as const) {
    sum[k] = (sum[k] ?? 0) + Number(o[k])
    sum[k + '>0'] = (sum[k + '>0'] ?? 0) + (Number(o[k]) > 0 ? 1 : 0)
  }
  sum.time = (sum.time ?? 0) + o.world.now / 1e6
}
console.log(bad, 'violations', sum, Number(process.hrtime.bigint() - t0) / 1e9, 's')
