/** The command line: which command, its flags, its exit status. */
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'
import { BadSetup, nearestTo as nearest } from '@orrery/engine/model/check.ts'
import { help } from './help.ts'
import { UsageError } from './usage.ts'

/** Flags by name, as `parseArgs` gives them, made easy to ask for. */
export interface Flags {
  text(name: string): string | undefined
  texts(name: string): readonly string[]
  on(name: string): boolean
}

/** Runs to its end and gives the exit status. */
export type Command = (operands: readonly string[], flags: Flags) => Promise<number>

interface Known {
  readonly operands: number
  readonly options: ParseArgsOptionsConfig
  load(): Promise<Command>
}

const text = { type: 'string' } as const
const texts = { type: 'string', multiple: true } as const
const on = { type: 'boolean' } as const

const commands: Readonly<Record<string, Known>> = {
  models: { operands: 0, options: {}, load: async () => (await import('./models.ts')).models },
  run: {
    operands: 1,
    options: { scenario: text, seed: text, param: texts, without: texts, for: text, export: text },
    load: async () => (await import('./run.ts')).run,
  },
  explore: {
    operands: 1,
    options: {
      ...{ param: texts, without: texts, property: text, bound: texts, 'max-states': text },
      ...{ grain: text, strategy: text, seed: text },
    },
    load: async () => (await import('./explore.ts')).explore,
  },
  check: {
    operands: 1,
    options: { model: text, bound: texts, export: text },
    load: async () => (await import('./check.ts')).check,
  },
}

/** @throws UsageError for what does not parse */
function flagsOf(
  args: readonly string[],
  options: ParseArgsOptionsConfig,
): { flags: Flags; operands: string[] } {
  const known = { ...options, json: on, help: { ...on, short: 'h' } }
  for (const arg of args) {
    const name = /^--([^=]+)/.exec(arg)?.[1]
    if (name === undefined || name in known) continue
    const near = nearest(name, Object.keys(known)).map((other) => `--${other}`)
    throw new UsageError(
      `There is no --${name} here.${near.length > 0 ? ` Nearest: ${near.join(', ')}.` : ''}`,
    )
  }
  try {
    const parsed = parseArgs({ args: [...args], options: known, allowPositionals: true })
    const values: Readonly<Record<string, unknown>> = parsed.values
    const flags: Flags = {
      text: (name) => values[name] as string | undefined,
      texts: (name) => (values[name] as string[] | undefined) ?? [],
      on: (name) => values[name] === true,
    }
    return { flags, operands: parsed.positionals }
  } catch (error) {
    throw new UsageError((error as Error).message.split('. ')[0]!.replace(/\.?$/, '.'))
  }
}

async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(help[rest[0] ?? ''] ?? help['orrery']!)
    return name === undefined ? 2 : 0
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command === undefined) {
    const near = nearest(name, Object.keys(commands))
    const hint = near.length > 0 ? ` Nearest: ${near.join(', ')}.` : ''
    throw new UsageError(
      `No command is called "${name}".${hint} There are: ${Object.keys(commands).join(', ')}.`,
    )
  }
  const { flags, operands } = flagsOf(rest, command.options)
  if (flags.on('help')) {
    process.stdout.write(help[name]!)
    return 0
  }
  if (operands.length > command.operands)
    throw new UsageError(`Not understood: ${operands.slice(command.operands).join(' ')}`)
  return (await command.load())(operands, flags)
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof UsageError || error instanceof BadSetup)) throw error
  process.stderr.write(`orrery: ${error.message}\n`)
  process.exitCode = 2
}
