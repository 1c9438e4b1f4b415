import type { Source } from '@orrery/engine/model/model.ts'

export const gifford: Source = {
  title: 'Weighted Voting for Replicated Data',
  authors: 'David K. Gifford',
  year: 1979,
  where: '7th ACM Symposium on Operating Systems Principles, 150-162',
  url: 'https://dl.acm.org/doi/10.1145/800215.806583',
}

export const abd: Source = {
  title: 'Sharing Memory Robustly in Message-Passing Systems',
  authors: 'Hagit Attiya, Amotz Bar-Noy and Danny Dolev',
  year: 1995,
  where: 'Journal of the ACM 42(1), 124-142',
  url: 'https://dl.acm.org/doi/10.1145/200836.200869',
}

export const lynchShvartsman: Source = {
  title: 'Robust Emulation of Shared Memory Using Dynamic Quorum-Acknowledged Broadcasts',
  authors: 'Nancy Lynch and Alexander Shvartsman',
  year: 1997,
  where: '27th International Symposium on Fault-Tolerant Computing, 272-281',
}

export const dynamo: Source = {
  title: 'Dynamo: Amazon’s Highly Available Key-value Store',
  authors: 'Giuseppe DeCandia et al.',
  year: 2007,
  where: '21st ACM Symposium on Operating Systems Principles, 205-220',
  url: 'https://dl.acm.org/doi/10.1145/1294261.1294281',
}

export const herlihyWing: Source = {
  title: 'Linearizability: A Correctness Condition for Concurrent Objects',
  authors: 'Maurice P. Herlihy and Jeannette M. Wing',
  year: 1990,
  where: 'ACM Transactions on Programming Languages and Systems 12(3), 463-492',
  url: 'https://dl.acm.org/doi/10.1145/78969.78972',
}

export const sources: readonly Source[] = [abd, gifford, dynamo, lynchShvartsman, herlihyWing]
