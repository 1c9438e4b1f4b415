/** What holds of every registered model: its parts name each other rightly, and it can be drawn. */
import { checkSetup } from '@orrery/engine/model/check.ts'
import { runScenario } from '@orrery/engine/simulate/run.ts'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { ModelEntry } from './entry.ts'
import { models } from './index.ts'
import { labelsOf, withAnother, wrongLabels } from './labels.ts'

const layouts = ['wide', 'tall'] as const
const ids = Object.keys(models)
const unique = (list: readonly string[]): boolean => new Set(list).size === list.length

it('knows the models of this repository', () => {
  expect(ids).toEqual(
    expect.arrayContaining(['raft', 'lamport-clock', 'two-phase-commit', 'peterson', 'queue']),
  )
})

describe.each(ids)('model %s', async (id) => {
  const { model, scenarios } = (await models[id]!()) as ModelEntry
  const params = Object.fromEntries(Object.entries(model.params).map(([name, spec]) => [name, spec.default]))
  const start = model.init({ params, without: [], seed: 1 })

  it('goes by its own name, and says what it is', () => {
    expect(model.id).toBe(id)
    expect(model.summary).toMatch(/^[A-Z].*\.$/)
    expect(model.sources.length).toBeGreaterThan(0)
    expect(model.fidelity.models.length).toBeGreaterThan(0)
    expect(model.fidelity.leavesOut.length).toBeGreaterThan(0)
    for (const sentence of [...model.fidelity.models, ...model.fidelity.leavesOut])
      expect(sentence).toMatch(/\.$/)
  })

  it('has a README in its folder', () => {
    const list = readFileSync(new URL('index.ts', import.meta.url), 'utf8')
    const folder = new RegExp(`^  '?${id}'?: .*import\\('\\./([a-z-]+)/`, 'm').exec(list)?.[1] ?? ''
    expect(existsSync(new URL(`${folder}/README.md`, import.meta.url))).toBe(true)
  })

  it('gives each rule, property, view and scenario a name of its own', () => {
    expect(unique(model.rules.map((rule) => rule.id))).toBe(true)
    expect(unique(model.properties.map((property) => property.id))).toBe(true)
    expect(unique(model.views.map((view) => view.id))).toBe(true)
    expect(unique(scenarios.map((scenario) => scenario.id))).toBe(true)
  })

  it('says of each rule which property falls without it, or why none does', () => {
    for (const rule of model.rules) {
      const broken = model.properties.find((property) => property.id === rule.breaks)
      if (rule.breaks === undefined) expect(rule.note, rule.id).toBeTruthy()
      else expect(broken, `${rule.id} breaks ${rule.breaks}`).toBeDefined()
    }
  })

  it('has recipes that ask for what there is', () => {
    for (const { id: rule, recipe } of model.rules) {
      if (recipe === undefined) continue
      const setup = { params: { ...params, ...recipe.params }, without: [rule], seed: 1 }
      expect(checkSetup(model, setup), rule).toEqual(setup)
      const bounds = Object.keys(model.bounds ?? {})
      for (const bound of Object.keys(recipe.model ?? {})) expect(bounds, rule).toContain(bound)
      if (recipe.grain === 'rounds') expect(model.rounds, rule).toBeDefined()
    }
  })

  it('draws every view, in both layouts, with ids that are unique and labels that are true', () => {
    for (const { id: view } of model.views) {
      for (const layout of layouts) {
        const scene = model.view(start, { id: view, layout })
        expect(scene.width / scene.height).toBeLessThan(layout === 'tall' ? 1 : 3)
        expect(scene.title).toBeTruthy()
        expect(unique(scene.marks.map((mark) => mark.id)), `${view} ${layout}`).toBe(true)
        for (const mark of scene.marks)
          if (mark.subject !== undefined) expect(mark.title, mark.id).toBeTruthy()
        expect(wrongLabels(scene, start), `${view} ${layout}`).toEqual([])
      }
    }
  })

  it.each(scenarios)('scenario $id runs as it is told, and is drawn as it runs', (scenario) => {
    expect(scenario.model).toBe(id)
    expect(checkSetup(model, scenario.setup)).toEqual(scenario.setup)
    const { history, moments } = runScenario(scenario, model)
    expect(moments.flatMap((moment) => moment.failed.map((claim) => `${moment.id}: ${claim}`))).toEqual([])
    expect(moments.length).toBe(scenario.steps.length)
    let labels = 0
    for (let i = 0; i <= history.length; i++) {
      const world = history.world(i)
      for (const { id: view } of model.views) {
        for (const layout of layouts) {
          const scene = model.view(world, { id: view, layout })
          labels += labelsOf(scene).filter((label) => label.reads !== undefined).length
          expect(wrongLabels(scene, world), `${view} ${layout} after ${i}`).toEqual([])
        }
      }
    }
    expect(labels).toBeGreaterThan(0)
  })

  it('would be caught if a label said something else than the world', () => {
    const worlds = scenarios.map((scenario) => {
      const { history } = runScenario(scenario, model)
      return history.world(history.length)
    })
    for (const world of [start, ...worlds]) {
      for (const { id: view } of model.views) {
        const scene = model.view(world, { id: view, layout: 'wide' })
        for (const { reads } of labelsOf(scene)) {
          if (reads === undefined) continue
          expect(wrongLabels(scene, withAnother(world, reads)), `${view}: ${reads}`).not.toEqual([])
        }
      }
    }
  })
})
