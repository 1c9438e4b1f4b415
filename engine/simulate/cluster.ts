/** From the code of one node to a model of all of them, with a network, disks, clocks and faults. */
import type { Event } from '../model/action.ts'
import type { Model, Setup, Step } from '../model/model.ts'
import type { ClusterOptions, ClusterWorld } from './cluster-types.ts'
import { close, nodeOf, open, setNode, type AnyNode, type Draft } from './draft.ts'
import { handle } from './effects.ts'
import { makeFrame, type AnyOptions, type AnyWorld, type Frame } from './frame.ts'
import { findAction, isExplorable, listActions, nextOf } from './list.ts'
import { makePrinter } from './print.ts'
import { stepCluster } from './step.ts'
import { describeAction, inspectSubject, tellEvent } from './words.ts'

/**
 * A model of a cluster whose nodes run the given protocols. All nodes start at time 0. What can
 * happen, and the ids of it, are in engine/simulate/README.md.
 */
export function cluster<S, M, Q = never, R = never, G = undefined>(
  options: ClusterOptions<S, M, Q, R, G>,
): Model<ClusterWorld<S, M, Q, R, G>> {
  // The types of the protocol's data matter outside only; a value that goes in as S comes out as S.
  const inner = makeModel(options)
  return inner as unknown as Model<ClusterWorld<S, M, Q, R, G>>
}

function makeModel(options: AnyOptions): Model<AnyWorld> {
  const frames = new WeakMap<Setup, Frame>()
  let last: Frame | undefined
  const frameOf = (setup: Setup): Frame => {
    if (last?.setup === setup) return last
    let frame = frames.get(setup)
    if (frame === undefined) {
      frame = makeFrame(options, setup)
      frames.set(setup, frame)
    }
    last = frame
    return frame
  }
  const print = makePrinter(options)
  const step = (world: AnyWorld, action: Parameters<Model<AnyWorld>['step']>[1]): Step<AnyWorld> =>
    stepCluster(frameOf(world.setup), world, action)
  return {
    heal: (world) => heal(frameOf(world.setup), world),
    ...options,
    init: (setup) => close(boot(frameOf(setup))),
    opening: (setup): readonly Event[] => boot(frameOf(setup)).events,
    actions: (world, types) => listActions(frameOf(world.setup), world, types),
    next: (world) => nextOf(frameOf(world.setup), world),
    explorable: isExplorable,
    find: (world, id) => findAction(frameOf(world.setup), world, id),
    step,
    fingerprint: (world) => print(frameOf(world.setup), world),
    view: (world, view) => options.view(world, view),
    inspect: (world, subject) => inspectSubject(options, world, subject),
    describe: (world, action) => describeAction(options, world, action),
    tell: (event) => tellEvent(options, event),
  }
}

function boot(frame: Frame): Draft {
  const { options, setup } = frame
  const nodes = Object.fromEntries(
    frame.ids.map((id): [string, AnyNode] => [
      id,
      {
        id,
        status: 'up',
        state: undefined,
        timers: [],
        durable: {},
        cache: {},
        clock: options.clock?.(id, setup.params) ?? { offset: 0, drift: 0 },
      },
    ]),
  )
  const empty: AnyWorld = {
    now: 0,
    setup,
    nodes,
    flights: [],
    cut: [],
    questions: [],
    operations: [],
    next: { message: 1, order: 1, operation: 1 },
    draws: {},
    ghost: options.ghost?.init(setup.params),
  }
  const draft = open(frame, empty, 0)
  for (const id of frame.ids) {
    setNode(draft, nodeOf(draft, id))
    draft.events.push({ type: 'start', at: 0, node: id })
    handle(draft, id, (protocol, _, context) => protocol.start(context))
  }
  return draft
}

/** Mends all links, lets go of what is held, and brings every node up. */
function heal(frame: Frame, world: AnyWorld): AnyWorld {
  const fix = (id: string, type: string): void => {
    world = stepCluster(frame, world, { id, type, by: 'fault', at: world.now }).world
  }
  if (world.cut.length > 0) fix('mend', 'mend')
  for (const flight of world.flights) if (flight.held === true) fix(`release:${flight.id}`, 'release')
  for (const id of frame.ids) {
    const status = world.nodes[id]?.status
    if (status === 'crashed') fix(`restart:${id}`, 'restart')
    if (status === 'paused') fix(`resume:${id}`, 'resume')
  }
  return world
}
