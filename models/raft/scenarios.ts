/** Runs that are told: for the command line, the golden pictures and the tests. */
import type { Params } from '@orrery/engine/model/params.ts'
import type { Scenario, ScenarioStep } from '@orrery/engine/model/scenario.ts'
import { lastIndex } from './log.ts'
import { paramsWith } from './params.ts'
import type { RaftWorld } from './world.ts'
import { leaderOf, serversUp } from './world.ts'

type Step = ScenarioStep<RaftWorld>

const state = (world: RaftWorld, id: string) => world.nodes[id]?.state
const terms = (world: RaftWorld) => Object.keys(world.ghost.leaders).length
const ask = (name: string) => (world: RaftWorld) => `ask:${leaderOf(world) ?? ''}:${name}`
const others = (world: RaftWorld) => Object.keys(world.nodes).filter((id) => id !== leaderOf(world))

/** All servers that are up have this much committed. */
const committedBy = (world: RaftWorld, index: number) =>
  serversUp(world).every((server) => server.state.commit >= index)

const follows = (world: RaftWorld) => {
  const leader = leaderOf(world)
  return leader !== undefined && serversUp(world).every((server) => server.state.leader === leader)
}

const elect: Step = {
  id: 'election',
  until: follows,
  expect: [
    { claim: 'one server leads', holds: (world) => leaderOf(world) !== undefined },
    {
      claim: 'a majority voted for it',
      holds: (world) => {
        const votes = serversUp(world).filter((server) => server.state.votedFor === leaderOf(world)).length
        return votes * 2 > Object.keys(world.nodes).length
      },
    },
  ],
}

const write: Step = {
  id: 'write',
  do: [ask('write-x')],
  until: (world) => world.operations.at(-1)?.completed !== undefined,
  expect: [
    { claim: 'the client is answered', holds: (world) => world.operations.at(-1)?.reply?.ok === true },
  ],
}

const settle: Step = {
  id: 'settle',
  until: (world) => committedBy(world, world.ghost.committed.length),
  expect: [
    {
      claim: 'every server has committed it',
      holds: (world) => committedBy(world, world.ghost.committed.length),
    },
  ],
}

function scenario(
  id: string,
  title: string,
  seed: number,
  steps: readonly Step[],
  changed: Params = {},
): Scenario<RaftWorld> {
  return { id, title, model: 'raft', setup: { params: paramsWith(changed), without: [], seed }, steps }
}

