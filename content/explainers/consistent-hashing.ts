/** Keys on caches that come and go: hash mod N, the ring, its points, and loads that are bounded. */
import { capOf } from '@orrery/models/hash-ring/bounded.ts'
import { hashRing } from '@orrery/models/hash-ring/model.ts'
import { tableSize } from '@orrery/models/hash-ring/place.ts'
import { bounded, dynamo, karger, lamping, maglev, rendezvous } from '@orrery/models/hash-ring/sources.ts'
import { fullest, percentOf, questionOf, type HashRingWorld } from '@orrery/models/hash-ring/world.ts'
import type { Explainer } from '../types.ts'

const server = (letter: string): string => `[${letter}](@${letter})`

const moved = ({ change }: HashRingWorld): number => change?.moved ?? 0
const share = ({ change }: HashRingWorld): number => (change === undefined ? 0 : change.moved / change.keys)
const load = ({ loads }: HashRingWorld, letter: string): number => loads[letter] ?? 0

/** How many times the mean the fullest server holds. */
const worst = (world: HashRingWorld): number =>
  (load(world, fullest(world)) * world.members.length) / world.hashes.length

/** Whom the last change took keys from, and to whom it gave them. */
const gave = ({ owners, was }: HashRingWorld): readonly string[] => [
  ...new Set(was.filter((owner, key) => owner !== owners[key])),
]
const took = ({ owners, was }: HashRingWorld): readonly string[] => [
  ...new Set(owners.filter((owner, key) => owner !== was[key])),
]

const holds = (id: string) => (world: HashRingWorld) => {
  const property = hashRing.properties.find((each) => each.id === id)
  return property?.kind === 'always' && property.violation(world) === undefined
}

/** A key whose walk to its server can be seen. */
const sought = 'user:1007'

