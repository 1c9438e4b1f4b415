/** Majority quorums: one run of three replicas, a writer and two readers, told step by step. */
import { paramsWith } from '@orrery/models/quorum/params.ts'
import { answered, flightId, holdersOf, isLinearizable } from '@orrery/models/quorum/scenarios.ts'
import { replicaNames } from '@orrery/models/quorum/quorums.ts'
import { abd, dynamo, gifford, herlihyWing } from '@orrery/models/quorum/sources.ts'
import type { QuorumWorld } from '@orrery/models/quorum/state.ts'
import { clientOf, pairAt } from '@orrery/models/quorum/state.ts'
import type { Explainer } from '../types.ts'

const replicas = (world: QuorumWorld) => replicaNames(world.setup.params)
const marked = (ids: readonly string[]) => ids.map((id) => `[${id}](@${id})`).join(' and ')
const without = (ids: readonly string[], other: readonly string[]) => ids.filter((id) => !other.includes(id))

const workOf = (world: QuorumWorld, id: string) => clientOf(world, id)?.work
const heard = (world: QuorumWorld, id: string) => Object.keys(workOf(world, id)?.answers ?? {})
const known = (world: QuorumWorld, id: string) => workOf(world, id)?.holders ?? []
const operation = (world: QuorumWorld, node: string) =>
  world.operations.findLast((each) => each.node === node)
const told = (world: QuorumWorld, node: string) => operation(world, node)?.reply?.value
const flying = (world: QuorumWorld, type: string) =>
  world.flights.filter((each) => each.message.type === type && each.held !== true)
const down = (world: QuorumWorld) => replicas(world).filter((id) => world.nodes[id]?.status === 'crashed')
const shared = (world: QuorumWorld) => known(world, 'w1').filter((id) => heard(world, 'r1').includes(id))

