/**
 * The parts of a cluster that its setup fixes: its nodes with their protocols, its environment, its
 * rules. Worked out once a setup and kept beside the world, which stays plain data.
 */
import type { Setup } from '../model/model.ts'
import { streamOf } from '../model/random.ts'
import type { ClusterOptions, ClusterWorld, Environment } from './cluster-types.ts'
import type { NodeId, Protocol } from './protocol.ts'

/** Inside, a cluster does not know the types of its protocol's data: they are opaque to it. */
export type AnyWorld = ClusterWorld<unknown, unknown, unknown, unknown, unknown>
export type AnyOptions = ClusterOptions<unknown, unknown, unknown, unknown, unknown>
export type AnyProtocol = Protocol<unknown, unknown, unknown, unknown>

export interface Frame {
  readonly setup: Setup
  readonly options: AnyOptions
  readonly ids: readonly NodeId[]
  readonly protocols: Readonly<Record<NodeId, AnyProtocol>>
  readonly environment: Environment
  readonly rule: (id: string) => boolean
  /** Stream numbers by name, so that a name is hashed once. */
  readonly streams: Map<string, number>
}

/** @throws Error where the options name a node badly, or switch off a rule that is not there */
export function makeFrame(options: AnyOptions, setup: Setup): Frame {
  const nodes = options.nodes(setup.params)
  const ids = nodes.map((node) => node.id)
  for (const id of ids) {
    if (!/^[^\s:>|,.]+$/.test(id))
      throw new Error(`a node cannot be called "${id}": it would not fit in an action's id`)
  }
  if (new Set(ids).size !== ids.length) throw new Error(`two nodes have the same name in ${ids.join(', ')}`)
  const chosen = options.environment(setup.params, setup.without)
  const known = new Set(options.rules.map((rule) => rule.id))
  const off = new Set(setup.without)
  const rules = new Map([...known].map((id) => [id, !off.has(id)]))
  return {
    setup,
    options,
    ids,
    protocols: Object.fromEntries(nodes.map((node) => [node.id, node.protocol])),
    environment: setup.quiet === true ? { ...chosen, loss: 0, duplication: 0, reordering: 0 } : chosen,
    rule: (id) => {
      const on = rules.get(id)
      if (on === undefined)
        throw new Error(`the protocol asks for a rule "${id}" that the model does not list`)
      return on
    },
    streams: new Map(),
  }
}

export function stream(frame: Frame, name: string): number {
  let number = frame.streams.get(name)
  if (number === undefined) {
    number = streamOf(name)
    frame.streams.set(name, number)
  }
  return number
}
