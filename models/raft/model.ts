/** Raft as a model: its protocol on a cluster, with what is promised of it and how it is drawn. */
import type { Model } from '@orrery/engine/model/model.ts'
import { cluster } from '@orrery/engine/simulate/cluster.ts'
import { requests } from './clients.ts'
import { emptyGhost, observe } from './ghost.ts'
import { inspect } from './inspect.ts'
import { labelOf } from './labels.ts'
import { lastIndex } from './log.ts'
import { environment, params, serverIds } from './params.ts'
import { properties } from './properties.ts'
import { raft } from './raft.ts'
import { rounds } from './rounds.ts'
import { rules } from './rules.ts'
import { sources } from './sources.ts'
import { tell } from './tell.ts'
import { view, views } from './view.ts'
import type { RaftWorld } from './world.ts'
import { serversUp } from './world.ts'

export const raftModel: Model<RaftWorld> = cluster({
  id: 'raft',
  title: 'Raft',
  summary: 'A cluster of servers keeps one log in agreement while servers crash and messages are lost.',
  sources,
  fidelity: {
    models: [
      'Elections with randomised timeouts, replication with the consistency check and back-up by whole terms, and commitment (paper §5).',
      'Persistence: term, vote and log are written and synced before any answer leaves a server; a crash keeps only what was synced.',
      'Client sessions, linearizable reads by read index, and leaders that step down without a quorum (thesis §6.2-6.4); PreVote with leader stickiness (§9.6, §4.2.3).',
      'Snapshots (§7) and single-server membership changes with the correction of 2015 (thesis ch. 4).',
      'Lost, late, repeated and overtaking messages, one-way and two-way cuts, crashes, pauses, and clocks that run apart.',
    ],
    leavesOut: [
      'A snapshot travels in one message, not in chunks.',
      'Leadership transfer (thesis §3.10), reads by lease (§6.4.1) and reads at followers.',
      'Sessions are opened by a client’s first write and never expire; a real cluster must bound them.',
      'Disks keep what they synced: no torn writes and no rot. Servers do not lie.',
      'A client finds the leader by itself: it may ask any server that takes itself for one.',
    ],
  },
  params,
  rules,
  properties,
  nodes: (given) => serverIds(given).map((id) => ({ id, protocol: raft })),
  environment: (given) => environment(given),
  requests,
  label: labelOf,
  tell,
  ghost: { init: () => emptyGhost, observe },
  views,
  view,
  inspect,
  rounds,
  bounds: {
    term: { default: 3, text: 'No server goes beyond this term.' },
    log: { default: 2, text: 'No log is longer.' },
    messages: { default: 12, text: 'No more messages are in the air.' },
  },
  within(world, bounds) {
    if (world.flights.length > (bounds['messages'] ?? Infinity)) return false
    return serversUp(world).every(
      ({ state }) =>
        state.term <= (bounds['term'] ?? Infinity) && lastIndex(state.log) <= (bounds['log'] ?? Infinity),
    )
  },
})
