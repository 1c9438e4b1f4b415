/**
 * Replicas in a row, writers above and readers below. Between a client and the replicas lies the band of
 * its last operation: a cell over each replica that counted. Where the bands of the newest write and the
 * last read stand over one replica, the quorums meet; a ring marks it.
 */
import type { CellMark, Mark, NodeMark, Role, Scene } from '@orrery/engine/model/scene.ts'
import { judgementOf } from './properties.ts'
import { meets, readerNames, replicaNames, sizesOf, votesOf, writerNames } from './quorums.ts'
import type { ClientState, Pair, QuorumMessage, QuorumWorld, Work } from './state.ts'
import { clientOf, isNewer, replicaOf } from './state.ts'
import { labelOf, pairLabel, pathShown } from './words.ts'

type Layout = 'wide' | 'tall'

interface Plan {
  readonly tall: boolean
  readonly width: number
  readonly height: number
  /** The columns of the replicas. */
  readonly pitch: number
  readonly replicaY: number
  readonly replicaR: number
  readonly clientR: number
  readonly band: number
  x(replica: string): number
  at(id: string): readonly [number, number]
  /** Top of a client's band. */
  bandY(client: string): number
}

function planOf(world: QuorumWorld, layout: Layout): Plan {
  const tall = layout === 'tall'
  const { params } = world.setup
  const replicas = replicaNames(params)
  const [writers, readers] = [writerNames(params), readerNames(params)]
  const pitch = Math.floor(Math.min(tall ? 96 : 150, (tall ? 330 : 700) / replicas.length))
  const [width, height, middle] = tall ? [400, 620, 222] : [960, 600, 480]
  const band = 32
  const replicaY = tall ? 262 : 258
  const spread = (list: readonly string[], id: string): number => {
    const step = Math.min(tall ? 150 : 300, (tall ? 330 : 800) / list.length)
    return Math.round((tall ? 200 : 480) + (list.indexOf(id) - (list.length - 1) / 2) * step)
  }
  const x = (replica: string): number =>
    middle + (replicas.indexOf(replica) - (replicas.length - 1) / 2) * pitch
  return {
    tall,
    width,
    height,
    pitch,
    replicaY,
    replicaR: Math.min(tall ? 27 : 34, Math.floor(pitch * 0.4)),
    clientR: tall ? 20 : 24,
    band,
    x,
    at(id) {
      if (writers.includes(id)) return [spread(writers, id), tall ? 72 : 64]
      if (readers.includes(id)) return [spread(readers, id), tall ? 534 : 532]
      return [x(id), replicaY]
    },
    bandY(client) {
      const w = writers.indexOf(client)
      if (w >= 0) return replicaY - (tall ? 50 : 58) - (writers.length - w) * (band + 4)
      return replicaY + (tall ? 82 : 88) + readers.indexOf(client) * (band + 4)
    },
  }
}

export function drawQuorums(world: QuorumWorld, layout: Layout): Scene {
  const plan = planOf(world, layout)
  const { params } = world.setup
  const replicas = replicaNames(params)
  const clients = [...writerNames(params), ...readerNames(params)]
  const shared = sharedBy(world, replicas)
  const marks: Mark[] = [
    ...clients.flatMap((id) => drawBand(world, id, replicas, plan)),
    ...(shared ?? []).map((id): Mark => {
      const r = plan.replicaR + 8
      return {
        kind: 'ring',
        id: `shared ${id}`,
        role: 'accent',
        look: 'band',
        x: plan.x(id),
        y: plan.replicaY,
        r,
      }
    }),
    ...cuts(world, plan),
    ...replicas.map((id) => drawReplica(world, id, plan)),
    ...replicas.flatMap((id) => holding(world, id, plan)),
    ...clients.map((id) => drawClient(world, id, plan)),
    ...world.flights.map((_, i) => drawMessage(world, i, plan)),
    ...formula(world, plan),
  ]
  return { width: plan.width, height: plan.height, title: titleOf(world, replicas, shared), marks }
}

