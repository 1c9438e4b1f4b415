/**
 * Share links: a run as text in a page's fragment (which a browser does not send to the server). A run
 * is a model, params, seed, rules off and choices; what the scheduler would choose by itself is a
 * count, anything else is spelled out. Reading a link never throws: it gives a run or a message that
 * says what to do, after a bounded amount of work.
 *
 *     #run=1&model=raft&seed=7&p.servers=5&without=persist-vote&do=812,crash:A@1500,20&t=12000000&view=ring
 */
import { BadSetup, checkSetup } from '@orrery/engine/model/check.ts'
import type { Model, Setup, World } from '@orrery/engine/model/model.ts'
import type { History } from '@orrery/engine/simulate/history-types.ts'
import { createHistory } from '@orrery/engine/simulate/history.ts'
import { spaceTimeView } from './figure/types.ts'
import { stretches } from './player/interventions.ts'

/** `scheduler`: so many choices as the seeded scheduler makes them; else one choice, `after` the last one. */
export type LinkChoice = { readonly scheduler: number } | { readonly id: string; readonly after: number }

/** A link as read: well-formed, not yet held against its model. */
export interface RunLink {
  readonly model: string
  readonly setup: Setup
  readonly choices: readonly LinkChoice[]
  /** Where the playhead stands, in simulated microseconds. */
  readonly time: number
  readonly view: string | undefined
}

export type Read<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string }

export const limits = {
  /** Characters of a link. */
  length: 60_000,
  /** Choices of a run, the scheduler's included. */
  choices: 20_000,
  /** Characters of a name or an id. */
  name: 120,
  /** Params, and rules off. */
  list: 64,
  /** The playhead may stand so long after the last choice. */
  idle: 60_000_000,
} as const

const version = '1'

const bad = (message: string): { ok: false; message: string } => ({ ok: false, message })
const again = 'Ask for the link again, or start a new run here.'

/** Whether a fragment means to be a run at all; others (`#election`) are not links to runs. */
export function isRunLink(fragment: string): boolean {
  return /^#?run=/.test(fragment)
}

/** Writes the run up to its end, with the playhead at `time`. Takes one step of work a choice. */
export function writeLink<W extends World>(history: History<W>, time: number, view?: string): Read<string> {
  if (history.length > limits.choices) {
    return bad(
      `This run has ${history.length} events and a link holds ${limits.choices}. Wind back and share from an earlier moment, or export the trace.`,
    )
  }
  const { setup } = history
  const parts = [`run=${version}`, `model=${encode(history.model.id)}`, `seed=${setup.seed}`]
  for (const name of Object.keys(setup.params).sort()) {
    if (history.model.params[name]?.default !== setup.params[name]) {
      parts.push(`p.${encode(name)}=${encode(String(setup.params[name]))}`)
    }
  }
  if (setup.without.length > 0) parts.push(`without=${setup.without.map(encode).join(',')}`)
  const choices = stretches(history)
  if (setup.quiet === true) parts.push('quiet=1')
  if (choices.length > 0) parts.push(`do=${choices.map(spell).join(',')}`)
  parts.push(`t=${Math.round(time)}`)
  if (view !== undefined) parts.push(`view=${encode(view)}`)
  const text = parts.join('&')
  if (text.length > limits.length) {
    return bad('This run was steered too often to fit in a link. Export its trace instead.')
  }
  return { ok: true, value: text }
}

const spell = (choice: LinkChoice): string =>
  'scheduler' in choice ? String(choice.scheduler) : `${encode(choice.id)}@${choice.after}`

