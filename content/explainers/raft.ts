/** Raft in a hundred seconds: one run of five servers, told step by step. */
import { lastIndex } from '@orrery/models/raft/log.ts'
import { paramsWith } from '@orrery/models/raft/params.ts'
import { paper, reconfigurationBug, thesis } from '@orrery/models/raft/sources.ts'
import type { RaftState } from '@orrery/models/raft/state.ts'
import type { RaftWorld } from '@orrery/models/raft/world.ts'
import { leaderOf, serversUp } from '@orrery/models/raft/world.ts'
import type { Explainer } from '../types.ts'

const stateOf = (world: RaftWorld, id: string): RaftState | undefined => world.nodes[id]?.state

/** Ids in a list: "A", "A and B", "A, B and C". */
function names(ids: readonly string[]): string {
  if (ids.length < 2) return ids.join('')
  return `${ids.slice(0, -1).join(', ')} and ${ids.at(-1)!}`
}

const marked = (ids: readonly string[]) => names(ids.map((id) => `[${id}](@${id})`))

const candidates = (world: RaftWorld) =>
  serversUp(world)
    .filter(({ state }) => state.role === 'candidate')
    .map(({ id }) => id)

const holders = (world: RaftWorld, index: number) =>
  Object.keys(world.nodes).filter((id) => {
    const { state, durable } = world.nodes[id]!
    const log = state?.log ?? (durable as { log?: RaftState['log'] }).log
    return log !== undefined && lastIndex(log) >= index
  })

const lacking = (world: RaftWorld, index: number) =>
  Object.keys(world.nodes).filter((id) => !holders(world, index).includes(id))

const crashed = (world: RaftWorld) =>
  Object.keys(world.nodes).filter((id) => world.nodes[id]!.status === 'crashed')

/** Messages with an entry, and the two of them that are to be lost. */
const appends = (world: RaftWorld) =>
  world.flights.filter(({ message }) => message.type === 'AppendEntries' && message.entries.length > 0)
const unlucky = (place: number) => (world: RaftWorld) =>
  `drop:${[...appends(world)].sort((a, b) => b.due - a.due)[place]!.id}`

/** Followers other than the leader, the last ones first: whom the price is shown on. */
const bystanders = (world: RaftWorld) =>
  Object.keys(world.nodes).filter((id) => id !== leaderOf(world) && world.nodes[id]!.status === 'up')

/** Who has heard the candidate and did not vote for it. */
const refusers = (world: RaftWorld) => {
  const [id = ''] = candidates(world)
  const term = stateOf(world, id)?.term
  return serversUp(world)
    .filter(({ state }) => state.term === term && state.votedFor === undefined)
    .map((server) => server.id)
}

const agreed = (world: RaftWorld, index: number) =>
  serversUp(world).length === 5 && serversUp(world).every(({ state }) => state.commit === index)

