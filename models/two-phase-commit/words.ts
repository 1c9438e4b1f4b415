/** Actions as instructions, events as sentences, and what the inspector reads. */
import type { Action, Event } from '@orrery/engine/model/action.ts'
import type { Field } from '@orrery/engine/model/model.ts'
import { has, rmName, stateOf, type TwoPhaseWorld } from './world.ts'

export function describe(_: TwoPhaseWorld, { type, id }: Action): string {
  const rm = id.slice(id.indexOf(':') + 1)
  switch (type) {
    case 'TMCommit':
      return 'Let the TM commit'
    case 'TMAbort':
      return 'Let the TM abort'
    case 'TMRcvPrepared':
      return `Deliver Prepared from ${rm} to the TM`
    case 'RMPrepare':
    case 'Prepare':
      return `Let ${rm} prepare`
    case 'RMChooseToAbort':
      return `Let ${rm} abort on its own`
    case 'RMRcvCommitMsg':
      return `Deliver Commit to ${rm}`
    case 'RMRcvAbortMsg':
      return `Deliver Abort to ${rm}`
    case 'DecideCommit':
      return `Let ${rm} commit`
    case 'DecideAbort':
      return `Let ${rm} abort`
    default:
      return id
  }
}

export function tell({ type, node = '', message }: Event): string {
  switch (type) {
    case 'send':
      return `${message!.from} sends ${message!.label} to ${message!.to}.`
    case 'receive':
      return node === 'TM'
        ? `The TM receives ${message!.label} from ${message!.from}.`
        : `${node} receives ${message!.label} and does so.`
    case 'prepare':
    case 'Prepare':
      return `${node} has done its work and is prepared.`
    case 'choose-to-abort':
      return `${node} aborts on its own.`
    case 'decide-commit':
      return 'The TM decides to commit.'
    case 'decide-abort':
      return 'The TM decides to abort.'
    case 'DecideCommit':
      return `${node} commits.`
    case 'DecideAbort':
      return `${node} aborts.`
    default:
      return `${node} ${type}.`
  }
}

/** The messages that were sent, each once, as the set `msgs` of the module. */
export function messages(world: TwoPhaseWorld): string[] {
  const sent = world.plan.readyAt.flatMap((_, rm) =>
    has(world.msgs.prepared, rm) ? [`Prepared(${rmName(rm)})`] : [],
  )
  if (world.msgs.commit) sent.push('Commit')
  if (world.msgs.abort) sent.push('Abort')
  return sent
}

const setOf = (items: readonly string[]): string => `{${items.join(', ')}}`

export function inspect(world: TwoPhaseWorld, subject: string): readonly Field[] {
  if (subject === 'TM')
    return [
      { name: 'tmState', value: world.tmState },
      {
        name: 'tmPrepared',
        value: setOf(world.plan.readyAt.flatMap((_, rm) => (has(world.tmPrepared, rm) ? [rmName(rm)] : []))),
      },
      { name: 'msgs', value: setOf(messages(world)) },
    ]
  const [kind = '', name] = subject.split(':')
  const rm = world.plan.readyAt.findIndex((_, i) => rmName(i) === (name ?? kind))
  if (rm < 0) return []
  if (name === undefined) return [{ name: `rmState[${kind}]`, value: stateOf(world.rmState, rm) }]
  const toTm = kind === 'prepared'
  return [
    { name: 'message', value: kind },
    { name: 'from', value: toTm ? name : 'TM' },
    { name: 'to', value: toTm ? 'TM' : name },
  ]
}