export const scenarios: readonly Scenario<RaftWorld>[] = [
  scenario('first-election', 'Five servers elect their first leader', 7, [
    {
      ...elect,
      id: 'candidate',
      until: (world) => serversUp(world).some((each) => each.state.role === 'candidate'),
      expect: [],
    },
    elect,
  ]),

  scenario('replication', 'A write is copied, committed and known to all', 7, [elect, write, settle]),

  scenario('leader-crash', 'The leader crashes, another is elected, and the first comes back', 7, [
    elect,
    write,
    {
      id: 'crash',
      do: [(world) => `crash:${leaderOf(world) ?? ''}`],
      until: follows,
      expect: [
        { claim: 'another server leads', holds: (world) => terms(world) === 2 },
        {
          claim: 'it has the committed entries',
          holds: (world) => lastIndex(state(world, leaderOf(world) ?? '')!.log) >= 2,
        },
      ],
    },
    {
      id: 'return',
      do: [
        (world) =>
          `restart:${Object.keys(world.nodes).find((id) => world.nodes[id]!.status === 'crashed') ?? ''}`,
      ],
      until: (world) => follows(world) && committedBy(world, 3),
      expect: [
        {
          claim: 'all five follow one leader',
          holds: (world) => serversUp(world).length === 5 && follows(world),
        },
      ],
    },
  ]),

  scenario('partition', 'A leader cut off with one follower: two leaders, one of them powerless', 7, [
    elect,
    write,
    {
      id: 'cut',
      do: [
        (world) => {
          const [first = '', ...rest] = others(world)
          return `cut:${leaderOf(world) ?? ''}${first}|${rest.join('')}`
        },
        ask('write-y'),
      ],
      until: (world) => terms(world) === 2,
      expect: [
        {
          claim: 'the write on the small side is not committed',
          holds: (world) => world.operations.at(-1)?.completed === undefined,
        },
        {
          claim: 'the old leader still takes itself for one, or has noticed that its quorum is gone',
          holds: (world) => serversUp(world).filter((each) => each.state.role === 'leader').length <= 2,
        },
      ],
    },
    {
      id: 'write-on',
      do: [ask('write-x')],
      until: (world) => world.operations.at(-1)?.completed !== undefined,
      expect: [
        { claim: 'the large side commits', holds: (world) => world.operations.at(-1)?.reply?.ok === true },
      ],
    },
    {
      id: 'mend',
      do: ['mend'],
      until: (world) => follows(world) && committedBy(world, world.ghost.committed.length),
      expect: [
        {
          claim: 'what the small side had not committed is gone from every log',
          holds: (world) =>
            serversUp(world).every((each) =>
              each.state.log.entries.every(({ command }) => command.kind !== 'set' || command.value !== 2),
            ),
        },
      ],
    },
  ]),

  scenario(
    'snapshot',
    'A server that was away too long gets a snapshot',
    7,
    [
      elect,
      { id: 'away', do: [(world) => `crash:${others(world)[0] ?? ''}`] },
      ...[1, 2, 3, 4].map((n): Step => ({ ...write, id: `write-${n}` })),
      {
        id: 'back',
        do: [
          (world) =>
            `restart:${Object.keys(world.nodes).find((id) => world.nodes[id]!.status === 'crashed') ?? ''}`,
        ],
        until: (world) => follows(world) && committedBy(world, 5),
        expect: [
          {
            claim: 'it took the leader’s snapshot',
            holds: (world) => serversUp(world).every((each) => each.state.log.snapshot.index >= 4),
          },
          {
            claim: 'all state machines are equal',
            holds: (world) => serversUp(world).every((each) => each.state.machine.data['x'] === 4),
          },
        ],
      },
    ],
    { servers: 3, snapshot: 4 },
  ),

  scenario(
    'membership',
    'Three members become four, and the leader then leaves',
    7,
    [
      { ...elect, until: (world) => leaderOf(world) !== undefined && committedBy(world, 0), expect: [] },
      { id: 'first-entry', until: (world) => world.ghost.committed.length >= 1 },
      {
        id: 'add',
        do: [ask('add-D')],
        until: (world) => world.operations.at(-1)?.completed !== undefined,
        expect: [
          {
            claim: 'the leader counts four members',
            holds: (world) => state(world, leaderOf(world) ?? '')?.members.join('') === 'ABCD',
          },
        ],
      },
      {
        id: 'leave',
        do: [(world) => `ask:${leaderOf(world) ?? ''}:remove-${leaderOf(world) ?? ''}`],
        until: (world) => world.operations.at(-1)?.completed !== undefined,
        expect: [{ claim: 'the leader has left', holds: (world) => leaderOf(world) === undefined }],
      },
      {
        id: 'go-on',
        until: (world) => leaderOf(world) !== undefined && terms(world) >= 2,
        expect: [
          {
            claim: 'one of the remaining three leads',
            holds: (world) =>
              state(world, leaderOf(world) ?? '')?.members.includes(leaderOf(world) ?? '') === true,
          },
        ],
      },
    ],
    { servers: 4, members: 3, changes: true },
  ),

  scenario(
    'prevote',
    'A server that was cut off comes back without deposing the leader',
    7,
    [
      elect,
      { id: 'cut', do: [(world) => `isolate:${others(world)[0] ?? ''}`], for: 2_000_000 },
      {
        id: 'mend',
        do: ['mend'],
        for: 500_000,
        expect: [
          {
            claim: 'no term was used up',
            holds: (world) => serversUp(world).every((each) => each.state.term === 1),
          },
          { claim: 'the leader still leads', holds: (world) => terms(world) === 1 && follows(world) },
        ],
      },
    ],
    { prevote: true },
  ),

  scenario('read', 'A read is answered after a round of heartbeats', 7, [
    elect,
    write,
    {
      id: 'read',
      do: [ask('read-x')],
      expect: [
        {
          claim: 'it is not answered at once',
          holds: (world) => world.operations.at(-1)?.completed === undefined,
        },
      ],
    },
    {
      id: 'answer',
      until: (world) => world.operations.at(-1)?.completed !== undefined,
      expect: [
        {
          claim: 'the answer is what was written',
          holds: (world) => {
            const reply = world.operations.at(-1)?.reply
            return reply?.ok === true && reply.value === 1
          },
        },
        { claim: 'the read is in no log', holds: (world) => world.ghost.committed.length === 2 },
      ],
    },
  ]),
]
