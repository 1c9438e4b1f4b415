/** What is promised of every moment. */
import type { Property, Violation } from '@orrery/engine/model/property.ts'
import { MOST_SERVERS } from './params.ts'
import type { LoadWorld } from './state.ts'
import { capOf } from './strategies.ts'

const name = (server: number): string => `S${server + 1}`

function first(world: LoadWorld, wrong: (server: number) => string | undefined): Violation | undefined {
  for (let s = 0; s < MOST_SERVERS; s++) {
    const why = wrong(s)
    if (why !== undefined && s < Math.max(world.knobs.servers, 1)) return { why, subjects: [name(s)] }
  }
  return undefined
}

export const properties: readonly Property<LoadWorld>[] = [
  {
    id: 'conservation',
    title: 'Who came was answered, was turned away, gave up, or waits',
    kind: 'always',
    worldOnly: true,
    violation(world) {
      const [served = 0, refused = 0, timedOut = 0, lost = 0] = world.ended
      // Counted from the list by age, not from the counter.
      let waiting = 0
      for (let slot = world.oldest; slot >= 0; slot = world.requests.younger[slot]!) waiting += 1
      if (world.arrived === served + refused + timedOut + lost + waiting && waiting === world.waiting)
        return undefined
      return {
        why: `${world.arrived} came, but ${served} were served, ${refused} refused, ${timedOut} gave up, ${lost} were lost and ${waiting} wait.`,
        subjects: [],
      }
    },
  },
  {
    id: 'in-order',
    title: 'Each line is served in the order in which it came',
    kind: 'always',
    worldOnly: true,
    violation: (world) =>
      first(world, (s) => {
        const { servers, requests } = world
        const inside = servers.serving[s]!
        if (inside < 0) return undefined
        for (let slot = servers.head[s]!; slot >= 0; slot = requests.next[slot]!) {
          if (requests.turn[slot]! < requests.turn[inside]!)
            return `${name(s)} serves request ${requests.id[inside]!}, and ${requests.id[slot]!} has waited longer.`
        }
        return undefined
      }),
  },
  {
    id: 'work-conserving',
    title: 'No server is idle while someone stands in its line',
    kind: 'always',
    worldOnly: true,
    violation: (world) =>
      first(world, (s) =>
        world.servers.queued[s]! > 0 && world.servers.serving[s]! < 0
          ? `${name(s)} has ${world.servers.queued[s]!} in its line and does nothing.`
          : undefined,
      ),
  },
  {
    id: 'bounded',
    title: 'With bounded hashing, no server is sent more than its bound',
    kind: 'always',
    source: 'Mirrokni et al. 2018',
    violation(world, before) {
      const { knobs, servers } = world
      // The bound is on what the balancer knows: with old information, or connections that are bound to a server, it promises nothing.
      if (
        before === undefined ||
        knobs.strategy !== 'bounded-hash' ||
        knobs.stale > 0 ||
        knobs.connections > 1
      )
        return undefined
      if (before.knobs !== knobs) return undefined
      let total = 0
      let count = 0
      for (let s = 0; s < knobs.servers; s++) {
        if (before.servers.known[s] !== 1) continue
        total += servers.outstanding[s]!
        count += 1
      }
      if (count === 0) return undefined
      const cap = capOf(knobs.bound, total, count)
      return first(world, (s) => {
        const now = servers.outstanding[s]!
        return now === before.servers.outstanding[s]! + 1 && now > cap
          ? `${name(s)} was sent its ${now}th of ${total}; its bound is ${cap}.`
          : undefined
      })
    },
  },
  {
    id: 'no-work-for-the-gone',
    title: 'No server works for a client who has given up',
    kind: 'always',
    worldOnly: true,
    violation: (world) =>
      first(world, (s) => {
        const inside = world.servers.serving[s]!
        return inside >= 0 && world.requests.gone[inside] === 1
          ? `${name(s)} works on request ${world.requests.id[inside]!}, and nobody waits for it.`
          : undefined
      }),
  },
  {
    id: 'spares-the-dead',
    title: 'Nothing is sent to a server that is known to be dead',
    kind: 'always',
    violation(world, before) {
      if (before === undefined || before.knobs !== world.knobs) return undefined
      return first(world, (s) =>
        before.servers.known[s] === 0 &&
        world.servers.known[s] === 0 &&
        world.servers.outstanding[s]! > before.servers.outstanding[s]!
          ? `${name(s)} is known to be dead, and was sent a request.`
          : undefined,
      )
    },
  },
  {
    id: 'someone-waits',
    title: 'Someone stands in a line',
    kind: 'sometimes',
    reached: (world) => world.servers.queued.some((count) => count > 0),
  },
]
