/** A write-ahead log with ARIES recovery, as a model. */
import { combine, hashOf, type Fingerprint } from '@orrery/engine/model/fingerprint.ts'
import type { Model } from '@orrery/engine/model/model.ts'
import { actions, step } from './actions.ts'
import type { LogRecord, PageId } from './log.ts'
import { properties } from './properties.ts'
import { rules } from './rules.ts'
import { sources } from './sources.ts'
import { view, views } from './view.ts'
import { describe, inspect, tell } from './words.ts'
import { params, start, type WalWorld } from './world.ts'

export const wal: Model<WalWorld> = {
  id: 'write-ahead-log',
  title: 'A write-ahead log',
  summary: 'Transactions on pages in memory, a log that is durable first, and a restart after any crash.',
  sources,
  fidelity: {
    models: [
      'A buffer pool that writes a page whenever it likes, uncommitted data and all (steal), and never because of a commit (no-force).',
      'A log with checksums: records are in memory, then being written, then durable; a batch at a time (group commit).',
      'A crash at any point, also during recovery, with any beginning of the batch left on disk and its next record whole, half or gone.',
      'Analysis, redo and undo with compensation records, and fuzzy checkpoints, as ARIES has them.',
    ],
    leavesOut: [
      'Pages that are written half: a page is written whole or not at all.',
      'Disks that fail, or that say “durable” and are not.',
      'Changes by meaning rather than by value, nested top actions, and savepoints.',
      'Waiting for locks: a slot that another transaction holds is not offered.',
      'Reuse of the old part of the log, and the checkpoint that ARIES takes at the end of a restart.',
    ],
  },
  params,
  rules,
  properties,
  init: start,
  actions,
  step,
  fingerprint,
  bounds: { log: { default: 12, text: 'Records in the log' } },
  within: ({ log }, bounds) => log.length <= (bounds['log'] ?? Infinity),
  views,
  view,
  inspect,
  describe,
  tell,
}

const prints = new WeakMap<LogRecord, Fingerprint>()

function printOf(record: LogRecord): Fingerprint {
  let print = prints.get(record)
  if (print === undefined) prints.set(record, (print = hashOf(record)))
  return print
}

/** Everything but times, and how often clients asked. */
function fingerprint(world: WalWorld): Fingerprint {
  let print = hashOf([
    world.phase,
    world.crashes,
    world.restarts,
    world.durable,
    world.written,
    world.master,
    world.checkpoint === undefined ? 0 : [world.checkpoint.begin, world.checkpoint.end],
    world.recovery === undefined ? 0 : [world.recovery.cursor, world.recovery.end],
    world.commits,
  ])
  const pool: Record<PageId, unknown> = {}
  for (const [id, { lsn, slots, recLsn }] of Object.entries(world.pool)) pool[id] = [lsn, slots, recLsn]
  const { disk, transactions, locks, clients, recovery } = world
  for (const part of [disk, pool, transactions, locks, clients, recovery?.dirty]) {
    print = combine(print, hashOf(part))
  }
  for (const record of world.log) print = combine(print, printOf(record))
  return print
}
