/** The papers, each once. */
import type { Source } from '@orrery/engine/model/model.ts'

export const karger: Source = {
  title:
    'Consistent Hashing and Random Trees: Distributed Caching Protocols for Relieving Hot Spots on the World Wide Web',
  authors: 'David Karger, Eric Lehman, Tom Leighton, Rina Panigrahy, Matthew Levine and Daniel Lewin',
  year: 1997,
  where: 'STOC, §4',
  url: 'https://doi.org/10.1145/258533.258660',
}
export const rendezvous: Source = {
  title: 'Using Name-Based Mappings to Increase Hit Rates',
  authors: 'David G. Thaler and Chinya V. Ravishankar',
  year: 1998,
  where: 'IEEE/ACM Transactions on Networking 6(1)',
  url: 'https://doi.org/10.1109/90.663936',
}
export const dynamo: Source = {
  title: 'Dynamo: Amazon’s Highly Available Key-value Store',
  authors: 'Giuseppe DeCandia and others',
  year: 2007,
  where: 'SOSP, §4.2',
  url: 'https://doi.org/10.1145/1294261.1294281',
}
export const lamping: Source = {
  title: 'A Fast, Minimal Memory, Consistent Hash Algorithm',
  authors: 'John Lamping and Eric Veach',
  year: 2014,
  where: 'figure 1',
  url: 'https://arxiv.org/abs/1406.2294',
}
export const maglev: Source = {
  title: 'Maglev: A Fast and Reliable Software Network Load Balancer',
  authors: 'Danielle E. Eisenbud and others',
  year: 2016,
  where: 'NSDI, §3.4',
  url: 'https://www.usenix.org/conference/nsdi16/technical-sessions/presentation/eisenbud',
}
export const bounded: Source = {
  title: 'Consistent Hashing with Bounded Loads',
  authors: 'Vahab Mirrokni, Mikkel Thorup and Morteza Zadimoghaddam',
  year: 2018,
  where: 'SODA',
  url: 'https://arxiv.org/abs/1608.01350',
}

export const sources: readonly Source[] = [karger, rendezvous, dynamo, lamping, maglev, bounded]
