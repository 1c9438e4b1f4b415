/** What was measured since the reader last changed something: what charts, tables and goals read. */
import { FINE, quantile, slotsOf, type Slot } from './measure.ts'
import type { Knobs } from './params.ts'
import type { LoadWorld } from './state.ts'
import { loadOf, theoryOf, type Theory } from './theory.ts'

export interface Report {
  readonly knobs: Knobs
  /** Milliseconds of simulated time measured. */
  readonly time: number
  /** How many requests ended, and how. */
  readonly ended: number
  readonly served: number
  readonly refused: number
  readonly timedOut: number
  readonly lost: number
  readonly failed: number
  /** Response times of those served, in milliseconds; undefined of none. */
  readonly mean: number | undefined
  readonly p50: number | undefined
  readonly p90: number | undefined
  readonly p95: number | undefined
  readonly p99: number | undefined
  readonly p999: number | undefined
  /** Served a second. */
  readonly throughput: number
  /** Work asked for over what all servers could do if they were well; undefined for closed arrivals. */
  readonly load: number | undefined
  readonly theory: Theory | undefined
  readonly dead: number
  readonly slow: number
  /** Number in the system, averaged over time. */
  readonly inSystem: number
}

/** Shares at which a percentile curve is drawn. */
export const shares = [
  0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 0.9995, 0.9999,
] as const

export function reportOf(world: LoadWorld): Report {
  const { knobs, measuredEnds, servers } = world
  const [served = 0, refused = 0, timedOut = 0, lost = 0] = measuredEnds
  const time = (world.now - world.since) / 1000
  const at = (share: number): number | undefined => percentile(world, share)
  let [dead, slow] = [0, 0]
  for (let s = 0; s < knobs.servers; s++) {
    if (servers.alive[s] === 0) dead += 1
    else if (servers.health[s]! < 1) slow += 1
  }
  const failed = refused + timedOut + lost
  return {
    knobs,
    time,
    ended: served + failed,
    served,
    refused,
    timedOut,
    lost,
    failed,
    mean: served === 0 ? undefined : world.responseTime / served / 1000,
    p50: at(0.5),
    p90: at(0.9),
    p95: at(0.95),
    p99: at(0.99),
    p999: at(0.999),
    throughput: time === 0 ? 0 : (1000 * served) / time,
    load: loadOf(knobs),
    theory: dead + slow > 0 ? undefined : theoryOf(knobs),
    dead,
    slow,
    inSystem: time === 0 ? 0 : world.requestTime / (world.now - world.since),
  }
}

/** A percentile of the response times measured, in milliseconds. */
export function percentile(world: LoadWorld, share: number): number | undefined {
  const value = quantile(world.measured, share, FINE)
  return value === undefined ? undefined : value / 1000
}

/** The curve of percentiles, as far as there were enough requests to tell them apart. */
export function curveOf(world: LoadWorld): readonly { readonly share: number; readonly ms: number }[] {
  const served = world.measuredEnds[0]!
  return shares.flatMap((share) => {
    const ms = (1 - share) * served < 1 ? undefined : percentile(world, share)
    return ms === undefined ? [] : [{ share, ms }]
  })
}

export interface ServerReport {
  readonly name: string
  readonly served: number
  readonly failed: number
  /** Share of the time that it worked. */
  readonly busy: number
  readonly queued: number
}

export function serversOf(world: LoadWorld): readonly ServerReport[] {
  const { servers, knobs, now, since } = world
  return Array.from({ length: knobs.servers }, (_, s): ServerReport => {
    const part = servers.serving[s]! < 0 ? 0 : now - Math.max(since, servers.since[s]!)
    return {
      name: `S${s + 1}`,
      served: servers.done[s]!,
      failed: servers.failed[s]!,
      busy: now === since ? 0 : (servers.busy[s]! + part) / (now - since),
      queued: servers.queued[s]!,
    }
  })
}

export const seriesOf = (world: LoadWorld): readonly Slot[] => slotsOf(world.series, world.now)
