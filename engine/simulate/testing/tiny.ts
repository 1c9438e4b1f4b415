/** Clusters in a few lines, for tests: handlers that are left out do nothing. */
import type { Setup } from '../../model/model.ts'
import { cluster } from '../cluster.ts'
import type { ClusterOptions, ClusterWorld, Environment } from '../cluster-types.ts'
import { createHistory } from '../history.ts'
import type { History } from '../history-types.ts'
import type { Effect, Protocol } from '../protocol.ts'
import { BARE, CALM } from './ping.ts'

/** What happened to a node, line by line. */
export type Diary = readonly string[]
export type TinyProtocol = Protocol<Diary, string, string, string>
export type TinyWorld = ClusterWorld<Diary, string, string, string>

const nothing = (state: Diary): { state: Diary; effects: readonly Effect<string, string>[] } => ({
  state,
  effects: [],
})

/** Writes down what arrives. */
export const diarist: TinyProtocol = {
  start: () => nothing([]),
  receive: (state, from, message, { clock }) => nothing([...state, `${message} from ${from} at ${clock}`]),
  timeout: (state, timer, { clock }) => nothing([...state, `${timer} at ${clock}`]),
  recover: (disk) => nothing(Object.entries(disk).map(([key, value]) => `kept ${key} ${String(value)}`)),
}

/** Starts with these effects, on the node of that name. */
export function starting(effects: Readonly<Record<string, readonly Effect<string, string>[]>>): TinyProtocol {
  return { ...diarist, start: ({ self }) => ({ state: [], effects: effects[self] ?? [] }) }
}

export const to = (node: string, message: string): Effect<string, string> => ({
  kind: 'send',
  to: node,
  message,
})

export interface Tiny {
  readonly protocol?: TinyProtocol
  readonly ids?: readonly string[]
  readonly environment?: Partial<Environment>
  readonly setup?: Partial<Setup>
  readonly more?: Partial<ClusterOptions<Diary, string, string, string, undefined>>
}

/** Latency is 10 ms, exactly, and an fsync 2 ms, unless the environment says otherwise. */
export function tinyModel({ protocol = diarist, ids = ['A', 'B', 'C'], environment = {}, more = {} }: Tiny) {
  return cluster<Diary, string, string, string>({
    ...BARE,
    nodes: () => ids.map((id) => ({ id, protocol })),
    environment: () => ({ ...CALM, latency: { kind: 'fixed', value: 10_000 }, ...environment }),
    label: (message) => message,
    ...more,
  })
}

export function tiny(options: Tiny): History<TinyWorld> {
  return createHistory(tinyModel(options), { params: {}, without: [], seed: 1, ...options.setup })
}

/** Until nothing is left to happen, or the time is up. */
export function finish<W extends TinyWorld>(history: History<W>, until = 10_000_000): History<W> {
  for (;;) {
    const next = history.advance(until)
    if (next === undefined) return history
    history = next
  }
}

export const last = <W extends TinyWorld>(history: History<W>): W => history.world(history.length)

export const diary = (history: History<TinyWorld>, node: string): Diary | undefined =>
  last(history).nodes[node]?.state

/** The types of all events, or of those at a node. */
export function told(history: History<TinyWorld>, from = 1): string[] {
  const lines: string[] = []
  for (let i = from; i <= history.length; i++)
    for (const event of history.events(i)) lines.push(history.model.tell(event))
  return lines
}
