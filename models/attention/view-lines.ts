/** The lines from a position to those it attends to, as wide as its weights. */
import type { CellMark, LinkMark, Mark } from '@orrery/engine/model/scene.ts'
import { LETTERS } from './letters.ts'
import type { Operation } from './phases.ts'
import { valueOf } from './view-grid.ts'
import type { Layout } from './view-layout.ts'
import { headSubject, layerShown, phaseOf, saidAfter, subjectOf, type AttentionWorld } from './world.ts'

/** Weights below this have no line. */
const THIN = 0.05

interface Row {
  readonly x: number
  readonly pitch: number
  /** The height of a cell. */
  readonly cell: number
}

function rowOf(world: AttentionWorld, x: number, width: number, cell: number, most = cell * 1.5): Row {
  const pitch = Math.min(most, width / world.tokens.length)
  return { x: x + (width - pitch * world.tokens.length) / 2, pitch, cell }
}

const middle = ({ x, pitch }: Row, i: number): number => Math.round((x + (i + 0.5) * pitch) * 100) / 100

/** A row of letters, each in its cell. */
function letters(world: AttentionWorld, row: Row, y: number, name: string): CellMark[] {
  const width = Math.min(row.cell, row.pitch - 2)
  return world.tokens.map((token, i): CellMark => {
    const written = i >= world.tokens.length - world.appended
    return {
      kind: 'cell',
      id: `${name}:${i}`,
      subject: subjectOf(i),
      title: `Position ${i + 1}, ${token}${written ? ', written by the model' : ''}${i === world.query ? ', followed' : ''}`,
      role: i === world.query ? 'primary' : 'plain',
      x: Math.round((middle(row, i) - width / 2) * 100) / 100,
      y,
      width: Math.round(width * 100) / 100,
      height: row.cell,
      label: { text: token, reads: `tokens.${i}` },
      look: written ? 'dashed' : 'solid',
    }
  })
}

interface Between {
  readonly world: AttentionWorld
  readonly row: Row
  readonly layer: number
  /** The edges of the cells that the lines run between. */
  readonly from: number
  readonly to: number
}

/** The lines of one query of the head that is shown. */
function linesOf({ world, row, layer, from, to }: Between, query: number, followed: boolean): LinkMark[] {
  const weights = world.numbers.layers[layer]?.heads[world.heads[layer]!]?.weights?.[query] ?? []
  return weights.flatMap((text, key): LinkMark[] => {
    const weight = valueOf(text)
    if (weight < (followed ? THIN : 0.3)) return []
    const later = key > query
    return [
      {
        kind: 'link',
        id: `line:${layer}:${query}:${key}`,
        role: later ? 'failed' : followed ? 'primary' : 'plain',
        x1: middle(row, query),
        y1: from,
        x2: middle(row, key),
        y2: to,
        look: 'open',
        weight: followed ? weight : 0.1,
        ...(!followed && { faded: true }),
      },
    ]
  })
}

/** Where the followed query's scores stand: a thin line to each key that may still be attended to. */
function candidates({ world, row, from, to }: Between, seen: readonly boolean[]): LinkMark[] {
  return seen.map((open, key): LinkMark => ({
    kind: 'link',
    id: `may:${key}`,
    role: open ? 'plain' : 'failed',
    x1: middle(row, world.query),
    y1: from,
    x2: middle(row, key),
    y2: to,
    look: open ? 'open' : 'cut',
  }))
}

function heads(world: AttentionWorld, layer: number, x: number, y: number, width: number): Mark[] {
  const count = world.numbers.layers[layer]?.heads.length ?? 0
  return Array.from({ length: count }, (_, h): CellMark => {
    const shown = world.heads[layer] === h
    return {
      kind: 'cell',
      id: `head:${layer}:${h}`,
      subject: headSubject(layer, h),
      title: `Layer ${layer + 1}, head ${h + 1}${shown ? ', shown' : ''}`,
      role: shown ? 'primary' : 'plain',
      x: x + h * (width + 8),
      y,
      width,
      height: 30,
      label: { text: `head ${h + 1}` },
      look: shown ? 'solid' : 'empty',
    }
  })
}

const text = (
  id: string,
  x: number,
  y: number,
  words: string,
  align: 'start' | 'middle' = 'start',
): Mark => ({
  kind: 'text',
  id,
  role: 'plain',
  look: 'note',
  x,
  y,
  align,
  label: { text: words },
})

