/** Running a handler: its input goes in, its state is put in place, its effects are carried out. */
import type { Event } from '../model/action.ts'
import { readClock } from './clock.ts'
import { countDraw, drawn, nodeOf, setNode, type AnyNode, type Draft } from './draft.ts'
import type { AnyProtocol } from './frame.ts'
import { send } from './network.ts'
import type { Context, Effect, Handled, NodeId } from './protocol.ts'
import { cancelTimer, setTimer } from './timers.ts'

export type AnyEffect = Effect<unknown, unknown>

/** Gives a node an input by one of its handlers. */
export function handle(
  draft: Draft,
  id: NodeId,
  handler: (protocol: AnyProtocol, state: unknown, context: Context) => Handled<unknown, unknown, unknown>,
): void {
  const node = nodeOf(draft, id)
  const { frame } = draft
  const context: Context = {
    self: id,
    nodes: frame.ids,
    clock: readClock(node.clock, draft.now),
    params: frame.setup.params,
    rule: frame.rule,
  }
  const protocol = frame.protocols[id]
  if (protocol === undefined) throw new Error(`node ${id} runs no protocol`)
  const { state, effects } = handler(protocol, node.state, context)
  if (state !== node.state) setNode(draft, { ...node, state })
  apply(draft, id, effects)
}

/** Carries out effects in order, up to an fsync that takes time. */
export function apply(draft: Draft, id: NodeId, effects: readonly AnyEffect[]): void {
  for (let i = 0; i < effects.length; i++) {
    const effect = effects[i] as AnyEffect
    switch (effect.kind) {
      case 'send':
        send(draft, id, effect.to, effect.message)
        break
      case 'setTimer':
        if ('after' in effect) setTimer(draft, id, effect.name, effect.after, effect.after)
        else setTimer(draft, id, effect.name, effect.low, effect.high)
        break
      case 'cancelTimer':
        cancelTimer(draft, id, effect.name)
        break
      case 'write': {
        const node = nodeOf(draft, id)
        setNode(draft, { ...node, cache: { ...node.cache, [effect.key]: effect.value } })
        break
      }
      case 'fsync': {
        const node = nodeOf(draft, id)
        if (isEmpty(node.cache)) break // nothing to wait for
        const { fsync } = draft.frame.environment
        if (fsync > 0) {
          const then = effects.slice(i + 1)
          setNode(draft, { ...node, syncing: { until: draft.now + fsync, then } })
          draft.events.push({
            type: 'fsync',
            at: draft.now,
            node: id,
            data: { keys: Object.keys(node.cache) },
          })
          return
        }
        flush(draft, node)
        break
      }
      case 'reply':
        reply(draft, id, effect.request, effect.value)
        break
      case 'choose':
        ask(draft, id, effect.name, effect.options)
        break
      case 'note': {
        const event: Event = { type: effect.type, at: draft.now, node: id }
        draft.events.push(effect.data === undefined ? event : { ...event, data: effect.data })
        break
      }
    }
  }
}

/** Everything in the cache becomes durable; what waited for it goes on. */
export function finishSync(draft: Draft, id: NodeId): void {
  const node = nodeOf(draft, id)
  const then = node.syncing?.then ?? []
  flush(draft, node)
  apply(draft, id, then)
}

function flush(draft: Draft, node: AnyNode): void {
  const { id, status, state, timers, clock } = node
  const durable = { ...node.durable, ...node.cache }
  setNode(draft, { id, status, state, timers, durable, cache: {}, clock })
  draft.events.push({ type: 'synced', at: draft.now, node: id, data: { keys: Object.keys(node.cache) } })
}

function isEmpty(disk: Readonly<Record<string, unknown>>): boolean {
  for (const _ in disk) return false
  return true
}

function reply(draft: Draft, id: NodeId, request: string, value: unknown): void {
  const index = draft.operations.findIndex((operation) => operation.id === request)
  const operation = draft.operations[index]
  // An operation that has its answer keeps it: the client left after the first.
  if (operation === undefined || operation.completed !== undefined) return
  const operations = draft.operations.slice()
  operations[index] = { ...operation, reply: value, completed: draft.operation++ }
  draft.operations = operations
  draft.events.push({
    type: 'reply',
    at: draft.now,
    node: id,
    data: { operation: request, request: operation.request, value },
  })
}

/** Opens a question. The option that the seed answers stands first; the explorer tries them all. */
function ask(draft: Draft, id: NodeId, name: string, options: readonly string[]): void {
  if (options.length === 0) throw new Error(`${id} asks "${name}" and offers no option`)
  const purpose = `choose ${id} ${name}`
  const index = Math.floor((drawn(draft, purpose, countDraw(draft, purpose)) / 4294967296) * options.length)
  const first = options[index] as string
  const rest = options.filter((_, i) => i !== index)
  draft.questions = [
    ...draft.questions.filter((question) => question.node !== id || question.name !== name),
    { node: id, name, options: [first, ...rest], order: draft.order++ },
  ]
}