/** Reads a fragment or query, with or without its `#` or `?`. */
export function readLink(fragment: string): Read<RunLink> {
  if (fragment.length > limits.length)
    return bad(`This link is longer than any link to a run can be. ${again}`)
  const fields = fieldsOf(fragment.replace(/^[#?]/, ''))
  if (fields === undefined) return bad(`This link is damaged: a part of it cannot be read. ${again}`)
  const given = fields.get('run')
  if (given === undefined) return bad(`This is not a link to a run. ${again}`)
  if (given !== version)
    return bad(`This link was made by another version of Orrery (${given.slice(0, 8)}). ${again}`)

  const model = fields.get('model') ?? ''
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(model)) return bad(`This link names no model. ${again}`)
  const seed = integer(fields.get('seed'), 0xffffffff)
  if (seed === undefined) return bad(`The seed in this link is not a whole number below 2^32. ${again}`)
  const time = integer(fields.get('t') ?? '0', Number.MAX_SAFE_INTEGER)
  if (time === undefined) return bad(`The moment in this link is not a time. ${again}`)

  const params: [string, string][] = []
  for (const [key, value] of fields) {
    if (key.startsWith('p.')) params.push([key.slice(2), value])
    else if (!known.has(key))
      return bad(`This link has a part that means nothing here (${key.slice(0, 20)}). ${again}`)
  }
  const without = fields.get('without')?.split(',').map(decode) ?? []
  if (params.length > limits.list || without.length > limits.list || without.includes(undefined)) {
    return bad(`This link is damaged: its parameters or rules cannot be read. ${again}`)
  }
  const choices = choicesOf(fields.get('do') ?? '')
  if (typeof choices === 'string') return bad(`${choices} ${again}`)
  const rules = without.filter((rule) => rule !== undefined)
  const quiet = fields.get('quiet')
  if (quiet !== undefined && quiet !== '1')
    return bad(`This link is damaged: “quiet” can only be 1. ${again}`)
  const setup: Setup = {
    params: Object.fromEntries(params),
    seed,
    without: [...new Set(rules)].sort(),
    ...(quiet === '1' && { quiet: true }),
  }
  return { ok: true, value: { model, setup, choices, time, view: fields.get('view') } }
}

const known: ReadonlySet<string> = new Set(['run', 'model', 'seed', 'without', 'quiet', 'do', 't', 'view'])

function fieldsOf(text: string): Map<string, string> | undefined {
  const fields = new Map<string, string>()
  for (const part of text.split('&')) {
    const at = part.indexOf('=')
    const key = decode(at < 0 ? part : part.slice(0, at))
    if (key === undefined || at < 0 || fields.has(key) || fields.size > 2 * limits.list) return undefined
    const raw = part.slice(at + 1)
    // Lists are split before they are decoded, so that an item may hold any character.
    const value = key === 'do' || key === 'without' ? raw : decode(raw)
    if (value === undefined || (key !== 'do' && key !== 'without' && value.length > limits.name))
      return undefined
    fields.set(key, value)
  }
  return fields
}

/** The choices, or what is wrong with them. */
function choicesOf(text: string): readonly LinkChoice[] | string {
  const choices: LinkChoice[] = []
  if (text === '') return choices
  let total = 0
  for (const item of text.split(',')) {
    const at = item.lastIndexOf('@')
    if (at < 0) {
      const count = integer(item, limits.choices)
      if (count === undefined || count === 0) return 'The events in this link cannot be read.'
      total += count
      choices.push({ scheduler: count })
    } else {
      const id = decode(item.slice(0, at))
      const after = integer(item.slice(at + 1), Number.MAX_SAFE_INTEGER)
      if (id === undefined || id === '' || id.length > limits.name || after === undefined) {
        return 'An event in this link cannot be read.'
      }
      total++
      choices.push({ id, after })
    }
    if (total > limits.choices) return `This link holds more than ${limits.choices} events.`
  }
  return choices
}

export interface OpenedRun<W extends World> {
  readonly history: History<W>
  readonly time: number
  /** A view that the model's figures have, or undefined. */
  readonly view: string | undefined
}

/** Takes a link's choices again. Does at most `limits.choices` steps, and never throws. */
export function openLink<W extends World>(model: Model<W>, link: RunLink): Read<OpenedRun<W>> {
  if (link.model !== model.id)
    return bad(`This link is to a run of ${link.model}, and this figure shows ${model.title}.`)
  let done = 0
  try {
    let history = createHistory(model, checkSetup(model, link.setup))
    for (const choice of link.choices) {
      if ('id' in choice) {
        history = history.take(choice.id, history.end + choice.after)
        done++
        continue
      }
      for (let n = 0; n < choice.scheduler; n++) {
        const next = history.advance()
        if (next === undefined)
          return bad(`Nothing is left to happen after ${done} events of this link's run. ${again}`)
        history = next
        done++
      }
    }
    const time = Math.min(link.time, history.end + limits.idle)
    const has = link.view === spaceTimeView || model.views.some((v) => v.id === link.view)
    const view = has ? link.view : undefined
    return { ok: true, value: { history, time, view } }
  } catch (error) {
    if (error instanceof BadSetup) return bad(`${error.message} ${again}`)
    // A choice that this version of the model does not offer, at a place that it does not have.
    return bad(`Event ${done + 1} of this link cannot happen in this version of ${model.title}. ${again}`)
  }
}

function integer(text: string | undefined, max: number): number | undefined {
  if (text === undefined || !/^\d{1,16}$/.test(text)) return undefined
  const n = Number(text)
  return Number.isSafeInteger(n) && n <= max ? n : undefined
}

const encode = (text: string): string =>
  encodeURIComponent(text)
    .replaceAll('%3A', ':')
    .replaceAll("'", '%27')
    .replaceAll('(', '%28')
    .replaceAll(')', '%29')

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
