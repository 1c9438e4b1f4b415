/**
 * Charts as data: lines in a frame, with ticks, and the table of the same numbers. Drawn by a few SVG paths
 * of our own: the four kinds of line here took 2 kB of script, a chart library ten times that (uPlot, 20 kB),
 * and its canvas would be neither in the HTML nor readable.
 */

export interface ChartLine {
  readonly name: string
  /** 0 for the first side, 1 for the second, 2 for a formula. */
  readonly side: 0 | 1 | 2
  readonly weight: 'thin' | 'thick'
  readonly points: readonly (readonly [number, number | undefined])[]
}

export interface Chart {
  readonly id: string
  readonly title: string
  readonly x: Axis
  readonly y: Axis
  readonly lines: readonly ChartLine[]
  readonly table: Table
}

export interface Table {
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

export interface Axis {
  readonly title: string
  readonly from: number
  readonly to: number
  readonly log?: boolean
  readonly ticks: readonly { readonly at: number; readonly text: string }[]
}

export const frame = { width: 380, height: 250, left: 54, right: 44, top: 16, bottom: 38 } as const

const round = (value: number): number => Math.round(value * 10) / 10

/** Where a value stands along an axis of this length. */
export function along(axis: Axis, value: number, length: number): number {
  const scale = axis.log === true ? Math.log : (x: number) => x
  const [from, to] = [scale(axis.from), scale(axis.to)]
  const share = (scale(Math.max(axis.log === true ? axis.from : -Infinity, value)) - from) / (to - from || 1)
  return length * Math.min(1, Math.max(0, share))
}

export const xOf = (chart: Chart, value: number): number =>
  round(frame.left + along(chart.x, value, frame.width - frame.left - frame.right))
export const yOf = (chart: Chart, value: number): number =>
  round(frame.height - frame.bottom - along(chart.y, value, frame.height - frame.top - frame.bottom))

/** The line as path data, broken where there is no value. */
export function pathOf(chart: Chart, { points }: ChartLine): string {
  let path = ''
  let down = false
  for (const [x, y] of points) {
    if (y === undefined) {
      down = false
      continue
    }
    path += `${down ? 'L' : 'M'}${xOf(chart, x)} ${yOf(chart, y)}`
    down = true
  }
  return path
}

/** Where each line ends, for its name; names that would lie on one another are moved apart. */
export function namesOf(
  chart: Chart,
): { readonly line: ChartLine; readonly x: number; readonly y: number }[] {
  const ends = chart.lines.flatMap((line) => {
    const last = line.points.findLast(([, y]) => y !== undefined)
    return last === undefined ? [] : [{ line, x: xOf(chart, last[0]) + 4, y: yOf(chart, last[1]!) + 4 }]
  })
  ends.sort((a, b) => a.y - b.y)
  for (let i = 1; i < ends.length; i++) {
    const above = ends[i - 1]!
    if (ends[i]!.y < above.y + 13) ends[i] = { ...ends[i]!, y: above.y + 13 }
  }
  return ends
}

/** Ticks of a logarithmic axis in milliseconds: 1, 3, 10, 30... */
export function logTicks(from: number, to: number): Axis['ticks'] {
  const ticks: { at: number; text: string }[] = []
  for (let power = 1; power <= 1e6; power *= 10) {
    for (const step of [1, 3]) {
      const at = power * step
      if (at >= from && at <= to) ticks.push({ at, text: at >= 1000 ? `${at / 1000} s` : `${at} ms` })
    }
  }
  return ticks
}

/** Four or five round steps from 0. */
export function evenTicks(to: number, unit: string): Axis['ticks'] {
  const rough = to / 4
  let step = 1
  while (step * 10 <= rough) step *= 10
  while (step > rough && step > 0.001) step /= 10
  step *= rough / step >= 5 ? 5 : rough / step >= 2 ? 2 : 1
  const ticks: { at: number; text: string }[] = []
  for (let at = 0; at <= to * 1.0001; at += step)
    ticks.push({ at, text: `${Number(at.toPrecision(6))}${unit}` })
  return ticks
}

/** A table as CSV (RFC 4180). */
export function csvOf({ head, rows }: Table): string {
  const cell = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  return [head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n'
}
