/**
 * Trains the transformer of models/attention again, from its seed, and writes its weights. Some minutes on one
 * core: `npm run train:attention`, or one of the two by name: `npm run train:attention -- masked`.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rerunUnderProjectNode, root } from './lib/node.mjs'

rerunUnderProjectNode(import.meta.url)
const { courses, taught } = await import('../models/attention/train/courses.ts')

const asked = process.argv.slice(2)
for (const [name, plan] of Object.entries(courses)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  const training = taught(plan)
  let next = training.next()
  for (; !next.done; next = training.next())
    console.log(`${name}: step ${next.value.step} of ${plan.steps}, loss ${next.value.loss.toFixed(4)}`)
  const path = join(root, 'models', 'attention', 'weights', `${name}.json`)
  writeFileSync(path, `${JSON.stringify(next.value, null, 2)}\n`)
  console.log(`${path}: ${JSON.stringify(next.value.made)}`)
}
