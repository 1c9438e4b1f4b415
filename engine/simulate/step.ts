/** What each action does to a cluster. */
import type { Action } from '../model/action.ts'
import type { Step } from '../model/model.ts'
import { close, nodeOf, open, setNode, type Draft } from './draft.ts'
import { finishSync, handle } from './effects.ts'
import type { AnyWorld, Frame } from './frame.ts'
import {
  dropped,
  duplicate,
  land,
  linksBetween,
  linksOf,
  reference,
  replaceFlight,
  setCut,
} from './network.ts'
import type { NodeId } from './protocol.ts'

/** @throws RangeError if the action is in the past; Error if it is not possible in this world */
export function stepCluster(frame: Frame, world: AnyWorld, action: Action): Step<AnyWorld> {
  if (!(action.at >= world.now))
    throw new RangeError(`${action.id} at ${action.at} is before now, ${world.now}`)
  const draft = open(frame, world, action.at)
  perform(draft, world, action)
  const after = close(draft)
  const { ghost } = frame.options
  if (ghost === undefined) return { world: after, events: draft.events }
  const observed = ghost.observe(world.ghost, world, after, draft.events)
  return { world: observed === world.ghost ? after : { ...after, ghost: observed }, events: draft.events }
}

function perform(draft: Draft, world: AnyWorld, action: Action): void {
  const { id, type } = action
  const target = id.slice(type.length + 1)
  const at = draft.now
  switch (type) {
    case 'deliver':
      deliver(draft, target)
      return
    case 'lose': {
      const flight = land(draft, target)
      draft.events.push(
        dropped(draft, flight, draft.cut.includes(`${flight.from}>${flight.to}`) ? 'cut' : 'loss'),
      )
      return
    }
    case 'drop':
      draft.events.push(dropped(draft, land(draft, target), 'dropped'))
      return
    case 'duplicate':
      duplicate(draft, target)
      return
    case 'hold': {
      const flight = replaceFlight(draft, target, (old) => ({ ...old, held: true, heldAt: at }))
      draft.events.push({ type, at, message: reference(draft.frame.options, flight) })
      return
    }
    case 'release': {
      const flight = replaceFlight(draft, target, ({ held: _held, heldAt, ...old }) => {
        const waited = at - (heldAt ?? at)
        return { ...old, sent: old.sent + waited, due: old.due + waited }
      })
      draft.events.push({ type, at, message: reference(draft.frame.options, flight) })
      return
    }
    case 'timeout': {
      const node = target.slice(0, target.indexOf(':'))
      expire(draft, node, target.slice(node.length + 1))
      return
    }
    case 'sync':
      finishSync(draft, target)
      return
    case 'choose':
      choose(draft, target)
      return
    case 'ask': {
      const node = target.slice(0, target.indexOf(':'))
      ask(draft, world, node, target.slice(node.length + 1))
      return
    }
    case 'crash':
      crash(draft, target)
      return
    case 'restart':
      restart(draft, target)
      return
    case 'pause':
    case 'resume':
      setNode(draft, { ...nodeOf(draft, target), status: type === 'pause' ? 'paused' : 'up' })
      draft.events.push({ type, at, node: target })
      return
    case 'cut':
      setCut(draft, [...draft.cut, ...(linksBetween(draft.frame.ids, target) ?? [target])])
      return
    case 'mend':
      setCut(draft, target === '' ? [] : draft.cut.filter((link) => link !== target))
      return
    case 'isolate':
      setCut(draft, [...draft.cut, ...linksOf(draft.frame.ids, target)])
      return
    case 'rejoin': {
      const links = linksOf(draft.frame.ids, target)
      setCut(
        draft,
        draft.cut.filter((link) => !links.includes(link)),
      )
      return
    }
    default:
      throw new Error(`a cluster has no action of type "${type}"`)
  }
}

function deliver(draft: Draft, id: string): void {
  const flight = land(draft, id)
  if (nodeOf(draft, flight.to).status === 'crashed') {
    draft.events.push(dropped(draft, flight, 'crashed'))
    return
  }
  draft.events.push({
    type: 'receive',
    at: draft.now,
    node: flight.to,
    message: reference(draft.frame.options, flight),
  })
  handle(draft, flight.to, (protocol, state, context) =>
    protocol.receive(state, flight.from, flight.message, context),
  )
}

function expire(draft: Draft, id: NodeId, timer: string): void {
  const node = nodeOf(draft, id)
  const timers = node.timers.filter((each) => each.name !== timer)
  if (timers.length === node.timers.length) throw new Error(`${id} has no timer "${timer}"`)
  setNode(draft, { ...node, timers })
  draft.events.push({ type: 'timeout', at: draft.now, node: id, data: { timer } })
  handle(draft, id, (protocol, state, context) => protocol.timeout(state, timer, context))
}

function choose(draft: Draft, target: string): void {
  const question = draft.questions.find(
    ({ node, name, options }) =>
      target.startsWith(`${node}:${name}:`) && options.includes(target.slice(node.length + name.length + 2)),
  )
  if (question === undefined) throw new Error(`nobody asks for ${target}`)
  const option = target.slice(question.node.length + question.name.length + 2)
  draft.questions = draft.questions.filter((each) => each !== question)
  draft.events.push({
    type: 'choose',
    at: draft.now,
    node: question.node,
    data: { name: question.name, option },
  })
  handle(draft, question.node, (protocol, state, context) => {
    if (protocol.chosen === undefined) throw new Error(`${question.node} asks, but does not take an answer`)
    return protocol.chosen(state, question.name, option, context)
  })
}

function ask(draft: Draft, world: AnyWorld, node: NodeId, name: string): void {
  const asked = draft.frame.options.requests?.(world).find((each) => each.node === node && each.name === name)
  if (asked === undefined) throw new Error(`nobody can ask ${node} for ${name}`)
  const id = `o${draft.operations.length + 1}`
  draft.operations = [...draft.operations, { id, node, request: asked.request, invoked: draft.operation++ }]
  draft.events.push({
    type: 'request',
    at: draft.now,
    node,
    data: { operation: id, name, request: asked.request },
  })
  handle(draft, node, (protocol, state, context) => {
    if (protocol.request === undefined) throw new Error(`${node} takes no requests`)
    return protocol.request(state, id, asked.request, context)
  })
}

/** State, timers, cache, what waits for an fsync and open questions are gone. Messages fly on. */
function crash(draft: Draft, id: NodeId): void {
  const { durable, clock } = nodeOf(draft, id)
  setNode(draft, { id, status: 'crashed', state: undefined, timers: [], durable, cache: {}, clock })
  if (draft.questions.some((question) => question.node === id)) {
    draft.questions = draft.questions.filter((question) => question.node !== id)
  }
  draft.events.push({ type: 'crash', at: draft.now, node: id })
}

function restart(draft: Draft, id: NodeId): void {
  const node = nodeOf(draft, id)
  setNode(draft, { ...node, status: 'up' })
  draft.events.push({ type: 'restart', at: draft.now, node: id })
  handle(draft, id, (protocol, _, context) => protocol.recover(node.durable, context))
}
