import { describe, expect, test } from 'vitest'
import { explainers } from '@orrery/content/explainers/index.ts'
import { models } from '@orrery/models/index.ts'
import { kept, keptNames, picturesOf, picturesOfExplainer, type Pictures } from './pictures.ts'

// When a picture is meant to change: `npm run golden`, look at what changed, and commit it.
const advice = 'draw it again with `npm run golden`, and look at it'

const sources: readonly (readonly [string, () => Promise<Pictures>])[] = [
  ...Object.keys(models).map((id) => [id, () => picturesOf(id)] as const),
  ...Object.keys(explainers).map((slug) => [`explainers/${slug}`, () => picturesOfExplainer(slug)] as const),
]

describe.each(sources)('%s', (prefix, drawAll) => {
  test('is drawn as it was', async () => {
    const pictures = await drawAll()
    expect(pictures.size).toBeGreaterThan(0)
    for (const [name, svg] of pictures) expect(svg, `${name}: ${advice}`).toBe(kept(name))
    const extra = keptNames().filter((name) => name.startsWith(`${prefix}/`) && !pictures.has(name))
    expect(extra, 'pictures that nothing draws any more').toEqual([])
  })

  test('is drawn within its plate, in type that can be read', async () => {
    for (const [name, svg] of await drawAll()) {
      const sizes = [...svg.matchAll(/font-size="([\d.]+)"/g)].map((found) => Number(found[1]))
      expect(Math.min(12, ...sizes), name).toBe(12)
      expect(svg, name).not.toMatch(/NaN|undefined|Infinity/)
    }
  })
})
