/**
 * What a register of replicas promises. An *atomic* register is linearizable; a *regular* one only never
 * misses a write that has finished (Lamport 1986).
 */
import type { Call, Judgement } from '@orrery/engine/check/linearizable.ts'
import { linearizable as judge } from '@orrery/engine/check/linearizable.ts'
import type { TableInput } from '@orrery/engine/check/objects.ts'
import { table } from '@orrery/engine/check/objects.ts'
import type { Always, Eventually, Property, Sometimes, Violation } from '@orrery/engine/model/property.ts'
import { replicaNames } from './quorums.ts'
import type { Pair, QuorumWorld } from './state.ts'
import { clientOf, first, isNewer, pairAt } from './state.ts'

type Operations = QuorumWorld['operations']
type Operation = Operations[number]
type Answered = Operation & { readonly reply: Pair; readonly completed: number }

const isAnswered = (operation: Operation): operation is Answered => operation.completed !== undefined
const version = (pair: Pair): string => `${pair.value}, version ${pair.number}`

/** The operations as an outside judge sees them: what was asked, what was answered, and when. */
export function callsOf(operations: Operations): readonly Call<TableInput<string>, string | undefined>[] {
  return operations.map(({ id, request, reply, invoked, completed }) =>
    request.kind === 'write'
      ? { id, input: { kind: 'write', key: 'x', value: request.value }, invoked, completed }
      : { id, input: { kind: 'read', key: 'x' }, output: reply?.value, invoked, completed },
  )
}

const judged = new WeakMap<Operations, Judgement>()

/** The checker's word on all operations so far. It knows values and times, nothing of versions. */
export function judgementOf(operations: Operations): Judgement {
  let found = judged.get(operations)
  if (found === undefined) {
    found = judge(callsOf(operations), table(first.value), { maxSteps: 100_000 })
    judged.set(operations, found)
  }
  return found
}

/** Only an answer can break a promise to clients; the operation that was answered, if one was. */
function news(world: QuorumWorld, before: QuorumWorld | undefined): boolean {
  if (before === undefined) return world.operations.length > 0
  if (before.operations === world.operations) return false
  return world.operations.some((each, i) => each.completed !== before.operations[i]?.completed)
}

/** An answered operation before `read` was asked, with a newer version than `read` saw. */
function newerBefore(operations: Operations, read: Answered, kind: 'read' | 'write'): Answered | undefined {
  return operations.find(
    (other): other is Answered =>
      isAnswered(other) &&
      other.request.kind === kind &&
      other.completed < read.invoked &&
      isNewer(other.reply, read.reply),
  )
}

function backwards(world: QuorumWorld, kind: 'read' | 'write'): Violation | undefined {
  for (const read of world.operations) {
    if (read.request.kind !== 'read' || !isAnswered(read)) continue
    const newer = newerBefore(world.operations, read, kind)
    if (newer !== undefined) return { why: complaint(read, newer), subjects: [read.node, newer.node] }
  }
  return undefined
}

function complaint(read: Answered, newer: Answered): string {
  const did = newer.request.kind === 'write' ? 'had finished writing' : 'had already read'
  const before = `before ${read.node === newer.node ? 'it' : read.node} asked`
  return `${read.node} read ${version(read.reply)}, though ${newer.node} ${did} ${version(newer.reply)}, ${before}.`
}

const linearizable: Always<QuorumWorld> = {
  kind: 'always',
  id: 'linearizable',
  title: 'Clients see one copy',
  source: 'Herlihy and Wing 1990; Attiya, Bar-Noy and Dolev 1995',
  violation(world, before) {
    if (!news(world, before)) return undefined
    const judgement = judgementOf(world.operations)
    if (judgement.verdict !== 'no') return undefined
    const stuck = world.operations.find(
      (each): each is Answered => isAnswered(each) && judgement.stuck.includes(each.id),
    )
    const newer =
      stuck === undefined
        ? undefined
        : (newerBefore(world.operations, stuck, 'write') ?? newerBefore(world.operations, stuck, 'read'))
    if (stuck === undefined || newer === undefined)
      return { why: 'No order of the reads and writes explains the answers.', subjects: [] }
    return { why: complaint(stuck, newer), subjects: [stuck.node, newer.node] }
  },
}

const regular: Always<QuorumWorld> = {
  kind: 'always',
  id: 'regular',
  title: 'No read misses a finished write',
  source: 'Lamport 1986',
  violation: (world, before) => (news(world, before) ? backwards(world, 'write') : undefined),
}

const monotonic: Always<QuorumWorld> = {
  kind: 'always',
  id: 'monotonic-reads',
  title: 'After a read of the new, none of the old',
  source: 'Attiya, Bar-Noy and Dolev 1995',
  violation: (world, before) => (news(world, before) ? backwards(world, 'read') : undefined),
}

const readsNew: Sometimes<QuorumWorld> = {
  kind: 'sometimes',
  id: 'reads-new',
  title: 'A read returns what was written',
  reached: ({ operations }) =>
    operations.some((each) => each.request.kind === 'read' && (each.reply?.number ?? 0) > 0),
}

const readsEarly: Sometimes<QuorumWorld> = {
  kind: 'sometimes',
  id: 'reads-early',
  title: 'A read returns a write that has not finished',
  reached: ({ operations }) =>
    operations.some(
      (read) =>
        read.request.kind === 'read' &&
        isAnswered(read) &&
        operations.some(
          ({ request, completed }) =>
            request.kind === 'write' &&
            request.value === read.reply.value &&
            (completed === undefined || completed > read.completed),
        ),
    ),
}

const answers: Eventually<QuorumWorld> = {
  kind: 'eventually',
  id: 'answers',
  title: 'Once healed, nobody waits for ever',
  reached: (world) =>
    Object.keys(world.nodes).every((id) => {
      const work = clientOf(world, id)?.work
      return work === undefined || work.phase === 'done'
    }),
}

const converges: Eventually<QuorumWorld> = {
  kind: 'eventually',
  id: 'converges',
  title: 'Once healed, read repair brings all replicas up to what was read',
  source: 'Dynamo 2007',
  reached: (world) =>
    Object.values(world.ghost.read).every((pair) =>
      replicaNames(world.setup.params).every((id) => !isNewer(pair, pairAt(world, id))),
    ),
}

export const properties: readonly Property<QuorumWorld>[] = [
  linearizable,
  regular,
  monotonic,
  readsNew,
  readsEarly,
  answers,
  converges,
]
