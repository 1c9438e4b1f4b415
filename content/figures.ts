/**
 * The figures that pages name by id: `<Figure id="home-raft" />`. A page cannot pass options of its own,
 * because nothing checks the types of props inside MDX; here everything is typed, and content/check.test.ts
 * tries each one: its model, parameters, rules, view and first frame.
 */
import type { FigureSpec } from './types.ts'

export const figures = {
  'home-raft': {
    id: 'home-raft',
    title: 'A Raft cluster of five, live',
    caption: 'Crash the leader: the others notice its silence, and elect a new one.',
    model: 'raft',
    params: { servers: 5 },
    seed: 7,
    view: 'ring',
    pace: 35_000,
    warmUp: 400_000,
    panels: ['properties', 'log', 'fidelity'],
  },
  'about-raft': {
    id: 'about-raft',
    title: 'Three servers that agree',
    caption:
      'Select a server to see its state and what can happen to it. Crash the [leader](role:primary), then bring it back.',
    model: 'raft',
    params: { servers: 3 },
    seed: 3,
    view: 'ring',
    pace: 25_000,
    warmUp: 300_000,
  },
} as const satisfies Readonly<Record<string, FigureSpec>>

export type FigureId = keyof typeof figures

/** The figure with this id. @throws Error that names the nearest ids */
export function figureNamed(id: string): FigureSpec {
  const found = Object.entries(figures).find(([name]) => name === id)
  if (found) return found[1]
  const names = Object.keys(figures).join(', ')
  throw new Error(`no figure "${id}" in content/figures.ts; there are: ${names}`)
}
