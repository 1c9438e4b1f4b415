/** `npm run picture`: draws the README's picture again, from the run of the Raft explainer. */
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, dist, isBuilt } from './lib/build.mjs'
import { root } from './lib/node.mjs'

try {
  if (!isBuilt()) await build()
  copyFileSync(join(dist, 'frames', 'raft', 'refused.paper.svg'), join(root, 'docs', 'figure.svg'))
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
