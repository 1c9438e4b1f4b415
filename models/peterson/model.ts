/** Peterson's lock as a model. */
import { hashOf } from '@orrery/engine/model/fingerprint.ts'
import type { Model } from '@orrery/engine/model/model.ts'
import { actions, nameOf, processes, rounds, start, step, type PetersonWorld } from './peterson.ts'
import { view } from './view.ts'
import { describe, inspect, tell } from './words.ts'

export const peterson: Model<PetersonWorld> = {
  id: 'peterson',
  title: 'Peterson’s lock',
  summary: 'Two processes take turns in a critical section with three shared variables, and with fences.',
  sources: [
    {
      title: 'Myths About the Mutual Exclusion Problem',
      authors: 'Gary L. Peterson',
      year: 1981,
      where: 'Information Processing Letters 12(3)',
      url: 'https://doi.org/10.1016/0020-0190(81)90106-X',
    },
    {
      title: 'x86-TSO: A Rigorous and Usable Programmer’s Model for x86 Multiprocessors',
      authors: 'Peter Sewell, Susmit Sarkar, Scott Owens, Francesco Zappa Nardelli, Magnus O. Myreen',
      year: 2010,
      where: 'Communications of the ACM 53(7), section 3',
      url: 'https://doi.org/10.1145/1785414.1785443',
    },
  ],
  fidelity: {
    models: [
      'Two processes, each label of the program one atomic step, in every interleaving.',
      'Without the fence, a store buffer a process: first in, first out, read by its owner only.',
    ],
    leavesOut: [
      'Reordering other than a load before an older store: x86 shows no other.',
      'Fairness: nothing says that a process that can step ever does.',
      'More than two processes (the filter lock).',
    ],
  },
  params: {},
  rules: [
    {
      id: 'fence',
      title: 'Fence each store',
      text: 'A store is visible to the other process before the next load. Without this both flags may wait in store buffers while each process reads that the other’s flag is down, and both enter.',
      breaks: 'mutual-exclusion',
      recipe: { grain: 'rounds' },
    },
  ],
  properties: [
    {
      id: 'mutual-exclusion',
      title: 'At most one process in its critical section',
      kind: 'always',
      worldOnly: true,
      violation: ({ pc }) =>
        pc[0] === 'cs' && pc[1] === 'cs'
          ? { why: 'Both processes are in their critical sections.', subjects: ['P0', 'P1'] }
          : undefined,
    },
    ...processes.map((i) => ({
      id: `${nameOf(i)}-enters`,
      title: `${nameOf(i)} enters its critical section`,
      kind: 'sometimes' as const,
      reached: ({ pc }: PetersonWorld) => pc[i] === 'cs',
    })),
  ],
  init: start,
  actions,
  step,
  fingerprint: ({ pc, flag, turn, buffer }) =>
    hashOf([pc, flag, turn, buffer.map((stores) => stores.map(({ store }) => store))]),
  rounds,
  bounds: { buffer: { default: 4, text: 'Stores in a buffer' } },
  within: ({ buffer }, bounds) => buffer.every(({ length }) => length <= bounds['buffer']!),
  views: [{ id: 'memory', title: 'Memory' }],
  view,
  inspect,
  describe,
  tell,
}
