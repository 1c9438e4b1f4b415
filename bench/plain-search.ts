/**
 * The search that one would write first: states are plain objects copied with a spread, and a Set holds
 * their JSON. TwoPhase of Gray and Lamport, as models/two-phase-commit has it.
 */

interface State {
  readonly rmState: readonly ('working' | 'prepared' | 'committed' | 'aborted')[]
  readonly tmState: 'init' | 'committed' | 'aborted'
  readonly tmPrepared: readonly number[]
  readonly msgs: readonly string[]
}

function* successors(state: State): Generator<State> {
  const { rmState, tmState, tmPrepared, msgs } = state
  const put = (rm: number, to: State['rmState'][number]): State['rmState'] =>
    rmState.map((old, i) => (i === rm ? to : old))
  const add = <T>(set: readonly T[], item: T): readonly T[] =>
    set.includes(item) ? set : [...set, item].sort()
  if (tmState === 'init') {
    if (tmPrepared.length === rmState.length)
      yield { ...state, tmState: 'committed', msgs: add(msgs, 'Commit') }
    yield { ...state, tmState: 'aborted', msgs: add(msgs, 'Abort') }
  }
  for (const [rm, old] of rmState.entries()) {
    if (tmState === 'init' && msgs.includes(`Prepared ${rm}`))
      yield { ...state, tmPrepared: add(tmPrepared, rm) }
    if (old === 'working') {
      yield { ...state, rmState: put(rm, 'prepared'), msgs: add(msgs, `Prepared ${rm}`) }
      yield { ...state, rmState: put(rm, 'aborted') }
    }
    if (msgs.includes('Commit')) yield { ...state, rmState: put(rm, 'committed') }
    if (msgs.includes('Abort')) yield { ...state, rmState: put(rm, 'aborted') }
  }
}

const isConsistent = ({ rmState }: State): boolean =>
  !(rmState.includes('committed') && rmState.includes('aborted'))

/** All states for so many resource managers. @throws Error if one is not consistent */
export function plainSearch(participants: number): { distinct: number; generated: number } {
  const first: State = {
    rmState: Array.from({ length: participants }, () => 'working' as const),
    tmState: 'init',
    tmPrepared: [],
    msgs: [],
  }
  const seen = new Set([JSON.stringify(first)])
  let generated = 1
  for (let level = [first]; level.length > 0;) {
    const next: State[] = []
    for (const state of level) {
      for (const after of successors(state)) {
        generated++
        const key = JSON.stringify(after)
        if (seen.has(key)) continue
        seen.add(key)
        if (!isConsistent(after)) throw new Error(`inconsistent: ${key}`)
        next.push(after)
      }
    }
    level = next
  }
  return { distinct: seen.size, generated }
}
