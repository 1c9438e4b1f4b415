/** The transformer as a model. */
import { combine, hashOf } from '@orrery/engine/model/fingerprint.ts'
import type { Model } from '@orrery/engine/model/model.ts'
import { LENGTH, LETTERS } from './letters.ts'
import { properties } from './properties.ts'
import { rules } from './rules.ts'
import { sources } from './sources.ts'
import { view, views } from './view.ts'
import { describe, inspect, tell } from './words.ts'
import { actions, find, init, starts, step, trainings, type AttentionWorld } from './world.ts'

export const attention: Model<AttentionWorld> = {
  id: 'attention',
  title: 'Attention in a small transformer',
  summary:
    'A trained transformer of two attention layers reads a few letters, number by number, and says the next.',
  sources,
  fidelity: {
    models: [
      'Scaled dot-product attention with two heads in each of two layers, queries of 16 numbers, a causal mask, learned positions and a residual stream of 32.',
      'Weights from a training that the repository holds, rounded to a byte each; the same arithmetic in every browser.',
      'Writing: the likeliest letter is appended, and the pass begins again.',
    ],
    leavesOut: [
      'Feed-forward layers, layer normalisation and biases, which large models have between attention layers.',
      'Any size to speak of: 9,088 weights, 8 letters, sequences of at most 12.',
      'Batches, caches of keys and values, and sampling other than the likeliest letter.',
    ],
  },
  params: {
    start: { kind: 'choice', title: 'Letters to begin with', options: starts, default: starts[0] },
    training: { kind: 'choice', title: 'Trained', options: trainings, default: trainings[0] },
  },
  rules,
  properties,
  init,
  actions,
  find,
  writing: {
    title: 'Letters',
    hint: `${LETTERS[0]!} to ${LETTERS.at(-1)!}, at most ${LENGTH}.`,
    pattern: `[${LETTERS.join('')}]{1,${LENGTH}}`,
    text: ({ tokens }) => tokens.join(''),
    action: (text) => `type:${text}`,
  },
  explorable: (_world, { type }) => type !== 'look' && type !== 'head' && type !== 'again',
  step,
  fingerprint: ({ tokens, done, edits }) => combine(hashOf(tokens), hashOf([done, edits])),
  bounds: { edits: { default: 0, text: 'Edits after which the computation goes on' } },
  within: ({ edits }, bounds) => edits <= bounds['edits']!,
  views,
  view,
  inspect,
  describe,
  tell,
}