export const explainer: Explainer<QuorumWorld> = {
  kind: 'explainer',
  slug: 'majority-quorum',
  title: 'Majority quorum',
  description: 'How readers find the last write on three copies, of which any one may be late or lost.',
  group: 'Distributed systems',
  scenario: {
    id: 'explainer-majority-quorum',
    title: 'A write, a read that finds it, a crash, and a majority lost',
    model: 'quorum',
    setup: { params: paramsWith(), without: [], seed: 3 },
  },
  view: 'quorum',
  pace: 12_000,
  steps: [
    {
      id: 'problem',
      title: 'Two copies, two answers',
      caption:
        'You change your address on one copy; the next page reads another, and shows the old one. Which copy is right?',
      expect: [
        { claim: 'there are three copies', holds: (world) => replicas(world).length === 3 },
        { claim: 'nothing was asked yet', holds: (world) => world.operations.length === 0 },
      ],
    },
    {
      id: 'cast',
      title: 'Replicas and clients',
      caption: (world) =>
        `${marked(['A'])}, ${marked(['B', 'C'])} each hold a value and its version: *${pairAt(world, 'A').value}*, version ${pairAt(world, 'A').number}. ${marked(['w1'])} writes, ${marked(['r1', 'r2'])} read; each talks to all three.`,
      expect: [
        { claim: 'all hold version 0 of a', holds: (world) => holdersOf(world, 'a').length === 3 },
        { claim: 'one writer, two readers', holds: (world) => Object.keys(world.nodes).length === 6 },
      ],
    },
    {
      id: 'write',
      title: 'A write is sent',
      do: ['ask:w1:write'],
      for: 5_000,
      caption: (world) =>
        `${marked(['w1'])} gives *${workOf(world, 'w1')?.value ?? ''}* version ${workOf(world, 'w1')?.pair?.number ?? ''}, higher than any before it, and sends both to all three. No replica has stored it yet.`,
      expect: [
        { claim: 'it has version 1', holds: (world) => workOf(world, 'w1')?.pair?.number === 1 },
        { claim: 'three messages fly', holds: (world) => flying(world, 'store').length === 3 },
        { claim: 'no replica holds it', holds: (world) => holdersOf(world, 'b').length === 0 },
      ],
      highlight: ['w1'],
    },
    {
      id: 'write-quorum',
      title: 'Two of three are enough',
      do: [(world) => `hold:${flightId(world, 'store', 'w1', 'C')}`],
      until: answered,
      caption: (world) =>
        `The copy for ${marked(without(replicas(world), known(world, 'w1')))} is stuck on its way. ${marked(known(world, 'w1'))} have stored theirs: a [write quorum](role:primary), two of three. ${marked(['w1'])} is done.`,
      expect: [
        { claim: 'A and B hold it', holds: (world) => holdersOf(world, 'b').join() === 'A,B' },
        { claim: 'those two acknowledged', holds: (world) => known(world, 'w1').length === 2 },
        { claim: 'the write is finished', holds: (world) => told(world, 'w1') === 'b' },
      ],
      highlight: (world) => known(world, 'w1'),
    },
    {
      id: 'ask',
      title: 'A read asks',
      do: ['ask:r1:read', (world) => `drop:${flightId(world, 'ask', 'r1', 'A')}`],
      until: (world) => flying(world, 'ask').length === 0,
      caption: (world) =>
        `${marked(['r1'])} asks all three; the network loses the question to ${marked(['A'])}. ${marked(['B'])} answers *${pairAt(world, 'B').value}*, version ${pairAt(world, 'B').number}; ${marked(['C'])} answers *${pairAt(world, 'C').value}*, version ${pairAt(world, 'C').number}.`,
      expect: [
        {
          claim: 'B has b, C has a',
          holds: (world) => pairAt(world, 'B').value === 'b' && pairAt(world, 'C').value === 'a',
        },
        {
          claim: 'A is not asked',
          holds: (world) =>
            !world.flights.some((each) => each.message.type === 'ask') && !heard(world, 'r1').includes('A'),
        },
        { claim: 'nothing is decided', holds: (world) => workOf(world, 'r1')?.phase === 'ask' },
      ],
      prediction: {
        question: 'One replica says *b*, version 1; one says *a*, version 0. What should the reader do?',
        options: [
          {
            text: 'Wait for the third: it breaks the tie',
            right: false,
            why: 'The third may be down for good. And there is no tie: versions say which value is newer.',
          },
          {
            text: 'Return *b* at once',
            right: false,
            why: 'It is the right value. But had the write reached B alone, the next reader could hear the other two, and see *a* again.',
          },
          {
            text: 'Store *b* on a second replica, then return it',
            right: true,
            why: 'Once two of three hold *b*, every later pair of answers includes it.',
          },
        ],
      },
      highlight: ['B', 'C'],
    },
    {
      id: 'write-back',
      title: 'Newest, and written back',
      until: (world) => workOf(world, 'r1')?.phase === 'store',
      caption: (world) =>
        `The higher version wins: *${workOf(world, 'r1')?.pair?.value ?? ''}*. But ${marked(['r1'])} knows only ${marked(known(world, 'r1'))} to hold it, so it first *writes back* to ${marked(without(replicas(world), known(world, 'r1')))}.`,
      expect: [
        { claim: 'the reader chose b', holds: (world) => workOf(world, 'r1')?.pair?.value === 'b' },
        { claim: 'it knows B alone to hold it', holds: (world) => known(world, 'r1').join() === 'B' },
        { claim: 'it is not answered yet', holds: (world) => told(world, 'r1') === undefined },
        {
          claim: 'it stores b on A and C',
          holds: (world) =>
            flying(world, 'store')
              .map((each) => each.to)
              .sort()
              .join() === 'A,C',
        },
      ],
      highlight: ['r1'],
    },
    {
      id: 'overlap',
      title: 'Quorums overlap',
      until: answered,
      caption: (world) =>
        `${marked(['r1'])} returns *${told(world, 'r1') ?? ''}*. Write quorum and [read quorum](role:committed) share ${marked(shared(world))}, not by luck: R + W > N, 2 + 2 > 3, so any two share a replica.`,
      expect: [
        { claim: 'r1 read b', holds: (world) => told(world, 'r1') === 'b' },
        { claim: 'the quorums share B alone', holds: (world) => shared(world).join() === 'B' },
        { claim: 'two are known to hold it', holds: (world) => known(world, 'r1').length >= 2 },
      ],
      properties: ['linearizable', 'monotonic-reads'],
      highlight: shared,
    },
    {
      id: 'judge',
      title: 'Judged from outside',
      view: 'history',
      do: [
        (world) => `release:${world.flights.find((each) => each.held === true)?.id ?? ''}`,
        'ask:w1:write',
        'ask:r2:read',
      ],
      until: answered,
      caption: (world) =>
        `What clients saw, as intervals. A read overlaps the write of *${told(world, 'w1') ?? ''}*: either may come first. The checker finds instants that *one copy* allows: the run is *linearizable*.`,
      expect: [
        { claim: 'one copy explains the run', holds: isLinearizable },
        {
          claim: 'a read and a write overlap',
          holds: (world) => {
            const [write, read] = [operation(world, 'w1'), operation(world, 'r2')]
            return write!.invoked < (read?.completed ?? 0) && read!.invoked < (write?.completed ?? 0)
          },
        },
      ],
      properties: ['linearizable'],
    },
    {
      id: 'crash',
      title: 'A replica crashes',
      do: ['crash:B', 'ask:r2:read'],
      until: answered,
      caption: (world) =>
        `${marked(down(world))} [crashes](role:failed), the one that told ${marked(['r1'])}. ${marked(heard(world, 'r2'))} are a quorum, too, and ${marked(['r2'])} reads *${told(world, 'r2') ?? ''}*. One of three may fail.`,
      expect: [
        { claim: 'B is down', holds: (world) => down(world).join() === 'B' },
        { claim: 'r2 heard the other two', holds: (world) => heard(world, 'r2').sort().join() === 'A,C' },
        {
          claim: 'r2 read what was written last',
          holds: (world) => told(world, 'r2') === 'c' && told(world, 'w1') === 'c',
        },
      ],
      properties: ['linearizable', 'monotonic-reads'],
      highlight: (world) => ['r2', ...heard(world, 'r2')],
    },
    {
      id: 'price',
      title: 'The price',
      do: ['crash:A', 'ask:w1:write'],
      for: 60_000,
      caption: (world) =>
        `The price: every operation waits for two replicas. With ${marked(down(world))} down, ${marked(['w1'])} waits: ${marked(without(replicas(world), down(world)))} alone is no quorum.`,
      expect: [
        { claim: 'two are down', holds: (world) => down(world).length === 2 },
        { claim: 'the writer waits', holds: (world) => operation(world, 'w1')?.completed === undefined },
      ],
      highlight: ['w1'],
    },
    {
      id: 'break-overlap',
      title: 'Break it: no overlap',
      do: ['restart:A', 'restart:B'],
      until: answered,
      caption: (world) =>
        `Both restart, and *${told(world, 'w1') ?? ''}* is written. Now break it: without the *overlap*, two replicas with R = W = 1 give an old answer in four deliveries.`,
      properties: ['linearizable', 'regular'],
      breakIt: {
        rule: 'overlap',
        text: 'The writer hears one replica, the reader the other. Look at the bands: they have no column in common.',
      },
      expect: [
        { claim: 'the write is finished', holds: (world) => told(world, 'w1') === 'd' && answered(world) },
        { claim: 'with all rules on, one copy explains the run', holds: isLinearizable },
      ],
    },
    {
      id: 'break-write-back',
      title: 'Break it: no write-back',
      caption:
        'Overlap alone is not enough. Without the *write-back*, a write that reached one replica shows to one reader, and not to the next.',
      properties: ['linearizable', 'monotonic-reads', 'regular'],
      breakIt: {
        rule: 'write-back',
        text: 'The write is still under way, so either value would do. But once r1 has returned the new one, r2 must not return the old. Switch to *What clients saw*.',
      },
      expect: [
        {
          claim: 'no reader went back in this run',
          holds: (world) => isLinearizable(world) && world.setup.without.length === 0,
        },
      ],
      recap: [
        'If R + W > N, every read quorum shares a replica with every write quorum; the version tells which answer is newest.',
        'A read writes back what it returns, so that no later read sees less. Then clients see one copy: the register is *linearizable*.',
        'Three replicas survive one crash; five, two. Without a quorum, operations wait.',
      ],
    },
  ],
  review: [
    {
      question: 'Of five replicas, a write waits for two. How many must a read ask, and what does it gain?',
      answer:
        'Four: 4 + 2 > 5. Writes become faster and survive three crashes; reads become slower and survive only one.',
    },
    {
      question: 'R + W > N holds, and reads do not write back. What can still go wrong, and what cannot?',
      answer:
        'While a write is under way, one reader can see it and a later one not. But no read misses a write that has *finished*: the register is regular, not atomic.',
    },
    {
      question: 'Does read repair, after the answer, do the same as a write-back before it?',
      answer:
        'No. It makes replicas agree sooner or later, but the next reader may be faster than the repair. Only what is stored *before* the answer is a promise.',
    },
  ],
  sources: [abd, gifford, dynamo, herlihyWing],
  next: ['explainers/raft', 'explainers/consistent-hashing'],
  published: '2026-11-22',
  updated: '2026-11-22',
}
