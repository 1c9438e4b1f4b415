/**
 * Finds a Chromium for the tests: the one that CHROMIUM_PATH names, one that the machine has, one that
 * Playwright has downloaded; else it brings one, by Playwright or from Debian's packages.
 *
 *   node scripts/browser.mjs     prints its path
 */
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { projectEnv, projectNode, root } from './lib/node.mjs'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** Flags for every Chromium we start: no sandbox for root in a container, no call home. */
export const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

function isRunnable(path) {
  try {
    accessSync(path, constants.X_OK)
  } catch {
    return false
  }
  // A packaged stub (Ubuntu's chromium points at snap) is executable and yet no browser.
  const asked = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 20_000 })
  return asked.status === 0 && /chrom/i.test(asked.stdout)
}

function onPath() {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((path) => existsSync(path) && isRunnable(path))
}

function playwrights() {
  try {
    const require = createRequire(join(root, 'tests', 'package.json'))
    const path = require('@playwright/test').chromium.executablePath()
    return existsSync(path) && isRunnable(path) ? path : undefined
  } catch {
    return undefined
  }
}

function run(command, args, env = process.env) {
  // What installers say goes to the error stream, so that standard output is the path alone.
  return spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], env, timeout: 300_000 }).status === 0
}

function downloadByPlaywright(say) {
  say('No Chromium here: asking Playwright to download its own')
  const cli = join(root, 'node_modules', '@playwright', 'test', 'cli.js')
  if (!run(projectNode(), [cli, 'install', '--no-shell', 'chromium'], projectEnv())) return undefined
  return playwrights()
}

function installByApt(say) {
  if (spawnSync('apt-get', ['--version']).status !== 0) return undefined
  const prefix = process.getuid?.() === 0 ? [] : ['sudo']
  const apt = (...args) => {
    const [command, ...rest] = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args]
    return run(command, rest)
  }
  say(`Playwright could not: installing Debian's chromium (${[...prefix, 'apt-get'].join(' ')})`)
  if (!apt('install', '-y', '--no-install-recommends', 'chromium')) {
    apt('update')
    if (!apt('install', '-y', '--no-install-recommends', 'chromium')) return undefined
  }
  return onPath()
}

/** @throws Error where none can be had, saying what to do */
export function findBrowser(say = (line) => console.error(line)) {
  const named = process.env.CHROMIUM_PATH
  if (named) {
    if (isRunnable(named)) return named
    throw new Error(`CHROMIUM_PATH is ${named}, which does not run as a Chromium`)
  }
  const found = onPath() ?? playwrights() ?? downloadByPlaywright(say) ?? installByApt(say)
  if (found) return found
  throw new Error('No Chromium: install one (apt-get install chromium), or set CHROMIUM_PATH to its path')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(findBrowser())
