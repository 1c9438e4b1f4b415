/** The pictures of mutual exclusion: the processes and their messages, and each one's request queue. */
import type { Mark, Role, Scene, View } from '@orrery/engine/model/scene.ts'
import type { MutexWorld } from './model.ts'
import type { MutexMessage, MutexState } from './mutex.ts'
import type { Point } from '../lamport-clock/view-parts.ts'
import { messageMark, onRing, processMark } from '../lamport-clock/view-parts.ts'

export const mutexViews = [
  { id: 'queues', title: 'Processes and queues' },
  { id: 'nodes', title: 'Processes' },
] as const

const LOOKS = {
  request: { text: 'request', look: 'request' },
  acknowledge: { text: 'ack', look: 'reply' },
  release: { text: 'release', look: 'data' },
} as const satisfies Record<MutexMessage['kind'], unknown>

const ROLES = { idle: 'replica', waiting: 'pending', inside: 'primary' } as const satisfies Record<
  MutexState['status'],
  Role
>

export function mutexView(world: MutexWorld, view: View): Scene {
  const names = Object.keys(world.nodes)
  const ring = placesOf(names, view)
  const inside = names.filter((id) => world.nodes[id]?.state?.status === 'inside')
  const size = view.layout === 'tall' ? { width: 400, height: 620 } : { width: 960, height: 600 }
  return {
    ...size,
    title: inside.length === 0 ? 'Nobody has the resource' : `${inside.join(' and ')} has the resource`,
    marks: [
      { kind: 'ring', id: 'orbit', role: 'plain', look: 'guide', x: ring.x, y: ring.y, r: ring.r },
      ...names.map((id) => {
        const status = world.nodes[id]?.state?.status ?? 'idle'
        const role = inside.length > 1 && status === 'inside' ? 'failed' : ROLES[status]
        return processMark(world, id, ...ring.at(id), view.layout === 'tall' ? 22 : 30, false, role, status)
      }),
      ...world.flights.map((flight) =>
        messageMark(world, flight, ring.at(flight.from), ring.at(flight.to), LOOKS[flight.message.kind]),
      ),
      ...(view.id === 'queues' ? queues(world, names, view) : []),
    ],
  }
}

interface Places {
  readonly x: number
  readonly y: number
  readonly r: number
  at(id: string): Point
}

/** With the queues beside (wide) or below (tall) it, the ring gives way. */
function placesOf(names: readonly string[], view: View): Places {
  const whole = onRing(names, view.layout)
  if (view.id !== 'queues') return whole
  const [x, y, r] = view.layout === 'tall' ? [200, 172, 112] : [270, 290, 180]
  const scale = r / whole.r
  const at = (id: string): Point => {
    const [px, py] = whole.at(id)
    const cents = (n: number): number => Math.round(n * 100) / 100
    return [cents(x + (px - whole.x) * scale), cents(y + (py - whole.y) * scale)]
  }
  return { x, y, r, at }
}

/** A row for each process: its queue in the total order, its own request dashed until it is granted. */
function queues(world: MutexWorld, names: readonly string[], view: View): readonly Mark[] {
  const tall = view.layout === 'tall'
  const [left, top, width, height] = tall ? [60, 366, 60, 38] : [600, 120, 62, 48]
  const gap = tall ? 46 : Math.min(76, 400 / names.length)
  const marks: Mark[] = [
    {
      kind: 'text',
      id: 'queues',
      role: 'plain',
      look: 'title',
      x: left - 40,
      y: top - 18,
      label: { text: 'request queues' },
    },
  ]
  names.forEach((id, row) => {
    const state = world.nodes[id]?.state
    const y = top + row * gap
    marks.push({
      kind: 'text',
      id: `queue ${id}`,
      role: 'plain',
      look: 'state',
      x: left - 40,
      y: y + height / 2 + 5,
      label: { text: id, reads: `nodes.${id}.id` },
    })
    state?.queue.forEach((ticket, place) => {
      const own = ticket.process === id
      const path = `nodes.${id}.state.queue.${place}`
      marks.push({
        kind: 'cell',
        id: `${id} ${ticket.process} ${ticket.time}`,
        role: own && state.status === 'inside' ? 'primary' : own ? 'pending' : 'plain',
        look: own && state.status === 'waiting' ? 'dashed' : 'solid',
        subject: id,
        title: `In ${id}'s queue, place ${place + 1}: the request of ${ticket.process} at time ${ticket.time}`,
        x: left + place * (width + 4),
        y,
        width,
        height,
        label: { text: `${ticket.time}`, reads: `${path}.time` },
        note: { text: ticket.process, reads: `${path}.process` },
        ...(own && state.status === 'inside' ? { ticked: true } : {}),
      })
    })
  })
  return marks
}
