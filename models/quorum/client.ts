/**
 * A client: all of the algorithm is here.
 *
 *  - Write: give the value a higher version than any before it, and store the pair on a write quorum. A
 *    single writer counts by itself (Attiya, Bar-Noy and Dolev 1995); of several, each first asks a read
 *    quorum for the highest version there is (Lynch and Shvartsman 1997).
 *  - Read: ask a read quorum and take the newest pair. Before answering, store it on a write quorum
 *    (*write-back*), unless a write quorum is known to hold it.
 *  - Read repair, after answering: bring replicas that are behind up to what was read. It is no promise to
 *    anyone (Dynamo 2007, §5).
 */
import type { Context, Effect, Handled, NodeId, Protocol } from '@orrery/engine/simulate/protocol.ts'
import { replicaNames, sizesOf, votesOf } from './quorums.ts'
import type {
  ClientState,
  Pair,
  QuorumMessage,
  QuorumReply,
  QuorumRequest,
  QuorumState,
  Work,
} from './state.ts'
import { first, isNewer } from './state.ts'

type QuorumEffect = Effect<QuorumMessage, QuorumReply>
type Done = Handled<ClientState, QuorumMessage, QuorumReply>

const holds = (pair: Pair, wanted: Pair): boolean => !isNewer(wanted, pair)

const send = (to: readonly NodeId[], message: QuorumMessage): QuorumEffect[] =>
  to.map((id) => ({ kind: 'send', to: id, message }))

/** Messages can be lost: whoever has not answered by then is asked again. */
const patience = ({ params }: Context): QuorumEffect => ({
  kind: 'setTimer',
  name: 'resend',
  after: Number(params['resend']) * 1000,
})

function ask(state: ClientState, work: Work, context: Context): Done {
  const message = { type: 'ask', work: work.id } as const
  return {
    state: { ...state, work },
    effects: [...send(replicaNames(context.params), message), patience(context)],
  }
}

/** Stores a pair on all replicas that are not known to hold it. */
function store(state: ClientState, work: Work, pair: Pair, context: Context): Done {
  const lacking = replicaNames(context.params).filter((id) => !work.holders.includes(id))
  const why = work.kind === 'write' ? 'write' : 'write-back'
  return {
    state: { ...state, work: { ...work, phase: 'store', pair } },
    effects: [...send(lacking, { type: 'store', work: work.id, pair, why }), patience(context)],
  }
}

/** A number is on disk before it is used: a writer that crashes must not give it to another value. */
function write(state: ClientState, work: Work, above: number, context: Context): Done {
  const number = Math.max(above, state.last) + 1
  const pair = { value: work.value ?? '', number, writer: context.self }
  const storing = store({ ...state, last: number }, { ...work, holders: [] }, pair, context)
  return {
    state: storing.state,
    effects: [{ kind: 'write', key: 'last', value: number }, { kind: 'fsync' }, ...storing.effects],
  }
}

function newest(answers: Work['answers']): Pair {
  return Object.values(answers).reduce((best, pair) => (isNewer(pair, best) ? pair : best), first)
}

/** A read quorum has answered. */
function choose(state: ClientState, work: Work, context: Context): Done {
  const pair = newest(work.answers)
  if (work.kind === 'write') return write(state, work, pair.number, context)
  const { params } = context
  const have = Object.keys(work.answers).filter((id) => holds(work.answers[id]!, pair))
  if (!context.rule('write-back')) return finish(state, { ...work, pair, holders: have }, context)
  const chosen = { ...work, pair, holders: params['skip'] === true ? have : [] }
  if (isStored(chosen, context)) return finish(state, chosen, context)
  return store(state, chosen, pair, context)
}

function isStored({ holders }: Work, context: Context): boolean {
  const { write: needed } = sizesOf(context.params, context.rule('overlap'))
  return votesOf(context.params, holders) >= needed
}

function finish(state: ClientState, work: Work, context: Context): Done {
  const pair = work.pair ?? first
  const done: ClientState = { ...state, work: { ...work, phase: 'done' } }
  const effects: QuorumEffect[] = [
    { kind: 'cancelTimer', name: 'resend' },
    { kind: 'reply', request: work.id, value: pair },
  ]
  if (work.kind === 'write' || context.params['readRepair'] !== true) return { state: done, effects }
  // Replicas that were asked by a write-back will answer that; of the others, those known to be behind
  // are told at once, and those that have not answered when they do.
  const behind = replicaNames(context.params).filter((id) => !work.holders.includes(id))
  if (behind.length === 0 || (state.repair !== undefined && isNewer(state.repair.pair, pair)))
    return { state: done, effects }
  const stale = work.phase === 'store' ? [] : behind.filter((id) => Object.hasOwn(work.answers, id))
  const message = { type: 'store', work: work.id, pair, why: 'repair' } as const
  return {
    state: { ...done, repair: { pair, behind } },
    effects: [...effects, ...send(stale, message), patience(context)],
  }
}

