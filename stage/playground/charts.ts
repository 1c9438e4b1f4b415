/** The charts of load balancing, made from what was measured. */
import { curveOf, seriesOf, serversOf, shares } from '@orrery/models/load-balancing/report.ts'
import type { Slot } from '@orrery/models/load-balancing/measure.ts'
import type { LoadWorld } from '@orrery/models/load-balancing/state.ts'
import { evenTicks, logTicks, type Axis, type Chart, type ChartLine } from './chart.ts'

const sideName = (sides: number, side: number): string => (sides > 1 ? (side === 0 ? 'A ' : 'B ') : '')
const ms = (value: number | undefined): string => (value === undefined ? '' : value.toFixed(1))

function msAxis(values: readonly (number | undefined)[]): Axis {
  let [low, high] = [Infinity, 0]
  for (const value of values) {
    if (value === undefined) continue
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  if (high === 0) [low, high] = [30, 1000]
  const steps = [1, 3, 10, 30, 100, 300, 1e3, 3e3, 1e4, 3e4, 1e5, 3e5, 1e6, 3e6]
  const from = steps.findLast((step) => step <= low) ?? 1
  const to = steps.find((step) => step >= high && step > from) ?? 3e6
  return { title: 'response time', from, to, log: true, ticks: logTicks(from, to) }
}

/** p50 and p99 over the whole run. */
export function overTime(worlds: readonly LoadWorld[]): Chart {
  const all = worlds.map(seriesOf)
  const micros = (value: number | undefined): number | undefined =>
    value === undefined ? undefined : value / 1000
  const middle = ({ from, until }: Slot): number => (from + until) / 2e6
  const lines = all.flatMap((slots, side): ChartLine[] => {
    const name = sideName(worlds.length, side)
    const line = (of: 'p50' | 'p99', weight: 'thin' | 'thick'): ChartLine => ({
      name: `${name}${of}`,
      side: side === 0 ? 0 : 1,
      weight,
      points: slots.map((slot) => [middle(slot), micros(slot[of])] as const),
    })
    return [line('p50', 'thin'), line('p99', 'thick')]
  })
  const end = Math.max(1, ...worlds.map(({ now }) => now / 1e6))
  return {
    id: 'over-time',
    title: 'Response time over the run',
    x: { title: 'simulated time', from: 0, to: end, ticks: evenTicks(end, ' s') },
    y: msAxis(lines.flatMap(({ points }) => points.map(([, y]) => y))),
    lines,
    table: {
      head: [
        'side',
        'from s',
        'to s',
        'p50 ms',
        'p95 ms',
        'p99 ms',
        'served',
        'refused',
        'gave up',
        'lost',
        'longest line',
        'mean line',
      ],
      rows: all.flatMap((slots, side) =>
        slots.map((slot) => [
          side === 0 ? 'A' : 'B',
          (slot.from / 1e6).toFixed(2),
          (slot.until / 1e6).toFixed(2),
          ms(micros(slot.p50)),
          ms(micros(slot.p95)),
          ms(micros(slot.p99)),
          String(slot.served),
          String(slot.refused),
          String(slot.timedOut),
          String(slot.lost),
          String(slot.longest),
          slot.typical.toFixed(2),
        ]),
      ),
    },
  }
}

/** Percentiles since the last change, on the scale of nines. */
export function curve(worlds: readonly LoadWorld[]): Chart {
  const nines = (share: number): number => -Math.log10(1 - share)
  const all = worlds.map(curveOf)
  const lines = all.map((points, side): ChartLine => ({
    name: sideName(worlds.length, side).trim(),
    side: side === 0 ? 0 : 1,
    weight: 'thick',
    points: points.map(({ share, ms: value }) => [nines(share), value] as const),
  }))
  return {
    id: 'percentiles',
    title: 'Percentiles since the last change',
    x: {
      title: 'share of requests answered by then',
      from: 0,
      to: 4,
      ticks: [
        { at: nines(0.5), text: '50 %' },
        { at: 1, text: '90 %' },
        { at: 2, text: '99 %' },
        { at: 3, text: '99.9 %' },
      ],
    },
    y: msAxis(lines.flatMap(({ points }) => points.map(([, y]) => y))),
    lines,
    table: {
      head: ['share of requests', ...worlds.map((_, side) => `${sideName(worlds.length, side)}ms`)],
      rows: shares.map((share) => [
        `${Number((100 * share).toFixed(2))} %`,
        ...all.map((points) => ms(points.find((point) => point.share === share)?.ms)),
      ]),
    },
  }
}

/** The longest line of all servers, and the mean of them, over the run. */
export function longestLines(worlds: readonly LoadWorld[]): Chart {
  const all = worlds.map(seriesOf)
  const lines = all.flatMap((slots, side): ChartLine[] => {
    const at = (of: 'longest' | 'typical', name: string, weight: 'thin' | 'thick'): ChartLine => ({
      name: `${sideName(worlds.length, side)}${name}`,
      side: side === 0 ? 0 : 1,
      weight,
      points: slots.map(
        (slot) => [(slot.from + slot.until) / 2e6, slot.longest === 0 ? undefined : slot[of]] as const,
      ),
    })
    return [at('longest', 'most', 'thick'), at('typical', 'mean', 'thin')]
  })
  const end = Math.max(1, ...worlds.map(({ now }) => now / 1e6))
  const most = Math.max(4, ...lines.flatMap(({ points }) => points.map(([, y]) => y ?? 0)))
  return {
    id: 'lines',
    title: 'Requests at a server: the most, and the mean',
    x: { title: 'simulated time', from: 0, to: end, ticks: evenTicks(end, ' s') },
    y: { title: 'requests', from: 0, to: most, ticks: evenTicks(most, '') },
    lines,
    table: {
      head: ['side', 'server', 'served', 'failed', 'busy', 'in its line'],
      rows: worlds.flatMap((world, side) =>
        serversOf(world).map((server) => [
          side === 0 ? 'A' : 'B',
          server.name,
          String(server.served),
          String(server.failed),
          `${(100 * server.busy).toFixed(1)} %`,
          String(server.queued),
        ]),
      ),
    },
  }
}
