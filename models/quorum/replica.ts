/** A replica: holds the newest pair that it was given, and says what it holds. It decides nothing. */
import type { Effect, Protocol } from '@orrery/engine/simulate/protocol.ts'
import type { Pair, QuorumMessage, QuorumReply, QuorumRequest, QuorumState } from './state.ts'
import { first, isNewer } from './state.ts'

type QuorumEffect = Effect<QuorumMessage, QuorumReply>

export const replica: Protocol<QuorumState, QuorumMessage, QuorumRequest, QuorumReply> = {
  start: () => ({ state: { kind: 'replica', pair: first }, effects: [] }),

  receive(state, from, message) {
    if (state.kind !== 'replica') return { state, effects: [] }
    if (message.type === 'ask') {
      const answer = { type: 'answer', work: message.work, pair: state.pair } as const
      return { state, effects: [{ kind: 'send', to: from, message: answer }] }
    }
    if (message.type !== 'store') return { state, effects: [] }
    const stored: QuorumEffect = {
      kind: 'send',
      to: from,
      message: { type: 'stored', work: message.work, pair: message.pair },
    }
    // An older pair than its own is acknowledged, too: it holds something newer.
    if (!isNewer(message.pair, state.pair)) return { state, effects: [stored] }
    const effects: QuorumEffect[] = [
      { kind: 'note', type: 'stores', data: { pair: message.pair, why: message.why } },
      { kind: 'write', key: 'pair', value: message.pair },
      { kind: 'fsync' },
      stored,
    ]
    return { state: { kind: 'replica', pair: message.pair }, effects }
  },

  timeout: (state) => ({ state, effects: [] }),

  recover: (disk) => ({
    state: { kind: 'replica', pair: (disk['pair'] as Pair | undefined) ?? first },
    effects: [],
  }),
}
