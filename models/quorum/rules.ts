/** The two rules, and where the explorer finds what each prevents. */
import type { Rule } from '@orrery/engine/model/model.ts'

export const rules: readonly Rule[] = [
  {
    id: 'overlap',
    title: 'Let every read quorum meet every write quorum',
    text: 'R + W > N: any R votes and any W votes have a replica in common, so a read always asks one that has the last write. With the rule off, quorums are as small as you choose them, and a read can miss a write that has finished.',
    section: 'Gifford 1979',
    breaks: 'linearizable',
    recipe: {
      params: {
        replicas: 2,
        readQuorum: 1,
        writeQuorum: 1,
        votesOfA: 1,
        writers: 1,
        readers: 1,
        readRepair: false,
      },
      depth: 6,
      actions: { ask: 2, timeout: 0 },
      model: { operations: 1 },
    },
  },
  {
    id: 'write-back',
    title: 'Write back what you read before you answer',
    text: 'A read stores what it is about to return on a write quorum, so that every later read meets it. Without this, a write that is only on its way shows to one reader, and not to the next.',
    section: 'Attiya, Bar-Noy and Dolev 1995',
    breaks: 'linearizable',
    recipe: {
      params: {
        replicas: 3,
        readQuorum: 2,
        writeQuorum: 2,
        votesOfA: 1,
        writers: 1,
        readers: 2,
        readRepair: false,
      },
      grain: 'rounds',
      depth: 8,
      actions: { ask: 3 },
      model: { operations: 1 },
    },
  },
]
