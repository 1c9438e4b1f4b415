/** Steps as instructions, events as sentences, and what the inspector reads. */
import type { Action, Event } from '@orrery/engine/model/action.ts'
import type { Field } from '@orrery/engine/model/model.ts'
import { LETTERS } from './letters.ts'
import { at } from './matrix.ts'
import type { Operation, Phase } from './phases.ts'
import { meanSlope } from './properties.ts'
import {
  headSubject,
  passOf,
  phaseOf,
  saidAfter,
  strongest,
  subjectOf,
  type AttentionWorld,
} from './world.ts'

const steps: Readonly<Record<Operation, string>> = {
  tokens: 'Start again',
  embed: 'Turn each letter and its position into a vector',
  project: 'Make a query, a key and a value of each vector',
  scores: 'Score each query against each key',
  scale: 'Divide the scores by √d',
  mask: 'Hide what comes later',
  softmax: 'Turn scores into weights that sum to 1',
  mix: 'Mix the values by their weights',
  add: 'Add what the heads found to each vector',
  logits: 'Score each letter as the next',
  choose: 'Turn those scores into probabilities',
}

/** What a step has computed, as a heading: "Layer 1: scores, q · k". */
const headings: Readonly<Record<Operation, string>> = {
  tokens: 'The letters',
  embed: 'Letter + position',
  project: 'Query, key, value',
  scores: 'Scores: q · k',
  scale: 'Scaled: q · k / √d',
  mask: 'Masked scores',
  softmax: 'Weights: softmax',
  mix: 'Mixed values',
  add: 'The vector, and what is added',
  logits: 'Scores of the next letter',
  choose: 'Probability of the next letter',
}

export const headingOf = ({ operation, layer }: Phase): string =>
  layer === undefined ? headings[operation] : `Layer ${layer + 1}. ${headings[operation]}`

export function describe(world: AttentionWorld, { id, type }: Action): string {
  const [, what = '', letter = ''] = id.split(':')
  switch (type) {
    case 'set':
      return `Write ${letter} at position ${what}`
    case 'type':
      return `Write ${what}`
    case 'look':
      return `Follow position ${what}`
    case 'head':
      return `Show head ${what.split('.')[1] ?? ''} of layer ${what.split('.')[0] ?? ''}`
    case 'again':
      return 'Compute it again from the letters'
    case 'append':
      return `Append the likeliest letter, ${saidAfter(world, world.tokens.length - 1)}`
    default: {
      const words = steps[type as Operation]
      return what === '' ? words : `Layer ${what}: ${words.charAt(0).toLowerCase()}${words.slice(1)}`
    }
  }
}

const said: Readonly<Record<string, (data: Readonly<Record<string, unknown>>) => string>> = {
  embed: () => 'Each letter and its position are now a vector of 32 numbers.',
  project: ({ layer }) => `Layer ${String(layer)}: each vector has a query, a key and a value in each head.`,
  scores: ({ layer }) => `Layer ${String(layer)}: each query has met each key.`,
  scale: ({ layer }) => `Layer ${String(layer)}: scores are divided by the square root of 16.`,
  mask: ({ layer }) => `Layer ${String(layer)}: later positions are hidden.`,
  softmax: ({ layer, head, query, letter, key, keyLetter, weight }) =>
    `Layer ${String(layer)}, head ${String(head)}: position ${String(query)} (${String(letter)}) gives ${Number(weight).toFixed(2)} of its attention to position ${String(key)} (${String(keyLetter)}).`,
  mix: ({ layer }) => `Layer ${String(layer)}: each position has the mean of the values, by its weights.`,
  add: ({ layer }) => `Layer ${String(layer)}: what the heads found is added to each vector.`,
  logits: () => 'Each vector has a score for each letter.',
  choose: (data) =>
    `After “${String(data['after'])}” the model says ${String(data['said'])}, with probability ${Number(data['p']).toFixed(2)}.`,
  append: ({ letter, length }) => `The model writes ${String(letter)}: ${String(length)} letters now.`,
  set: ({ position, was, letter }) =>
    `Position ${String(position)} is now ${String(letter)}; it was ${String(was)}.`,
  type: ({ tokens }) => `The letters are now “${String(tokens)}”.`,
  look: ({ position }) => `The picture follows position ${String(position)}.`,
  head: ({ layer, head }) => `The picture shows head ${String(head)} of layer ${String(layer)}.`,
  again: () => 'Computed again from the letters.',
}