export const explainer: Explainer<HashRingWorld> = {
  kind: 'explainer',
  slug: 'consistent-hashing',
  title: 'Consistent Hashing',
  description: 'How keys are placed on servers that come and go, so that few keys move and loads stay even.',
  group: 'Explainers',
  scenario: {
    id: 'consistent-hashing-explained',
    title: 'Caches come and go, by hash mod N and on the ring',
    model: 'consistent-hashing',
    setup: {
      params: { servers: 4, points: 1, keys: 1000, strategy: 'modulo', cap: 105 },
      without: [],
      seed: 5671,
    },
  },
  view: 'both',
  pace: 25_000,
  steps: [
    {
      id: 'problem',
      title: 'One cache dies',
      do: ['leave:C'],
      caption: (world) =>
        `Cache [C](role:failed) dies. It held ${world.was.filter((owner) => owner === 'C').length} of ${world.hashes.length} keys, yet ${moved(world)} change servers. Most requests now miss; the database gets them.`,
      expect: [
        { claim: 'about three quarters of the keys moved', holds: (w) => Math.abs(share(w) - 0.75) < 0.05 },
        {
          claim: 'C held about a quarter',
          holds: (w) => Math.abs(w.was.filter((owner) => owner === 'C').length - 250) < 40,
        },
      ],
      highlight: ['C'],
    },
    {
      id: 'cast',
      title: 'Hash mod N',
      caption: (world) =>
        `Dots are keys in their server’s bucket; [diamonds](role:pending) changed bucket. The rule was *hash mod 4*, and now is *hash mod ${world.members.length}*: two remainders that seldom agree.`,
      expect: [
        { claim: 'three servers are left', holds: (w) => w.members.length === 3 && w.strategy === 'modulo' },
        { claim: 'most of the keys moved', holds: (w) => moved(w) > w.hashes.length / 2 },
      ],
    },
    {
      id: 'ring',
      title: 'Put both on one circle',
      do: ['join:C', 'place:ring', 'settle'],
      for: 10_000,
      caption:
        'Hash keys *and* servers to one circle. A key belongs to the next server, clockwise. Inside, each server’s orbit is heavy where the circle is its own.',
      expect: [
        {
          claim: 'four servers have one point each',
          holds: (w) => questionOf(w).points * w.members.length === 4,
        },
        { claim: 'nothing is marked as moved', holds: (w) => w.change === undefined },
      ],
    },
    {
      id: 'lookup',
      title: 'Finding a key',
      do: [`lookup:${sought}`],
      until: ({ lookup }) => lookup?.found !== undefined,
      caption: (world) =>
        `A client hashes \`${sought}\`, searches the sorted points, and takes the first at or after it: ${server(world.lookup?.found ?? '')}. Nobody is asked, and every client agrees.`,
      expect: [
        { claim: 'the lookup ended at the owner', holds: holds('lookup') },
        { claim: 'it ended', holds: (w) => w.lookup?.found !== undefined },
      ],
      highlight: (world) => [sought, world.lookup?.found ?? ''],
    },
    {
      id: 'join',
      title: 'A server joins',
      do: ['join:E'],
      for: 20_000,
      prediction: {
        question: 'A fifth server, E, joins. Which keys will move?',
        options: [
          {
            text: 'Four in five: there are five servers now',
            right: false,
            why: 'So it is with hash mod 5. On the circle a key’s place does not depend on how many servers there are.',
          },
          {
            text: 'A fifth of each server’s keys',
            right: false,
            why: 'A fifth in all, by expectation. But E has one point, and one point takes from one neighbour only.',
          },
          {
            text: 'Those just before E’s point, all of one server',
            right: true,
            why: 'Their next server clockwise is E now. For all other keys it is whom it was.',
          },
        ],
      },
      caption: (world) =>
        `${server('E')} takes the stretch before its point: ${moved(world)} keys move, all from ${server(gave(world)[0] ?? '')} to ${server('E')}. The other ${world.hashes.length - moved(world)} stay where they are.`,
      expect: [
        { claim: 'one server gave keys', holds: (w) => gave(w).length === 1 },
        { claim: 'and only E took them', holds: (w) => took(w).join() === 'E' },
        { claim: 'about a fifth moved', holds: (w) => Math.abs(share(w) - 0.2) < 0.08 },
      ],
      properties: ['monotone'],
      highlight: ['E'],
    },
    {
      id: 'leave',
      title: 'A server crashes',
      do: ['leave:B'],
      for: 20_000,
      caption: (world) =>
        `[B](role:failed) crashes. Only its ${moved(world)} keys move, but all to one neighbour: ${server(took(world)[0] ?? '')} now holds ${worst(world).toFixed(1)} times the mean. It may be next.`,
      expect: [
        { claim: 'only keys of B moved', holds: (w) => gave(w).join() === 'B' },
        { claim: 'to one server', holds: (w) => took(w).length === 1 && took(w)[0] === fullest(w) },
        { claim: 'which holds more than twice the mean', holds: (w) => worst(w) > 2 },
      ],
      properties: ['monotone', 'balance'],
      highlight: (world) => ['B', ...took(world)],
    },
    {
      id: 'virtual-nodes',
      title: 'Many points each',
      do: ['points:64', 'settle'],
      for: 20_000,
      caption: (world) =>
        `Give each server ${world.points} points, called *virtual nodes*. Short arcs average out: the fullest server now holds ${worst(world).toFixed(2)} times the mean, within what theory expects.`,
      expect: [
        { claim: 'the fullest has at most a fifth too much', holds: (w) => worst(w) < 1.2 },
        { claim: 'no load is more than chance explains', holds: holds('balance') },
      ],
      properties: ['balance'],
    },
    {
      id: 'return',
      title: 'It comes back',
      do: ['join:B'],
      for: 20_000,
      caption: (world) =>
        `${server('B')} returns and takes a little from *each*: ${moved(world)} of ${world.hashes.length} keys move, where 1/N says ${world.hashes.length / world.members.length}. Nothing moves in vain.`,
      expect: [
        { claim: 'all others gave keys', holds: (w) => gave(w).length === w.members.length - 1 },
        { claim: 'only B took keys', holds: (w) => took(w).join() === 'B' },
        { claim: 'about a fifth moved', holds: (w) => Math.abs(share(w) - 0.2) < 0.04 },
      ],
      properties: ['monotone', 'balance', 'one-owner'],
      highlight: ['B'],
    },
    {
      id: 'bounded',
      title: 'Bounded loads',
      do: ['place:bounded'],
      for: 20_000,
      caption: (world) =>
        `*Bounded loads* give a guarantee: a cap of ${percentOf(world.setup)}\u00a0% of the mean, ${capOf(world.hashes.length, world.members.length, percentOf(world.setup))} keys. Keys of a full server [walk on](role:pending): ${moved(world)} did.`,
      expect: [
        { claim: 'nobody is above the cap', holds: holds('cap') },
        { claim: 'somebody is at it', holds: (w) => Math.abs(worst(w) - percentOf(w.setup) / 100) < 0.01 },
        { claim: 'few keys moved', holds: (w) => moved(w) > 0 && share(w) < 0.1 },
      ],
      properties: ['cap'],
    },
    {
      id: 'price',
      title: 'The price',
      do: ['place:ring', 'settle', `lookup:${sought}`],
      until: ({ lookup }) => lookup?.found !== undefined,
      caption: (world) =>
        `The price: every client keeps ${tableSize(questionOf(world))} points, searches them in ${world.lookup?.taken ?? 0} looks, and must know the members. And a popular key stays hot anywhere.`,
      expect: [
        { claim: 'a client keeps 64 points for each server', holds: (w) => tableSize(questionOf(w)) === 320 },
        {
          claim: 'it looks about log2 of 320 times',
          holds: (w) => Math.abs((w.lookup?.taken ?? 0) - 9.5) < 1.1,
        },
        { claim: 'it finds the owner', holds: holds('lookup') },
      ],
      properties: ['lookup'],
      highlight: [sought],
    },
    {
      id: 'break-points',
      title: 'Break the balance',
      caption:
        'Switch off one rule, *give each server many points*. Servers join, one point each, until one holds more than chance explains.',
      breakIt: {
        rule: 'virtual-nodes',
        text: 'Compare the lengths of the heavy arcs with the bars: they are the same picture. The dashed line is what 256 points each would allow.',
      },
      expect: [{ claim: 'with the rule on, loads are as even as chance allows', holds: holds('balance') }],
      properties: ['balance'],
    },
    {
      id: 'break-ring',
      title: 'Break the ring',
      caption:
        'Now switch off the circle itself. One server joins, and most keys move between servers that were there before.',
      breakIt: {
        rule: 'ring',
        text: 'The buckets are back: hash mod 5 in place of hash mod 4. Count the diamonds that are not in the newcomer’s bucket: each moved in vain.',
      },
      expect: [
        {
          claim: 'with the ring, few keys moved when B returned',
          holds: (w) => w.setup.without.length === 0,
        },
      ],
      recap: [
        'With hash mod N, a change of N moves all but about one key in N. On a ring it moves about one key in N.',
        'A join takes keys to the newcomer only; a leave moves only the keys of whoever left.',
        'Many points a server even out the arcs, and spread the keys of one that left over all others.',
        'The guarantee is about places, not about work: a single hot key needs another remedy.',
      ],
      properties: ['monotone'],
    },
  ],
  review: [
    {
      question: 'A ring of ten servers loses one. How many keys move, and how many would with hash mod N?',
      answer:
        'About one in ten: those of the server that is gone. With hash mod N about nine in ten, because a key stays only where the remainders mod 10 and mod 9 name the same server.',
    },
    {
      question:
        'With one point each, how much does the fullest of N servers hold, and why do many points help?',
      answer:
        'H_N = 1 + 1/2 + ... + 1/N times the mean by expectation, about ln N. The sum of v random arcs varies less than one arc: relative to its mean by about 1/√v.',
    },
    {
      question: 'Jump hash needs no table and is even. When would you still use a ring?',
      answer:
        'When any server may leave. Jump hash knows only how many buckets there are: take one out of the middle, and all behind it are renumbered. It suits shards that are only added.',
    },
  ],
  sources: [karger, rendezvous, dynamo, lamping, maglev, bounded],
  next: ['explainers/raft', 'concepts/load-balancing', 'articles/consistent-hashing-in-depth'],
  published: '2026-11-22',
  updated: '2026-11-22',
}
