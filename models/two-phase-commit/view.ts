/** The transaction manager on the left, the resource managers in a column on the right. */
import type { Mark, NodeMark, Role, Scene, View } from '@orrery/engine/model/scene.ts'
import { has, rmName, stateOf, type RmState, type TwoPhaseWorld } from './world.ts'

const roles: Readonly<Record<RmState, Role>> = {
  working: 'replica',
  prepared: 'pending',
  committed: 'committed',
  aborted: 'failed',
}

interface Place {
  readonly x: number
  readonly y: number
}

const round = (value: number): number => Math.round(value * 100) / 100

export function view(world: TwoPhaseWorld, { layout }: View): Scene {
  const { participants, abstract } = world.plan
  const [width, height, left, right] = layout === 'wide' ? [960, 600, 220, 740] : [400, 620, 76, 316]
  // A column, so that links run beside the notes under the nodes.
  const pitch = Math.min(140, (height - 20) / participants)
  const r = round(Math.min(30, pitch * 0.31))
  const tm: Place = { x: left, y: height / 2 - 10 }
  const places = world.plan.readyAt.map((_, rm): Place => {
    return { x: right, y: round(tm.y + (rm - (participants - 1) / 2) * pitch) }
  })
  const marks: Mark[] = []
  if (!abstract) {
    for (const [rm, place] of places.entries())
      marks.push({
        kind: 'link',
        id: `link:${rmName(rm)}`,
        role: 'plain',
        x1: tm.x,
        y1: tm.y,
        x2: place.x,
        y2: place.y,
        look: 'guide',
      })
    marks.push(manager(world, tm))
  }
  for (const [rm, place] of places.entries()) marks.push(resource(world, rm, place, r))
  for (const [rm, place] of places.entries()) marks.push(...inFlight(world, rm, place, tm))
  const states = places.map((_, rm) => `${rmName(rm)} ${stateOf(world.rmState, rm)}`).join(', ')
  return {
    width,
    height,
    title: abstract ? `Transaction commit: ${states}` : `Two-phase commit: TM ${world.tmState}; ${states}`,
    marks,
  }
}

function manager({ tmState, tmPrepared, plan }: TwoPhaseWorld, { x, y }: Place): NodeMark {
  const votes = Array.from({ length: plan.participants }, (_, rm) => has(tmPrepared, rm)).filter(
    Boolean,
  ).length
  const state = tmState === 'init' ? `${votes} of ${plan.participants} prepared` : tmState
  return {
    kind: 'node',
    id: 'TM',
    subject: 'TM',
    role: tmState === 'committed' ? 'committed' : tmState === 'aborted' ? 'failed' : 'primary',
    title: `Transaction manager: ${state}`,
    x,
    y,
    r: 36,
    label: { text: 'TM' },
    notes: [tmState === 'init' ? { text: state } : { text: state, reads: 'tmState' }],
  }
}

function resource({ rmState }: TwoPhaseWorld, rm: number, { x, y }: Place, r: number): NodeMark {
  const state = stateOf(rmState, rm)
  const name = rmName(rm)
  return {
    kind: 'node',
    id: name,
    subject: name,
    role: roles[state],
    title: `Resource manager ${name}: ${state}`,
    x,
    y,
    r,
    label: { text: name },
    notes: [{ text: state }],
  }
}

/** Messages that would still change something where they go. */
function inFlight(world: TwoPhaseWorld, rm: number, place: Place, tm: Place): Mark[] {
  const name = rmName(rm)
  const { latency } = world.plan
  const { msgs } = world
  const marks: Mark[] = []
  const fly = (kind: 'prepared' | 'commit' | 'abort', text: string, sent: number): void => {
    const toTm = kind === 'prepared'
    const [from, to] = toTm ? [place, tm] : [tm, place]
    marks.push({
      kind: 'message',
      id: `${kind}:${name}`,
      subject: `${kind}:${name}`,
      role: kind === 'prepared' ? 'pending' : kind === 'commit' ? 'committed' : 'failed',
      title: toTm ? `${text} from ${name} to the TM` : `${text} from the TM to ${name}`,
      x1: from.x,
      y1: from.y,
      x2: to.x,
      y2: to.y,
      sent,
      due: sent + latency[rm]!,
      look: kind === 'prepared' ? 'vote' : 'data',
      label: { text },
    })
  }
  if (has(msgs.prepared, rm) && !has(world.tmPrepared, rm) && world.tmState === 'init')
    fly('prepared', 'Prepared', msgs.preparedAt[rm]!)
  const state = stateOf(world.rmState, rm)
  if (msgs.commit && state !== 'committed') fly('commit', 'Commit', msgs.decidedAt)
  if (msgs.abort && state !== 'aborted') fly('abort', 'Abort', msgs.decidedAt)
  return marks
}
