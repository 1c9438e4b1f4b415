/** All models, by id. A model's code is loaded when it is asked for, so that a page carries only its own. */
import type { ModelEntry } from './entry.ts'

/* eslint-disable-next-line @typescript-eslint/no-explicit-any -- each entry has its own world type */
type AnyEntry = ModelEntry<any>

export const models: Readonly<Record<string, () => Promise<AnyEntry>>> = {}
