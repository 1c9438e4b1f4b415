/** The two rules of a head that can be switched off. */
import type { Rule } from '@orrery/engine/model/model.ts'
import { trainings } from './world.ts'

export const rules: readonly Rule[] = [
  {
    id: 'causal-mask',
    title: 'Hide what comes later',
    text: 'Before the softmax, the score of every key that comes after its query becomes minus infinity. Without it a position attends to the very letter it is to predict. A model trained so is perfect while the answer is in sight, and of no use when it has to write: there is no later letter then.',
    section: '§3.2.3',
    breaks: 'causal',
    recipe: { params: { training: trainings[1] }, model: { edits: 0 } },
  },
  {
    id: 'scale',
    title: 'Divide scores by √d',
    text: 'A score is a sum of d products, so scores grow with the length d of a query. Dividing by √d undoes that. Without it the largest score takes nearly all, and the softmax hardly answers to changes: its slope, by which training moves the weights, goes to nothing.',
    section: '§3.2.1',
    breaks: 'unsaturated',
    recipe: { model: { edits: 0 } },
  },
]