function titleOf(
  world: QuorumWorld,
  replicas: readonly string[],
  shared: readonly string[] | undefined,
): string {
  const held = replicas.map(
    (id) => `${id} ${pairLabel(replicaOf(world, id)?.pair ?? { value: 'down', number: 0, writer: '' })}`,
  )
  if (shared === undefined) return `Replicas hold ${held.join(', ')}`
  const met = shared.length === 0 ? 'have no replica in common' : `share ${shared.join(' and ')}`
  return `Replicas hold ${held.join(', ')}; the last write quorum and the last read quorum ${met}`
}

/** The sum that decides whether quorums must meet. */
function formula(world: QuorumWorld, { tall }: Plan): Mark[] {
  const sizes = sizesOf(world.setup.params, !world.setup.without.includes('overlap'))
  const { read, write, all } = sizes
  const total = read + write
  const sign = total > all ? '>' : total === all ? '=' : '<'
  const role: Role = meets(sizes) ? 'plain' : 'failed'
  return [
    {
      kind: 'text',
      id: 'formula',
      role,
      look: meets(sizes) ? 'title' : 'note',
      ...(tall ? { x: 200, y: 28, align: 'middle' as const } : { x: 28, y: 40, align: 'start' as const }),
      label: { text: `R ${read} + W ${write} ${sign} N ${all}${meets(sizes) ? '' : ': no overlap'}` },
    },
  ]
}

/** The replicas in both the newest write's quorum and the last read's; undefined before there are both. */
function sharedBy(world: QuorumWorld, replicas: readonly string[]): readonly string[] | undefined {
  const { params } = world.setup
  let write: Work | undefined
  for (const id of writerNames(params)) {
    const work = clientOf(world, id)?.work
    if (work?.pair === undefined || work.phase === 'ask') continue
    if (write?.pair === undefined || isNewer(work.pair, write.pair)) write = work
  }
  const last = world.operations.findLast(({ request }) => request.kind === 'read')
  const read = last === undefined ? undefined : clientOf(world, last.node)?.work
  if (write === undefined || read === undefined || read.id !== last?.id) return undefined
  const asked = Object.keys(read.answers)
  if (asked.length === 0) return undefined
  return replicas.filter((id) => write.holders.includes(id) && asked.includes(id))
}

function drawBand(world: QuorumWorld, id: string, replicas: readonly string[], plan: Plan): Mark[] {
  const work = clientOf(world, id)?.work
  const y = plan.bandY(id)
  const left = plan.x(replicas[0]!) - plan.pitch / 2
  const right = plan.x(replicas.at(-1)!) + plan.pitch / 2
  const writes = id.startsWith('w')
  const name = plan.tall ? id : `${id} ${writes ? 'stored' : 'heard'}`
  const marks: Mark[] = [
    {
      kind: 'text',
      id: `band ${id}`,
      role: 'plain',
      look: 'number',
      align: 'end',
      x: left - 8,
      y: y + 21,
      label: { text: name },
    },
    ...replicas.map((replica) => cell(world, id, work, replica, y, plan)),
  ]
  if (work === undefined || plan.tall) return marks
  const sizes = sizesOf(world.setup.params, !world.setup.without.includes('overlap'))
  const storing = work.kind === 'write' || work.phase === 'store'
  const have = votesOf(world.setup.params, storing ? work.holders : Object.keys(work.answers))
  const needed = storing ? sizes.write : sizes.read
  const text = work.phase === 'done' ? 'done' : `${have} of ${needed}`
  marks.push({
    kind: 'text',
    id: `count ${id}`,
    role: 'plain',
    look: 'number',
    x: right + 10,
    y: y + 21,
    label: { text },
  })
  return marks
}

