/**
 * What clients asked and were told, as intervals on their lines, and below (or beside) them one copy: the
 * order that the checker found, a dot where each operation takes effect. Without such an order, the
 * longest that there is, and the operations that fit nowhere. Only order means anything, not distance.
 */
import type { Mark, Role, Scene } from '@orrery/engine/model/scene.ts'
import { judgementOf } from './properties.ts'
import { readerNames, writerNames } from './quorums.ts'
import type { QuorumWorld } from './state.ts'

type Operation = QuorumWorld['operations'][number]

interface Plan {
  readonly tall: boolean
  readonly lines: readonly string[]
  /** The first place shown. */
  readonly from: number
  readonly end: number
  readonly step: number
  point(line: string, place: number): readonly [number, number]
}

const ONE = 'one copy'
/** Calls and answers that are drawn: the last ones. */
const SHOWN = 11

function planOf(world: QuorumWorld, layout: 'wide' | 'tall'): Plan {
  const tall = layout === 'tall'
  const { params } = world.setup
  const lines = [...writerNames(params), ...readerNames(params), ONE]
  const shown = SHOWN
  const end = world.next.operation
  const from = Math.max(1, end - shown)
  const step = tall ? 46 : 74
  const across = (line: string): number => {
    const i = lines.indexOf(line)
    return tall
      ? Math.round(12 + ((i + 0.5) * 376) / lines.length)
      : Math.round(50 + ((i + 0.5) * 490) / lines.length)
  }
  return {
    tall,
    lines,
    from,
    end,
    step,
    point: (line, place) => {
      const along = Math.round(((tall ? 70 : 130) + (place - from) * step) * 100) / 100
      return tall ? [across(line), along] : [along, across(line)]
    },
  }
}

export function drawHistory(world: QuorumWorld, layout: 'wide' | 'tall'): Scene {
  const plan = planOf(world, layout)
  const { operations } = world
  const judgement = judgementOf(operations)
  const placed = judgement.verdict === 'yes' ? judgement.order : judgement.prefix
  const points = pointsOf(operations, placed)
  const stuck = judgement.verdict === 'no' ? judgement.stuck : []
  const size = plan.tall ? { width: 400, height: 620 } : { width: 960, height: 600 }
  const marks: Mark[] = plan.lines.map((line): Mark => {
    const label = { text: line }
    const last = plan.point(line, plan.from + SHOWN)
    return {
      kind: 'line',
      id: `line ${line}`,
      role: 'plain',
      look: 'axis',
      points: [plan.point(line, plan.from - 0.4), last],
      label,
    }
  })
  operations.forEach((operation, i) => {
    if ((operation.completed ?? plan.end) < plan.from) return
    marks.push(...drawOperation(operation, i, plan, points.get(operation.id), stuck))
  })
  marks.push(verdict(judgement.verdict, stuck.length, plan))
  return { ...size, title: titleOf(judgement.verdict, operations.length), marks }
}

/** Each takes effect after the one placed before it, and within its interval: places, by operation. */
function pointsOf(operations: readonly Operation[], order: readonly string[]): ReadonlyMap<string, number> {
  const points = new Map<string, number>()
  const small = 0.6 / (order.length + 1)
  let last = 0
  for (const id of order) {
    const operation = operations.find((each) => each.id === id)
    if (operation === undefined) continue
    // Where there is room, in the middle of the interval.
    const middle = operation.completed === undefined ? 0 : (operation.invoked + operation.completed) / 2
    const next = Math.min(...later(operations, order, id))
    last = Math.max(last + small, operation.invoked + 0.2, Math.min(Math.max(middle, last + 0.5), next - 0.4))
    points.set(id, last)
  }
  return points
}

/** The ends of this operation and of those placed after it: it must take effect before them all. */
function later(operations: readonly Operation[], order: readonly string[], id: string): number[] {
  return order
    .slice(order.indexOf(id))
    .map((other) => operations.find((each) => each.id === other)?.completed ?? Infinity)
}

function drawOperation(
  operation: Operation,
  index: number,
  plan: Plan,
  point: number | undefined,
  stuck: readonly string[],
): Mark[] {
  const { id, node, request, reply, invoked, completed } = operation
  const failed = stuck.includes(id)
  const open = completed === undefined
  const [ax, ay] = plan.point(node, Math.max(invoked, plan.from - 0.4))
  const [bx, by] = plan.point(node, Math.min(open ? plan.end : completed, plan.from + SHOWN))
  const half = plan.tall ? 30 : 17
  const role: Role = failed ? 'failed' : request.kind === 'write' ? 'primary' : 'committed'
  const text = request.kind === 'write' ? `write ${request.value}` : `read ${reply?.value ?? '…'}`
  const reads =
    request.kind === 'write'
      ? { reads: `operations.${index}.request.value` }
      : reply === undefined
        ? {}
        : { reads: `operations.${index}.reply.value` }
  const what =
    request.kind === 'write'
      ? `writes ${request.value}`
      : reply === undefined
        ? 'reads'
        : `reads ${reply.value}`
  const box = plan.tall
    ? { x: ax - half, y: ay, width: 2 * half, height: Math.max(22, by - ay) }
    : { x: ax, y: ay - half, width: Math.max(54, bx - ax), height: 2 * half }
  const marks: Mark[] = [
    {
      kind: 'cell',
      id: `operation ${id}`,
      subject: id,
      title: `${text}: ${node} ${what}${open ? ', not answered yet' : ''}${failed ? ', and no order allows it' : ''}`,
      role: open ? 'pending' : role,
      look: open ? 'dashed' : 'solid',
      ...box,
      label: { text, ...reads },
    },
  ]
  if (point === undefined || point < plan.from - 0.4) return marks
  const [x, y] = plan.point(node, point)
  const [ox, oy] = plan.point(ONE, point)
  const edge = plan.tall ? [x + half, y] : [x, y + half]
  marks.push(
    {
      kind: 'link',
      id: `effect ${id}`,
      role: 'plain',
      look: 'guide',
      x1: edge[0]!,
      y1: edge[1]!,
      x2: ox,
      y2: oy,
    },
    {
      kind: 'dot',
      id: `at ${id}`,
      role,
      look: request.kind === 'write' ? 'solid' : 'hollow',
      x: ox,
      y: oy,
      r: 6,
    },
    {
      kind: 'text',
      id: `value ${id}`,
      role: 'plain',
      look: 'number',
      ...(plan.tall ? { x: ox + 12, y: oy + 4 } : { x: ox, y: oy + 24, align: 'middle' as const }),
      label: { text: request.kind === 'write' ? request.value : (reply?.value ?? ''), ...reads },
    },
  )
  return marks
}

function verdict(found: 'yes' | 'no' | 'gave-up', stuck: number, { tall }: Plan): Mark {
  const words = {
    yes: 'One copy could have answered all of this.',
    no: tall
      ? 'No one copy answers so.'
      : `No one copy could have answered so: ${stuck === 1 ? 'what is hatched fits' : 'those hatched fit'} nowhere.`,
    'gave-up': 'Too long to judge.',
  } as const
  return {
    kind: 'text',
    id: 'verdict',
    role: found === 'no' ? 'failed' : 'plain',
    look: 'note',
    ...(tall ? { x: 200, y: 610, align: 'middle' as const } : { x: 130, y: 584 }),
    label: { text: words[found] },
  }
}

function titleOf(found: 'yes' | 'no' | 'gave-up', count: number): string {
  const said = {
    yes: 'one copy explains them',
    no: 'no one copy explains them',
    'gave-up': 'too many to judge',
  }
  return `${count} operations of clients as intervals; ${said[found]}`
}
