/**
 * The explorer on two-phase commit, through the Model interface that all models share, against the search
 * that one would write first; and what a state takes of memory. `node bench/explore.ts` runs it alone.
 */
import { BreadthFirst } from '@orrery/engine/explore/breadth-first.ts'
import { questionOf } from '@orrery/engine/explore/question.ts'
import { twoPhaseCommit } from '@orrery/models/two-phase-commit/model.ts'
import { plainSearch } from './plain-search.ts'
import type { Result } from './result.ts'

interface Measured {
  readonly generatedPerSecond: number
  readonly distinct: number
  /** Of the table and the trail when all was found. */
  readonly bytes: number
}

/** Both judge the same: that no one aborts while another commits. */
function explorer(participants: number, symmetry = false): Measured {
  const setup = { params: { participants, spec: 'TwoPhase' }, without: [], seed: 1 }
  const question = questionOf(twoPhaseCommit, setup, { property: 'consistent', symmetry })
  const search = new BreadthFirst(twoPhaseCommit, question)
  const began = performance.now()
  if (search.run(Infinity) !== 'done') throw new Error('two-phase commit is not consistent')
  const seconds = (performance.now() - began) / 1000
  return { generatedPerSecond: search.generated / seconds, distinct: search.distinct, bytes: search.bytes() }
}

function plain(participants: number): Measured {
  const began = performance.now()
  const { distinct, generated } = plainSearch(participants)
  const seconds = (performance.now() - began) / 1000
  return { generatedPerSecond: generated / seconds, distinct, bytes: 0 }
}

const faster = (a: Measured, b: Measured): Measured => (b.generatedPerSecond > a.generatedPerSecond ? b : a)

export function bench(): Promise<readonly Result[]> {
  return Promise.resolve(measure())
}

function measure(): readonly Result[] {
  // Turn by turn, the best of each: other work on the machine slows both.
  explorer(6)
  let first = plain(6)
  let ours = explorer(8)
  for (let turn = 1; turn < 3; turn++) {
    first = faster(first, plain(6))
    ours = faster(ours, explorer(8))
  }
  first = faster(first, plain(6))
  const folded = explorer(8, true)
  const ratio = ours.generatedPerSecond / first.generatedPerSecond
  const bytes = ours.bytes / ours.distinct
  const rate = { unit: 'states/s', target: '', ok: true }
  return [
    { name: 'TwoPhase N=6, plain search, generated', value: first.generatedPerSecond, ...rate },
    { name: 'TwoPhase N=8, explorer, generated', value: ours.generatedPerSecond, ...rate },
    { name: 'explorer / plain search', value: ratio, unit: 'x', target: 'at least 5', ok: ratio >= 5 },
    {
      name: 'memory of a state that was expanded',
      value: bytes,
      unit: 'bytes',
      target: 'below 40',
      ok: bytes < 40,
    },
    {
      name: 'TwoPhase N=8, states left by symmetry',
      value: folded.distinct,
      unit: `of ${ours.distinct}`,
      target: 'below 1 in 100',
      ok: folded.distinct * 100 < ours.distinct,
    },
  ]
}

if (import.meta.main)
  for (const { name, value, unit, target, ok } of await bench())
    console.log(`${ok ? 'ok  ' : 'MISS'} ${name}: ${value.toFixed(1)} ${unit}${target ? ` (${target})` : ''}`)
