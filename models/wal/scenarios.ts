/** Runs that are told: a crash and what it takes, a torn tail, a checkpoint, and a rollback by choice. */
import type { Setup } from '@orrery/engine/model/model.ts'
import type { Scenario } from '@orrery/engine/model/scenario.ts'
import { isWhole } from './log.ts'
import { properties } from './properties.ts'
import { params, visible, type WalWorld } from './world.ts'

/** The parameters, with some of them changed. */
export function paramsWith(changed: Setup['params'] = {}): Setup['params'] {
  const defaults = Object.entries(params).map(([name, spec]) => [name, spec.default] as const)
  return { ...Object.fromEntries(defaults), ...changed }
}

/** Every promise holds. */
export const kept = (world: WalWorld): boolean =>
  properties.every((property) => property.kind !== 'always' || property.violation(world) === undefined)

const isUp = ({ phase }: WalWorld): boolean => phase === 'up'
const setup: Setup = { params: paramsWith(), without: [], seed: 1 }

export const scenarios: readonly Scenario<WalWorld>[] = [
  {
    id: 'commit-and-crash',
    title: 'Committed and not: a crash between the two',
    model: 'write-ahead-log',
    setup,
    steps: [
      {
        id: 'acknowledged',
        do: ['update:T1:a1', 'update:T1:b1', 'commit:T1'],
        until: ({ clients }) => clients['T1']?.status === 'acked',
        expect: [
          { claim: 'the commit record is durable', holds: (w) => w.durable >= 3 },
          { claim: 'no page was written for it', holds: (w) => w.disk['A']?.lsn === 0 },
        ],
      },
      {
        id: 'stolen',
        do: ['update:T2:a1'],
        until: ({ disk }) => disk['A']?.slots['a1'] === 21,
        expect: [{ claim: 'its log is durable', holds: (w) => w.durable >= (w.disk['A']?.lsn ?? Infinity) }],
      },
      {
        id: 'crashed',
        do: ['crash'],
        expect: [
          { claim: 'memory is gone', holds: (w) => Object.keys(w.pool).length === 0 },
          { claim: 'the disk is not', holds: (w) => w.disk['A']?.slots['a1'] === 21 },
        ],
      },
      {
        id: 'recovered',
        until: isUp,
        expect: [
          { claim: 'T1 is there', holds: (w) => visible(w, 'a1') === 11 && visible(w, 'b1') === 12 },
          { claim: 'T2 left no trace', holds: kept },
        ],
      },
    ],
  },
  {
    id: 'torn-tail',
    title: 'A record written half',
    model: 'write-ahead-log',
    setup,
    steps: [
      {
        id: 'written',
        do: ['update:T1:a1', 'update:T1:a2', 'write:log'],
        for: 4_000,
        expect: [{ claim: 'the fsync is under way', holds: (w) => w.written === 2 && w.durable === 0 }],
      },
      {
        id: 'torn',
        do: ['crash:1:half'],
        expect: [
          { claim: 'one record is whole', holds: ({ log: [one] }) => one !== undefined && isWhole(one) },
          { claim: 'one is not', holds: ({ log: [, two] }) => two !== undefined && !isWhole(two) },
        ],
      },
      {
        id: 'recovered',
        until: isUp,
        expect: [
          { claim: 'nothing of T1 is left', holds: (w) => visible(w, 'a1') === 0 && visible(w, 'a2') === 0 },
          { claim: 'every promise holds', holds: kept },
        ],
      },
    ],
  },
  {
    id: 'checkpoint',
    title: 'A checkpoint shortens recovery',
    model: 'write-ahead-log',
    setup,
    steps: [
      {
        id: 'worked',
        do: ['update:T1:a1', 'commit:T1'],
        until: ({ disk }) => disk['A']?.lsn === 1,
        expect: [{ claim: 'page A is clean', holds: (w) => w.pool['A']?.recLsn === 0 }],
      },
      {
        id: 'checkpoint',
        do: ['update:T2:b1', 'checkpoint'],
        until: ({ master }) => master > 0,
        expect: [
          {
            claim: 'the master record points at it',
            holds: (w) => w.log[w.master - 1]?.type === 'begin_chkpt',
          },
        ],
      },
      {
        id: 'short',
        do: ['crash', 'restart'],
        expect: [{ claim: 'analysis begins there', holds: (w) => w.recovery?.cursor === w.master }],
      },
      {
        id: 'recovered',
        until: isUp,
        expect: [
          { claim: 'T2, which began before it, is undone', holds: (w) => visible(w, 'b1') === 0 },
          { claim: 'every promise holds', holds: kept },
        ],
      },
    ],
  },
  {
    id: 'rollback',
    title: 'A rollback by choice',
    model: 'write-ahead-log',
    setup,
    steps: [
      {
        id: 'asked',
        do: ['update:T1:a1', 'update:T1:b1', 'abort:T1'],
        until: ({ clients }) => clients['T1']?.status === 'undone',
        expect: [
          {
            claim: 'both slots are as before',
            holds: (w) => visible(w, 'a1') === 0 && visible(w, 'b1') === 0,
          },
          {
            claim: 'in reverse order',
            holds: (w) => w.log.flatMap((r) => (r.type === 'clr' ? [r.slot] : [])).join() === 'b1,a1',
          },
        ],
      },
      {
        id: 'again',
        do: ['write:log', 'crash:6'],
        until: isUp,
        expect: [{ claim: 'it stays undone after a crash', holds: (w) => visible(w, 'a1') === 0 && kept(w) }],
      },
    ],
  },
]
