/** Attention, number by number, in a transformer that was trained to go on with what it reads. */
import { LETTERS } from '@orrery/models/attention/letters.ts'
import { at } from '@orrery/models/attention/matrix.ts'
import { continues, peek, properties } from '@orrery/models/attention/properties.ts'
import { reached } from '@orrery/models/attention/scenarios.ts'
import { bahdanau, elhage, olsson, vaswani } from '@orrery/models/attention/sources.ts'
import {
  achieved,
  numberOf,
  passOf,
  saidAfter,
  starts,
  strongest,
  trainings,
  type AttentionWorld,
} from '@orrery/models/attention/world.ts'
import type { Explainer } from '../types.ts'

/** The probability of what is said after a position, counted from 1. */
function sure(world: AttentionWorld, position: number): number {
  const said = saidAfter(world, position - 1)
  return at(passOf(world).probabilities, position - 1, numberOf(said))
}
/** With a space that does not break. */
const percent = (share: number): string => `${Math.round(100 * share)}\u00a0%`

/** A score as the picture has it: of a query and a key of the head followed in layer 1. */
const score = (world: AttentionWorld, query: number, key: number): string =>
  world.numbers.layers[0]?.heads[1]?.scores?.[query - 1]?.[key - 1] ?? ''

/** The position that another attends to most, both counted from 1, in the second head of a layer. */
function looks(world: AttentionWorld, layer: number, from: number) {
  const { most, weight } = strongest(world, layer - 1, 1, from - 1)
  return { to: most + 1, weight }
}

const holds = (id: string) => (world: AttentionWorld) => {
  const property = properties.find((each) => each.id === id)
  return property?.kind === 'always' && property.violation(world) === undefined
}

