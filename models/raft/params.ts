/** Parameters: times in milliseconds, shares in parts per thousand. */
import type { Params, ParamSpecs } from '@orrery/engine/model/params.ts'
import type { Environment } from '@orrery/engine/simulate/cluster-types.ts'
import type { NodeId } from '@orrery/engine/simulate/protocol.ts'

export const params = {
  servers: { kind: 'integer', title: 'Servers', min: 1, max: 9, default: 5 },
  members: { kind: 'integer', title: 'Members at first (0: all)', min: 0, max: 9, default: 0 },
  electionLow: {
    kind: 'integer',
    title: 'Election timeout, least',
    unit: 'ms',
    min: 20,
    max: 2000,
    step: 10,
    default: 150,
  },
  electionHigh: {
    kind: 'integer',
    title: 'Election timeout, most',
    unit: 'ms',
    min: 20,
    max: 4000,
    step: 10,
    default: 300,
  },
  heartbeat: {
    kind: 'integer',
    title: 'Heartbeat every',
    unit: 'ms',
    min: 5,
    max: 1000,
    step: 5,
    default: 50,
  },
  latencyLow: { kind: 'integer', title: 'Latency, least', unit: 'ms', min: 0, max: 1000, default: 10 },
  latencyHigh: { kind: 'integer', title: 'Latency, most', unit: 'ms', min: 0, max: 1000, default: 20 },
  fsync: { kind: 'integer', title: 'Disk sync', unit: 'ms', min: 0, max: 100, default: 0 },
  loss: { kind: 'integer', title: 'Messages lost', unit: '‰', min: 0, max: 500, default: 0 },
  duplication: { kind: 'integer', title: 'Messages duplicated', unit: '‰', min: 0, max: 500, default: 0 },
  reordering: { kind: 'integer', title: 'Messages overtaken', unit: '‰', min: 0, max: 500, default: 0 },
  batch: { kind: 'integer', title: 'Entries in a message, at most', min: 1, max: 64, default: 1 },
  snapshot: { kind: 'integer', title: 'Snapshot after entries (0: never)', min: 0, max: 1000, default: 0 },
  keys: { kind: 'integer', title: 'Keys', min: 1, max: 3, default: 2 },
  noop: { kind: 'switch', title: 'A new leader appends a no-op', default: true },
  prevote: { kind: 'switch', title: 'PreVote', default: false },
  checkQuorum: { kind: 'switch', title: 'A leader without a quorum steps down', default: true },
  changes: { kind: 'switch', title: 'Membership changes', default: false },
} as const satisfies ParamSpecs

/** The default of every parameter, with some changed. */
export function paramsWith(changed: Params = {}): Params {
  const all: Record<string, number | string | boolean> = {}
  for (const [name, spec] of Object.entries(params)) all[name] = spec.default
  return { ...all, ...changed }
}

export function serverIds(given: Params): readonly NodeId[] {
  return Array.from({ length: Number(given['servers']) }, (_, i) => String.fromCharCode(65 + i))
}

export function environment(given: Params): Environment {
  const low = Number(given['latencyLow']) * 1000
  return {
    latency: { kind: 'uniform', low, high: Math.max(low, Number(given['latencyHigh']) * 1000) },
    loss: Number(given['loss']),
    duplication: Number(given['duplication']),
    reordering: Number(given['reordering']),
    fsync: Number(given['fsync']) * 1000,
  }
}
