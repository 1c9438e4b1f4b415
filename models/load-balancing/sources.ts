/** Where the figure comes from. */
import type { Source } from '@orrery/engine/model/model.ts'

export const MITZENMACHER = {
  title: 'The Power of Two Choices in Randomized Load Balancing',
  authors: 'M. Mitzenmacher',
  year: 2001,
  where: 'IEEE Transactions on Parallel and Distributed Systems 12(10)',
} as const

export const OLD_INFORMATION = {
  title: 'How Useful Is Old Information?',
  authors: 'M. Mitzenmacher',
  year: 2000,
  where:
    'IEEE Transactions on Parallel and Distributed Systems 11(1), the bulletin board with periodic updates',
} as const

export const BOUNDED = {
  title: 'Consistent Hashing with Bounded Loads',
  authors: 'V. Mirrokni, M. Thorup, M. Zadimoghaddam',
  year: 2018,
  where: 'SODA 2018',
  url: 'https://arxiv.org/abs/1608.01350',
} as const

export const sources: readonly Source[] = [
  MITZENMACHER,
  OLD_INFORMATION,
  BOUNDED,
  {
    title: 'Balanced Allocations',
    authors: 'Y. Azar, A. Z. Broder, A. R. Karlin, E. Upfal',
    year: 1999,
    where: 'SIAM Journal on Computing 29(1)',
  },
  {
    title: 'Upstream: smooth weighted round-robin balancing',
    authors: 'M. Dounin',
    year: 2012,
    where: 'commit to nginx, with the worked example of weights 5, 1, 1',
  },
  {
    title: 'Finagle: Clients, load balancing (P2C + PeakEWMA)',
    authors: 'Twitter',
    year: 2015,
    url: 'https://twitter.github.io/finagle/guide/Clients.html',
  },
  {
    title: 'Performance Modeling and Design of Computer Systems',
    authors: 'M. Harchol-Balter',
    year: 2013,
    where: 'chapters 13, 14, 20 and 23',
  },
]
