/** What makes a placement consistent and even, each of which can be switched off. */
import type { Rule } from '@orrery/engine/model/model.ts'
import type { RuleId } from './world.ts'

export const rules: readonly (Rule & { readonly id: RuleId })[] = [
  {
    id: 'ring',
    title: 'Put keys and servers on one circle',
    text: 'A key belongs to the next point of a server, clockwise. Without the circle the owner is number hash mod N in the list of servers, and when N changes, all but one key in N or so move.',
    section: 'Karger §4',
    breaks: 'monotone',
    recipe: { params: { servers: 4, strategy: 'ring' }, depth: 2, actions: { lookup: 0 } },
  },
  {
    id: 'virtual-nodes',
    title: 'Give each server many points',
    text: 'Each server stands on the circle at many points, so that its arcs add up to about 1/N of it. Without this it has one arc, as long as chance has it, and whoever leaves burdens one neighbour with all its keys.',
    section: 'Dynamo §4.2',
    breaks: 'balance',
    recipe: {
      params: { servers: 1, strategy: 'ring', points: 256, keys: 1000 },
      depth: 8,
      actions: { lookup: 0 },
      model: { servers: 8 },
    },
  },
  {
    id: 'cap',
    title: 'Walk on from a full server',
    text: 'With bounded loads, a key whose server holds its cap of c times the mean goes to the next one that has room. Without this, bounded loads are the plain circle.',
    section: 'Mirrokni §1',
    breaks: 'cap',
    recipe: {
      params: { servers: 1, strategy: 'bounded', points: 8, cap: 125 },
      depth: 8,
      actions: { lookup: 0 },
      model: { servers: 8 },
    },
  },
]
