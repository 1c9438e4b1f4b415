/** The state of one replica, client or message, line by line. */
import type { Field } from '@orrery/engine/model/model.ts'
import { sizesOf } from './quorums.ts'
import type { QuorumWorld } from './state.ts'
import { clientOf, pairAt, replicaOf } from './state.ts'
import { labelOf, pairLabel } from './words.ts'

const list = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '))

export function inspect(world: QuorumWorld, subject: string): readonly Field[] {
  if (Object.hasOwn(world.nodes, subject)) return inspectNode(world, subject)
  const flight = world.flights.find((each) => each.id === subject)
  if (flight !== undefined) {
    return [
      { name: 'message', value: labelOf(flight.message) },
      { name: 'way', value: `${flight.from} to ${flight.to}` },
      { name: 'operation', value: flight.message.work },
      ...(flight.message.type === 'store' ? [{ name: 'why', value: flight.message.why }] : []),
      ...(flight.held === true ? [{ name: 'status', value: 'held' }] : []),
    ]
  }
  const operation = world.operations.find((each) => each.id === subject)
  if (operation === undefined) return []
  const { node, request, reply } = operation
  return [
    { name: 'client', value: node },
    { name: 'asked', value: request.kind === 'read' ? 'read' : `write ${request.value}` },
    { name: 'answer', value: reply === undefined ? 'none yet' : pairLabel(reply) },
  ]
}

function inspectNode(world: QuorumWorld, id: string): readonly Field[] {
  const { status } = world.nodes[id]!
  const fields: Field[] = [{ name: 'status', value: status }]
  const client = clientOf(world, id)
  if (client === undefined) {
    const pair = pairAt(world, id)
    const where = replicaOf(world, id) === undefined ? ' on disk' : ''
    if (status !== 'crashed' || world.nodes[id]!.durable['last'] === undefined)
      fields.push(
        { name: `value${where}`, value: pair.value },
        { name: `version${where}`, value: String(pair.number) },
      )
    return fields
  }
  const { work, repair, last } = client
  const { read, write } = sizesOf(world.setup.params, !world.setup.without.includes('overlap'))
  if (id.startsWith('w')) fields.push({ name: 'last version given', value: String(last) })
  if (work !== undefined) {
    const phase = { ask: `asking, needs ${read} votes`, store: `storing, needs ${write} votes`, done: 'done' }
    fields.push({ name: work.kind, value: phase[work.phase] })
    const answered = Object.entries(work.answers).map(([from, pair]) => `${from} ${pairLabel(pair)}`)
    if (work.kind === 'read' || answered.length > 0) fields.push({ name: 'answers', value: list(answered) })
    if (work.pair !== undefined)
      fields.push(
        { name: 'chosen', value: pairLabel(work.pair) },
        { name: 'known to hold it', value: list(work.holders) },
      )
  }
  if (repair !== undefined) fields.push({ name: 'to repair', value: list(repair.behind) })
  return fields
}
