/** All models, by id. A model's code is loaded when it is asked for, so that a page carries only its own. */
import type { ModelEntry } from './entry.ts'

/** Each entry has its own type of world; whoever loads one by name handles its worlds unseen. */
/* eslint-disable-next-line @typescript-eslint/no-explicit-any -- no one type is a world of every model */
export type AnyEntry = ModelEntry<any>

/** To add a model: a folder that exports `entry`, and a line here. */
export const models: Readonly<Record<string, () => Promise<AnyEntry>>> = {
  raft: async () => (await import('./raft/index.ts')).entry,
  'lamport-clock': async () => (await import('./lamport-clock/index.ts')).entry,
  'lamport-mutex': async () => (await import('./lamport-mutex/index.ts')).entry,
  'lamport-mutex-spec': async () => (await import('./lamport-mutex/spec-entry.ts')).entry,
  'two-phase-commit': async () => (await import('./two-phase-commit/index.ts')).entry,
  peterson: async () => (await import('./peterson/index.ts')).entry,
  attention: async () => (await import('./attention/index.ts')).entry,
  queue: async () => (await import('./queue/index.ts')).entry,
  quorum: async () => (await import('./quorum/index.ts')).entry,
  'load-balancing': async () => (await import('./load-balancing/index.ts')).entry,
  'consistent-hashing': async () => (await import('./hash-ring/index.ts')).entry,
  'write-ahead-log': async () => (await import('./wal/index.ts')).entry,
}
