/** The kinds of page: where each lives, and what it is for, in the words that pages show. */
import type { Kind } from './types.ts'

export interface KindInfo {
  /** Folder in content/ and first part of the address. */
  readonly folder: string
  readonly title: string
  /** What a reader does with it, as other pages link to it. */
  readonly verb: string
  /** One sentence, under the heading of its list. */
  readonly purpose: string
}

/** In the order of the navigation, which shows those that have pages. */
export const kinds: Readonly<Record<Kind, KindInfo>> = {
  explainer: {
    folder: 'explainers',
    title: 'Explainers',
    verb: 'Watch',
    purpose: 'A hundred seconds each. Arrow keys move; every step is a real run.',
  },
  concept: {
    folder: 'concepts',
    title: 'Concepts',
    verb: 'Recall',
    purpose: 'The term that interrupted your reading, in one sentence and one live figure.',
  },
  article: {
    folder: 'articles',
    title: 'Articles',
    verb: 'Read',
    purpose: 'For deciding and building: live figures, numbers with sources, trade-offs.',
  },
  topic: {
    folder: 'topics',
    title: 'Topics',
    verb: 'Study',
    purpose: 'The ideas of a field in order, with figures and links into the rest.',
  },
  playground: {
    folder: 'playgrounds',
    title: 'Playgrounds',
    verb: 'Try',
    purpose: 'A large figure, knobs, and goals that tick themselves off.',
  },
  note: {
    folder: 'notes',
    title: 'Notes',
    verb: 'Use',
    purpose: 'A technology: when to pick it, how it works inside, how it fails.',
  },
}

export const allKinds = Object.keys(kinds) as readonly Kind[]