/** What one replica said to one client, and whether it is known to hold what the client chose. */
function cell(
  world: QuorumWorld,
  client: string,
  work: Work | undefined,
  replica: string,
  y: number,
  plan: Plan,
): CellMark {
  const base = {
    kind: 'cell',
    id: `cell ${client} ${replica}`,
    x: plan.x(replica) - plan.pitch / 2 + 2,
    y,
    width: plan.pitch - 4,
    height: plan.band,
  } as const
  const answer = work?.answers[replica]
  const holds = work?.holders.includes(replica) === true
  if (work === undefined || (answer === undefined && !holds))
    return { ...base, role: 'plain', look: 'empty', label: { text: '' } }
  const stored = work.pair !== undefined && (work.kind === 'write' || answer === undefined || holds)
  const path = stored ? 'pair' : `answers.${replica}`
  const pair = (stored ? work.pair : answer) ?? answer!
  const role = roleOf(world, work)
  return {
    ...base,
    role,
    look: work.phase === 'done' ? 'solid' : 'dashed',
    label: { text: pairLabel(pair), reads: `nodes.${client}.state.work.${path}.value` },
    ...(holds && role !== 'failed' ? { ticked: true } : {}),
  }
}

function roleOf(world: QuorumWorld, work: Work): Role {
  if (work.phase !== 'done') return 'pending'
  const judgement = judgementOf(world.operations)
  if (judgement.verdict === 'no' && judgement.stuck.includes(work.id)) return 'failed'
  return work.kind === 'write' ? 'primary' : 'committed'
}

function drawReplica(world: QuorumWorld, id: string, plan: Plan): NodeMark {
  const node = world.nodes[id]!
  const pair = replicaOf(world, id)?.pair
  const votes = votesOf(world.setup.params, [id])
  const more = votes > 1 ? `, ${votes} votes` : ''
  const says = pair === undefined ? 'crashed' : `holds ${pair.value}, version ${pair.number}`
  return {
    kind: 'node',
    id: `node:${id}`,
    subject: id,
    role: pair === undefined ? 'failed' : isBehind(world, pair) ? 'suspect' : 'replica',
    title: `Replica ${id}, ${says}${more}${node.status === 'paused' ? ', paused' : ''}`,
    x: plan.x(id),
    y: plan.replicaY,
    r: plan.replicaR,
    label: { text: id, reads: `nodes.${id}.id` },
    ...(pair === undefined ? { notes: [{ text: 'crashed', reads: `nodes.${id}.status` }] } : {}),
    ...(node.status === 'up' ? {} : { status: node.status }),
  }
}

/** Below a replica, clear of the ring that marks it as shared: what it holds. */
function holding(world: QuorumWorld, id: string, plan: Plan): Mark[] {
  const pair = replicaOf(world, id)?.pair
  if (pair === undefined) return []
  const y = plan.replicaY + plan.replicaR + 28
  const text = (name: string, line: number, label: { text: string; reads: string }): Mark => ({
    kind: 'text',
    id: `${name} ${id}`,
    role: isBehind(world, pair) ? 'suspect' : 'plain',
    look: 'state',
    align: 'middle',
    x: plan.x(id),
    y: y + line * 16,
    label,
  })
  const votes = votesOf(world.setup.params, [id])
  const held = { text: pairLabel(pair), reads: `nodes.${id}.state.pair.value` }
  if (votes === 1) return [text('holds', 0, held)]
  return [
    text('holds', 0, held),
    text('votes', 1, { text: `${votes} votes`, reads: 'setup.params.votesOfA' }),
  ]
}

/** Older than a write that has finished. */
function isBehind(world: QuorumWorld, pair: Pair): boolean {
  return world.operations.some(
    ({ request, reply }) => request.kind === 'write' && reply !== undefined && isNewer(reply, pair),
  )
}

function drawClient(world: QuorumWorld, id: string, plan: Plan): NodeMark {
  const node = world.nodes[id]!
  const state = clientOf(world, id)
  const [x, y] = plan.at(id)
  return {
    kind: 'node',
    id: `node:${id}`,
    subject: id,
    shape: 'square',
    role: state === undefined ? 'failed' : busy(state) ? 'pending' : 'plain',
    title: `${id.startsWith('w') ? 'Writer' : 'Reader'} ${id}, ${doing(world, id)}${node.status === 'paused' ? ', paused' : ''}`,
    x,
    y,
    r: plan.clientR,
    label: { text: id, reads: `nodes.${id}.id` },
    // A writer's note would lie in the messages that leave it: its band says the same.
    ...(id.startsWith('w') ? {} : { notes: [saw(world, id)] }),
    ...(node.status === 'up' ? {} : { status: node.status }),
  }
}

