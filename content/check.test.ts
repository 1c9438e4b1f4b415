/**
 * What is written, checked: that every explainer keeps to its form, that what it claims holds in its run,
 * and that every figure that a page can name works.
 */
import { at, checkSetup } from '@orrery/engine/model/check.ts'
import { run, runScenario } from '@orrery/engine/simulate/run.ts'
import { models } from '@orrery/models/index.ts'
import { countWords, plainCaption } from '@orrery/stage/caption.ts'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { explainers } from './explainers/index.ts'
import { figureNamed, figures } from './figures.ts'
import { allKinds, kinds } from './kinds.ts'
import plan from './plan.json' with { type: 'json' }

const here = (path: string): URL => new URL(path, import.meta.url)
const planned = (kind: string, slug: string): boolean =>
  plan.some((page) => page.kind === kind && page.slug === slug)
const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))

describe.each(Object.entries(explainers))('explainer %s', async (slug, load) => {
  const explainer = await load()
  const { model } = await models[explainer.scenario.model]!()
  const { history, moments } = runScenario({ ...explainer.scenario, steps: explainer.steps }, model)
  const captions = explainer.steps.map((step, i) => {
    if (typeof step.caption === 'string') return step.caption
    return step.caption(history.world(moments[i]!.index))
  })

  it('is in the plan, under its own name, with valid dates', () => {
    expect(explainer.slug).toBe(slug)
    expect(planned('explainer', slug)).toBe(true)
    expect(isDate(explainer.published)).toBe(true)
    expect(isDate(explainer.updated)).toBe(true)
    expect(explainer.updated >= explainer.published).toBe(true)
  })

  it('has 10 to 12 steps, each with an address of its own', () => {
    const ids = explainer.steps.map((step) => step.id)
    expect(ids.length).toBeGreaterThanOrEqual(10)
    expect(ids.length).toBeLessThanOrEqual(12)
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids) expect(id).toMatch(/^[a-z][a-z0-9-]*$/)
    expect(new Set(explainer.steps.map((step) => step.title)).size).toBe(ids.length)
  })

  it('says what it says in 15 to 25 words a step, 180 to 280 in all', () => {
    const words = captions.map(countWords)
    // 30 is the limit; only a few may come near it.
    expect(words.filter((count) => count > 25).length).toBeLessThanOrEqual(2)
    for (const [i, count] of words.entries()) {
      const caption = `${explainer.steps[i]!.id} (${count}): ${plainCaption(captions[i]!)}`
      expect(count, caption).toBeGreaterThanOrEqual(15)
      expect(count, caption).toBeLessThanOrEqual(30)
    }
    const total = words.reduce((sum, count) => sum + count, 0)
    expect(total).toBeGreaterThanOrEqual(180)
    expect(total).toBeLessThanOrEqual(280)
  })

  it('claims only what holds in its run', () => {
    expect(
      moments.map(({ id, failed }) => ({ id, failed })).filter(({ failed }) => failed.length > 0),
    ).toEqual([])
    const claims = explainer.steps.reduce((sum, step) => sum + (step.expect?.length ?? 0), 0)
    expect(claims).toBeGreaterThanOrEqual(explainer.steps.length - 2)
  })

  it('points only at what is in its picture', () => {
    for (const [i, step] of explainer.steps.entries()) {
      const world: unknown = history.world(moments[i]!.index)
      const scene = model.view(world, { id: step.view ?? explainer.view, layout: 'wide' })
      const subjects = new Set(
        scene.marks.flatMap((mark) => [mark.id, ...(mark.subject ? [mark.subject] : [])]),
      )
      const named = typeof step.highlight === 'function' ? step.highlight(world) : (step.highlight ?? [])
      for (const subject of named)
        expect([...subjects], `${step.id} highlights ${subject}`).toContain(subject)
    }
  })

  it('names views, properties and rules that its model has', () => {
    const views = model.views.map((view) => view.id)
    const properties = model.properties.map((property) => property.id)
    expect(views).toContain(explainer.view)
    for (const step of explainer.steps) {
      if (step.view !== undefined) expect(views).toContain(step.view)
      for (const property of step.properties ?? []) expect(properties).toContain(property)
      if (step.breakIt) expect(model.rules.map((rule) => rule.id)).toContain(step.breakIt.rule)
    }
  })

  it('asks for a prediction with one right answer and a reason for each, and lets the reader break a rule', () => {
    const predictions = explainer.steps.flatMap((step) => (step.prediction ? [step.prediction] : []))
    expect(predictions.length).toBeGreaterThanOrEqual(1)
    for (const { options } of predictions) {
      expect(options.length).toBeGreaterThanOrEqual(2)
      expect(options.filter((option) => option.right)).toHaveLength(1)
      for (const option of options) expect(countWords(option.why)).toBeGreaterThan(2)
    }
    expect(explainer.steps.some((step) => step.breakIt)).toBe(true)
    expect(explainer.steps.at(-1)!.recap?.length ?? 0).toBeGreaterThanOrEqual(2)
  })

  it('has review questions, and at least three sources with their years', () => {
    expect(explainer.review.length).toBeGreaterThanOrEqual(2)
    expect(explainer.sources.length).toBeGreaterThanOrEqual(3)
    for (const source of explainer.sources) {
      expect(source.year).toBeGreaterThan(1940)
      expect(source.year).toBeLessThanOrEqual(2026)
      if (source.url !== undefined) expect(source.url).toMatch(/^https:\/\//)
    }
  })

  it('leads on to pages of the plan', () => {
    for (const name of explainer.next) {
      const [folder, to] = name.split('/')
      const kind = allKinds.find((candidate) => kinds[candidate].folder === folder)
      expect(kind, name).toBeDefined()
      expect(planned(kind!, to ?? ''), name).toBe(true)
    }
  })

  it('shows the labels that its state has', () => {
    for (const [i, { index }] of moments.entries()) {
      const world: unknown = history.world(index)
      const step = explainer.steps[i]!
      const scene = model.view(history.world(index), { id: step.view ?? explainer.view, layout: 'wide' })
      for (const { text, reads } of labelsOf(scene)) {
        const value = at(world, reads)
        expect(value, `${step.id}: "${text}" reads ${reads}`).toBeDefined()
        if (typeof value === 'number' || typeof value === 'string')
          expect(text.includes(String(value)), `${step.id}: "${text}" reads ${reads} = ${value}`).toBe(true)
      }
    }
  })
})