export const explainer: Explainer<RaftWorld> = {
  kind: 'explainer',
  slug: 'raft',
  title: 'Raft consensus',
  description: 'How five servers keep one log in agreement, lose their leader, and agree again.',
  group: 'Distributed systems',
  scenario: {
    id: 'explainer-raft',
    title: 'Five servers elect, replicate, crash and recover',
    model: 'raft',
    setup: { params: paramsWith({ noop: false, heartbeat: 100 }), without: [], seed: 46 },
  },
  view: 'both',
  pace: 25_000,
  steps: [
    {
      id: 'problem',
      title: 'One server is not enough',
      caption:
        'What one server saved is gone when its disk dies. Here are five, to keep one log each. The hard part: that all five agree on it.',
      expect: [
        { claim: 'five servers are up', holds: (world) => serversUp(world).length === 5 },
        { claim: 'nobody leads', holds: (world) => leaderOf(world) === undefined },
      ],
    },
    {
      id: 'cast',
      title: 'Five followers, five timers',
      for: 60_000,
      caption:
        'All start as [followers](role:replica) with an empty log. The [arc](role:accent) around each is a timer of random length; whose is full first?',
      expect: [
        {
          claim: 'all are followers in term 0',
          holds: (world) =>
            serversUp(world).every(({ state }) => state.role === 'follower' && state.term === 0),
        },
        {
          claim: 'no two timers are due at once',
          holds: (world) => new Set(Object.values(world.nodes).map((node) => node.timers[0]?.due)).size === 5,
        },
      ],
    },
    {
      id: 'candidate',
      title: 'A candidate asks for votes',
      until: (world) => candidates(world).length > 0 && world.flights.length === 4,
      caption: (world) => {
        const id = candidates(world)[0] ?? ''
        return `${marked([id])}’s timer is full. It becomes a [candidate](role:pending) in term ${stateOf(world, id)?.term ?? ''}, votes for itself, and asks the other four for their votes.`
      },
      expect: [
        { claim: 'there is one candidate', holds: (world) => candidates(world).length === 1 },
        {
          claim: 'it voted for itself in term 1',
          holds: (world) => {
            const [id = ''] = candidates(world)
            return stateOf(world, id)?.term === 1 && stateOf(world, id)?.votedFor === id
          },
        },
        {
          claim: 'it asks four servers',
          holds: (world) =>
            world.flights.filter(({ message }) => message.type === 'RequestVote').length === 4,
        },
      ],
      highlight: candidates,
    },
    {
      id: 'leader',
      title: 'A majority makes a leader',
      until: (world) =>
        leaderOf(world) !== undefined &&
        serversUp(world).every(({ state }) => state.leader === leaderOf(world)) &&
        world.flights.length === 0,
      caption: (world) => {
        const id = leaderOf(world) ?? ''
        return `Three votes of five suffice: ${marked([id])} [leads](role:primary) term ${stateOf(world, id)?.term ?? ''}. Nobody votes twice in a term, so no second majority exists. Heartbeats keep timers from filling.`
      },
      expect: [
        {
          claim: 'all follow one leader',
          holds: (world) => leaderOf(world) !== undefined && candidates(world).length === 0,
        },
        {
          claim: 'each voted once, all for it',
          holds: (world) => serversUp(world).every(({ state }) => state.votedFor === leaderOf(world)),
        },
      ],
      properties: ['election-safety'],
      highlight: (world) => [leaderOf(world) ?? ''],
    },
    {
      id: 'write',
      title: 'A client writes',
      do: [(world) => `ask:${leaderOf(world) ?? ''}:write-x`],
      for: 6_000,
      caption: (world) =>
        `A client asks for x←1. ${marked([leaderOf(world) ?? ''])} appends it to its log and sends it to all. [Dashed](role:pending) means proposed, not yet promised.`,
      expect: [
        {
          claim: 'only the leader has the entry',
          holds: (world) => names(holders(world, 1)) === leaderOf(world),
        },
        { claim: 'nothing is committed', holds: (world) => world.ghost.committed.length === 0 },
        { claim: 'it is on its way to four', holds: (world) => appends(world).length === 4 },
      ],
      highlight: (world) => [leaderOf(world) ?? ''],
    },
    {
      id: 'commit',
      title: 'Three copies commit',
      do: [unlucky(0), unlucky(0)],
      until: (world) => world.ghost.committed.length === 1,
      caption: (world) =>
        `The network loses two copies. ${marked(holders(world, 1).filter((id) => id !== leaderOf(world)))} store theirs: with ${marked([leaderOf(world) ?? ''])}’s, three of five. The entry is [committed](role:committed); the client hears *done*.`,
      expect: [
        { claim: 'three servers have the entry', holds: (world) => holders(world, 1).length === 3 },
        { claim: 'it is committed', holds: (world) => world.ghost.committed.length === 1 },
        { claim: 'the client was answered', holds: (world) => world.operations[0]?.reply?.ok === true },
      ],
      highlight: (world) => holders(world, 1),
    },
    {
      id: 'crash',
      title: 'The leader crashes',
      do: [(world) => `crash:${leaderOf(world) ?? ''}`],
      for: 20_000,
      caption: (world) =>
        `At that moment ${marked(crashed(world))} [crashes](role:failed). It alone knew that x←1 was committed. The heartbeats end, and four timers are filling again.`,
      expect: [
        { claim: 'nobody leads', holds: (world) => leaderOf(world) === undefined },
        {
          claim: 'no other server knows of the commitment',
          holds: (world) => serversUp(world).every(({ state }) => state.commit === 0),
        },
        {
          claim: 'two servers that are up have it',
          holds: (world) => holders(world, 1).filter((id) => !crashed(world).includes(id)).length === 2,
        },
      ],
      prediction: {
        question: 'Two of the four that are left have x←1, two do not. Who can be the next leader?',
        options: [
          {
            text: 'Whoever’s timer is full first',
            right: false,
            why: 'It can *ask* first. But a server that lacks x←1 would overwrite it, so it must not win.',
          },
          {
            text: 'Only a server that has x←1',
            right: true,
            why: 'A voter refuses a candidate whose log is behind its own, and any three servers include one that has x←1.',
          },
          {
            text: 'Nobody until the old leader is back',
            right: false,
            why: 'Three of five are a majority, and four are up: they can elect without it.',
          },
        ],
      },
      highlight: crashed,
    },
    {
      id: 'refused',
      title: 'A vote refused',
      until: (world) =>
        refusers(world).length === 2 && serversUp(world).every(({ state }) => state.term === 2),
      caption: (world) => {
        const [id = ''] = candidates(world)
        const by = refusers(world)
        return `${marked([id])} is first, but lacks x←1. ${marked(by)} have it and answer *no*: never vote for a log behind your own. No majority.`
      },
      expect: [
        {
          claim: 'one candidate, without the entry',
          holds: (world) =>
            candidates(world).length === 1 && lacking(world, 1).includes(candidates(world)[0]!),
        },
        {
          claim: 'those who have the entry refuse',
          holds: (world) =>
            names(refusers(world)) === names(holders(world, 1).filter((id) => !crashed(world).includes(id))),
        },
      ],
      highlight: (world) => [...candidates(world), ...refusers(world)],
    },
    {
      id: 'second-leader',
      title: 'The right one wins',
      until: (world) =>
        leaderOf(world) !== undefined &&
        serversUp(world).every(({ state }) => state.leader === leaderOf(world)),
      caption: (world) => {
        const id = leaderOf(world) ?? ''
        return `${marked([id])} has x←1 and wins term ${stateOf(world, id)?.term ?? ''}. Any two majorities share a server, so whatever was committed reaches every later leader.`
      },
      expect: [
        {
          claim: 'the new leader has the committed entry',
          holds: (world) => holders(world, 1).includes(leaderOf(world) ?? ''),
        },
        {
          claim: 'it is another leader in a later term',
          holds: (world) =>
            (stateOf(world, leaderOf(world) ?? '')?.term ?? 0) > 1 &&
            !crashed(world).includes(leaderOf(world) ?? ''),
        },
      ],
      properties: ['leader-completeness', 'election-safety'],
      highlight: (world) => [leaderOf(world) ?? ''],
    },
    {
      id: 'repair',
      title: 'The logs agree again',
      do: [
        (world) => `restart:${crashed(world)[0] ?? ''}`,
        (world) => `ask:${leaderOf(world) ?? ''}:write-y`,
      ],
      until: (world) => agreed(world, 2),
      caption: (world) => {
        const old = world.ghost.leaders[1]?.[0] ?? ''
        return `${marked([old])} restarts as a follower. A new write, y←2, is sent with whatever each server lacks; once it commits, so does everything before it.`
      },
      expect: [
        { claim: 'all five have both entries, committed', holds: (world) => agreed(world, 2) },
        {
          claim: 'the old leader follows',
          holds: (world) => stateOf(world, world.ghost.leaders[1]?.[0] ?? '')?.role === 'follower',
        },
        {
          claim: 'all state machines are equal',
          holds: (world) =>
            serversUp(world).every(
              ({ state }) => state.machine.data['x'] === 1 && state.machine.data['y'] === 2,
            ),
        },
      ],
      properties: ['log-matching', 'state-machine-safety'],
    },
    {
      id: 'price',
      title: 'The price',
      do: [
        (world) => `crash:${bystanders(world)[0] ?? ''}`,
        (world) => `crash:${bystanders(world)[0] ?? ''}`,
        (world) => `crash:${bystanders(world)[0] ?? ''}`,
        (world) => `ask:${leaderOf(world) ?? ''}:write-x`,
      ],
      for: 60_000,
      caption: (world) =>
        `The price: now ${marked(crashed(world))} crash. Two of five are no majority, so x←3 stays dashed. Raft waits rather than break a promise.`,
      expect: [
        { claim: 'three are down', holds: (world) => crashed(world).length === 3 },
        { claim: 'the new entry is on two servers', holds: (world) => holders(world, 3).length === 2 },
        { claim: 'it is not committed', holds: (world) => world.ghost.committed.length === 2 },
        { claim: 'its client waits', holds: (world) => world.operations.at(-1)?.reply === undefined },
      ],
      highlight: crashed,
    },
    {
      id: 'break-it',
      title: 'Break it yourself',
      caption:
        'Your turn. Switch off one rule, *count copies only of this term’s entries*, and see how three servers lose an entry that was committed.',
      properties: ['leader-completeness'],
      breakIt: {
        rule: 'commit-current-term',
        text: 'Watch the leader of term 3: it commits an entry of term 1 because two of three servers have it. Then look whose log ends in the higher term.',
      },
      expect: [
        {
          claim: 'with all rules on, no later leader lacked a committed entry',
          holds: (world) => world.ghost.conflict === undefined && world.setup.without.length === 0,
        },
      ],
      recap: [
        'A leader needs the votes of a majority, and each server votes once a term: so at most one leader a term.',
        'An entry is committed once a majority stores it. Any majority that elects a leader includes one of those servers, and it votes for no log behind its own.',
        'So nothing committed is lost while a majority of disks survives. Without a majority, Raft stops and waits.',
      ],
    },
  ],
  review: [
    {
      question: 'Why must a server write its vote to disk before it answers?',
      answer:
        'If it forgot its vote in a crash, it could vote again in the same term. Two candidates could then each have a majority, and one term two leaders.',
    },
    {
      question:
        'A leader sees an entry of an *earlier* term on a majority of servers. Why may it not commit it by counting?',
      answer:
        'A server whose last entry has a higher term could still be elected by the rest of the servers and overwrite it. Once an entry of the leader’s *own* term is on a majority, such a server can no longer win, and everything before it is committed too.',
    },
    {
      question: 'How many crashed servers do five survive, and seven?',
      answer:
        'Two and three. A majority must be up: three of five, four of seven. An even number adds a server, but survives no more.',
    },
  ],
  sources: [paper, thesis, reconfigurationBug],
  next: ['explainers/lamport-clock'],
  published: '2026-11-22',
  updated: '2026-11-22',
}