/** A replica holds this much: perhaps it need not be repaired any more. */
function learn(state: ClientState, from: NodeId, pair: Pair, work: string, tell: boolean): Done {
  const { repair, ...rest } = state
  if (repair === undefined || !repair.behind.includes(from)) return { state, effects: [] }
  if (!holds(pair, repair.pair)) {
    const message = { type: 'store', work, pair: repair.pair, why: 'repair' } as const
    return { state, effects: tell ? send([from], message) : [] }
  }
  const behind = repair.behind.filter((id) => id !== from)
  if (behind.length > 0) return { state: { ...rest, repair: { ...repair, behind } }, effects: [] }
  const idle = state.work === undefined || state.work.phase === 'done'
  return { state: rest, effects: idle ? [{ kind: 'cancelTimer', name: 'resend' }] : [] }
}

function receive(state: ClientState, from: NodeId, message: QuorumMessage, context: Context): Done {
  if (message.type !== 'answer' && message.type !== 'stored') return { state, effects: [] }
  const { work } = state
  const late = work?.id !== message.work || work.phase === 'done'
  const learnt = learn(state, from, message.pair, message.work, late && message.type === 'answer')
  if (late) return learnt
  const and = ({ state: next, effects }: Done): Done => ({
    state: next,
    effects: [...learnt.effects, ...effects],
  })
  const now = learnt.state
  if (message.type === 'answer' && work.phase === 'ask') {
    const asked = { ...work, answers: { ...work.answers, [from]: message.pair } }
    const { read } = sizesOf(context.params, context.rule('overlap'))
    if (votesOf(context.params, Object.keys(asked.answers)) < read)
      return and({ state: { ...now, work: asked }, effects: [] })
    return and(choose(now, asked, context))
  }
  if (work.phase !== 'store' || work.pair === undefined || !holds(message.pair, work.pair)) return learnt
  if (work.holders.includes(from)) return learnt
  const stored = { ...work, holders: [...work.holders, from] }
  if (!isStored(stored, context)) return and({ state: { ...now, work: stored }, effects: [] })
  return and(finish(now, stored, context))
}

function again(state: ClientState, context: Context): Done {
  const { work, repair } = state
  const names = replicaNames(context.params)
  const effects: QuorumEffect[] = []
  if (work?.phase === 'ask') {
    const silent = names.filter((id) => !Object.hasOwn(work.answers, id))
    effects.push(...send(silent, { type: 'ask', work: work.id }))
  } else if (work?.phase === 'store' && work.pair !== undefined) {
    const lacking = names.filter((id) => !work.holders.includes(id))
    const why = work.kind === 'write' ? 'write' : 'write-back'
    effects.push(...send(lacking, { type: 'store', work: work.id, pair: work.pair, why }))
  } else if (repair !== undefined) {
    effects.push(
      ...send(repair.behind, { type: 'store', work: work?.id ?? '', pair: repair.pair, why: 'repair' }),
    )
  }
  return { state, effects: effects.length === 0 ? [] : [...effects, patience(context)] }
}

const asClient = (state: QuorumState): ClientState =>
  state.kind === 'client' ? state : { kind: 'client', last: 0 }

export const client: Protocol<QuorumState, QuorumMessage, QuorumRequest, QuorumReply> = {
  start: () => ({ state: { kind: 'client', last: 0 }, effects: [] }),

  request(given, id, request, context) {
    const state = asClient(given)
    const work: Work = { id, kind: request.kind, phase: 'ask', answers: {}, holders: [] }
    if (request.kind === 'read') return ask(state, work, context)
    const writing = { ...work, value: request.value }
    if (Number(context.params['writers']) > 1) return ask(state, writing, context)
    return write(state, writing, 0, context)
  },

  receive: (state, from, message, context) => receive(asClient(state), from, message, context),
  timeout: (state, _timer, context) => again(asClient(state), context),

  /** What was under way is forgotten: nobody is left to answer. */
  recover: (disk) => ({
    state: { kind: 'client', last: (disk['last'] as number | undefined) ?? 0 },
    effects: [],
  }),
}