/** Every text of a scene that says where it was read. */
function labelsOf(value: unknown): { text: string; reads: string }[] {
  if (Array.isArray(value)) return value.flatMap(labelsOf)
  if (typeof value !== 'object' || value === null) return []
  const { text, reads } = value as { text?: unknown; reads?: unknown }
  if (typeof text === 'string' && typeof reads === 'string') return [{ text, reads }]
  return Object.values(value).flatMap(labelsOf)
}

describe.each(Object.entries(figures))('figure %s', (id, figure) => {
  it('is registered under its own id and starts from a valid setup of a model that exists', async () => {
    expect(figure.id).toBe(id)
    const spec = figureNamed(id)
    const load = models[spec.model]
    expect(load, `model ${spec.model}`).toBeDefined()
    const { model } = await load!()
    expect(model.views.map((view) => view.id)).toContain(spec.view)
    const history = run(model, checkSetup(model, spec), { for: spec.warmUp ?? 0 })
    for (const layout of ['wide', 'tall'] as const) {
      const scene = model.view(history.world(history.length), { id: spec.view, layout })
      expect(scene.marks.length).toBeGreaterThan(5)
    }
  })
})

describe('pages name figures that exist', () => {
  const pages = [...allKinds.map((kind) => kinds[kind].folder), '.'].flatMap((folder) => {
    const at = here(`./${folder}/`)
    if (!existsSync(at)) return []
    return readdirSync(at)
      .filter((file) => file.endsWith('.mdx'))
      .map((file) => ({ file: `${folder}/${file}`, text: readFileSync(new URL(file, at), 'utf8') }))
  })

  it.each(pages)('$file', ({ text }) => {
    for (const [tag] of text.matchAll(/<Figure\b[^>]*>/g)) {
      const id = /\bid="([^"]+)"/.exec(tag)?.[1]
      expect(Object.keys(figures), tag).toContain(id)
    }
  })

  it('and an unknown figure is refused by name', () => {
    expect(() => figureNamed('home-rat')).toThrow(/no figure "home-rat".*home-raft/)
  })
})

describe('the plan', () => {
  it('names every page once', () => {
    const names = plan.map((page) => `${page.kind}/${page.slug}`)
    expect(new Set(names).size).toBe(names.length)
    expect(names).toHaveLength(165)
  })
})
