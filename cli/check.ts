/** `orrery check FILE`: is this history linearizable? */
import { readFileSync, writeFileSync } from 'node:fs'
import { drawJudged } from '@orrery/engine/check/draw.ts'
import {
  inWords,
  Malformed,
  objectNames,
  objectOf,
  readHistory,
  type ObjectName,
  type Recorded,
} from '@orrery/engine/check/jepsen.ts'
import { judging, type Judgement, type Limits } from '@orrery/engine/check/linearizable.ts'
import { sceneToSvg } from '@orrery/stage/render/svg.ts'
import { paper } from '@orrery/stage/theme.ts'
import type { Command, Flags } from './main.ts'
import { count, endProgress, json, line, progress } from './output.ts'
import { nameAndValue, oneOf, UsageError, wholeNumber } from './usage.ts'

/** Without --bound: it must never hang, and never take a machine's memory. */
const defaults = { seconds: 60, memory: 512, steps: 1_000_000_000 }

const statuses = { yes: 0, no: 1, 'gave-up': 3 } as const

function read(file: string | undefined): string {
  if (file === undefined)
    throw new UsageError('Which file? A history as JSON lines, or - for standard input.')
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8')
  } catch (error) {
    throw new UsageError(`Cannot read ${file}: ${(error as NodeJS.ErrnoException).code ?? 'unknown error'}.`)
  }
}

/** @throws UsageError */
function limitsOf(flags: Flags): Limits {
  const bounds = { ...defaults }
  for (const given of flags.texts('bound')) {
    const [name, text] = nameAndValue('--bound', given)
    const known = oneOf('bound of check', name, Object.keys(defaults)) as keyof typeof defaults
    bounds[known] = wholeNumber(`--bound ${name}`, text, 1, 1_000_000_000)
  }
  return { seconds: bounds.seconds, maxMemory: bounds.memory * 1_000_000, maxSteps: bounds.steps }
}

/** Searches, showing where it stands; Ctrl-C makes it give up. */
async function judge(calls: readonly Recorded[], object: ObjectName, limits: Limits): Promise<Judgement> {
  const wish = { cancelled: false }
  const cancel = () => {
    if (wish.cancelled) process.exit(3)
    wish.cancelled = true
  }
  process.on('SIGINT', cancel)
  process.on('SIGTERM', cancel)
  try {
    const run = judging(calls, objectOf(object), limits, () => performance.now())
    let shown = performance.now()
    for (let next = run.next(); ; next = run.next(wish.cancelled ? 'cancel' : undefined)) {
      if (next.done) return next.value
      if (performance.now() - shown < 50) continue
      shown = performance.now()
      const { steps, placed, of } = next.value
      progress(`${count(steps)} steps, ${count(placed)} of ${count(of)} operations placed`)
      // Lets a signal in.
      await new Promise((resolve) => setImmediate(resolve))
    }
  } finally {
    endProgress()
    process.off('SIGINT', cancel)
    process.off('SIGTERM', cancel)
  }
}

/** An operation as a reader finds it in the file. */
function shown(call: Recorded) {
  const { process, line: from, endLine } = call
  return {
    line: from,
    ...(endLine === undefined ? {} : { endLine }),
    process,
    operation: inWords(call),
  }
}

function tell(judged: Judgement, calls: readonly Recorded[], object: ObjectName, seconds: number): void {
  const byId = new Map(calls.map((call) => [call.id, call]))
  const say = (id: string): void => {
    const { line: from, endLine, process, operation } = shown(byId.get(id)!)
    const where = endLine === undefined ? `line ${from}` : `lines ${from}-${endLine}`
    line(`  ${where.padEnd(16)} process ${process.padEnd(4)} ${operation}`)
  }
  const key = judged.verdict !== 'yes' && judged.part !== '' ? ` (key ${judged.part})` : ''
  if (judged.verdict === 'yes') line(`linearizable: one ${object} explains all of it`)
  else if (judged.verdict === 'gave-up') line(`gave up: ${judged.reason}${key}`)
  else {
    line(`not linearizable${key}`)
    line(
      `The longest order that a ${object} allows has ${count(judged.prefix.length)} operations. It ends with`,
    )
    judged.prefix.slice(-5).forEach(say)
    line(`and leaves ${JSON.stringify(judged.state ?? null)}. None of these can be next:`)
    judged.stuck.forEach(say)
  }
  line(`${count(calls.length)} operations, ${count(judged.steps)} steps, in ${seconds.toFixed(3)} s`)
}

export const check: Command = async (operands, flags) => {
  const text = read(operands[0])
  const object = oneOf('model of data', flags.text('model') ?? 'register', objectNames) as ObjectName
  const limits = limitsOf(flags)
  const picture = flags.text('export')
  if (picture !== undefined && !picture.endsWith('.svg'))
    throw new UsageError(`--export writes .svg, not "${picture}".`)
  let calls: Recorded[]
  try {
    calls = readHistory(text, object)
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    throw new UsageError(`${operands[0]!}, ${error.message}.`)
  }
  const began = performance.now()
  const judged = await judge(calls, object, limits)
  const seconds = (performance.now() - began) / 1000
  if (picture !== undefined)
    writeFileSync(picture, sceneToSvg(drawJudged(calls, judged), { t: 0, theme: paper }))
  if (flags.on('json')) {
    const byId = new Map(calls.map((call) => [call.id, call]))
    const list = (ids: readonly string[]) => ids.map((id) => shown(byId.get(id)!))
    const { verdict, steps } = judged
    json({
      verdict,
      seconds,
      model: object,
      operations: calls.length,
      steps,
      ...(verdict === 'yes'
        ? { order: list(judged.order) }
        : { key: judged.part, prefix: list(judged.prefix) }),
      ...(verdict === 'no' ? { state: judged.state ?? null, stuck: list(judged.stuck) } : {}),
      ...(verdict === 'gave-up' ? { reason: judged.reason } : {}),
    })
  } else tell(judged, calls, object, seconds)
  return statuses[judged.verdict]
}