export const tell = ({ type, data = {} }: Event): string => said[type]?.(data) ?? ''

const fixed = (x: number, digits: number): string => (x === -Infinity ? '−∞' : x.toFixed(digits))

/** Position by position, so that each number has its letter: "h 0.0012". */
const row = (world: AttentionWorld, number: (j: number) => number, digits: number): string =>
  world.tokens.map((token, j) => `${token} ${fixed(number(j), digits)}`).join('  ')

export function inspect(world: AttentionWorld, subject: string): readonly Field[] {
  const position = world.tokens.findIndex((_, i) => subjectOf(i) === subject)
  if (position >= 0) return inspectPosition(world, position)
  for (const [layer, { heads }] of passOf(world).layers.entries())
    for (const head of heads.keys())
      if (headSubject(layer, head) === subject) return inspectHead(world, layer, head)
  return []
}

const order: readonly Operation[] = [
  'tokens',
  'embed',
  'project',
  'scores',
  'scale',
  'mask',
  'softmax',
  'mix',
  'add',
]

/** Whether this step of a layer has been done. */
function has(world: AttentionWorld, layer: number, operation: Operation): boolean {
  const now = phaseOf(world)
  if (now.layer === undefined) return now.operation === 'logits' || now.operation === 'choose'
  return (
    now.layer > layer || (now.layer === layer && order.indexOf(now.operation) >= order.indexOf(operation))
  )
}

function inspectPosition(world: AttentionWorld, position: number): Field[] {
  const pass = passOf(world)
  const fields: Field[] = [
    { name: 'letter', value: world.tokens[position]! },
    {
      name: 'written by',
      value: position < world.tokens.length - world.appended ? 'the reader' : 'the model',
    },
  ]
  pass.layers.forEach(({ heads }, layer) => {
    heads.forEach((head, h) => {
      const name = `head ${layer + 1}.${h + 1}`
      if (has(world, layer, 'softmax')) {
        const { most, weight } = strongest(world, layer, h, position)
        fields.push(
          { name: `${name} looks at`, value: `${most + 1} (${world.tokens[most]!}), ${fixed(weight, 4)}` },
          { name: `${name} weights`, value: row(world, (j) => at(head.weights, position, j), 3) },
        )
      } else if (has(world, layer, 'scores')) {
        const scores = has(world, layer, 'mask')
          ? head.masked
          : has(world, layer, 'scale')
            ? head.scaled
            : head.raw
        fields.push({ name: `${name} scores`, value: row(world, (j) => at(scores, position, j), 2) })
      }
    })
  })
  if (phaseOf(world).operation === 'choose') {
    const value = LETTERS.map(
      (letter, j) => `${letter} ${fixed(at(pass.probabilities, position, j), 4)}`,
    ).join('  ')
    fields.push({ name: 'says', value: saidAfter(world, position) }, { name: 'next letter', value })
  }
  return fields
}

function inspectHead(world: AttentionWorld, layer: number, head: number): Field[] {
  if (!has(world, layer, 'softmax')) return [{ name: 'state', value: 'its weights are not computed yet' }]
  const { weights } = passOf(world).layers[layer]!.heads[head]!
  let before = 0
  for (let i = 1; i < weights.rows; i++) before += at(weights, i, i - 1) / Math.max(1, weights.rows - 1)
  return [
    { name: 'to the position before', value: `${fixed(before, 3)} on average` },
    { name: 'slope of its layer', value: fixed(meanSlope(passOf(world), layer), 3) },
  ]
}
