/** A write-ahead log: one run with a commit, a steal, a torn tail, and a crash during recovery. */
import { isWhole } from '@orrery/models/wal/log.ts'
import { properties } from '@orrery/models/wal/properties.ts'
import { kept, paramsWith } from '@orrery/models/wal/scenarios.ts'
import { aries, postgres, principles } from '@orrery/models/wal/sources.ts'
import { visible, type WalWorld } from '@orrery/models/wal/world.ts'
import type { Explainer } from '../types.ts'

const stored = (world: WalWorld, slot: string): number =>
  world.disk[slot.slice(0, 1).toUpperCase()]?.slots[slot] ?? 0
const statusOf = (world: WalWorld, txn: string) => world.clients[txn]?.status
const compensations = (world: WalWorld) =>
  world.log.flatMap((record) => (record.type === 'clr' ? [record] : []))

/** A record by its number, which points at it. */
const lsn = (n: number): string => `[LSN ${n}](@L${n})`
const T1 = '[T1](@T1)'
const T2 = '[T2](@T2)'

const holds = (id: string) => (world: WalWorld) => {
  const property = properties.find((each) => each.id === id)
  return property?.kind === 'always' && property.violation(world) === undefined
}

export const explainer: Explainer<WalWorld> = {
  kind: 'explainer',
  slug: 'write-ahead-log',
  title: 'Write-ahead log',
  description: 'How a database keeps what it promised, and nothing else, through a crash at any moment.',
  group: 'Explainers',
  scenario: {
    id: 'write-ahead-log-explained',
    title: 'A commit, a crash, a recovery, and a crash during it',
    model: 'write-ahead-log',
    setup: { params: paramsWith({ transactions: 3, writeBack: 60 }), without: [], seed: 1 },
  },
  view: 'disk',
  pace: 20_000,
  steps: [
    {
      id: 'problem',
      title: 'Half a payment',
      caption:
        'A payment changes pages A and B. If power fails when only A is on disk, the money has left and arrived nowhere.',
      expect: [
        { claim: 'two pages are on disk', holds: (w) => Object.keys(w.disk).join() === 'A,B' },
        { claim: 'nothing is logged yet', holds: (w) => w.log.length === 0 },
      ],
      highlight: ['disk:A', 'disk:B'],
    },
    {
      id: 'record',
      title: 'A change is logged',
      do: ['update:T1:a1'],
      for: 20_000,
      caption: (w) =>
        `${T1} sets a1 to ${visible(w, 'a1')}, in memory only. The log gets ${lsn(1)}: what was there, what is there now. [Dashed](role:pending): not yet safe.`,
      expect: [
        { claim: 'the disk still has the old value', holds: (w) => stored(w, 'a1') === 0 },
        {
          claim: 'the record has both values',
          holds: ({ log: [record] }) =>
            record?.type === 'update' && record.before === 0 && record.after === 11,
        },
        { claim: 'the record is in memory', holds: (w) => w.log.length === 1 && w.written === 0 },
      ],
      highlight: ['A', 'L1'],
    },
    {
      id: 'commit',
      title: 'The log is written',
      do: ['update:T1:b1', 'commit:T1'],
      for: 4_000,
      caption: (w) =>
        `${T1} also sets b1, then asks to commit. Only the log is written, LSN ${w.durable + 1} to ${w.written}. No page is. Meanwhile its client waits.`,
      expect: [
        { claim: 'three records are being written', holds: (w) => w.written === 3 && w.durable === 0 },
        { claim: 'no page was written', holds: (w) => stored(w, 'a1') === 0 && stored(w, 'b1') === 0 },
        { claim: 'the client waits', holds: (w) => statusOf(w, 'T1') === 'waits' },
      ],
      highlight: ['T1', 'L3'],
    },
    {
      id: 'acknowledged',
      title: 'Durable, then acknowledged',
      until: (w) => statusOf(w, 'T1') === 'acked',
      caption: (w) =>
        `The fsync returns after ${String(w.setup.params['fsync'])} ms. The commit record is [durable](role:committed), so the client hears *committed*. Both pages are still dirty: *no-force*.`,
      expect: [
        { claim: 'the commit record is durable', holds: (w) => w.durable === 3 },
        {
          claim: 'both pages are dirty',
          holds: ({ pool }) => Object.values(pool).every((f) => f.recLsn > 0),
        },
      ],
      highlight: ['T1', 'L3'],
    },
    {
      id: 'steal',
      title: 'A page is stolen',
      do: ['update:T2:a1', 'update:T2:b2'],
      until: (w) => stored(w, 'a1') === 21,
      caption: (w) =>
        `${T2}, not committed, writes a1 and b2. The pool writes page A to disk: *steal*. But first the log, up to LSN ${w.durable}.`,
      expect: [
        { claim: 'T2 is at work', holds: (w) => statusOf(w, 'T2') === 'open' },
        { claim: 'its value is on disk', holds: (w) => stored(w, 'a1') === 21 },
        {
          claim: 'the log is durable beyond that page',
          holds: (w) => w.durable >= (w.disk['A']?.lsn ?? Infinity),
        },
        { claim: 'no page on disk is ahead of the log', holds: holds('write-ahead') },
      ],
      properties: ['write-ahead'],
      highlight: ['disk:A', 'L5'],
    },
    {
      id: 'crash',
      title: 'Power fails',
      do: ['update:T2:a2', 'write:log', 'crash:0:half'],
      for: 10_000,
      caption: (w) =>
        `Power [fails](role:failed) with ${lsn(w.log.length)} half written. On disk, page A has ${T2}’s ${stored(w, 'a1')}, uncommitted; page B has b1 = ${stored(w, 'b1')}, not ${T1}’s 12.`,
      expect: [
        { claim: 'memory is empty', holds: (w) => Object.keys(w.pool).length === 0 },
        { claim: 'the last record is torn', holds: ({ log }) => !isWhole(log.at(-1)!) },
        {
          claim: 'A has too much, B too little',
          holds: (w) => stored(w, 'a1') === 21 && stored(w, 'b1') === 0,
        },
      ],
      highlight: ['disk:A', 'disk:B', 'L7'],
    },
    {
      id: 'analysis',
      title: 'Analysis',
      until: ({ phase }) => phase === 'redo',
      prediction: {
        question:
          'What must a1 and b1 be after recovery? The disk has 21 and 0; T1 wrote 11 and 12, T2 wrote 21.',
        options: [
          {
            text: '21 and 0',
            right: false,
            why: 'Then T2 would count although it never committed, and half of T1 would be lost.',
          },
          {
            text: '0 and 0',
            right: false,
            why: 'T1’s client was told *committed*. Nothing may take that back.',
          },
          {
            text: '11 and 12',
            right: true,
            why: 'All of T1, which committed, and nothing of T2, which did not.',
          },
        ],
      },
      caption: (w) =>
        `*Analysis* reads the log. LSN ${w.log.length + 1} failed its checksum: the log ends before it. ${T1} committed; ${Object.keys(
          w.transactions,
        )
          .map((t) => `[${t}](@${t})`)
          .join()} did not, a *loser*.`,
      expect: [
        { claim: 'the torn record is gone', holds: (w) => w.log.length === 6 && w.log.every(isWhole) },
        { claim: 'T2 is the only loser', holds: (w) => Object.keys(w.transactions).join() === 'T2' },
      ],
      highlight: ['T2', 'L3'],
    },
    {
      id: 'redo',
      title: 'Redo repeats history',
      until: ({ phase }) => phase === 'undo',
      caption: (w) =>
        `*Redo* repeats history, losers’ changes too: page B lacked two. Page A lacks nothing, as its own LSN, ${w.disk['A']?.lsn ?? ''}, says.`,
      expect: [
        { claim: 'b1 is back', holds: (w) => visible(w, 'b1') === 12 },
        { claim: 'T2’s b2 is, too', holds: (w) => visible(w, 'b2') === 22 },
        { claim: 'page A was not changed', holds: (w) => w.pool['A'] === undefined },
      ],
      highlight: ['B', 'disk:A'],
    },
    {
      id: 'undo',
      title: 'Undo is logged',
      until: (w) => compensations(w).length === 1,
      caption: (w) => {
        const [clr] = compensations(w)
        return `*Undo* takes back ${T2}, latest change first: b2 is ${visible(w, 'b2')} again. That is logged, too: ${lsn(clr?.lsn ?? 0)}, a *compensation record*. Next: LSN ${clr?.undoNext ?? 0}.`
      },
      expect: [
        { claim: 'b2 is as before', holds: (w) => visible(w, 'b2') === 0 },
        { claim: 'one record compensates LSN 6', holds: (w) => compensations(w)[0]?.undoNext === 5 },
      ],
      highlight: ['B', 'L7'],
    },
    {
      id: 'again',
      title: 'A crash during recovery',
      do: ['write:log', 'crash:1'],
      until: ({ phase }) => phase === 'up',
      caption: (w) =>
        `Power fails again. The next recovery finds LSN 7 and goes on where it points; nothing is undone twice. Now a1 = ${visible(w, 'a1')}, b1 = ${visible(w, 'b1')}.`,
      expect: [
        { claim: 'it crashed twice', holds: (w) => w.crashes === 2 },
        { claim: 'all of T1 is there', holds: (w) => visible(w, 'a1') === 11 && visible(w, 'b1') === 12 },
        { claim: 'nothing of T2 is', holds: holds('atomicity') },
        { claim: 'two updates, two compensations', holds: (w) => compensations(w).length === 2 },
        { claim: 'every promise holds', holds: kept },
      ],
      properties: ['durability', 'atomicity', 'recovered', 'undone-once'],
      highlight: ['A', 'B'],
    },
    {
      id: 'price',
      title: 'The price',
      do: ['checkpoint'],
      until: ({ master }) => master > 0,
      caption: (w) =>
        `The price: commits wait for an fsync, recovery for the log to be read. A *checkpoint* notes the tables: analysis would now start at ${lsn(w.master)}.`,
      expect: [
        {
          claim: 'the master record points at the checkpoint',
          holds: (w) => w.log[w.master - 1]?.type === 'begin_chkpt',
        },
      ],
      highlight: (w) => [`L${w.master}`],
    },
    {
      id: 'break-it',
      title: 'Break it',
      caption:
        'Your turn: switch off *log before page*, and search. The shortest bad run leaves a value that nobody committed, and no record to undo it.',
      breakIt: {
        rule: 'log-before-page',
        text: 'Look at the page on disk and at the log when power fails. Then switch off the fsync, the checksum or the logged undo: each loses or corrupts what was committed.',
      },
      expect: [{ claim: 'with all rules on, every promise was kept', holds: kept }],
      properties: ['atomicity'],
      recap: [
        'Before a page goes to disk, its log does. Before a client hears *committed*, the commit record is durable.',
        'So pages may be written early (steal) or late (no-force): the log can undo the one and redo the other.',
        'Recovery is analysis, redo, undo. It logs what it undoes, so it may crash and begin again at any time.',
        'A log guards against crashes, not against a disk that dies: that takes copies.',
      ],
    },
  ],
  review: [
    {
      question: 'Why does redo repeat even the changes of transactions that will be undone?',
      answer:
        'So that each page is exactly as it was at the crash, compensations included. Then undoing works after a crash as it does in a rollback, and the page’s LSN always says which records it has.',
    },
    {
      question: 'A commit makes its client wait for one write. Why the log and not the changed pages?',
      answer:
        'The log is written in one piece at its end, and one fsync serves every commit in the batch. Pages lie all over the disk; they can be written later, since the log can redo them.',
    },
    {
      question: 'What would go wrong if recovery ignored checksums?',
      answer:
        'A record whose second half never reached the disk would be redone or undone with whatever was there before, over committed data.',
    },
  ],
  sources: [aries, principles, postgres],
  next: ['explainers/raft', 'explainers/lamport-clock'],
  published: '2026-11-22',
  updated: '2026-11-22',
}
