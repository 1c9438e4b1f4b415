/** Serves dist/ on a free port for the time of the tests; its address is in ORRERY_URL. */
import { spawn } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(new URL('../../scripts/serve.mjs', import.meta.url))

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok
  } catch {
    return false
  }
}

export default async function serve(): Promise<() => void> {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const server = spawn(process.execPath, [script], {
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const deadline = Date.now() + 20_000
  while (!(await answers(url))) {
    if (server.exitCode !== null || Date.now() > deadline)
      throw new Error(`no answer from ${script} at ${url}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  process.env['ORRERY_URL'] = url
  return () => void server.kill()
}
