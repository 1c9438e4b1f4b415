/** Servers on a circle, with what flies between them. */
import type { Label, LinkMark, Mark, MessageMark, NodeMark, Role } from '@orrery/engine/model/scene.ts'
import type { NodeWorld } from '@orrery/engine/simulate/cluster-types.ts'
import { labelOf, pathShown, requestLabel } from './labels.ts'
import type { Message, RaftState } from './state.ts'
import type { RaftWorld } from './world.ts'

export interface RingBox {
  readonly x: number
  readonly y: number
  readonly r: number
  /** Radius of a node, at five servers. */
  readonly node: number
}

type Server = NodeWorld<RaftState>
type Place = { readonly x: number; readonly y: number }

const round = (n: number) => Math.round(n * 100) / 100

export function drawRing(world: RaftWorld, box: RingBox): Mark[] {
  const ids = Object.keys(world.nodes).sort()
  const r = ids.length > 5 ? Math.round(box.node * (ids.length > 7 ? 0.7 : 0.82)) : box.node
  const places = new Map(ids.map((id, i) => [id, placeOf(box, i, ids.length)]))
  const marks: Mark[] = [
    { kind: 'ring', id: 'orbit', role: 'plain', x: box.x, y: box.y, r: box.r, look: 'guide' },
    {
      kind: 'ring',
      id: 'orbit-inner',
      role: 'plain',
      x: box.x,
      y: box.y,
      r: round(box.r / 2),
      look: 'guide',
    },
  ]
  marks.push(...cuts(world, ids, places, r))
  for (const id of ids) marks.push(server(world, id, places.get(id)!, r))
  world.flights.forEach((_, i) => marks.push(message(world, i, places, r)))
  return marks
}

/** The first server at the top, the others clockwise. */
function placeOf(box: RingBox, index: number, count: number): Place {
  if (count === 1) return { x: box.x, y: box.y }
  const angle = (2 * Math.PI * index) / count
  return { x: round(box.x + box.r * Math.sin(angle)), y: round(box.y - box.r * Math.cos(angle)) }
}

function server(world: RaftWorld, id: string, place: Place, r: number): NodeMark {
  const node = world.nodes[id]!
  const timer = node.status === 'up' ? node.timers.find((each) => each.name === 'election') : undefined
  const base: NodeMark = {
    kind: 'node',
    id: `node:${id}`,
    role: roleOf(world, node),
    subject: id,
    title: titleOf(node),
    x: place.x,
    y: place.y,
    r,
    label: { text: id, reads: `nodes.${id}.id` },
    notes: notesOf(world, node),
    faded: node.state !== undefined && !node.state.members.includes(id),
  }
  return {
    ...base,
    ...(node.status === 'up' ? {} : { status: node.status }),
    ...(timer === undefined ? {} : { timer: { from: timer.setAt, until: timer.due } }),
  }
}

function roleOf(world: RaftWorld, node: Server): Role {
  const { state, id } = node
  if (state === undefined) return 'failed'
  if (state.role === 'leader') return 'primary'
  if (isCutOff(world, id, state)) return 'suspect'
  return state.role === 'follower' ? 'replica' : 'pending'
}

/** No two-way link to enough others for a majority. */
function isCutOff(world: RaftWorld, id: string, state: RaftState): boolean {
  if (world.cut.length === 0 || state.members.length < 2) return false
  const reached = state.members.filter(
    (other) =>
      other === id || !(world.cut.includes(`${id}>${other}`) || world.cut.includes(`${other}>${id}`)),
  )
  return reached.length * 2 <= state.members.length
}

function titleOf({ id, status, state }: Server): string {
  if (state === undefined) return `${id}, crashed`
  const paused = status === 'paused' ? ', paused' : ''
  const vote = state.votedFor === undefined ? '' : `, voted for ${state.votedFor}`
  return `${id}, ${state.role} in term ${state.term}${vote}${paused}, committed up to ${state.commit}`
}

function notesOf(world: RaftWorld, { id, state }: Server): Label[] {
  if (state === undefined) return [{ text: 'crashed', reads: `nodes.${id}.status` }]
  const notes: Label[] = [{ text: `term ${state.term}`, reads: `nodes.${id}.state.term` }]
  if (state.role === 'candidate') {
    const { length } = state.votes
    notes.push({ text: `${length} vote${length === 1 ? '' : 's'}`, reads: `nodes.${id}.state.votes.length` })
  }
  const asked = lastAsked(world, id)
  if (asked !== undefined && state.role !== 'candidate') notes.push(asked)
  return notes
}