export const explainer: Explainer<AttentionWorld> = {
  kind: 'explainer',
  slug: 'attention',
  title: 'Attention Mechanism',
  description: 'How a transformer looks up what it needs in what it has read, with every number on the way.',
  group: 'Explainers',
  scenario: {
    id: 'attention-explained',
    title: 'Attention, step by step',
    model: 'attention',
    setup: { params: { start: starts[0], training: trainings[0] }, without: [], seed: 1 },
  },
  view: 'numbers',
  pace: 20_000,
  steps: [
    {
      id: 'problem',
      title: 'One letter says nothing',
      do: ['look:3'],
      until: reached('choose'),
      caption: (world) =>
        `A small trained model guesses next letters. After its first a, at [position 3](@t3), its best guess gets ${percent(sure(world, 3))}: one letter says nothing.`,
      expect: [
        {
          claim: 'The best guess after the first a gets less than a third',
          holds: (w) => sure(w, 3) < 1 / 3,
        },
        { claim: 'The same letter, later, leaves no doubt', holds: (w) => sure(w, 7) > 0.8 },
      ],
      highlight: ['t3'],
    },
    {
      id: 'cast',
      title: 'Letters become vectors',
      do: ['again', 'look:7'],
      until: reached('embed'),
      caption: (world) =>
        `From the start. Each letter becomes a vector of ${passOf(world).stream.cols} numbers: learnt ones for the letter, plus learnt ones for its place. We follow [position 7](@t7).`,
      expect: [
        { claim: 'There are seven letters', holds: ({ tokens }) => tokens.join('') === 'headhea' },
        { claim: 'Only the vectors are there', holds: ({ numbers }) => numbers.layers.length === 0 },
      ],
      highlight: ['t7'],
    },
    {
      id: 'queries',
      title: 'Ask, answer, hand over',
      until: reached('project:1'),
      caption:
        'Three learnt matrices turn each vector into a *query* that asks, a *key* that answers, and a *value* to hand over: once per head.',
      expect: [
        {
          claim: 'Each layer has two heads',
          holds: (w) => passOf(w).layers.every((l) => l.heads.length === 2),
        },
        { claim: 'A query has 16 numbers', holds: (w) => passOf(w).layers[0]!.heads[0]!.q.cols === 16 },
      ],
      highlight: ['head-1.2'],
    },
    {
      id: 'scores',
      title: 'Score every pair',
      until: reached('scale:1'),
      caption: (world) =>
        `Each query meets each key: multiply, sum, and divide by √16. [Position 7](@t7) gives [position 6](@t6) its highest score, ${score(world, 7, 6)}.`,
      expect: [
        { claim: 'Position 7 scores position 6 highest', holds: (w) => looks(w, 1, 7).to === 6 },
        {
          claim: 'Scores are divided by 4',
          holds: (w) => {
            const { raw, scaled } = passOf(w).layers[0]!.heads[1]!
            return at(scaled, 6, 5) === at(raw, 6, 5) / 4
          },
        },
      ],
      highlight: ['t7', 't6'],
    },
    {
      id: 'mask',
      title: 'Hide the future',
      do: ['look:4'],
      until: reached('mask:1'),
      caption:
        'Keys that come later are hidden: their scores become −∞. For [position 4](@t4) three remain hidden, as when the model writes.',
      expect: [
        {
          claim: 'Of position 4, three keys are hidden',
          holds: (w) => w.numbers.layers[0]?.heads[1]?.scores?.[3]?.filter((s) => s === '−∞').length === 3,
        },
      ],
      properties: ['causal'],
      highlight: ['t4'],
    },
    {
      id: 'softmax',
      title: 'Weights that sum to 1',
      do: ['look:7'],
      until: reached('softmax:1'),
      caption: (world) =>
        `*Softmax* makes each row positive, with sum 1. [Head 2](@head-1.2) has learnt to look one back: ${percent(looks(world, 1, 7).weight)} goes to [position 6](@t6).`,
      expect: [
        { claim: 'Rows sum to 1', holds: holds('rows-sum') },
        {
          claim: 'From the third position on, head 2 looks one back most',
          holds: (w) => [3, 4, 5, 6, 7].every((from) => looks(w, 1, from).to === from - 1),
        },
      ],
      properties: ['rows-sum', 'unsaturated'],
      highlight: ['t7', 't6'],
    },
    {
      id: 'mix',
      title: 'Mix, and add',
      until: reached('add:1'),
      caption:
        'Values are mixed by these weights and added. So each vector now also says who stood before it: [position 4](@t4), a d, says an a.',
      expect: [
        {
          claim: 'Position 4 is a d and looked most at an a',
          holds: (w) => w.tokens[3] === 'd' && w.tokens[looks(w, 1, 4).to - 1] === 'a',
        },
      ],
      highlight: ['t4', 't3'],
    },
    {
      id: 'induction',
      title: 'Layer 2 looks it up',
      view: 'lines',
      until: reached('softmax:2'),
      prediction: {
        question: 'The last letter is an a. To know what comes next, where should layer 2 look?',
        options: [
          {
            text: 'At the first a',
            right: false,
            why: 'It is the same letter, but what it holds is what came before it, not after.',
          },
          {
            text: 'At d, behind the first a',
            right: true,
            why: 'It remembers, from layer 1, that an a stood before it: that makes its key match.',
          },
          {
            text: 'At e, just before',
            right: false,
            why: 'Layer 1 looked there. What came before is no answer to what comes next.',
          },
        ],
      },
      caption: (world) =>
        `[Position 7](@t7) asks: whom did an a precede? [Position 4](@t4) answers and gets ${percent(looks(world, 2, 7).weight)}. Such a pair is an *induction head*.`,
      expect: [
        {
          claim: 'In layer 2 the last a looks at d, behind the first a',
          holds: (w) => looks(w, 2, 7).to === 4,
        },
        { claim: 'with nearly all of its attention', holds: (w) => looks(w, 2, 7).weight > 0.9 },
      ],
      highlight: ['t7'],
    },
    {
      id: 'answer',
      title: 'It says d',
      view: 'lines',
      until: reached('choose'),
      caption: (world) =>
        `What it hands over makes ${saidAfter(world, 6)} the likeliest letter, with ${percent(sure(world, 7))}. On 2,000 sequences of unseen patterns the model is right ${achieved.masked.accuracy}\u00a0% of the time.`,
      expect: [
        {
          claim: 'It says d, which followed the first a',
          holds: (w) => continues(w) && saidAfter(w, 6) === 'd',
        },
        { claim: 'Nothing said depends on a later letter', holds: holds('causal') },
      ],
      properties: ['causal', 'continues'],
      highlight: ['t7'],
    },
    {
      id: 'limit',
      title: 'Nothing to look up',
      do: ['set:7:b'],
      caption: (world) =>
        `Write b instead: b never stood here, and its best guess gets ${percent(sure(world, 7))}. Looking costs, too: every pair is scored, ${world.tokens.length * world.tokens.length} for ${world.tokens.length} letters.`,
      expect: [
        { claim: 'b stands here once', holds: ({ tokens }) => tokens.indexOf('b') === 6 },
        { claim: 'It guesses', holds: (w) => sure(w, 7) < 0.4 && LETTERS.includes(saidAfter(w, 6)) },
        { claim: 'Rows still sum to 1', holds: holds('rows-sum') },
      ],
      properties: ['rows-sum'],
      highlight: ['t7'],
    },
    {
      id: 'break-it',
      title: 'Break it',
      do: ['set:7:a'],
      caption: `Train with *the future in sight* and the model just reads it: right ${achieved.unmasked.accuracy}\u00a0% of the time. Asked to write, with no future there: ${Math.round(achieved.unmasked.accuracyBlind)}\u00a0%.`,
      breakIt: {
        rule: 'causal-mask',
        text: 'Without the mask in training, look one place right of the diagonal: each position reads the letter that it is to predict. Without *the scale*, look for rows in which one weight is nearly 1.',
      },
      expect: [
        {
          claim: 'With the mask, nothing said depends on a later letter',
          holds: (w) => peek(w) === undefined,
        },
        {
          claim: 'The model that sees the answer is always right, and cannot write',
          holds: () => achieved.unmasked.accuracy === 100 && achieved.unmasked.accuracyBlind < 50,
        },
      ],
      properties: ['causal'],
    },
    {
      id: 'recap',
      title: 'What to remember',
      caption:
        'Attention is a lookup by likeness: queries meet keys, weights sum to 1, values are mixed. Select any letter and write another.',
      recap: [
        'Scores are products of queries and keys; softmax turns them into weights; values are mixed by these.',
        'Dividing by √d keeps softmax where a change of score still changes a weight, so that training gets through.',
        'The mask hides what comes later: what is learnt from the answer is of no use where there is none.',
        'Layers build on each other: one looks back a place, the next finds what followed last time.',
      ],
      expect: [{ claim: 'It says again what followed last time', holds: continues }],
      properties: ['continues'],
    },
  ],
  review: [
    {
      question: 'Why is softmax, rather than the largest score alone, used to choose what to look at?',
      answer:
        'Its result changes smoothly with the scores, so training can move them. Taking the largest alone has no slope; and one look may need to mix several places.',
    },
    {
      question: 'Every head sees all earlier positions. Why is the position added to the letter, then?',
      answer:
        'Scores depend on vectors alone: without positions the last letter would see a bag of letters, and no head could look one place back.',
    },
    {
      question: 'A model trained without the mask has almost no loss. What is wrong with it?',
      answer:
        'It copies the next letter from its input. When it has to write, that letter is not there, and what it has learnt is of no use.',
    },
  ],
  sources: [vaswani, bahdanau, elhage, olsson],
  next: ['explainers/raft', 'explainers/lamport-clock'],
  published: '2026-11-22',
  updated: '2026-11-22',
}
