/** `npm run bench`: brings what is missing, builds what is stale, and measures. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { installIfNeeded } from './lib/install.mjs'
import { projectEnv, projectNode, root } from './lib/node.mjs'

try {
  installIfNeeded()
  const asked = process.argv.slice(2)
  if (asked.length === 0 || asked.includes('lighthouse')) {
    const { build, isBuilt } = await import('./lib/build.mjs')
    if (!isBuilt()) await build()
  }
  const done = spawnSync(projectNode(), ['--expose-gc', join(root, 'bench', 'index.ts'), ...asked], {
    cwd: root,
    stdio: 'inherit',
    env: projectEnv(),
  })
  process.exitCode = done.status ?? 1
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
