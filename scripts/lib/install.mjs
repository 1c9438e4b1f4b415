/** Installs what package-lock.json says, unless that is what is there. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './node.mjs'

/** Whether every package of the lockfile is there in its version. Optional ones may be for other machines. */
export function isInstalled() {
  const hidden = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(hidden)) return false
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  const present = JSON.parse(readFileSync(hidden, 'utf8')).packages
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.includes('node_modules/') || entry.optional || entry.peer) return true
    const found = present[path]
    return found !== undefined && (entry.link === true || found.version === entry.version)
  })
}

/**
 * Runs `npm ci` if anything of the lockfile is missing. The terminal shows npm at work.
 * @throws Error when npm fails
 */
export function installIfNeeded(say = console.log) {
  if (isInstalled()) return false
  say('Installing the packages of package-lock.json (npm ci)')
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
  })
  if (npm.error) throw new Error(`npm could not be started: ${npm.error.message}`)
  if (npm.status !== 0) throw new Error('npm ci failed: see its messages above')
  return true
}
