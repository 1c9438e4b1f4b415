/**
 * A small protocol for the tests and the README: A pings its peers in turn; who is pinged counts it on
 * disk and answers with its count; A counts the answers in memory.
 */
import type { Setup } from '../../model/model.ts'
import { cluster } from '../cluster.ts'
import type { ClusterOptions, ClusterWorld, Environment } from '../cluster-types.ts'
import type { Protocol } from '../protocol.ts'

export interface PingState {
  /** A: pings sent, answers received. */
  readonly sent: number
  readonly answered: number
  /** Others: pings received, as far as the disk knows. */
  readonly count: number
}

export type PingMessage =
  { readonly kind: 'ping'; readonly number: number } | { readonly kind: 'pong'; readonly count: number }

const START: PingState = { sent: 0, answered: 0, count: 0 }

export const ping: Protocol<PingState, PingMessage> = {
  start: (context) => ({
    state: START,
    effects: context.self === 'A' ? [{ kind: 'setTimer', name: 'ping', after: 50_000 }] : [],
  }),
  timeout(state, _timer, context) {
    const peers = context.nodes.filter((node) => node !== context.self)
    const to = peers[state.sent % peers.length] ?? context.self
    return {
      state: { ...state, sent: state.sent + 1 },
      effects: [
        { kind: 'send', to, message: { kind: 'ping', number: state.sent + 1 } },
        { kind: 'setTimer', name: 'ping', low: 40_000, high: 60_000 },
      ],
    }
  },
  receive(state, from, message) {
    if (message.kind === 'pong') return { state: { ...state, answered: state.answered + 1 }, effects: [] }
    const count = state.count + 1
    return {
      state: { ...state, count },
      effects: [
        { kind: 'write', key: 'count', value: count },
        { kind: 'fsync' },
        { kind: 'send', to: from, message: { kind: 'pong', count } },
      ],
    }
  },
  recover: (disk, context) => ({
    state: { ...START, count: typeof disk['count'] === 'number' ? disk['count'] : 0 },
    effects: context.self === 'A' ? [{ kind: 'setTimer', name: 'ping', after: 50_000 }] : [],
  }),
}

export type PingWorld = ClusterWorld<PingState, PingMessage>

export const CALM: Environment = {
  latency: { kind: 'uniform', low: 10_000, high: 20_000 },
  loss: 0,
  duplication: 0,
  reordering: 0,
  fsync: 2_000,
}

/** What a test leaves out, all empty. */
export const BARE = {
  id: 'test',
  title: 'Test',
  summary: 'A model for tests.',
  sources: [],
  fidelity: { models: [], leavesOut: [] },
  params: {},
  rules: [],
  properties: [],
  views: [{ id: 'none', title: 'Nothing' }],
  view: () => ({ width: 1, height: 1, title: 'Nothing', marks: [] }),
} as const

export function pingModel(
  environment: Partial<Environment> = {},
  more: Partial<ClusterOptions<PingState, PingMessage, never, never, undefined>> = {},
) {
  return cluster<PingState, PingMessage>({
    ...BARE,
    id: 'ping',
    nodes: () => ['A', 'B', 'C'].map((id) => ({ id, protocol: ping })),
    environment: () => ({ ...CALM, ...environment }),
    label: (message) => (message.kind === 'ping' ? `ping ${message.number}` : `pong ${message.count}`),
    ...more,
  })
}

export const setupOf = (seed = 1): Setup => ({ params: {}, without: [], seed })
