/** A cluster that always has about so many messages in the air: for the bench and the tests of the stage. */
import type { Mark, Scene, View } from '@orrery/engine/model/scene.ts'
import type { Model, World } from '@orrery/engine/model/model.ts'
import { cluster } from '@orrery/engine/simulate/cluster.ts'
import type { ClusterWorld } from '@orrery/engine/simulate/cluster-types.ts'
import type { Protocol } from '@orrery/engine/simulate/protocol.ts'
import { run } from '@orrery/engine/simulate/run.ts'
import type { History } from '@orrery/engine/simulate/history-types.ts'

const flight = 36_000

interface Chat {
  readonly said: number
}
type ChatWorld = ClusterWorld<Chat, number>

const chat = (every: number): Protocol<Chat, number> => ({
  start: () => ({ state: { said: 0 }, effects: [{ kind: 'setTimer', name: 'talk', after: every }] }),
  receive: (state) => ({ state, effects: [] }),
  timeout: ({ said }, _timer, { self, nodes }) => {
    const others = nodes.filter((node) => node !== self)
    return {
      state: { said: said + 1 },
      effects: [
        { kind: 'send', to: others[said % others.length] ?? self, message: said },
        { kind: 'setTimer', name: 'talk', after: every },
      ],
    }
  },
  recover: () => ({ state: { said: 0 }, effects: [] }),
})

/** A run of `nodes` nodes with about `messages` messages in flight from 40 ms on. */
export function chatter(nodes: number, messages: number, length = 120_000): History<ChatWorld> {
  const every = Math.round((flight * nodes) / messages)
  const ids = Array.from({ length: nodes }, (_, i) => `N${i + 1}`)
  const model: Model<ChatWorld> = cluster<Chat, number>({
    id: 'chatter',
    title: 'Chatter',
    summary: 'Everybody talks to everybody in turn.',
    sources: [],
    fidelity: { models: [], leavesOut: [] },
    params: {},
    rules: [],
    properties: [],
    views: [{ id: 'ring', title: 'Ring' }],
    nodes: () => ids.map((id) => ({ id, protocol: chat(every) })),
    environment: () => ({
      latency: { kind: 'uniform', low: flight - 4000, high: flight + 4000 },
      ...{ loss: 20, duplication: 0, reordering: 0, fsync: 0 },
    }),
    label: (said) => `say ${said}`,
    view: ring,
  })
  return run(model, { params: {}, seed: 1, without: [] }, { for: length })
}

function ring(world: ChatWorld, view: View): Scene {
  const [width, height] = view.layout === 'wide' ? [960, 600] : [400, 620]
  const ids = Object.keys(world.nodes)
  const r = Math.min(width, height) * 0.4
  const place = (id: string): { x: number; y: number } => {
    const angle = (2 * Math.PI * ids.indexOf(id)) / ids.length
    return { x: width / 2 + r * Math.sin(angle), y: height / 2 - r * Math.cos(angle) }
  }
  const nodes = Object.values(world.nodes).map((node): Mark => {
    const timer = node.timers[0]
    return {
      kind: 'node',
      id: `node ${node.id}`,
      subject: node.id,
      title: node.id,
      role: node.status === 'crashed' ? 'failed' : 'replica',
      ...(node.status === 'up' ? {} : { status: node.status }),
      ...place(node.id),
      r: 28,
      label: { text: node.id },
      notes: [{ text: `said ${node.state?.said ?? 0}` }],
      ...(timer ? { timer: { from: timer.setAt, until: timer.due } } : {}),
    }
  })
  const messages = world.flights.map((each): Mark => {
    const from = place(each.from)
    const to = place(each.to)
    return {
      kind: 'message',
      id: each.id,
      subject: each.id,
      title: `${each.id} from ${each.from} to ${each.to}`,
      role: each.lost ? 'failed' : 'pending',
      look: (['request', 'reply', 'heartbeat', 'vote', 'data'] as const)[each.message % 5] ?? 'request',
      ...{ x1: from.x, y1: from.y, x2: to.x, y2: to.y, sent: each.sent, due: each.due },
      label: { text: `say ${each.message}` },
      ...(each.lost ? { lost: 0.6 } : {}),
      ...(each.held ? { held: true } : {}),
    }
  })
  return { width, height, title: 'Chatter', marks: [...nodes, ...messages] }
}

/** The number of messages in flight at the end of a history. */
export const inFlight = (history: History<World>): number =>
  (history.world(history.length) as ChatWorld).flights.length
