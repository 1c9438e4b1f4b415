/** The strip of steps: how far the pass has come. */
import type { Mark } from '@orrery/engine/model/scene.ts'
import { phasesOf, type Operation } from './phases.ts'
import type { Layout } from './view-layout.ts'
import type { AttentionWorld } from './world.ts'

const signs: Readonly<Record<Operation, string>> = {
  tokens: 'letters',
  embed: 'embed',
  project: 'qkv',
  scores: 'q·k',
  scale: '/√d',
  mask: 'mask',
  softmax: 'softmax',
  mix: 'mix',
  add: 'add',
  logits: 'score',
  choose: 'next',
}

const GAP = 4
/** Of a character of the strip, and the room beside it. */
const CHARACTER = 7.8
const GROUP = 10

export function progress(world: AttentionWorld, { progress: at, tall }: Layout): readonly Mark[] {
  const phases = phasesOf(world.setup)
  const height = tall ? 10 : 26
  const between = (i: number): number => (phases[i]!.layer !== phases[i - 1]?.layer && i > 0 ? GROUP : GAP)
  const gaps = phases.reduce((sum, _, i) => sum + (i === 0 ? 0 : between(i)), 0)
  const wants = phases.map(({ operation }) => (tall ? 1 : signs[operation].length * CHARACTER + 6))
  const stretch = (at.width - gaps) / wants.reduce((sum, want) => sum + want, 0)
  let x = at.x
  const marks: Mark[] = []
  phases.forEach(({ id, operation, layer }, i) => {
    if (i > 0) x += between(i)
    const width = wants[i]! * stretch
    const done = i <= world.done
    if (layer !== undefined && phases[i - 1]?.layer !== layer)
      marks.push({
        kind: 'text',
        id: `part:${layer}`,
        role: 'plain',
        look: 'note',
        x,
        y: at.y + height + 18,
        label: { text: `layer ${layer + 1}` },
      })
    marks.push({
      kind: 'cell',
      id: `step:${id}`,
      role: i === world.done ? 'accent' : 'plain',
      x: Math.round(x * 100) / 100,
      y: at.y,
      width: Math.round(width * 100) / 100,
      height,
      label: { text: tall ? '' : signs[operation] },
      look: done ? 'solid' : 'empty',
      ...(!done && { faded: !tall }),
    })
    x += width
  })
  return marks
}
