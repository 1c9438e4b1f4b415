/** `npm run dev`: the site with hot reload, at http://localhost:4321. PORT changes the port. */
import { astro } from './lib/build.mjs'
import { installIfNeeded } from './lib/install.mjs'
import { wantedPort } from './lib/static.mjs'

try {
  installIfNeeded()
  process.exitCode = await astro(['dev', '--port', String(wantedPort())])
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
