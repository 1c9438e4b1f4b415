/** What the views of this folder share: a process and its clocks, a message, places on a circle. */
import type { Label, Mark, Role } from '@orrery/engine/model/scene.ts'
import type { Flight, NodeWorld } from '@orrery/engine/simulate/cluster-types.ts'
import type { Vector } from './clocks.ts'
import { written } from './properties.ts'

export type Point = readonly [x: number, y: number]

interface Clocked {
  readonly clock: number
  readonly vector?: Vector
}

interface World<M> {
  readonly nodes: Readonly<Record<string, NodeWorld<Clocked>>>
  readonly flights: readonly Flight<M>[]
  readonly cut: readonly string[]
}

export function processMark<M>(
  world: World<M>,
  id: string,
  x: number,
  y: number,
  r: number,
  vector: boolean,
  role: Role = 'replica',
  status?: string,
): Mark {
  const node = world.nodes[id]
  const state = node?.state
  const notes: Label[] = []
  if (state !== undefined) notes.push({ text: `C = ${state.clock}`, reads: `nodes.${id}.state.clock` })
  if (status !== undefined && status !== 'idle')
    notes.push({ text: status, reads: `nodes.${id}.state.status` })
  if (vector && state?.vector !== undefined)
    notes.push({ text: written(state.vector), reads: `nodes.${id}.state.vector` })
  return {
    kind: 'node',
    id,
    subject: id,
    role,
    x,
    y,
    r,
    label: { text: id, reads: `nodes.${id}.id` },
    notes,
    title: `Process ${id}${status === undefined ? '' : `, ${status}`}, Lamport clock ${state?.clock ?? 0}${node?.status === 'paused' ? ', paused' : ''}`,
    ...(node === undefined || node.status === 'up' ? {} : { status: node.status }),
  }
}

export function messageMark<M extends { readonly stamp: number }>(
  world: World<M>,
  flight: Flight<M>,
  from: Point,
  to: Point,
  how: { readonly text: string; readonly look: 'request' | 'reply' | 'data' } = { text: '', look: 'data' },
): Mark {
  const place = world.flights.indexOf(flight)
  const lost = flight.lost === true || world.cut.includes(`${flight.from}>${flight.to}`)
  return {
    kind: 'message',
    id: flight.id,
    subject: flight.id,
    role: lost ? 'failed' : 'plain',
    look: how.look,
    x1: from[0],
    y1: from[1],
    x2: to[0],
    y2: to[1],
    sent: flight.sent,
    due: flight.due,
    label: {
      text: `${how.text === '' ? 'T=' : `${how.text} `}${flight.message.stamp}`,
      reads: `flights.${place}.message.stamp`,
    },
    title: `Message ${flight.id} from ${flight.from} to ${flight.to}, sent at Lamport time ${flight.message.stamp}`,
    ...(lost ? { lost: 0.6 } : {}),
    ...(flight.held === true ? { held: true } : {}),
  }
}

/** Places of the processes on a circle, the first at the top (of two: at the left), to a hundredth of a unit. */
export function onRing(names: readonly string[], layout: 'wide' | 'tall') {
  const tall = layout === 'tall'
  const [x, y, r] = tall ? [200, 290, 140] : [480, 285, 200]
  const at = (id: string): Point => {
    const turn =
      (2 * Math.PI * names.indexOf(id)) / names.length - (names.length === 2 ? Math.PI : Math.PI / 2)
    const cents = (n: number): number => Math.round(n * 100) / 100
    return [cents(x + r * Math.cos(turn)), cents(y + r * Math.sin(turn))]
  }
  return { size: tall ? { width: 400, height: 620 } : { width: 960, height: 600 }, x, y, r, at }
}
