/** Placing keys on servers that come and go, as one model. */
import { combine, hashOf } from '@orrery/engine/model/fingerprint.ts'
import type { Model } from '@orrery/engine/model/model.ts'
import { strategies } from './place.ts'
import { properties } from './properties.ts'
import { rules } from './rules.ts'
import { sources } from './sources.ts'
import { actions, find, MOST_KEYS, NAMES, step } from './step.ts'
import { view, views } from './view.ts'
import { describe, inspect, tell } from './words.ts'
import { init, LETTERS, type HashRingWorld } from './world.ts'

export const hashRing: Model<HashRingWorld> = {
  id: 'consistent-hashing',
  title: 'Consistent hashing',
  summary: 'Keys are placed on servers that come and go, so that few keys move and loads stay even.',
  sources,
  fidelity: {
    models: [
      'The placements as their papers have them: the ring with any number of points, hash mod N, rendezvous, jump, Maglev’s table, and bounded loads.',
      'A real hash function, MurmurHash3, over the names of keys and servers, seeded with the run’s seed; every number shown is counted.',
      'Lookups as a client does them: a binary search among points and the walk from it, weights, jumps, or one slot of a table.',
    ],
    leavesOut: [
      'The copying of what moves, which takes time and bandwidth, and copies of keys on further servers.',
      'How clients and servers learn who is a member: here all know at once.',
      'Servers of different size: each has the same number of points.',
      'Keys of unequal popularity: loads count keys, not requests. A hot key is hot wherever it is placed.',
      'With bounded loads keys are placed anew in order of age at each change; a running system moves one at a time.',
    ],
  },
  params: {
    servers: { kind: 'integer', title: 'Servers', min: 1, max: LETTERS.length, default: 4 },
    points: { kind: 'integer', title: 'Points of each server on the ring', min: 1, max: 256, default: 64 },
    keys: { kind: 'integer', title: 'Keys', min: 0, max: MOST_KEYS, default: 1000 },
    strategy: { kind: 'choice', title: 'Placement', options: strategies, default: 'ring' },
    cap: {
      kind: 'integer',
      title: 'Cap of bounded loads',
      unit: '% of the mean',
      min: 101,
      max: 300,
      default: 125,
    },
  },
  rules,
  properties,
  init,
  actions,
  find,
  writing: {
    title: 'A name to look up',
    hint: 'Up to 24 letters, digits and signs of . : _ @ -, such as your own name, or user:1042.',
    pattern: NAMES,
    text: ({ lookup }) => lookup?.name ?? '',
    action: (name) => `lookup:${name}`,
  },
  step,
  fingerprint(world) {
    const { members, strategy, points, hashes, lookup } = world
    const seeking = lookup === undefined ? 0 : hashOf([lookup.name, lookup.taken])
    return combine(hashOf([members, strategy, points, hashes.length]), seeking)
  },
  // Who is a member is what is explored; knobs are for hands.
  explorable: (_, { type }) => ['join', 'leave', 'lookup', 'hop'].includes(type),
  bounds: { servers: { default: 5, text: 'No more servers than this at once.' } },
  within: ({ members }, bounds) => members.length <= (bounds['servers'] ?? LETTERS.length),
  views,
  view,
  inspect,
  describe,
  tell,
}
