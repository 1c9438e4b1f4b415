/** Draws the kept pictures again, and says which changed, so that a person can look at them. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { explainers } from '@orrery/content/explainers/index.ts'
import { models } from '@orrery/models/index.ts'
import { folder, kept, keptNames, picturesOf, picturesOfExplainer } from './pictures.ts'

const pictures = new Map<string, string>()
const failed: string[] = []
for (const draw of [
  ...Object.keys(models).map((id) => () => picturesOf(id)),
  ...Object.keys(explainers).map((slug) => () => picturesOfExplainer(slug)),
]) {
  try {
    for (const [name, svg] of await draw()) pictures.set(name, svg)
  } catch (error) {
    failed.push(error instanceof Error ? error.message : String(error))
  }
}

let changed = 0
for (const [name, svg] of pictures) {
  const before = kept(name)
  if (before === svg) continue
  mkdirSync(dirname(folder + name), { recursive: true })
  writeFileSync(folder + name, svg)
  console.log(`${before === undefined ? 'new' : 'changed'}  tests/golden/${name}`)
  changed += 1
}
// With a scenario that does not run, nothing tells a stale picture from one that could not be drawn.
if (failed.length === 0) {
  for (const name of keptNames()) {
    if (pictures.has(name)) continue
    rmSync(folder + name)
    console.log(`gone  tests/golden/${name}`)
    changed += 1
  }
}
console.log(`${pictures.size} pictures, ${changed} of them different.`)
for (const why of failed) console.error(`Not drawn: ${why}`)
process.exitCode = failed.length === 0 ? 0 : 1
