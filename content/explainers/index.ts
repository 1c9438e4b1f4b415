/**
 * The explainers, by slug. Lazy, so that a page carries only its own steps; lists and the build ask for
 * all. To add one: write `SLUG.ts` with an `explainer` in it, and a line here.
 */
import type { Explainer } from '../types.ts'

/* eslint-disable-next-line @typescript-eslint/no-explicit-any -- each explainer has its own world type */
export type AnyExplainer = Explainer<any>

/** In the order of the lists. */
export const explainers: Readonly<Record<string, () => Promise<AnyExplainer>>> = {
  raft: async () => (await import('./raft.ts')).explainer,
  'lamport-clock': async () => (await import('./lamport-clock.ts')).explainer,
  'write-ahead-log': async () => (await import('./write-ahead-log.ts')).explainer,
  'consistent-hashing': async () => (await import('./consistent-hashing.ts')).explainer,
  attention: async () => (await import('./attention.ts')).explainer,
  'majority-quorum': async () => (await import('./majority-quorum.ts')).explainer,
}

/** All of them, loaded, in order. */
export async function allExplainers(): Promise<AnyExplainer[]> {
  return Promise.all(Object.values(explainers).map((load) => load()))
}
