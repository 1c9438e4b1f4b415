/** The built site on a free port, for tools that look at it: tests, screenshots, Lighthouse. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { dist } from './build.mjs'
import { listen, staticServer } from './static.mjs'

/** @throws Error where there is no dist/ */
export async function serveDist() {
  if (!existsSync(join(dist, 'index.html'))) throw new Error('There is no dist/ yet. Build it: npm run build')
  const server = staticServer(dist)
  await listen(server, 0)
  return {
    url: `http://localhost:${server.address().port}`,
    stop() {
      server.closeAllConnections()
      server.close()
    },
  }
}
