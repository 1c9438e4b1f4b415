/**
 * A judged history as a space-time diagram: processes as lines, operations as intervals on them, a dot
 * where each takes effect. Only the calls and ends around the place where the order stops are drawn; those
 * that could not be next stand out. Only order means anything, not distance.
 */
import type { Mark, Role, Scene } from '../model/scene.ts'
import type { Recorded } from './jepsen.ts'
import { inWords } from './jepsen.ts'
import type { Judgement } from './linearizable.ts'

/** Calls and ends that are drawn. */
const SHOWN = 14
const [LEFT, STEP, TOP, BOTTOM] = [110, 58, 50, 540]

export function drawJudged(calls: readonly Recorded[], judgement: Judgement): Scene {
  const order = judgement.verdict === 'yes' ? judgement.order : judgement.prefix
  const stuck = judgement.verdict === 'no' ? judgement.stuck : []
  const lines = calls
    .flatMap((call) => (call.endLine === undefined ? [call.line] : [call.line, call.endLine]))
    .sort((a, b) => a - b)
  const ends = calls
    .filter(({ id }) => stuck.includes(id))
    .map((call) => lines.indexOf(call.endLine ?? call.line))
  const last = ends.length > 0 ? Math.min(...ends) + 3 : lines.length
  const from = Math.max(0, Math.min(last, lines.length) - SHOWN)
  const place = (line: number | undefined): number =>
    line === undefined ? SHOWN : Math.max(-0.5, Math.min(SHOWN, lines.indexOf(line) - from))
  const shown = calls.filter(
    (call) =>
      lines.indexOf(call.line) < from + SHOWN &&
      (call.endLine === undefined || lines.indexOf(call.endLine) >= from),
  )
  const processes = [...new Set(shown.map((call) => call.process))].sort()
  const y = (process: string): number =>
    Math.round(TOP + ((processes.indexOf(process) + 0.5) * (BOTTOM - TOP)) / Math.max(1, processes.length))
  const x = (at: number): number => Math.round(LEFT + (at + 0.5) * STEP)
  const half = Math.min(17, Math.floor((BOTTOM - TOP) / Math.max(1, processes.length) / 2) - 2)
  const points = pointsOf(order, shown, place)
  const marks: Mark[] = processes.map((process) => ({
    kind: 'line',
    id: `process ${process}`,
    role: 'plain',
    look: 'axis',
    points: [
      [x(-0.6), y(process)],
      [x(SHOWN), y(process)],
    ],
    label: { text: process },
  }))
  for (const call of shown) {
    const [a, b] = [x(place(call.line)), x(place(call.endLine))]
    const failed = stuck.includes(call.id)
    const role: Role = failed
      ? 'failed'
      : call.endLine === undefined
        ? 'pending'
        : points.has(call.id)
          ? 'committed'
          : 'plain'
    marks.push({
      kind: 'cell',
      id: call.id,
      role,
      look: call.endLine === undefined ? 'dashed' : 'solid',
      x: a,
      y: y(call.process) - half,
      width: Math.max(STEP - 6, b - a),
      height: 2 * half,
      label: { text: inWords(call) },
    })
    const point = points.get(call.id)
    if (point !== undefined)
      marks.push({
        kind: 'dot',
        id: `effect ${call.id}`,
        role: 'committed',
        look: 'solid',
        x: x(point),
        y: y(call.process) + half,
        r: 4,
      })
  }
  const words = {
    yes: 'One copy could have answered all of this, each operation at its dot.',
    no: 'No one copy could have answered so: what is hatched cannot come next.',
    'gave-up': 'Given up: the dots are the longest order found.',
  }[judgement.verdict]
  marks.push({
    kind: 'text',
    id: 'verdict',
    role: stuck.length > 0 ? 'failed' : 'plain',
    look: 'note',
    x: LEFT,
    y: 578,
    label: { text: words },
  })
  return { width: 960, height: 600, title: `${calls.length} operations. ${words}`, marks }
}

/** Of each placed operation that is drawn, a place within its interval and after those placed before it. */
function pointsOf(
  order: readonly string[],
  shown: readonly Recorded[],
  place: (line: number | undefined) => number,
): ReadonlyMap<string, number> {
  const byId = new Map(shown.map((call) => [call.id, call]))
  const drawn = order.flatMap((id) => byId.get(id) ?? [])
  const points = new Map<string, number>()
  const small = 0.6 / (drawn.length + 1)
  // Parts are ordered apart: a dot says when an operation took effect among those of its own key.
  const reached = new Map<string, number>()
  for (const call of drawn) {
    const key = call.input.key
    const at = Math.max((reached.get(key) ?? -0.5) + small, place(call.line) + 0.2)
    reached.set(key, at)
    points.set(call.id, at)
  }
  return points
}
