/** The rules of the clocks, as the papers state them. Each can be switched off. */
import type { Rule } from '@orrery/engine/model/model.ts'

/** Two processes that act only when asked: the smallest place where each rule is missed. */
const smallest = { processes: 2, busy: false }

export const clockRules: readonly Rule[] = [
  {
    id: 'tick-between-events',
    title: 'Tick between events',
    text: 'IR1: each process increments its clock between any two successive events. Without it, an event and the one after it can get the same time.',
    section: 'Lamport 1978, Logical Clocks, IR1',
    breaks: 'clock-condition',
    recipe: { params: smallest, actions: { ask: 2 }, depth: 4 },
  },
  {
    id: 'maximum-on-receive',
    title: 'Take the maximum on receive',
    text: 'IR2: a message carries the time of its send, and the receiver moves its clock past that. Without it, a message can be received at an earlier time than it was sent.',
    section: 'Lamport 1978, Logical Clocks, IR2',
    breaks: 'clock-condition',
    recipe: { params: smallest, actions: { ask: 2 }, depth: 4 },
  },
  {
    id: 'merge-vectors',
    title: 'Merge the vectors on receive',
    text: 'The receiver takes the larger of each pair of entries. Without it, a vector forgets what the message brought, and an effect looks unrelated to its cause.',
    section: 'Mattern 1989, §5; Fidge 1988',
    breaks: 'vectors-characterise',
    recipe: { params: smallest, actions: { ask: 2 }, depth: 4 },
  },
]
