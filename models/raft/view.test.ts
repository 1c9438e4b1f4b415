/** What is drawn is what is so: every label is followed to the state that it says it was read from. */
import { at } from '@orrery/engine/model/check.ts'
import type { Label, Mark, Scene } from '@orrery/engine/model/scene.ts'
import { runScenario } from '@orrery/engine/simulate/run.ts'
import { describe, expect, it } from 'vitest'
import { raftModel } from './model.ts'
import { scenarios } from './scenarios.ts'
import type { RaftWorld } from './world.ts'

const labelsOf = (mark: Mark): readonly Label[] => [
  ...('label' in mark && mark.label !== undefined ? [mark.label] : []),
  ...('notes' in mark ? (mark.notes ?? []) : []),
  ...('note' in mark && mark.note !== undefined ? [mark.note] : []),
]

/** Whose state a path reads: a server's, a message's, or that of the server that a client asked. */
function ownerOf(world: RaftWorld, path: string): string | undefined {
  const [room, key = ''] = path.split('.')
  if (room === 'nodes') return key
  if (room === 'flights') return world.flights[Number(key)]?.id
  if (room === 'operations') return world.operations[Number(key)]?.node
  return undefined
}

/** What is wrong with a scene: labels that do not say what is there, or read it from someone else. */
function lies(world: RaftWorld, scene: Scene): string[] {
  const found: string[] = []
  for (const mark of scene.marks) {
    for (const { text, reads } of labelsOf(mark)) {
      if (reads === undefined) continue
      const value = at(world, reads)
      const shown = Array.isArray(value) ? value.join('') : String(value)
      if (value === undefined || !text.includes(shown))
        found.push(`${mark.id}: "${text}" reads ${reads} = ${shown}`)
      const owner = ownerOf(world, reads)
      if (mark.subject !== undefined && owner !== mark.subject)
        found.push(`${mark.id} reads of ${owner ?? 'nobody'}`)
    }
  }
  return found
}

const views = raftModel.views.flatMap(({ id }) =>
  (['wide', 'tall'] as const).map((layout) => ({ id, layout })),
)
const runs = scenarios.map((scenario) => ({
  id: scenario.id,
  history: runScenario(scenario, raftModel).history,
}))

describe.each(runs)('in every world of $id', ({ history }) => {
  const worlds = Array.from({ length: history.length + 1 }, (_, i) => history.world(i))

  it('every label says what is so, of the thing it stands on', () => {
    const found = worlds.flatMap((world) => views.flatMap((view) => lies(world, raftModel.view(world, view))))
    expect(found).toEqual([])
  })

  it('every server, message and entry has its mark, with words, inside the picture', () => {
    const wrong: string[] = []
    for (const world of worlds) {
      for (const view of views) {
        const { width, height, marks } = raftModel.view(world, view)
        if (new Set(marks.map((mark) => mark.id)).size !== marks.length) wrong.push('two marks of one id')
        for (const mark of marks) {
          if (mark.subject !== undefined && !mark.title) wrong.push(`${mark.id} has no words`)
          const inside = !('x' in mark) || (mark.x >= 0 && mark.x <= width && mark.y >= 0 && mark.y <= height)
          if (!inside) wrong.push(`${mark.id} is outside`)
        }
        const subjects = new Set(marks.map((mark) => mark.subject))
        const all = [...Object.keys(world.nodes), ...world.flights.map((flight) => flight.id)]
        if (view.id !== 'logs')
          wrong.push(...all.filter((id) => !subjects.has(id)).map((id) => `${id} is not drawn`))
      }
    }
    expect(wrong).toEqual([])
  })
})

describe('the check would notice', () => {
  const history = runs.find(({ id }) => id === 'leader-crash')!.history
  const world = history.world(history.length)

  /** The scene as a view would draw it that looks up the state of the next server. */
  const swapped = (scene: Scene): Scene => {
    const ids = Object.keys(world.nodes).sort()
    const next = (id: string) => ids[(ids.indexOf(id) + 1) % ids.length]!
    const wrong = (label: Label): Label =>
      label.reads === undefined
        ? label
        : { ...label, reads: label.reads.replace(/^nodes\.([A-Z])/, (_, id: string) => `nodes.${next(id)}`) }
    return {
      ...scene,
      marks: scene.marks.map((mark) =>
        mark.kind === 'node'
          ? { ...mark, label: wrong(mark.label), notes: (mark.notes ?? []).map(wrong) }
          : mark,
      ),
    }
  }

  it('a label bound to another server', () => {
    expect(
      lies(world, swapped(raftModel.view(world, { id: 'ring', layout: 'wide' }))).length,
    ).toBeGreaterThan(5)
  })

  it('a label that says another number', () => {
    const scene = raftModel.view(world, { id: 'ring', layout: 'wide' })
    const marks = scene.marks.map((mark) =>
      mark.kind === 'node'
        ? { ...mark, notes: [{ text: 'term 99', reads: `nodes.${mark.subject!}.state.term` }] }
        : mark,
    )
    expect(lies(world, { ...scene, marks })).toHaveLength(5)
  })
})

describe('inspect', () => {
  it('shows a server’s state, a crashed one’s disk, and a message', () => {
    const { history } = runs.find(({ id }) => id === 'leader-crash')!
    const seen = new Set<string>()
    for (let i = 0; i <= history.length; i++) {
      const world = history.world(i)
      for (const subject of [...Object.keys(world.nodes), ...world.flights.map((flight) => flight.id)]) {
        const fields = raftModel.inspect(world, subject)
        expect(fields.length).toBeGreaterThan(2)
        for (const { name, value } of fields) {
          seen.add(name)
          expect(value, name).not.toMatch(/undefined|NaN|\[object/)
        }
        const state = world.nodes[subject]?.state
        if (state === undefined) continue
        expect(fields).toContainEqual({ name: 'term', value: String(state.term) })
        expect(fields).toContainEqual({ name: 'role', value: state.role })
      }
    }
    for (const name of [
      'votedFor',
      'votes',
      'log',
      'commit',
      'log on disk',
      'nextIndex',
      'entries',
      'election timer',
    ]) {
      expect(seen).toContain(name)
    }
  })
})
