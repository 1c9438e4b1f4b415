/**
 * `npm start`: from a fresh clone to the whole site at http://localhost:4321. Installs the packages if they
 * are missing, builds if something changed, and serves. PORT changes the port.
 */
import { createServer } from 'node:http'
import { build, dist, isBuilt } from './lib/build.mjs'
import { installIfNeeded } from './lib/install.mjs'
import { listen, staticServer, wantedPort } from './lib/static.mjs'

const started = Date.now()
const say = (text) =>
  console.log(`\x1b[2m${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s\x1b[0m  ${text}`)

/** A taken port is told at once, not after a minute of building. */
async function checkPort(port) {
  const probe = createServer()
  await listen(probe, port)
  await new Promise((resolve) => probe.close(resolve))
}

try {
  const port = wantedPort()
  await checkPort(port)
  if (!installIfNeeded(say)) say('Packages: installed')
  if (isBuilt()) say('Pages: built, and nothing has changed')
  else {
    say('Pages: building (about a minute)')
    await build()
    say('Pages: built')
  }
  say(`Orrery is at ${await listen(staticServer(dist), port)}  (Ctrl+C ends it)`)
} catch (error) {
  console.error(`\n${error.message}`)
  process.exitCode = 1
}
