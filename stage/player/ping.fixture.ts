/**
 * A small model for the tests of the stage: a ball between A and B, hit every 10 ms or a seeded moment
 * later. Each hit counts. The reader may steal the ball (crash) or ask for a second one. The rule
 * `one-ball` refuses the second; without it the promise "At most one ball" falls.
 */
import { hashOf } from '@orrery/engine/model/fingerprint.ts'
import type { Action } from '@orrery/engine/model/action.ts'
import type { Model, Setup, World } from '@orrery/engine/model/model.ts'
import { between, draw, streamOf } from '@orrery/engine/model/random.ts'

export interface Ping extends World {
  readonly setup: Setup
  readonly hits: number
  readonly balls: number
  readonly at: 'A' | 'B'
  readonly stolen: boolean
  readonly due: number
}

const jitter = streamOf('jitter')

const hit = (world: Ping): Action => ({
  id: `hit:${world.at}`,
  type: 'hit',
  by: 'system',
  at: Math.max(world.now, world.due),
  subject: world.at,
})

export const ping: Model<Ping> = {
  id: 'ping',
  title: 'Ping',
  summary: 'A ball between two players.',
  sources: [{ title: 'Rules of the game', authors: 'Nobody', year: 2026 }],
  fidelity: { models: ['a ball'], leavesOut: ['the net'] },
  params: {
    gap: { kind: 'integer', title: 'Time between hits', unit: 'ms', min: 1, max: 100, default: 10 },
    surface: { kind: 'choice', title: 'Surface', options: ['clay', 'grass'], default: 'clay' },
    wind: { kind: 'switch', title: 'Wind', default: false },
  },
  rules: [
    {
      id: 'one-ball',
      title: 'Play with one ball',
      text: 'A second ball is refused.',
      section: '§1',
      breaks: 'one',
    },
    { id: 'quiet', title: 'Keep quiet', text: 'Nobody talks.', note: 'Talk changes nothing here.' },
  ],
  properties: [
    {
      id: 'one',
      title: 'At most one ball',
      kind: 'always',
      violation: (w) => (w.balls > 1 ? { why: `There are ${w.balls} balls.`, subjects: ['A'] } : undefined),
    },
    { id: 'rally', title: 'A rally of three', kind: 'sometimes', reached: (w) => w.hits >= 3 },
  ],
  init: (setup) => ({ now: 0, setup, hits: 0, balls: 1, at: 'A', stolen: false, due: 10_000 }),
  actions(world) {
    const { now } = world
    return [
      ...(world.stolen ? [] : [hit(world)]),
      ...(world.stolen
        ? [{ id: 'return:ball', type: 'return', by: 'fault', at: now, subject: 'ball' } as const]
        : [{ id: 'steal:ball', type: 'steal', by: 'fault', at: now, subject: 'ball' } as const]),
      { id: 'ask:second', type: 'ask', by: 'input', at: now },
    ]
  },
  step(world, action) {
    const now = action.at
    switch (action.type) {
      case 'hit': {
        const gap = Number(world.setup.params['gap']) * 1000
        const due = now + gap + between(draw(world.setup.seed, jitter, world.hits), 0, 999)
        const at = world.at === 'A' ? 'B' : 'A'
        return {
          world: { ...world, now, hits: world.hits + 1, at, due },
          events: [{ type: 'hit', at: now, node: world.at, data: { to: at } }],
        }
      }
      case 'steal':
        return {
          world: { ...world, now, stolen: true },
          events: [{ type: 'steal', at: now, node: world.at }],
        }
      case 'return':
        return {
          world: { ...world, now, stolen: false, due: now + 10_000 },
          events: [{ type: 'return', at: now, node: world.at }],
        }
      default: {
        const refused = !world.setup.without.includes('one-ball')
        return {
          world: { ...world, now, balls: world.balls + (refused ? 0 : 1) },
          events: [{ type: refused ? 'refuse' : 'second', at: now }],
        }
      }
    }
  },
  fingerprint: (w) => hashOf([w.hits, w.balls, w.at, w.stolen]),
  views: [{ id: 'court', title: 'Court' }],
  view: (w, view) => ({
    width: view.layout === 'wide' ? 960 : 400,
    height: 600,
    title: `${w.hits} hits`,
    marks: (['A', 'B'] as const).map((id, i) => ({
      kind: 'node',
      id,
      subject: id,
      title: `Player ${id}`,
      role: w.at === id ? 'primary' : 'plain',
      x: 100 + 200 * i,
      y: 300,
      r: 30,
      label: { text: id },
    })),
  }),
  inspect: (w, subject) =>
    subject === 'A' || subject === 'B'
      ? [
          { name: 'has the ball', value: w.at === subject ? 'yes' : 'no' },
          { name: 'hits', value: String(w.hits) },
          { name: 'side', value: subject === 'A' ? 'left' : 'right' },
        ]
      : [],
  describe: (_, action) =>
    ({ hit: 'Hit the ball', steal: 'Steal the ball', return: 'Give the ball back' })[action.type] ??
    'Ask for a second ball',
  tell: (event) =>
    event.type === 'hit'
      ? `${event.node ?? ''} hits the ball to ${String(event.data?.['to'])}.`
      : `A ${event.type}.`,
}

export const setup: Setup = { params: { gap: 10, surface: 'clay', wind: false }, seed: 7, without: [] }
