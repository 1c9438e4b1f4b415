/** The vectors of the position that is followed, number by number, at the steps that make vectors. */
import type { Mark } from '@orrery/engine/model/scene.ts'
import type { Shown } from './numbers.ts'
import { FOLD, type Layout } from './view-layout.ts'
import { valueOf } from './view-grid.ts'
import { headingOf } from './words.ts'
import { layerShown, phaseOf, strongest, type AttentionWorld } from './world.ts'

interface Vector {
  readonly name: string
  readonly rows: Shown | undefined
  readonly path: string
  /** The row, if it is not that of the position that is followed. */
  readonly of?: number
}

/** The vectors to show, top to bottom. */
function vectorsOf(world: AttentionWorld): readonly Vector[] {
  const { operation } = phaseOf(world)
  const { numbers, query, tokens } = world
  const layer = layerShown(world)
  const head = world.heads[layer]!
  const path = `numbers.layers.${layer}`
  const part = numbers.layers[layer]
  const here = `${tokens[query]!} at ${query + 1}`
  switch (operation) {
    case 'embed':
      return [
        { name: `letter ${tokens[query]!}`, rows: numbers.letter, path: 'numbers.letter' },
        { name: `+ position ${query + 1}`, rows: numbers.position, path: 'numbers.position' },
        { name: '= vector', rows: numbers.stream, path: 'numbers.stream' },
      ]
    case 'project':
      return (['q', 'k', 'v'] as const).map((name, i) => ({
        name: `${['query', 'key', 'value'][i]!} of ${here}`,
        rows: part?.heads[head]?.[name],
        path: `${path}.heads.${head}.${name}`,
      }))
    case 'mix': {
      const { most, weight } = strongest(world, layer, head, query)
      return [
        {
          name: `${weight.toFixed(2)} × value of ${tokens[most]!} at ${most + 1}`,
          rows: part?.heads[head]?.v,
          path: `${path}.heads.${head}.v`,
          of: most,
        },
        {
          name: 'all values by their weights',
          rows: part?.heads[head]?.mixed,
          path: `${path}.heads.${head}.mixed`,
        },
      ]
    }
    case 'add':
      return [
        { name: `added to ${here}`, rows: part?.added, path: `${path}.added` },
        { name: '= vector', rows: part?.stream, path: `${path}.stream` },
      ]
    default:
      return []
  }
}

export function vectors(world: AttentionWorld, { made: at, tall }: Layout): readonly Mark[] {
  const phase = phaseOf(world)
  const shown = vectorsOf(world)
  const marks: Mark[] = [
    {
      kind: 'text',
      id: 'made',
      role: 'plain',
      look: 'title',
      x: at.x,
      y: at.y + 16,
      label: { text: headingOf(phase) },
    },
  ]
  if (shown.length === 0) {
    const words = tall
      ? ['No number is computed yet.', 'The next step makes a vector of each letter.']
      : ['No number is computed yet. The next step makes a vector of each letter.']
    words.forEach((text, i) =>
      marks.push({
        kind: 'text',
        id: `nothing:${i}`,
        role: 'plain',
        look: 'note',
        x: at.x,
        y: at.y + 44 + i * 20,
        label: { text },
      }),
    )
    return marks
  }
  const pitch = at.width / FOLD
  const lines = shown.reduce((sum, { rows }) => sum + Math.ceil((rows?.[0]?.length ?? 0) / FOLD), 0)
  const height = Math.min(36, (at.height - 30 - shown.length * 28) / lines)
  let y = at.y + 30
  shown.forEach(({ name, rows, path, of = world.query }, n) => {
    const row = rows?.[of] ?? []
    const most = Math.max(0.5, ...row.map((text) => Math.abs(valueOf(text))))
    marks.push({
      kind: 'text',
      id: `vector:${n}`,
      role: 'plain',
      look: 'note',
      x: at.x,
      y: y + 16,
      label: { text: name },
    })
    y += 22
    row.forEach((text, j) => {
      const value = valueOf(text)
      marks.push({
        kind: 'cell',
        id: `number:${n}:${j}`,
        role: value < 0 ? 'accent' : 'primary',
        x: Math.round((at.x + (j % FOLD) * pitch) * 100) / 100,
        y: Math.round((y + Math.floor(j / FOLD) * height) * 100) / 100,
        width: pitch,
        height: Math.round(height * 100) / 100,
        label: { text, reads: `${path}.${of}.${j}` },
        look: 'solid',
        heat: Math.abs(value) / most,
      })
    })
    y += Math.ceil(row.length / FOLD) * height + 6
  })
  return marks
}
