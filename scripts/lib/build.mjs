/** Builds dist/ when it is not what the sources would give: a stamp says which sources it was made from. */
import { createHash } from 'node:crypto'
import { spawn } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { projectEnv, projectNode, root } from './node.mjs'

export const dist = join(root, 'dist')
const stampFile = join(root, 'node_modules', '.cache', 'orrery-build')

/** What a page can depend on. */
const sources = ['engine', 'models', 'stage', 'content', 'site', 'package-lock.json']
const skipped = new Set(['node_modules', '.astro', '.cache', 'dist'])

function* filesIn(path) {
  const info = statSync(path)
  if (!info.isDirectory()) {
    yield `${path} ${info.size} ${info.mtimeMs}`
    return
  }
  for (const entry of readdirSync(path).sort()) if (!skipped.has(entry)) yield* filesIn(join(path, entry))
}

/** Of names, sizes and times of all sources, and of the address that pages are built for. */
function fingerprint() {
  const hash = createHash('sha256').update(process.env.SITE ?? '')
  for (const source of sources) for (const file of filesIn(join(root, source))) hash.update(`${file}\n`)
  return hash.digest('hex')
}

export function isBuilt() {
  if (!existsSync(join(dist, 'index.html')) || !existsSync(stampFile)) return false
  return readFileSync(stampFile, 'utf8') === fingerprint()
}

/** Runs Astro in site/ under the project's Node. Gives its exit status. */
export function astro(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(projectNode(), [join(root, 'node_modules', 'astro', 'bin', 'astro.mjs'), ...args], {
      cwd: join(root, 'site'),
      env: projectEnv(),
      stdio: 'inherit',
    })
    child.on('error', reject)
    child.on('close', (status) => resolve(status ?? 1))
  })
}

/**
 * Builds beside dist/ and puts the result in its place at the end, so that who is served from dist/ meanwhile
 * sees the old pages or the new ones, never half.
 * @throws Error when the build fails
 */
export async function build() {
  // Taken before: what changes while we build is built next time.
  const stamp = fingerprint()
  rmSync(stampFile, { force: true })
  const fresh = join(root, 'node_modules', '.cache', `orrery-dist-${process.pid}`)
  const status = await astro(['build', '--outDir', fresh])
  if (status !== 0) {
    rmSync(fresh, { recursive: true, force: true })
    throw new Error('The build failed: see its messages above.')
  }
  rmSync(dist, { recursive: true, force: true })
  renameSync(fresh, dist)
  mkdirSync(dirname(stampFile), { recursive: true })
  writeFileSync(stampFile, stamp)
}
