import { chaos } from './testing/chaos.ts'
import { raftModel } from './model.ts'
const orig = raftModel.step
const log: string[] = []
let n = 0
;(raftModel as any).step = (w: any, a: any) => {
  const s = orig(w, a)
  n++
  log.push(n + ' ' + a.id + ' | ' + s.events.map((e) => raftModel.tell(e)).join(' '))
  return s
}
const o = chaos(Number(process.argv[2]), 800)
console.log(o.world.setup.params, o.violation)
const filt = log.filter((l) =>
  /commits|leads|crash|Restart|restart|deletes|snapshot|members|appends/i.test(l),
)
console.log(
  filt
    .slice(-Number(process.argv[3] ?? 60))
    .map((l) => l.slice(0, 330))
    .join('\n'),
)
for (const [k, v] of Object.entries(o.world.nodes))
  console.log(k, v.status, JSON.stringify(v.state?.log), v.state?.term, v.state?.role, v.state?.commit)
