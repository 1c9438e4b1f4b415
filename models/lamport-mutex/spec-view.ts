/** The picture of the specification's state: what each process knows, and what is in each channel. */
import type { Mark, Scene, View } from '@orrery/engine/model/scene.ts'
import { inWords, type SpecWorld } from './spec.ts'

export const specViews = [{ id: 'state', title: 'State' }] as const

export function specView(world: SpecWorld, view: View): Scene {
  const tall = view.layout === 'tall'
  const { names } = world
  const n = names.length
  const [left, width, height, top] = tall ? [96, 56, 34, 70] : [170, 76, 44, 90]
  const inside = names.filter((_, p) => (world.crit >> p) & 1)
  const marks: Mark[] = [
    text('heading', left, top - 38, 'requests known, by process', 'title'),
    ...names.map((id, q) =>
      text(`column ${id}`, left + q * (width + 4) + width / 2 - 4, top - 12, id, 'state'),
    ),
  ]
  names.forEach((id, p) => {
    const y = top + p * (height + 12)
    const isInside = ((world.crit >> p) & 1) === 1
    marks.push({
      kind: 'node',
      id,
      subject: id,
      role:
        inside.length > 1 && isInside
          ? 'failed'
          : isInside
            ? 'primary'
            : world.req[p]![p] === 0
              ? 'replica'
              : 'pending',
      x: tall ? 30 : 60,
      y: y + height / 2,
      r: tall ? 16 : 20,
      label: { text: id, reads: `names.${p}` },
      title: `Process ${id}, clock ${world.clock[p] ?? 0}${isInside ? ', in the critical section' : ''}`,
    })
    const clock = { text: `C = ${world.clock[p] ?? 0}`, reads: `clock.${p}` }
    marks.push({
      kind: 'text',
      id: `clock ${id}`,
      role: 'accent',
      look: 'number',
      x: tall ? 50 : 96,
      y: y + height / 2 + 5,
      label: clock,
    })
    names.forEach((other, q) => {
      const time = world.req[p]![q]!
      const acknowledged = ((world.ack[p]! >> q) & 1) === 1
      marks.push({
        kind: 'cell',
        id: `${id} ${other}`,
        role: p === q && time > 0 ? 'pending' : 'plain',
        look: time === 0 ? 'empty' : 'solid',
        x: left + q * (width + 4),
        y,
        width,
        height,
        label: { text: String(time), reads: `req.${p}.${q}` },
        ticked: acknowledged,
      })
    })
  })
  const [x, below] = tall ? [14, top + n * (height + 12) + 40] : [620, top]
  marks.push(text('channels', x, tall ? below - 14 : top - 38, 'in the channels', 'title'))
  let line = 0
  world.network.forEach((channel, c) => {
    if (channel.length === 0) return
    const link = `${names[Math.floor(c / n)]!} to ${names[c % n]!}`
    const y = below + 12 + line++ * (tall ? 15 : 22)
    marks.push(text(`channel ${c}`, x, y, `${link}: ${channel.map(inWords).join(', ')}`, 'state'))
  })
  return {
    ...(tall ? { width: 400, height: 620 } : { width: 960, height: 600 }),
    title:
      inside.length === 0
        ? 'Nobody is in the critical section'
        : `${inside.join(' and ')} in the critical section`,
    marks,
  }
}

function text(id: string, x: number, y: number, words: string, look: 'title' | 'state'): Mark {
  return { kind: 'text', id, role: 'plain', look, x, y, label: { text: words } }
}
