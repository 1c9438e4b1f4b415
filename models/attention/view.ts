/**
 * Two pictures. "The numbers" follows the computation: what the last step made, as a heat map with its
 * numbers, beside the lines of the head that is followed. "The lines" shows what each position looks at
 * in both layers at once.
 */
import type { Mark, Scene, View } from '@orrery/engine/model/scene.ts'
import { LETTERS } from './letters.ts'
import { heatMap, type Grid } from './view-grid.ts'
import { attentionLines, linesOfBoth } from './view-lines.ts'
import { layouts, type Layout } from './view-layout.ts'
import { progress } from './view-progress.ts'
import { vectors } from './view-vectors.ts'
import { headingOf } from './words.ts'
import { layerShown, phaseOf, saidAfter, type AttentionWorld } from './world.ts'

export const views = [
  { id: 'numbers', title: 'The numbers' },
  { id: 'lines', title: 'The lines' },
] as const

export function view(world: AttentionWorld, { id, layout }: View): Scene {
  const at = layouts[layout]
  const marks =
    id === 'lines'
      ? [...progress(world, at), ...linesOfBoth(world, at)]
      : [...progress(world, at), ...attentionLines(world, at), ...made(world, at)]
  return { width: at.width, height: at.height, title: inWords(world), marks }
}

function inWords(world: AttentionWorld): string {
  const heading = headingOf(phaseOf(world)).toLowerCase()
  const said =
    phaseOf(world).operation === 'choose' ? ` It says ${saidAfter(world, world.tokens.length - 1)} next.` : ''
  return `A transformer reads “${world.tokens.join('')}”: ${heading}.${said}`
}

/** What the last step made. */
function made(world: AttentionWorld, at: Layout): readonly Mark[] {
  const phase = phaseOf(world)
  const layer = layerShown(world)
  const head = world.heads[layer]!
  const path = `numbers.layers.${layer}.heads.${head}`
  const numbers = world.numbers.layers[layer]?.heads[head]
  const positions = world.tokens
  const square: Pick<Grid, 'columns' | 'rows'> = { columns: positions, rows: positions }
  const letters: Pick<Grid, 'columns' | 'rows'> = { columns: LETTERS, rows: positions }
  const title = headingOf(phase)
  switch (phase.operation) {
    case 'scores':
    case 'scale':
    case 'mask':
      return heatMap(world, at, {
        ...square,
        title,
        numbers: numbers?.scores,
        path: `${path}.scores`,
        keys: true,
      })
    case 'softmax':
      return heatMap(world, at, {
        ...square,
        title,
        numbers: numbers?.weights,
        path: `${path}.weights`,
        keys: true,
      })
    case 'logits':
      return heatMap(world, at, { ...letters, title, numbers: world.numbers.logits, path: 'numbers.logits' })
    case 'choose':
      return heatMap(world, at, {
        ...letters,
        title,
        numbers: world.numbers.probabilities,
        path: 'numbers.probabilities',
        best: true,
      })
    default:
      return vectors(world, at)
  }
}
