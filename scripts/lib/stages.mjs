/** Runs stages of work, some side by side, tells when each ends, and keeps what the failed ones said. */
import { spawn } from 'node:child_process'
import { projectEnv, root } from './node.mjs'

/**
 * @typedef {object} Outcome
 * @property {number} passed
 * @property {number} failed
 * @property {string[]} [failures] names of what failed
 */

/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {string} title what it does, in a few words
 * @property {string} command
 * @property {string[]} args
 * @property {Record<string, string>} [env]
 * @property {number} [minutes] a stage that takes longer is stopped, and has failed
 * @property {(status: number) => Outcome} [judge] reads the stage's own report; without it, a stage is one check
 */

const started = Date.now()

/** Seconds since the program began, as "  12 s". */
export function clock() {
  return `${String(Math.round((Date.now() - started) / 1000)).padStart(4)} s`
}

/** Runs a command and gives its status and all that it said. */
export function capture(command, args, { env = {}, minutes = 10 } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: projectEnv({ NO_COLOR: '1', CI: '1', ...env }),
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that what it started ends with it.
      detached: true,
    })
    const said = []
    child.stdout.on('data', (chunk) => said.push(chunk))
    child.stderr.on('data', (chunk) => said.push(chunk))
    const stop = () => {
      try {
        process.kill(-child.pid, 'SIGKILL')
      } catch {
        // It has ended already.
      }
    }
    let late = false
    const timer = setTimeout(() => {
      late = true
      stop()
    }, minutes * 60_000)
    process.once('exit', stop)
    const end = (status, note = '') => {
      clearTimeout(timer)
      process.removeListener('exit', stop)
      resolve({ status, output: Buffer.concat(said).toString('utf8') + note })
    }
    child.on('error', (error) => end(1, error.message))
    child.on('close', (status) =>
      late ? end(1, `\nstopped: not done after ${minutes} minutes`) : end(status ?? 1),
    )
  })
}

/**
 * Runs one stage and prints one line when it ends, and what it said if it failed.
 * @param {Stage} stage
 * @returns {Promise<Outcome & { name: string }>}
 */
export async function runStage(stage) {
  const began = Date.now()
  const { status, output } = await capture(stage.command, stage.args, stage)
  const seconds = ((Date.now() - began) / 1000).toFixed(1)
  let outcome = { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1 }
  if (stage.judge) {
    try {
      outcome = stage.judge(status)
    } catch (error) {
      outcome = { passed: 0, failed: 1, failures: [`no report: ${error.message}`] }
    }
    // A tool that failed without a failed test did not get to run them all.
    if (status !== 0 && outcome.failed === 0) outcome = { ...outcome, failed: 1 }
  }
  const verdict = outcome.failed === 0 ? 'ok    ' : 'FAILED'
  console.log(
    `${clock()}  ${verdict}  ${stage.title} (${seconds} s, ${outcome.passed} passed, ${outcome.failed} failed)`,
  )
  if (outcome.failed > 0) {
    const lines = output.trimEnd().split('\n')
    const kept = lines.length > 400 ? [`… ${lines.length - 400} lines before`, ...lines.slice(-400)] : lines
    console.log(kept.map((line) => `        ${stage.name} | ${line}`).join('\n'))
  }
  return { name: stage.name, ...outcome, failures: outcome.failures ?? (outcome.failed ? [stage.title] : []) }
}

/** Says every so often what is still running, so that a silent minute does not look like a stop. */
export function heartbeat(running, seconds = 30) {
  const timer = setInterval(() => {
    if (running.size > 0) console.log(`${clock()}  ...     ${[...running].join(', ')}`)
  }, seconds * 1000)
  timer.unref()
  return () => clearInterval(timer)
}
