/**
 * The users of the cluster: what they may ask next, and what their histories look like to a judge.
 * They ask whoever takes itself for the leader; each has one write under way at most, numbered by
 * its session, and may repeat it at another leader if no answer comes.
 */
import type { Call } from '@orrery/engine/check/linearizable.ts'
import type { TableInput } from '@orrery/engine/check/objects.ts'
import type { NodeId } from '@orrery/engine/simulate/protocol.ts'
import { mayReconfigure } from './membership.ts'
import type { RaftState, Request } from './state.ts'
import type { RaftWorld } from './world.ts'

export interface Ask {
  readonly node: NodeId
  readonly name: string
  readonly request: Request
}

const keyNames = ['x', 'y', 'z']

/** All that can be asked now: `write-x`, `read-x`, `retry-o3`, `add-D`, `remove-B`, at each leader. */
export function requests(world: RaftWorld): readonly Ask[] {
  const asks: Ask[] = []
  const { params } = world.setup
  const keys = keyNames.slice(0, Number(params['keys']))
  for (const id of Object.keys(world.nodes).sort()) {
    const node = world.nodes[id]!
    const { state } = node
    if (node.status !== 'up' || state?.leadership === undefined) continue
    const write = nextWrite(world)
    for (const key of keys) asks.push({ node: id, name: `write-${key}`, request: { ...write, key } })
    for (const key of keys)
      asks.push({ node: id, name: `read-${key}`, request: { kind: 'get', key, client: write.client } })
    asks.push(...retries(world, id, state))
    asks.push(...changes(world, id, state))
  }
  return asks
}

/** Values count up, so every write is told from every other. */
function nextWrite(world: RaftWorld): Extract<Request, { kind: 'set' }> {
  const busy = new Set<string>()
  const serials = new Map<string, number>()
  let value = 1
  for (const { request, completed } of world.operations) {
    if (request.kind !== 'set' && request.kind !== 'get') continue
    const { client } = request
    if (completed === undefined) busy.add(client)
    if (request.kind === 'get') continue
    value = Math.max(value, request.value + 1)
    serials.set(client, Math.max(serials.get(client) ?? 0, request.serial))
    // A write that was repeated is done as soon as one attempt is.
    if (completed !== undefined && !waits(world, client)) busy.delete(client)
  }
  let n = 1
  while (busy.has(`c${n}`)) n++
  const client = `c${n}`
  return { kind: 'set', key: 'x', value, client, serial: (serials.get(client) ?? 0) + 1 }
}

/** Whether a client's last write has no answer from any attempt. */
function waits(world: RaftWorld, client: string): boolean {
  const last = world.operations.findLast(({ request }) => request.kind === 'set' && request.client === client)
  if (last?.request.kind !== 'set') return false
  const { serial } = last.request
  return !world.operations.some(
    ({ request, reply }) =>
      request.kind === 'set' && request.client === client && request.serial === serial && reply?.ok === true,
  )
}

function retries(world: RaftWorld, id: NodeId, state: RaftState): Ask[] {
  const here = Object.values(state.leadership?.asked ?? {})
  const asks = new Map<string, Ask>()
  for (const operation of world.operations) {
    const { request } = operation
    if (request.kind !== 'set' || !waits(world, request.client)) continue
    const name = `${request.client}/${request.serial}`
    if (here.includes(operation.id)) asks.delete(name)
    else if (!asks.has(name) && isLastOf(world, request)) {
      asks.set(name, { node: id, name: `retry-${operation.id}`, request })
    }
  }
  return [...asks.values()]
}

function isLastOf(world: RaftWorld, write: Extract<Request, { kind: 'set' }>): boolean {
  return !world.operations.some(
    ({ request }) =>
      request.kind === 'set' && request.client === write.client && request.serial > write.serial,
  )
}

function changes(world: RaftWorld, id: NodeId, state: RaftState): Ask[] {
  const { setup } = world
  if (setup.params['changes'] !== true) return []
  if (!mayReconfigure(state, (rule) => !setup.without.includes(rule))) return []
  return Object.keys(world.nodes)
    .sort()
    .filter((server) => !state.members.includes(server) || state.members.length > 1)
    .map((server) =>
      state.members.includes(server)
        ? { node: id, name: `remove-${server}`, request: { kind: 'remove', server } as const }
        : { node: id, name: `add-${server}`, request: { kind: 'add', server } as const },
    )
}

/**
 * The clients' reads and writes as calls. Attempts of one write are one call, from the first question to
 * the first answer. What was refused took no effect and is left out.
 */
export function callsOf(world: RaftWorld): readonly Call<TableInput<number>, number | undefined>[] {
  const calls = new Map<string, Call<TableInput<number>, number | undefined>>()
  for (const { id, request, invoked, reply, completed } of world.operations) {
    if (request.kind === 'get') {
      if (reply === undefined || !reply.ok) continue
      const input = { kind: 'read', key: request.key } as const
      calls.set(id, { id, input, output: reply.value, invoked, completed })
    } else if (request.kind === 'set') {
      if (reply?.ok === false) continue
      const name = `${request.client}/${request.serial}`
      const first = calls.get(name)
      const answers = [first?.completed, completed].filter((at) => at !== undefined)
      calls.set(name, {
        id: first?.id ?? id,
        input: { kind: 'write', key: request.key, value: request.value },
        invoked: first?.invoked ?? invoked,
        completed: answers.length === 0 ? undefined : Math.min(...answers),
      })
    }
  }
  return [...calls.values()]
}
