import type { Source } from '@orrery/engine/model/model.ts'

export const paper: Source = {
  title: 'In Search of an Understandable Consensus Algorithm (Extended Version)',
  authors: 'Diego Ongaro and John Ousterhout',
  year: 2014,
  where: 'Figures 2, 3 and 8; §5',
  url: 'https://raft.github.io/raft.pdf',
}

export const thesis: Source = {
  title: 'Consensus: Bridging Theory and Practice',
  authors: 'Diego Ongaro',
  year: 2014,
  where: 'Chapters 3 to 6 and §9.6',
  url: 'https://github.com/ongardie/dissertation',
}

export const reconfigurationBug: Source = {
  title: 'Bug in single-server membership changes (raft-dev)',
  authors: 'Diego Ongaro',
  year: 2015,
  where: 'The problem and its correction: a no-op of the new term first',
  url: 'https://groups.google.com/g/raft-dev/c/t4xj6dJTP6E',
}

export const sources: readonly Source[] = [paper, thesis, reconfigurationBug]