const busy = ({ work }: ClientState): boolean => work !== undefined && work.phase !== 'done'

function doing(world: QuorumWorld, id: string): string {
  const state = clientOf(world, id)
  if (state === undefined) return 'crashed'
  const { work } = state
  if (work === undefined) return 'idle'
  const what = work.kind === 'read' ? 'read' : `write ${work.value ?? ''}`
  if (work.phase === 'done')
    return `${what} done${work.kind === 'read' ? `, saw ${work.pair?.value ?? ''}` : ''}`
  return work.phase === 'ask' ? `${what}: asking` : `${what}: storing ${work.pair?.value ?? ''}`
}

function saw(world: QuorumWorld, id: string): { readonly text: string; readonly reads?: string } {
  const state = clientOf(world, id)
  if (state === undefined) return { text: 'crashed', reads: `nodes.${id}.status` }
  const { work } = state
  if (work?.phase === 'done' && work.pair !== undefined)
    return { text: `read ${work.pair.value}`, reads: `nodes.${id}.state.work.pair.value` }
  if (work === undefined) return { text: 'idle' }
  return { text: work.phase === 'ask' ? 'asking' : 'writing back' }
}

const looks = { ask: 'request', answer: 'reply', store: 'data', stored: 'reply' } as const satisfies Record<
  QuorumMessage['type'],
  'request' | 'reply' | 'data'
>

function drawMessage(world: QuorumWorld, index: number, plan: Plan): Mark {
  const flight = world.flights[index]!
  const { message, from, to } = flight
  const lost = flight.lost === true || world.cut.includes(`${from}>${to}`)
  const [x1, y1, x2, y2] = way(plan.at(from), plan.at(to), radius(from, plan), radius(to, plan))
  const label = labelOf(message)
  return {
    kind: 'message',
    id: flight.id,
    subject: flight.id,
    role: lost
      ? 'failed'
      : message.type === 'store'
        ? 'primary'
        : message.type === 'ask'
          ? 'plain'
          : 'committed',
    title: `${label} from ${from} to ${to}${lost ? ', to be lost' : ''}${flight.held === true ? ', held' : ''}`,
    x1,
    y1,
    x2,
    y2,
    sent: flight.sent,
    due: flight.due,
    look: looks[message.type],
    label:
      message.type === 'ask'
        ? { text: label }
        : { text: label, reads: `flights.${index}.message.${pathShown(message)}` },
    ...(lost ? { lost: 0.55 } : {}),
    ...(flight.held === true ? { held: true } : {}),
  }
}

const radius = (id: string, plan: Plan): number => (id.length > 1 ? plan.clientR : plan.replicaR)

function way(
  [ax, ay]: readonly [number, number],
  [bx, by]: readonly [number, number],
  ra: number,
  rb: number,
): readonly [number, number, number, number] {
  const [dx, dy] = [bx - ax, by - ay]
  const length = Math.max(1, Math.sqrt(dx * dx + dy * dy))
  const cents = (n: number): number => Math.round(n * 100) / 100
  const [ux, uy] = [dx / length, dy / length]
  return [
    cents(ax + ux * (ra + 6)),
    cents(ay + uy * (ra + 6)),
    cents(bx - ux * (rb + 6)),
    cents(by - uy * (rb + 6)),
  ]
}

/** Links that are cut, where a client and a replica would talk. */
function cuts(world: QuorumWorld, plan: Plan): Mark[] {
  return world.cut.flatMap((link): Mark[] => {
    const [a = '', b = ''] = link.split('>')
    const both = world.cut.includes(`${b}>${a}`)
    if ((both && a > b) || a.length > 1 === b.length > 1) return []
    const [x1, y1, x2, y2] = way(plan.at(a), plan.at(b), radius(a, plan), radius(b, plan))
    return [
      {
        kind: 'link',
        id: `cut:${link}`,
        role: 'suspect',
        look: 'cut',
        ...{ x1, y1, x2, y2 },
        ...(both ? {} : { arrow: true }),
      },
    ]
  })
}
