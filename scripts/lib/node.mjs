/** The project's own Node, which npm brings, so that it does not matter which Node a machine has. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')

/** The oldest Node that runs TypeScript as it stands. */
const needed = 24

/**
 * The path of a Node that can run the project: the one that npm brought, else this one if it is new enough.
 * @throws Error where there is none, saying what to do
 */
export function projectNode() {
  const brought = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node')
  if (existsSync(brought)) return brought
  if (Number(process.versions.node.split('.')[0]) >= needed) return process.execPath
  throw new Error(
    `Orrery runs on Node ${needed}. npm brings it on Linux (x64, arm64); on ${process.platform} ${process.arch} ` +
      `install Node ${needed} or later yourself (this is ${process.version}).`,
  )
}

/** The environment in which `node` and the packages' commands are the project's own. */
export function projectEnv(extra = {}) {
  const path = [dirname(projectNode()), join(root, 'node_modules', '.bin'), process.env.PATH ?? '']
  return {
    ...process.env,
    PATH: path.join(':'),
    // Nothing is asked of, or told to, anyone while we build and test.
    ASTRO_TELEMETRY_DISABLED: '1',
    DO_NOT_TRACK: '1',
    ...extra,
  }
}

/** Runs the script again under the project's Node, if it runs under an older one, and ends with its status. */
export function rerunUnderProjectNode(script) {
  const node = projectNode()
  if (Number(process.versions.node.split('.')[0]) >= needed || node === process.execPath) return
  const done = spawnSync(node, [fileURLToPath(script), ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: projectEnv(),
  })
  process.exit(done.status ?? 1)
}
