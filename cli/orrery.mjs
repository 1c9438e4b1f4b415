#!/usr/bin/env node
/** The command: runs main.ts on a Node that understands it, bringing signals and status through. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { projectEnv, projectNode } from '../scripts/lib/node.mjs'

if (Number(process.versions.node.split('.')[0]) >= 24) {
  await import('./main.ts')
} else {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url))
  const child = spawn(projectNode(), [main, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: projectEnv(),
  })
  // Ctrl-C reaches the child by itself, being in the same group; it ends in its own way, and we after it.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  child.on('exit', (status, signal) => {
    if (signal !== null) process.kill(process.pid, signal)
    process.exitCode = status ?? 1
  })
}
