/** Serves dist/ as it is: `node scripts/serve.mjs`. PORT changes the port. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { dist } from './lib/build.mjs'
import { listen, staticServer, wantedPort } from './lib/static.mjs'

try {
  if (!existsSync(join(dist, 'index.html'))) throw new Error('There is no dist/ yet. Build it: npm run build')
  console.log(`Serving dist/ at ${await listen(staticServer(dist), wantedPort())}`)
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
