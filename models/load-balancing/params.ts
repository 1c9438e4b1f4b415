/** The knobs. All can be turned while it runs: a turn is a choice of the run, `set:NAME:VALUE`. */
import { BadSetup, checkParam } from '@orrery/engine/model/check.ts'
import type { Params, ParamSpecs } from '@orrery/engine/model/params.ts'

export const strategies = [
  'random',
  'round-robin',
  'weighted',
  'least-connections',
  'two-choices',
  'peak-ewma',
  'bounded-hash',
  'one-line',
] as const
export type Strategy = (typeof strategies)[number]

/** How strategies are called on a page. */
export const strategyTitles: Readonly<Record<Strategy, string>> = {
  random: 'random',
  'round-robin': 'round-robin',
  weighted: 'weighted round-robin',
  'least-connections': 'least connections',
  'two-choices': 'two choices',
  'peak-ewma': 'peak EWMA',
  'bounded-hash': 'bounded hashing',
  'one-line': 'one shared line',
}

export const MOST_SERVERS = 50
export const MOST_CLIENTS = 500

export const params = {
  strategy: {
    kind: 'choice',
    title: 'Strategy',
    options: strategies,
    default: 'round-robin',
  },
  arrivals: {
    kind: 'choice',
    title: 'Arrivals',
    options: ['steady', 'poisson', 'bursty', 'closed'],
    default: 'poisson',
  },
  rate: {
    kind: 'integer',
    title: 'Requests',
    unit: 'a second',
    min: 1,
    max: 2000,
    step: 1,
    default: 80,
  },
  clients: { kind: 'integer', title: 'Clients, if closed', min: 1, max: MOST_CLIENTS, step: 1, default: 40 },
  think: {
    kind: 'integer',
    title: 'Clients think for',
    unit: 'ms',
    min: 10,
    max: 5000,
    step: 10,
    default: 400,
  },
  work: {
    kind: 'choice',
    title: 'Service times',
    options: ['fixed', 'exponential', 'heavy'],
    default: 'exponential',
  },
  mean: { kind: 'integer', title: 'Mean service time', unit: 'ms', min: 1, max: 1000, step: 1, default: 100 },
  servers: { kind: 'integer', title: 'Servers', min: 1, max: MOST_SERVERS, step: 1, default: 10 },
  speeds: {
    kind: 'choice',
    title: 'Speed of servers',
    options: ['equal', 'one-slow', 'two-kinds', 'ladder'],
    default: 'equal',
  },
  network: { kind: 'integer', title: 'Network, one way', unit: 'ms', min: 0, max: 200, step: 1, default: 20 },
  limit: { kind: 'integer', title: 'Places in a queue', min: 0, max: 1000, step: 1, default: 100 },
  timeout: {
    kind: 'integer',
    title: 'Clients give up after',
    unit: 'ms (0: never)',
    min: 0,
    max: 60_000,
    step: 50,
    default: 0,
  },
  connections: {
    kind: 'integer',
    title: 'Requests a connection',
    min: 1,
    max: 1000,
    step: 1,
    default: 1,
  },
  stale: {
    kind: 'integer',
    title: 'Load is read every',
    unit: 'ms (0: live)',
    min: 0,
    max: 10_000,
    step: 10,
    default: 0,
  },
  health: {
    kind: 'integer',
    title: 'Notices a death after',
    unit: 'ms',
    min: 0,
    max: 30_000,
    step: 100,
    default: 1000,
  },
  hot: {
    kind: 'integer',
    title: 'Share of the hottest key',
    unit: '%',
    min: 0,
    max: 95,
    step: 1,
    default: 10,
  },
  bound: {
    kind: 'integer',
    title: 'Bound, of the mean load',
    unit: '%',
    min: 101,
    max: 400,
    step: 1,
    default: 125,
  },
} as const satisfies ParamSpecs

export type Knob = keyof typeof params

/** The knobs' values, typed. */
export interface Knobs {
  readonly strategy: Strategy
  readonly arrivals: 'steady' | 'poisson' | 'bursty' | 'closed'
  readonly rate: number
  readonly clients: number
  readonly think: number
  readonly work: 'fixed' | 'exponential' | 'heavy'
  readonly mean: number
  readonly servers: number
  readonly speeds: 'equal' | 'one-slow' | 'two-kinds' | 'ladder'
  readonly network: number
  readonly limit: number
  readonly timeout: number
  readonly connections: number
  readonly stale: number
  readonly health: number
  readonly hot: number
  readonly bound: number
}

/** @param checked a setup's parameters, as `checkSetup` gives them */
export function knobsOf(checked: Params): Knobs {
  return { ...checked } as unknown as Knobs
}

/** The knobs with one turned. @throws BadSetup where there is no such knob or the value is out of its range */
export function turned(knobs: Knobs, name: string, value: string): Knobs {
  if (!Object.hasOwn(params, name))
    throw new BadSetup(`there is no knob "${name}"`, name, Object.keys(params))
  return { ...knobs, [name]: checkParam(name, params[name as Knob], value) }
}

/** Weights of the servers by pattern; a server's speed is its weight over `unit`. */
export function weightsOf(speeds: Knobs['speeds']): {
  readonly weight: (server: number) => number
  readonly unit: number
} {
  switch (speeds) {
    case 'equal':
      return { weight: () => 1, unit: 1 }
    case 'one-slow':
      return { weight: (server) => (server === 0 ? 1 : 5), unit: 5 }
    case 'two-kinds':
      return { weight: (server) => (server % 2 === 0 ? 3 : 1), unit: 2 }
    case 'ladder':
      return { weight: (server) => 1 + (server % 5), unit: 3 }
  }
}
