/** The one list: all that can happen next, and doing one of it. */
import type { Action, Micros } from '@orrery/engine/model/action.ts'
import type { Step } from '@orrery/engine/model/model.ts'
import { draw, streamOf } from '@orrery/engine/model/random.ts'
import {
  beginCheckpoint,
  checkpointDue,
  crash,
  endCheckpoint,
  isDirty,
  leftovers,
  logDue,
  mayMoveMaster,
  maySync,
  mayWriteLog,
  mayWritePage,
  moveMaster,
  pageDue,
  sync,
  syncDue,
  writeLog,
  writePage,
  type Leftover,
} from './disk.ts'
import { nextLoser, recover, restart } from './recovery.ts'
import { acknowledge, commit, mayAcknowledge, mayUpdate, rollBack, undoOne, update } from './transactions.ts'
import { allSlots, pagesOf, type Done, type WalWorld } from './world.ts'

/** Power comes back after so long; a step of recovery, or of a rollback, takes so long. */
const POWER: Micros = 40_000
const STEP: Micros = 5_000
/** What a client that works by itself thinks between two wishes. */
const THINK: Micros = 6_000

type Types = Pick<ReadonlySet<string>, 'has'>

export function actions(world: WalWorld, types?: Types): readonly Action[] {
  const list: Action[] = []
  const add = (id: string, by: Action['by'], at: Micros, subject: string): void => {
    const type = typeOf(id)
    if (types === undefined || types.has(type)) {
      list.push({ id, type, by, at: Math.max(world.now, at), subject })
    }
  }
  if (world.phase === 'down') {
    add('restart', 'system', world.since + POWER, 'machine')
    return list
  }
  if (world.phase !== 'up') add(recoveryStep(world), 'system', world.since + STEP, 'machine')
  addStorage(world, add)
  if (world.phase === 'up') {
    addRollbacks(world, add)
    addWishes(world, add)
    if (world.checkpoint === undefined) add('checkpoint', 'input', world.now, 'log')
  }
  for (const leftover of leftovers(world)) add(crashId(leftover), 'fault', world.now, 'machine')
  return list
}

type Add = (id: string, by: Action['by'], at: Micros, subject: string) => void

function recoveryStep(world: WalWorld): string {
  if (world.phase === 'undo') return `undo:${nextLoser(world)}`
  return `${world.phase === 'analysis' ? 'analyse' : 'redo'}:L${world.recovery?.cursor ?? 0}`
}

function addStorage(world: WalWorld, add: Add): void {
  for (const txn of Object.keys(world.transactions)) {
    if (world.phase === 'up' && mayAcknowledge(world, txn)) add(`ack:${txn}`, 'system', world.now, txn)
  }
  if (mayWriteLog(world)) add('write:log', 'system', logDue(world), 'log')
  if (maySync(world)) add('sync:log', 'system', syncDue(world), 'log')
  if (world.checkpoint?.end === 0) add('checkpoint-end', 'system', checkpointDue(world), 'log')
  if (mayMoveMaster(world)) add('master', 'system', world.now, 'log')
  for (const page of pagesOf(world.setup)) {
    if (isDirty(world, page) && mayWritePage(world, page)) {
      add(`write:${page}`, 'system', pageDue(world, page), page)
    }
  }
}

function addRollbacks(world: WalWorld, add: Add): void {
  for (const [txn, { state }] of Object.entries(world.transactions)) {
    if (state === 'rolling back') add(`undo:${txn}`, 'system', world.since + STEP, txn)
  }
}

/** What clients may ask for. Where they work by themselves, one of their wishes is due by itself. */
function addWishes(world: WalWorld, add: Add): void {
  const wishes: { readonly id: string; readonly txn: string }[] = []
  for (const [txn, { status }] of Object.entries(world.clients)) {
    if (status !== 'open' && status !== 'idle') continue
    for (const slot of allSlots(world.setup)) {
      if (mayUpdate(world, txn, slot)) wishes.push({ id: `update:${txn}:${slot}`, txn })
    }
    if (status !== 'open') continue
    wishes.push({ id: `commit:${txn}`, txn }, { id: `abort:${txn}`, txn })
  }
  const own =
    world.setup.params['busy'] === true && wishes.length > 0
      ? draw(world.setup.seed, CLIENTS, world.asked) % wishes.length
      : -1
  for (const [i, { id, txn }] of wishes.entries()) {
    add(id, i === own ? 'system' : 'input', i === own ? world.askedAt + THINK : world.now, txn)
  }
}

const CLIENTS = streamOf('clients')

/** The kind of an action, which bounds count by. */
function typeOf(id: string): string {
  const [verb = '', what] = id.split(':')
  if (verb === 'write') return what === 'log' ? 'write-log' : 'write-page'
  return verb
}

/** "crash" leaves nothing of the batch under way, "crash:2" two whole records, "crash:2:half" and half of a third. */
const crashId = ({ whole, half }: Leftover): string =>
  half ? `crash:${whole}:half` : whole > 0 ? `crash:${whole}` : 'crash'

export function leftoverOf(id: string): Leftover {
  const [, whole = '0', half] = id.split(':')
  return { whole: Number(whole), half: half === 'half' }
}

/** @throws Error for an action that is not possible in this world */
export function step(world: WalWorld, action: Action): Step<WalWorld> {
  if (!(action.at >= world.now)) {
    throw new RangeError(`${action.id} at ${action.at} is before now, ${world.now}`)
  }
  const { world: next, events } = doIt({ ...world, now: action.at }, action.id)
  return { world: next, events }
}

function doIt(world: WalWorld, id: string): Done {
  const [verb = '', what = '', where = ''] = id.split(':')
  switch (verb) {
    case 'update':
      return asked(update(world, what, where))
    case 'commit':
      return asked(commit(world, what))
    case 'abort':
      return asked(rollBack({ ...world, since: world.now }, what))
    case 'ack':
      return acknowledge(world, what)
    case 'write':
      return what === 'log' ? writeLog(world) : writePage(world, what)
    case 'sync':
      return sync(world)
    case 'checkpoint':
      return beginCheckpoint(world)
    case 'checkpoint-end':
      return endCheckpoint(world)
    case 'master':
      return moveMaster(world)
    case 'crash':
      return crash(world, leftoverOf(id))
    case 'restart':
      return restart(world)
    case 'analyse':
    case 'redo':
      return recover(world)
    case 'undo':
      return world.phase === 'up' ? undoOne({ ...world, since: world.now }, what) : recover(world)
    default:
      throw new Error(`there is no action "${id}"`)
  }
}

const asked = ({ world, events }: Done): Done => ({
  world: { ...world, askedAt: world.now, asked: world.asked + 1 },
  events,
})