/** The last question a client put to this server, and its answer. */
function lastAsked(world: RaftWorld, id: string): Label | undefined {
  const index = world.operations.findLastIndex((operation) => operation.node === id)
  const operation = world.operations[index]
  if (operation === undefined) return undefined
  const { request, reply } = operation
  const what = requestLabel(request)
  if (reply?.ok === true && request.kind === 'get') {
    return { text: `${request.key} is ${reply.value ?? 'unset'}`, reads: `operations.${index}.request.key` }
  }
  const answer = reply === undefined ? '…' : reply.ok ? 'done' : 'refused'
  const part = request.kind === 'set' ? 'value' : request.kind === 'get' ? 'key' : 'server'
  return { text: `${what} ${answer}`, reads: `operations.${index}.request.${part}` }
}

function message(
  world: RaftWorld,
  index: number,
  places: ReadonlyMap<string, Place>,
  r: number,
): MessageMark {
  const flight = world.flights[index]!
  const { from, to } = way(places.get(flight.from)!, places.get(flight.to)!, r)
  const lost = flight.lost === true || world.cut.includes(`${flight.from}>${flight.to}`)
  const label = labelOf(flight.message)
  const mark: MessageMark = {
    kind: 'message',
    id: flight.id,
    subject: flight.id,
    role: lost ? 'failed' : messageRole(flight.message),
    title: `${label} from ${flight.from} to ${flight.to}${lost ? ', to be lost' : ''}${flight.held === true ? ', held' : ''}`,
    x1: from.x,
    y1: from.y,
    x2: to.x,
    y2: to.y,
    sent: flight.sent,
    due: flight.due,
    look: lookOf(world, flight),
    label: { text: label, reads: `flights.${index}.message.${pathShown(flight.message)}` },
  }
  return { ...mark, ...(lost ? { lost: 0.55 } : {}), ...(flight.held === true ? { held: true } : {}) }
}

/** From edge to edge, a little to the right of the way, so that question and answer do not collide. */
function way(a: Place, b: Place, r: number): { from: Place; to: Place } {
  const dx = b.x - a.x
  const dy = b.y - a.y
  const length = Math.sqrt(dx * dx + dy * dy)
  if (length === 0) return { from: a, to: b }
  const [ux, uy] = [dx / length, dy / length]
  const [sx, sy] = [-uy * 6, ux * 6]
  const gap = r + 8
  return {
    from: { x: round(a.x + ux * gap + sx), y: round(a.y + uy * gap + sy) },
    to: { x: round(b.x - ux * gap + sx), y: round(b.y - uy * gap + sy) },
  }
}

function messageRole(message: Message): Role {
  switch (message.type) {
    case 'RequestVote':
      return 'pending'
    case 'RequestVoteReply':
      return message.granted ? 'committed' : 'failed'
    case 'AppendEntries':
      return message.entries.length > 0 ? 'primary' : 'plain'
    case 'AppendEntriesReply':
      return message.ok ? 'committed' : 'failed'
    case 'InstallSnapshot':
      return 'primary'
    case 'InstallSnapshotReply':
      return 'committed'
  }
}

/** An answer that tells the leader nothing new is drawn as small as the heartbeat it answers. */
function lookOf(world: RaftWorld, { message, from, to }: RaftWorld['flights'][number]): MessageMark['look'] {
  switch (message.type) {
    case 'RequestVote':
      return 'vote'
    case 'AppendEntries':
      return message.entries.length > 0 ? 'data' : 'heartbeat'
    case 'InstallSnapshot':
      return 'data'
    case 'AppendEntriesReply': {
      const known = world.nodes[to]?.state?.leadership?.match[from] ?? 0
      return message.ok && known >= message.match ? 'heartbeat' : 'reply'
    }
    default:
      return 'reply'
  }
}

function cuts(
  world: RaftWorld,
  ids: readonly string[],
  places: ReadonlyMap<string, Place>,
  r: number,
): LinkMark[] {
  const marks: LinkMark[] = []
  for (const a of ids) {
    for (const b of ids) {
      const there = world.cut.includes(`${a}>${b}`)
      const back = world.cut.includes(`${b}>${a}`)
      if (!there || a === b || (back && a > b)) continue
      const { from, to } = way(places.get(a)!, places.get(b)!, r)
      marks.push({
        kind: 'link',
        id: `cut:${a}>${b}`,
        role: 'suspect',
        x1: from.x,
        y1: from.y,
        x2: to.x,
        y2: to.y,
        look: 'cut',
        ...(back ? {} : { arrow: true }),
      })
    }
  }
  return marks
}
