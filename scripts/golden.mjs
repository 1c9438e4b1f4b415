/** `npm run golden`: draws the golden pictures in tests/golden again, for review with `git diff`. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { installIfNeeded } from './lib/install.mjs'
import { projectEnv, projectNode, root } from './lib/node.mjs'

try {
  installIfNeeded()
  const done = spawnSync(projectNode(), [join(root, 'tests', 'golden', 'redraw.ts')], {
    cwd: root,
    stdio: 'inherit',
    env: projectEnv(),
  })
  process.exitCode = done.status ?? 1
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
