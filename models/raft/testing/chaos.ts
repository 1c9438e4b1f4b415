/**
 * A seeded troublemaker: runs a cluster by its scheduler and, between two actions, crashes and restarts
 * servers, cuts and mends links, pauses, and asks what clients ask. Loss, duplication and overtaking are
 * the network's own, by the parameters that the seed draws.
 */
import type { Params } from '@orrery/engine/model/params.ts'
import { between, draw, streamOf } from '@orrery/engine/model/random.ts'
import type { Violation } from '@orrery/engine/model/property.ts'
import { raftModel } from '../model.ts'
import { paramsWith } from '../params.ts'
import type { RaftWorld } from '../world.ts'

export interface Outcome {
  readonly world: RaftWorld
  readonly violation: (Violation & { readonly property: string; readonly step: number }) | undefined
  readonly elections: number
  readonly replaced: boolean
  readonly committed: number
  readonly answered: number
  readonly faults: number
  readonly snapshots: number
  readonly reconfigured: number
}

/** Draws from a stream of its own, so that the run's draws stay those of its seed. */
class Dice {
  private readonly seed: number
  private count = 0
  constructor(seed: number) {
    this.seed = seed
  }
  roll(low: number, high: number): number {
    return between(draw(this.seed, streamOf('chaos'), this.count++), low, high)
  }
  oneIn(n: number): boolean {
    return this.roll(1, n) === 1
  }
  pick<T>(list: readonly T[]): T | undefined {
    return list.length === 0 ? undefined : list[this.roll(0, list.length - 1)]
  }
}

function someParams(dice: Dice): Params {
  const servers = dice.roll(1, 4) === 1 ? 5 : 3
  return paramsWith({
    servers,
    members: dice.oneIn(3) && servers === 5 ? 4 : 0,
    electionLow: 60,
    electionHigh: 120,
    heartbeat: 30,
    latencyLow: 2,
    latencyHigh: 20,
    loss: dice.roll(0, 80),
    duplication: dice.roll(0, 80),
    reordering: dice.roll(0, 150),
    fsync: dice.roll(0, 3),
    batch: dice.roll(1, 3),
    snapshot: dice.oneIn(2) ? dice.roll(2, 4) : 0,
    noop: !dice.oneIn(4),
    prevote: dice.oneIn(3),
    checkQuorum: !dice.oneIn(4),
    changes: dice.oneIn(2),
  })
}

/** One run of so many actions. Judges every *always* property after each. */
export function chaos(seed: number, actions: number, without: readonly string[] = []): Outcome {
  const dice = new Dice(seed)
  let world = raftModel.init({ params: someParams(dice), without, seed })
  const counts = { faults: 0, snapshots: 0, reconfigured: 0 }
  const always = raftModel.properties.filter((property) => property.kind === 'always')
  let violation: Outcome['violation']
  for (let step = 1; step <= actions && violation === undefined; step++) {
    const trouble = dice.oneIn(9) ? someTrouble(world, dice) : undefined
    const action =
      (trouble === undefined ? undefined : raftModel.find!(world, trouble)) ?? raftModel.next!(world)
    if (action === undefined) break
    if (action.by === 'fault') counts.faults++
    const before = world
    const after = raftModel.step(before, action)
    world = after.world
    for (const event of after.events) {
      if (event.type === 'installs' || event.type === 'compacts') counts.snapshots++
      if (event.type === 'commits' && commitsMembers(event.data)) counts.reconfigured++
    }
    for (const property of always) {
      const found = property.violation(world, before)
      if (found !== undefined) violation = { ...found, property: property.id, step }
    }
  }
  const leaders = Object.values(world.ghost.leaders)
  return {
    world,
    violation,
    elections: leaders.length,
    replaced: new Set(leaders.flat()).size > 1,
    committed: world.ghost.committed.length,
    answered: world.operations.filter(({ reply }) => reply?.ok === true).length,
    ...counts,
  }
}

function commitsMembers(data: Readonly<Record<string, unknown>> | undefined): boolean {
  const command = data?.['command'] as { kind?: string } | undefined
  return command?.kind === 'members'
}

/** Something to do to the cluster, by its action's id. */
function someTrouble(world: RaftWorld, dice: Dice): string | undefined {
  const ids = Object.keys(world.nodes)
  const down = ids.filter((id) => world.nodes[id]!.status === 'crashed')
  const kind = dice.roll(1, 12)
  if (kind <= 6) {
    const asks = raftModel.actions(world, new Set(['ask'])).map(({ id }) => id)
    return dice.pick(asks)
  }
  if (kind <= 8) {
    const restart = dice.pick(down)
    // Mostly a majority stays up, so that there is something to get wrong.
    if (restart !== undefined && (dice.oneIn(2) || down.length * 2 >= ids.length - 1))
      return `restart:${restart}`
    const up = ids.filter((id) => !down.includes(id))
    const leaders = up.filter((id) => world.nodes[id]!.state?.role === 'leader')
    return `crash:${dice.pick(dice.oneIn(2) && leaders.length > 0 ? leaders : up) ?? ''}`
  }
  if (kind === 9) {
    const paused = ids.find((id) => world.nodes[id]!.status === 'paused')
    return paused === undefined ? `pause:${dice.pick(ids) ?? ''}` : `resume:${paused}`
  }
  if (world.cut.length > 0 && !dice.oneIn(3)) return 'mend'
  if (kind === 10) return `isolate:${dice.pick(ids) ?? ''}`
  if (kind === 11) return `cut:${dice.pick(ids) ?? ''}>${dice.pick(ids) ?? ''}`
  const shuffled = ids.filter(() => dice.oneIn(2))
  const rest = ids.filter((id) => !shuffled.includes(id))
  return `cut:${shuffled.join('')}|${rest.join('')}`
}
