/**
 * What theory says of the mean response time, to be drawn beside the run. Nothing in the run reads it.
 * Each formula stands for the settings it holds for; for others there is none.
 */
import { erlangC } from '../queue/theory.ts'
import { variationOf } from './draws.ts'
import { weightsOf, type Knobs } from './params.ts'

export interface Theory {
  /** Mean response time in milliseconds; Infinity where the load is full. */
  readonly mean: number
  /** 99th percentile in milliseconds, where it is known. */
  readonly p99?: number
  readonly formula: string
  readonly source: string
}

/** Work asked for over work that all servers can do; undefined for closed arrivals, which adapt. */
export function loadOf(knobs: Knobs): number | undefined {
  if (knobs.arrivals === 'closed') return undefined
  const { weight, unit } = weightsOf(knobs.speeds)
  let speed = 0
  for (let s = 0; s < knobs.servers; s++) speed += weight(s) / unit
  return (knobs.rate * knobs.mean) / 1000 / speed
}

/** The formula for these settings, if there is one: servers equal and well, queues without end, nobody gives up. */
export function theoryOf(knobs: Knobs): Theory | undefined {
  const { servers, mean: service, network } = knobs
  const load = loadOf(knobs)
  const plain = knobs.arrivals === 'poisson' && knobs.speeds === 'equal' && knobs.connections === 1
  if (!plain || load === undefined || knobs.timeout > 0) return undefined
  const there = 2 * network
  if (load >= 1) {
    return { mean: Infinity, formula: 'none: at full load queues grow without end', source: '' }
  }
  const exponential = knobs.work === 'exponential'
  switch (knobs.strategy) {
    case 'random': {
      if (exponential) {
        const mean = service / (1 - load)
        // With the way there and back the response is that much longer, at every percentile.
        return {
          mean: there + mean,
          p99: there + mean * Math.LN10 * 2,
          formula: 'M/M/1: s / (1 − ρ)',
          source: 'Harchol-Balter 2013, ch. 13',
        }
      }
      const wait = ((load / (1 - load)) * service * (1 + variationOf(knobs.work))) / 2
      return {
        mean: there + service + wait,
        formula: 'M/G/1: s + ρ s (1 + c²) / 2(1 − ρ)',
        source: 'Pollaczek 1930, Khinchine 1932',
      }
    }
    case 'round-robin':
      if (!exponential) return undefined
      return {
        mean: there + service / (1 - erlangRoot(servers, load)),
        formula: 'Eₙ/M/1: s / (1 − σ)',
        source: 'Kleinrock 1975, ch. 6',
      }
    case 'two-choices':
      if (!exponential || knobs.stale > 0 || network > 0) return undefined
      return {
        mean: service * twoChoices(load),
        formula: 'n → ∞: s Σ ρ^(2^i − 2)',
        source: 'Mitzenmacher 2001',
      }
    case 'one-line':
      if (!exponential || network > 0) return undefined
      return {
        mean: service * (1 + erlangC(servers, load) / (servers * (1 - load))),
        formula: 'M/M/c: s + C s / c(1 − ρ)',
        source: 'Erlang 1917',
      }
    default:
      return undefined
  }
}

/** The root of sigma = A*(mu (1 - sigma)) where every n-th Poisson arrival comes to a server. */
function erlangRoot(servers: number, load: number): number {
  let sigma = load
  for (let i = 0; i < 200; i++) {
    const base = (servers * load) / (servers * load + 1 - sigma)
    let power = 1
    for (let k = 0; k < servers; k++) power *= base
    sigma = power
  }
  return sigma
}

/** Mean time in units of service, in the limit of many servers (Mitzenmacher 2001, Theorem 1 with d = 2). */
function twoChoices(load: number): number {
  let sum = 0
  let term = 1
  let factor = load * load
  // Exponents 0, 2, 6, 14...: each is twice the last and two more.
  for (let i = 0; i < 40 && term > 1e-12; i++) {
    sum += term
    term *= factor
    factor *= factor
  }
  return sum
}
