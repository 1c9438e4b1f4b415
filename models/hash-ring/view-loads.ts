/** What was measured, beside what theory says: keys that moved, and keys by server. */
import type { LineMark, Mark, Role, TextMark } from '@orrery/engine/model/scene.ts'
import { limit } from './properties.ts'
import { deviation, expectedMost, expectedMove } from './theory.ts'
import { isGone, round, serverInWords, serverRole, shownServers } from './view-parts.ts'
import { fullest, questionOf, type HashRingWorld } from './world.ts'

export interface Panel {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly bottom: number
  /** Between two servers' bars, where there is room. */
  readonly pitch: number
}

const line = (
  id: string,
  x: number,
  y: number,
  text: string,
  more: { readonly reads?: string; readonly role?: Role; readonly align?: 'start' | 'middle' | 'end' } = {},
): TextMark => ({
  kind: 'text',
  id,
  role: more.role ?? 'plain',
  look: 'state',
  x: round(x),
  y: round(y),
  align: more.align ?? 'start',
  label: { text, ...(more.reads !== undefined && { reads: more.reads }) },
})

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

export function loadMarks(world: HashRingWorld, panel: Panel): Mark[] {
  const moved = movedMarks(world, panel)
  return [...moved, ...serverMarks(world, { ...panel, y: panel.y + (panel.pitch > 30 ? 118 : 64) })]
}

/** Two bars on one scale, 0 to 100 %: the keys that moved, and how many theory expects. */
function movedMarks(world: HashRingWorld, { x, y, width, pitch }: Panel): Mark[] {
  const { change } = world
  if (change === undefined || change.keys === 0) return [line('moved', x, y, 'No key has moved.')]
  const share = change.moved / change.keys
  const gap = pitch > 30 ? 46 : 28
  const [thick, drop] = pitch > 30 ? [12, 8] : [6, 4]
  const bar = (id: string, role: Role, at: number, part: number): Mark => ({
    kind: 'bar',
    id,
    role,
    x,
    y: at + drop,
    width: round(Math.max(0.5, width * part)),
    height: thick,
  })
  const measured = `moved ${change.moved} of ${change.keys}: ${percent(share)}`
  const marks: Mark[] = [
    line('moved', x, y, measured, { reads: 'change.moved', role: 'pending' }),
    bar('bar-moved', 'pending', y, share),
  ]
  if (change.kind !== 'join' && change.kind !== 'leave') return marks
  const { strategy } = questionOf(world)
  const expected = expectedMove(strategy, change.kind, change.servers, change.place)
  const fraction = strategy === 'modulo' ? `${change.servers - 1}/${change.servers}` : `1/${change.servers}`
  const told = strategy === 'jump' && expected > 1.01 / change.servers ? '' : ` ${fraction} =`
  marks.push(
    line('expected', x, y + gap, `by theory${told} ${percent(expected)}`),
    bar('bar-expected', 'plain', y + gap, expected),
  )
  return marks
}

function serverMarks(world: HashRingWorld, { x, y, width, bottom, pitch }: Panel): Mark[] {
  const servers = shownServers(world)
  const count = world.members.length
  const keys = world.hashes.length
  const step = Math.min(pitch, (bottom - 40 - y) / servers.length)
  const disc = Math.min(13, step * 0.46)
  const left = x + 34
  const room = x + width - left
  const mean = keys / count
  const most = Math.max(1, 1.9 * mean, 1.18 * Math.max(...Object.values(world.loads)))
  const scale = (load: number): number => (room * load) / most
  const end = y + servers.length * step
  const marks: Mark[] = []
  const { strategy, points } = questionOf(world)
  const sd = mean * deviation(count, keys, strategy === 'ring' ? points : undefined)
  const told = keys > 0 && strategy !== 'bounded' && sd > 0
  if (told) {
    const low = Math.max(0, mean - sd)
    marks.push({
      kind: 'cell',
      id: 'theory',
      role: 'accent',
      look: 'dashed',
      x: round(left + scale(low)),
      y,
      width: round(scale(Math.min(most, mean + sd) - low)),
      height: round(end - y),
      label: { text: '' },
      faded: true,
    })
  }
  const bound = limit(world)
  const bounded = keys > 0 && world.strategy !== 'modulo' && bound <= most
  // A number stands behind its bar, and behind a line that it would lie on.
  const lines = [mean, ...(bounded ? [bound] : [])].map((value) => left + scale(value))
  const clear = (begin: number): number =>
    lines.reduce((free, at) => (free < at + 6 && free > at - 34 ? at + 8 : free), begin)
  servers.forEach((server, i) => {
    const middle = round(y + (i + 0.5) * step)
    const gone = isGone(world, server)
    const load = world.loads[server] ?? 0
    const role = serverRole(world, server)
    const height = round(Math.min(20, step * 0.6))
    if (!gone) {
      marks.push({
        kind: 'bar',
        id: `load-${server}`,
        role: load > bound ? 'failed' : role === 'replica' ? 'primary' : role,
        x: left,
        y: round(middle - height / 2),
        width: round(scale(load)),
        height,
      })
      marks.push(
        line(`count-${server}`, clear(left + scale(load) + 8), middle + 4.5, String(load), {
          reads: `loads.${server}`,
        }),
      )
    } else marks.push(line(`count-${server}`, left + 8, middle + 4.5, 'left', { role: 'failed' }))
    marks.push({
      kind: 'node',
      id: `row-${server}`,
      subject: server,
      title: serverInWords(world, server),
      role,
      x: round(x + 14),
      y: middle,
      r: round(disc),
      label: { text: server },
      ...(gone && { status: 'crashed' as const }),
    })
  })
  if (keys === 0) return marks
  const upright = (id: string, load: number, look: LineMark['look'], role: Role): Mark => {
    const at = round(left + scale(load))
    return {
      kind: 'line',
      id,
      role,
      look,
      points: [
        [at, round(y - 4)],
        [at, round(end + 4)],
      ],
    }
  }
  marks.push(upright('mean', mean, 'divider', 'plain'))
  const words = end + 20
  const spread = told ? ` ± ${Math.round(sd)} by theory` : ''
  const meanText = `mean ${Math.round(mean * 10) / 10}${spread}`
  marks.push(line('mean-text', left + scale(mean), words, meanText, { align: 'middle' }))
  if (bounded) {
    marks.push(upright('limit', bound, 'cut', 'failed'))
    const at = left + scale(bound)
    const text = world.strategy === 'bounded' ? `cap ${bound}` : `limit ${bound}`
    const near = scale(bound - mean) < 120
    marks.push(
      line('limit-text', near ? Math.min(at + 4, x + width - 70) : at, near ? y - 10 : words, text, {
        align: near ? 'start' : 'middle',
        role: 'failed',
      }),
    )
  }
  const worst = (world.loads[fullest(world)] ?? 0) / mean
  const by =
    strategy === 'bounded'
      ? ''
      : `; theory, about ${expectedMost(count, keys, strategy === 'ring' ? points : undefined).toFixed(2)}`
  marks.push(line('worst', x, words + 18, `fullest / mean: ${worst.toFixed(2)}${by}`))
  return marks
}
