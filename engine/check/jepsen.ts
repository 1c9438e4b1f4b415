/**
 * Histories as Jepsen writes them, one JSON object a line: `{process, type, f, key?, value}`. A process
 * invokes one operation at a time and learns how it ended: `ok` (it happened, and a read saw `value`),
 * `fail` (it did not happen), or `info` (nobody knows: it may have happened, then or at any later time).
 */
import type { Call, DataModel } from './linearizable.ts'
import type { Json, KvInput, RegisterInput } from './objects.ts'
import { keyValue, register } from './objects.ts'

/** A line that is not part of a history. */
export class Malformed extends Error {
  /** Counted from 1. */
  readonly line: number
  constructor(line: number, why: string) {
    super(`line ${line}: ${why}`)
    this.name = 'Malformed'
    this.line = line
  }
}

/** The objects that a history can be judged against, by the names on the command line. */
export const objectNames = ['register', 'cas-register', 'kv'] as const
export type ObjectName = (typeof objectNames)[number]

export type Input = RegisterInput | KvInput

/** What `readHistory` read is judged against this. Its inputs are those of the object: no others are read. */
export function objectOf(name: ObjectName): DataModel<Json, Input, Json> {
  return name === 'kv' ? keyValue : register
}

/** A call, and where the file has it. */
export interface Recorded extends Call<Input, Json> {
  readonly process: string
  readonly line: number
  readonly endLine?: number
}

interface Line {
  readonly number: number
  readonly process: string
  readonly type: 'invoke' | 'ok' | 'fail' | 'info'
  readonly f: string
  readonly key: string
  readonly value: Json
}

/** Other names under which an operation goes, by object. */
const verbs: Readonly<Record<ObjectName, Readonly<Record<string, Input['kind']>>>> = {
  register: { read: 'read', write: 'write' },
  'cas-register': { read: 'read', write: 'write', cas: 'cas' },
  kv: { get: 'get', read: 'get', put: 'put', write: 'put', append: 'append' },
}

/**
 * Reads a history. Empty lines and those of the nemesis (Jepsen's own faults) are passed over; an
 * operation without an end counts as `info`.
 * @throws Malformed for the first line that is not part of a history of this object
 */
export function readHistory(text: string, object: ObjectName): Recorded[] {
  const open = new Map<string, Line>()
  const calls: Recorded[] = []
  const end = (from: Line, to?: Line): void => {
    // What failed did not happen; of a read that nobody answered nothing can be said.
    if (to?.type === 'fail') return
    const happened = to?.type === 'ok' ? to : undefined
    const call = {
      id: `line ${from.number}`,
      process: from.process,
      line: from.number,
      invoked: from.number,
      input: inputOf(from, happened, object),
    }
    calls.push(
      happened === undefined
        ? call
        : {
            ...call,
            endLine: happened.number,
            completed: happened.number,
            output: outputOf(call.input, happened),
          },
    )
  }
  text.split('\n').forEach((written, index) => {
    const line = parse(written, index + 1, object)
    if (line === undefined) return
    const before = open.get(line.process)
    if (line.type === 'invoke') {
      if (before !== undefined)
        throw new Malformed(
          line.number,
          `process ${line.process} invokes again, though what it invoked on line ${before.number} has not ended`,
        )
      open.set(line.process, line)
      // Malformed here rather than where it ends.
      inputOf(line, undefined, object)
      return
    }
    if (before === undefined)
      throw new Malformed(line.number, `process ${line.process} ends what it has not invoked`)
    if (before.f !== line.f)
      throw new Malformed(line.number, `it ends "${line.f}", but line ${before.number} invoked "${before.f}"`)
    open.delete(line.process)
    end(before, line)
  })
  for (const line of open.values()) end(line)
  return calls.sort((a, b) => a.line - b.line)
}

function parse(written: string, number: number, object: ObjectName): Line | undefined {
  if (written.trim() === '') return undefined
  let value: unknown
  try {
    value = JSON.parse(written)
  } catch {
    throw new Malformed(number, 'not JSON')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Malformed(number, 'not an object')
  const fields = value as Readonly<Record<string, unknown>>
  const { process, type, f, key } = fields
  if (process === 'nemesis' || process === ':nemesis') return undefined
  if (!(typeof process === 'string' || Number.isInteger(process)))
    throw new Malformed(number, '"process" is a whole number or a name')
  if (type !== 'invoke' && type !== 'ok' && type !== 'fail' && type !== 'info')
    throw new Malformed(number, '"type" is one of invoke, ok, fail, info')
  const known = verbs[object]
  if (typeof f !== 'string' || !Object.hasOwn(known, f))
    throw new Malformed(number, `"f" of a ${object} is one of ${Object.keys(known).join(', ')}`)
  if (!(key === undefined || typeof key === 'string' || typeof key === 'number'))
    throw new Malformed(number, '"key" is a string or a number')
  if (object === 'kv' && key === undefined) throw new Malformed(number, 'an operation of a kv has a "key"')
  return {
    number,
    process: String(process),
    type,
    f,
    key: key === undefined ? '' : String(key),
    value: (fields['value'] ?? null) as Json,
  }
}

/** What was asked: of what was written, the value as invoked (or, if only the end has it, as it ended). */
function inputOf(from: Line, to: Line | undefined, object: ObjectName): Input {
  const kind = verbs[object][from.f]!
  if (to !== undefined && to.key !== from.key)
    throw new Malformed(to.number, `it ends an operation on key "${from.key}" with key "${to.key}"`)
  const { key } = from
  if (kind === 'read' || kind === 'get') return { kind, key }
  const { value } = from
  if (kind !== 'cas') return { kind, key, value }
  if (!Array.isArray(value) || value.length !== 2)
    throw new Malformed(from.number, 'the "value" of a cas is [old, new]')
  const [old, next] = value as [Json, Json]
  return { kind, key, old, value: next }
}

function outputOf(input: Input, to: Line): Json {
  if (input.kind === 'read' || input.kind === 'get') return to.value
  return input.kind === 'cas' ? true : null
}

/** "write 3", "cas 1 to 2", "read" and what it saw. */
export function inWords({ input, output, completed }: Recorded): string {
  const where = input.key === '' ? '' : ` ${input.key}`
  switch (input.kind) {
    case 'read':
    case 'get':
      return completed === undefined
        ? `${input.kind}${where}, unanswered`
        : `${input.kind}${where}: ${JSON.stringify(output ?? null)}`
    case 'cas':
      return `cas${where} ${JSON.stringify(input.old)} to ${JSON.stringify(input.value)}`
    default:
      return `${input.kind}${where} ${JSON.stringify(input.value)}`
  }
}
