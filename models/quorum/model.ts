/** A register on N replicas as a model: what clients may ask, what is promised, how it is drawn. */
import type { Model } from '@orrery/engine/model/model.ts'
import { cluster } from '@orrery/engine/simulate/cluster.ts'
import { client } from './client.ts'
import { inspect } from './inspect.ts'
import { params } from './params.ts'
import { properties } from './properties.ts'
import { readerNames, replicaNames, writerNames } from './quorums.ts'
import { replica } from './replica.ts'
import { rounds } from './rounds.ts'
import { rules } from './rules.ts'
import { sources } from './sources.ts'
import type { Pair, QuorumRequest, QuorumWorld } from './state.ts'
import { clientOf } from './state.ts'
import { view, views } from './view.ts'
import { describe, labelOf, nextValue, tell } from './words.ts'

interface Ask {
  readonly node: string
  readonly name: string
  readonly request: QuorumRequest
}

/** Each client has one operation under way at most. */
function requests(world: QuorumWorld): readonly Ask[] {
  const { params: given } = world.setup
  const idle = (id: string): boolean => {
    const state = clientOf(world, id)
    return state !== undefined && (state.work === undefined || state.work.phase === 'done')
  }
  return [
    ...writerNames(given)
      .filter(idle)
      .map((node) => ({ node, name: 'write', request: { kind: 'write', value: nextValue(world) } as const })),
    ...readerNames(given)
      .filter(idle)
      .map((node) => ({ node, name: 'read', request: { kind: 'read' } as const })),
  ]
}

export const quorumModel: Model<QuorumWorld> = cluster({
  id: 'quorum',
  title: 'A register on a quorum of replicas',
  summary: 'Copies of one value, read and written by majorities or other sets of them that must meet.',
  sources,
  fidelity: {
    models: [
      'The atomic register of Attiya, Bar-Noy and Dolev: a single writer, versions, reads that write back; for two writers, the query before each write of Lynch and Shvartsman.',
      'Read and write quorums of any size, and Gifford’s votes (the first replica may have more than one).',
      'Read repair, as Dynamo has it: after the answer, and without a promise.',
      'Crashes of replicas and clients with disks that keep what was synced; lost, late, repeated and overtaking messages; cuts.',
      'A checker that knows only what clients asked and were told judges every run.',
    ],
    leavesOut: [
      'One register: many keys would be many of these.',
      'Dynamo’s sloppy quorums, hinted handoff and vector clocks: here versions are totally ordered.',
      'Changing the set of replicas or the quorums.',
      'Replicas that lie (Byzantine quorums), and disks that lose what they synced.',
    ],
  },
  params,
  rules,
  properties,
  bounds: { operations: { default: 2, text: 'Operations of any one client.' } },
  within(world, bounds) {
    const most = bounds['operations'] ?? Infinity
    return Object.keys(world.nodes).every(
      (id) => world.operations.filter((each) => each.node === id).length <= most,
    )
  },
  nodes: (given) => [
    ...replicaNames(given).map((id) => ({ id, protocol: replica })),
    ...[...writerNames(given), ...readerNames(given)].map((id) => ({ id, protocol: client })),
  ],
  environment(given) {
    const low = Number(given['latencyLow']) * 1000
    return {
      latency: { kind: 'uniform', low, high: Math.max(low, Number(given['latencyHigh']) * 1000) },
      loss: Number(given['loss']),
      duplication: 0,
      reordering: 0,
      fsync: 0,
    }
  },
  rounds: (world) =>
    rounds(
      world,
      requests(world).map(({ node, name }) => `ask:${node}:${name}`),
    ),
  requests,
  label: labelOf,
  tell,
  describe,
  ghost: {
    init: () => ({ read: {} }),
    observe(ghost, _before, after, events) {
      let { read } = ghost
      for (const { type, node = '', data } of events) {
        if (type === 'crash' && Object.hasOwn(read, node)) {
          read = Object.fromEntries(Object.entries(read).filter(([id]) => id !== node))
        }
        const request = data?.['request'] as QuorumRequest | undefined
        if (type !== 'reply' || request?.kind !== 'read' || after.setup.params['readRepair'] !== true)
          continue
        read = { ...read, [node]: data?.['value'] as Pair }
      }
      return read === ghost.read ? ghost : { read }
    },
  },
  // What a client did last is kept for the eye: it decides nothing more.
  canonical(state) {
    if (state.kind !== 'client' || state.work?.phase !== 'done') return state
    const { work: _work, ...rest } = state
    return rest
  },
  views,
  view,
  inspect,
})
