/**
 * The timed driver against npm's `simjs` on one problem, the M/M/1 queue at load 0.8; seeking in a long
 * history; what an event takes of memory. `node bench/simulate.ts` runs it alone.
 */
import { createRequire } from 'node:module'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { checkSetup } from '@orrery/engine/model/check.ts'
import { createHistory } from '@orrery/engine/simulate/history.ts'
import type { History } from '@orrery/engine/simulate/history-types.ts'
import { nextAction } from '@orrery/engine/simulate/scheduler.ts'
import { queue } from '@orrery/models/queue/index.ts'
import { entry } from '@orrery/models/raft/index.ts'
import type { Result } from './result.ts'

const raft = entry.model
type RaftWorld = ReturnType<typeof raft.init>

/** What of simjs is used here; it has no types of its own. */
interface SimJs {
  Sim: new () => { addEntity(kind: unknown, ...args: unknown[]): unknown; simulate(end: number): void }
  Entity: new (...args: never[]) => {
    setTimer(delay: number): { done(callback: () => void): void }
    useFacility(facility: unknown, duration: number): { done(callback: () => void): void }
  }
  Facility: new (name: string) => { systemStats(): { sizeSeries: { average(): number } } }
  Random: new (seed: number) => { exponential(rate: number): number }
}

function loadSimJs(): SimJs {
  // It is built for pages: it looks for a window to put itself into.
  const page = globalThis as { window?: { Sim?: SimJs } }
  page.window = {}
  createRequire(import.meta.url)('simjs')
  const { Sim } = page.window
  delete page.window
  if (Sim === undefined) throw new Error('simjs did not load')
  return Sim
}

interface Outcome {
  readonly eventsPerSecond: number
  /** Mean number in the system; theory says 4. */
  readonly mean: number
}

function simJs(sim: SimJs, customers: number): Outcome {
  let arrived = 0
  let departed = 0
  const random = new sim.Random(7)
  const server = new sim.Facility('server')
  class Customers extends sim.Entity {
    start(): void {
      this.setTimer(random.exponential(0.8)).done(() => this.arrive())
    }
    arrive(): void {
      arrived += 1
      this.useFacility(server, random.exponential(1)).done(() => {
        departed += 1
      })
      this.setTimer(random.exponential(0.8)).done(() => this.arrive())
    }
  }
  const simulation = new sim.Sim()
  const began = performance.now()
  simulation.addEntity(Customers)
  simulation.simulate(customers / 0.8)
  const seconds = (performance.now() - began) / 1000
  return { eventsPerSecond: (arrived + departed) / seconds, mean: server.systemStats().sizeSeries.average() }
}

function orrery(customers: number): Outcome {
  let world = queue.init(checkSetup(queue, { params: { load: 80 }, seed: 7 }))
  const began = performance.now()
  while (world.arrived < customers) {
    const action = nextAction(queue, world)
    if (action === undefined) break
    world = queue.step(world, action).world
  }
  const seconds = (performance.now() - began) / 1000
  return { eventsPerSecond: (world.arrived + world.departed) / seconds, mean: world.customerTime / world.now }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] as number
}

/** The median over rounds that alternate, so that both see the same machine. */
function race(
  rounds: number,
  customers: number,
): { readonly ratio: number; readonly ours: Outcome; readonly theirs: Outcome } {
  const sim = loadSimJs()
  simJs(sim, customers / 10)
  orrery(customers / 10)
  const pairs = Array.from({ length: rounds }, () => ({
    theirs: simJs(sim, customers),
    ours: orrery(customers),
  }))
  const ratios = pairs.map(({ ours, theirs }) => ours.eventsPerSecond / theirs.eventsPerSecond)
  const middle = median(ratios)
  const pair = pairs[ratios.indexOf(middle)] as (typeof pairs)[number]
  return { ratio: middle, ...pair }
}

// The flag has to be set at run time: `npm run bench` has no flags of its own.
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

function heap(): number {
  collect()
  collect()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

/** A busy Raft cluster: a client's request every 200 choices, a crash and a restart every 10,000. */
function grow(history: History<RaftWorld>, length: number): History<RaftWorld> {
  while (history.length < length) {
    const world = history.world(history.length)
    const asked = history.length % 200 === 0 ? raft.actions(world, new Set(['ask']))[0] : undefined
    const crashed = Object.keys(world.nodes).find((id) => world.nodes[id]?.status === 'crashed')
    const next =
      history.length % 10_000 === 5_000
        ? history.take('crash:A')
        : history.length % 10_000 === 6_000 && crashed !== undefined
          ? history.take(`restart:${crashed}`)
          : asked !== undefined
            ? history.take(asked)
            : history.advance()
    if (next === undefined) throw new Error('the run is over too soon')
    history = next
  }
  return history
}

export function bench(): Promise<readonly Result[]> {
  return Promise.resolve([...againstSimJs(), ...ofHistories()])
}

function againstSimJs(): Result[] {
  const { ratio, ours, theirs } = race(5, 200_000)
  const off = Math.abs(ours.mean / 4 - 1) * 100
  return [
    {
      name: 'M/M/1: events a second, against simjs',
      value: ratio,
      unit: 'times',
      target: 'at least 2',
      ok: ratio >= 2,
    },
    {
      name: 'M/M/1: events a second',
      value: ours.eventsPerSecond,
      unit: 'a second',
      target: `simjs ${Math.round(theirs.eventsPerSecond)}`,
      ok: true,
    },
    {
      name: 'M/M/1: mean number in the system, off theory',
      value: off,
      unit: '%',
      target: 'at most 2',
      ok: off <= 2,
    },
  ]
}

function ofHistories(): Result[] {
  const events = 100_000
  const before = heap()
  const began = performance.now()
  const start = createHistory(raft, checkSetup(raft, { seed: 11 }))
  const half = grow(start, events / 2)
  const atHalf = heap()
  const history = grow(half, events)
  const seconds = (performance.now() - began) / 1000
  const after = heap()

  const seeks = Array.from({ length: 400 }, (_, i) => {
    // Scattered over the whole run: no seek finds what the one before left at hand.
    const index = Math.floor(((i * 0.6180339887498949) % 1) * events)
    const asked = performance.now()
    history.world(index)
    return performance.now() - asked
  })
  const perEvent = (after - before) / events
  const growth = (after - atHalf) / Math.max(1, atHalf - before)
  return [
    {
      name: 'Raft: events a second, kept in a history',
      value: events / seconds,
      unit: 'a second',
      target: 'none',
      ok: true,
    },
    {
      name: 'seek in 100,000 events: median',
      value: median(seeks),
      unit: 'ms',
      target: 'below 16',
      ok: median(seeks) < 16,
    },
    {
      name: 'seek in 100,000 events: slowest of 400',
      value: Math.max(...seeks),
      unit: 'ms',
      target: 'none',
      ok: true,
    },
    {
      name: 'memory of a history',
      value: perEvent,
      unit: 'bytes/event',
      target: 'below 512',
      ok: perEvent < 512,
    },
    {
      name: 'memory: second half against the first',
      value: growth,
      unit: 'times',
      target: 'below 2',
      ok: growth < 2,
    },
  ]
}

if (import.meta.main) {
  for (const { name, value, unit, target, ok } of await bench()) {
    console.log(`${ok ? 'ok  ' : 'MISS'} ${name}: ${value.toPrecision(4)} ${unit} (${target})`)
  }
}