/** For the picture of numbers: keys above, queries below, and the lines of the head that is shown. */
export function attentionLines(world: AttentionWorld, layout: Layout): readonly Mark[] {
  const at = layout.lines
  const { operation } = phaseOf(world)
  const layer = layerShown(world)
  const row = rowOf(world, at.x, at.width, at.cell)
  if (operation === 'tokens' || operation === 'embed') {
    const y = layout.tall ? at.keys + 30 : Math.round((at.keys + at.queries) / 2)
    const hint = text(
      'hint',
      at.x + at.width / 2,
      y + row.cell + 28,
      'Select a letter to write another.',
      'middle',
    )
    return [...letters(world, row, y, 'key'), hint]
  }
  const between: Between = { world, row, layer, from: at.queries, to: at.keys + row.cell }
  const scored: readonly Operation[] = ['scores', 'scale', 'mask']
  const weights = world.numbers.layers[layer]?.heads[world.heads[layer]!]?.weights
  const marks: Mark[] = []
  if (weights !== undefined) {
    world.tokens.forEach((_, i) => {
      if (i !== world.query) marks.push(...linesOf(between, i, false))
    })
    marks.push(...linesOf(between, world.query, true))
  } else if (scored.includes(operation)) {
    const seen = world.tokens.map((_, j) => operation !== 'mask' || j <= world.query)
    marks.push(...candidates(between, seen))
  }
  marks.push(...letters(world, row, at.keys, 'key'), ...letters(world, row, at.queries, 'query'))
  marks.push(...heads(world, layer, at.x, at.heads, 72))
  if (!layout.tall) {
    marks.push(
      text(
        'about:keys',
        at.x,
        at.keys - 14,
        weights === undefined ? 'looked at: keys' : 'looked at: wider is more',
      ),
      text(
        'about:queries',
        at.x,
        at.queries + row.cell + 24,
        `who looks: ${world.tokens[world.query]!} at position ${world.query + 1} is followed`,
      ),
    )
    if (world.numbers.layers[layer] !== undefined)
      marks.push(text('about:heads', at.x + 168, at.heads + 19, `of layer ${layer + 1}`))
  } else if (world.numbers.layers[layer] !== undefined)
    marks.push(
      text(
        'about:heads',
        at.x + 168,
        at.heads + 19,
        `layer ${layer + 1}: ${world.tokens[world.query]!} at ${world.query + 1} looks`,
      ),
    )
  return marks
}

/** Both layers at once: letters, what layer 1 looks at, what layer 2 looks at, and what is said. */
export function linesOfBoth(world: AttentionWorld, layout: Layout): readonly Mark[] {
  const { tall, width, height } = layout
  const side = tall ? 10 : 150
  const row = rowOf(world, side, width - side - (tall ? 10 : 30), layout.lines.cell, tall ? 50 : 84)
  const top = tall ? 72 : 112
  const step = (height - top - (tall ? 112 : 110)) / 2
  const ys = [0, 1, 2].map((i) => Math.round(top + i * step))
  const marks: Mark[] = []
  for (let layer = 0; layer < 2; layer++) {
    // Downwards: what is looked at stands above who looks.
    const between: Between = { world, row, layer, from: ys[layer + 1]!, to: ys[layer]! + row.cell }
    world.tokens.forEach((_, i) => {
      if (i !== world.query) marks.push(...linesOf(between, i, false))
    })
    marks.push(...linesOf(between, world.query, true))
  }
  // The position that layer 2 looks at most has itself looked: that is what it is looked at for.
  const top2 = world.numbers.layers[1]?.heads[world.heads[1]!]?.weights?.[world.query]?.map(valueOf) ?? []
  const via = top2.indexOf(Math.max(...top2))
  if (via >= 0 && via !== world.query) {
    const between: Between = { world, row, layer: 0, from: ys[1]!, to: ys[0]! + row.cell }
    marks.push(
      ...linesOf(between, via, true).map((link) => ({
        ...link,
        id: `via:${link.id}`,
        role: 'pending' as const,
      })),
    )
  }
  const names = ['letters', 'after layer 1', 'after layer 2']
  ys.forEach((y, i) => {
    marks.push(...letters(world, row, y, ['letter', 'first', 'second'][i]!))
    marks.push(text(`name:${i}`, tall ? row.x : 28, tall ? y - 8 : y + 19, names[i]!))
  })
  for (let layer = 0; layer < 2; layer++) {
    const y = ys[layer]! + step / 2 + (tall ? 0 : 4)
    const [first] = heads(world, layer, 28, y, 72).filter(
      (mark) => mark.id === `head:${layer}:${world.heads[layer]!}`,
    )
    if (!tall && first?.kind === 'cell') marks.push({ ...first, x: 28 })
  }
  marks.push(...saidBelow(world, row, ys[2]! + row.cell, tall))
  return marks
}

/** Under each position, the letter it says comes next. */
function saidBelow(world: AttentionWorld, row: Row, y: number, tall: boolean): Mark[] {
  if (phaseOf(world).operation !== 'choose') return []
  const marks: Mark[] = [text('name:said', tall ? row.x : 28, tall ? y + 72 : y + 41, 'says next')]
  world.tokens.forEach((_, i) => {
    const said = saidAfter(world, i)
    const share = world.numbers.probabilities?.[i]?.[LETTERS.indexOf(said)] ?? ''
    marks.push({
      kind: 'cell',
      id: `says:${i}`,
      role: i === world.query ? 'committed' : 'plain',
      x: Math.round((middle(row, i) - 14) * 100) / 100,
      y: y + 14,
      width: 28,
      height: 40,
      label: { text: said },
      note: { text: share, reads: `numbers.probabilities.${i}.${LETTERS.indexOf(said)}` },
      look: 'solid',
    })
  })
  return marks
}
