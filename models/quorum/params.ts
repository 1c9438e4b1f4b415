import type { Params, ParamSpecs } from '@orrery/engine/model/params.ts'

export const params = {
  replicas: { kind: 'integer', title: 'Replicas (N)', min: 1, max: 7, default: 3 },
  readQuorum: { kind: 'integer', title: 'Votes to read (R)', min: 1, max: 9, default: 2 },
  writeQuorum: { kind: 'integer', title: 'Votes to write (W)', min: 1, max: 9, default: 2 },
  votesOfA: { kind: 'integer', title: 'Votes of A', min: 1, max: 3, default: 1 },
  writers: { kind: 'integer', title: 'Writers', min: 1, max: 2, default: 1 },
  readers: { kind: 'integer', title: 'Readers', min: 1, max: 3, default: 2 },
  readRepair: { kind: 'switch', title: 'Read repair', default: true },
  skip: { kind: 'switch', title: 'Skip a write-back that a quorum does not need', default: true },
  resend: {
    kind: 'integer',
    title: 'Ask again after',
    unit: 'ms',
    min: 20,
    max: 1000,
    step: 10,
    default: 100,
  },
  latencyLow: { kind: 'integer', title: 'Latency, least', unit: 'ms', min: 1, max: 500, default: 10 },
  latencyHigh: { kind: 'integer', title: 'Latency, most', unit: 'ms', min: 1, max: 500, default: 20 },
  loss: { kind: 'integer', title: 'Messages lost', unit: '‰', min: 0, max: 500, default: 0 },
} as const satisfies ParamSpecs

/** The default of every parameter, with some changed. */
export function paramsWith(changed: Params = {}): Params {
  const all: Record<string, number | string | boolean> = {}
  for (const [name, spec] of Object.entries(params)) all[name] = spec.default
  return { ...all, ...changed }
}
