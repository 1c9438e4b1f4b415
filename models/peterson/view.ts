/** The two processes with their programs at the sides, memory between them, store buffers below. */
import type { CellMark, Mark, NodeMark, Role, Scene, View } from '@orrery/engine/model/scene.ts'
import { nameOf, processes, type Label, type PetersonWorld, type Process } from './peterson.ts'
import { lineText, storeText } from './words.ts'

const program: readonly Label[] = ['a0', 'a1', 'a2', 'a3', 'cs', 'a4']

interface Layout {
  readonly width: number
  readonly height: number
  /** Of a process's column. */
  readonly left: readonly [number, number]
  readonly column: number
  readonly node: { readonly y: number; readonly r: number }
  readonly lines: { readonly y: number; readonly pitch: number; readonly height: number }
  readonly memory: {
    readonly title: readonly [number, number]
    readonly cells: readonly (readonly [number, number])[]
    readonly width: number
    readonly height: number
  }
  readonly buffer: { readonly y: number; readonly pitch: number; readonly height: number }
}

const wide: Layout = {
  width: 960,
  height: 600,
  left: [40, 660],
  column: 260,
  node: { y: 62, r: 32 },
  lines: { y: 132, pitch: 42, height: 36 },
  memory: {
    title: [480, 138],
    cells: [
      [400, 168],
      [400, 244],
      [400, 320],
    ],
    width: 160,
    height: 40,
  },
  buffer: { y: 430, pitch: 38, height: 32 },
}

const tall: Layout = {
  width: 400,
  height: 620,
  left: [8, 208],
  column: 184,
  node: { y: 40, r: 26 },
  lines: { y: 96, pitch: 36, height: 31 },
  memory: {
    title: [200, 340],
    cells: [
      [14, 366],
      [142, 366],
      [270, 366],
    ],
    width: 116,
    height: 34,
  },
  buffer: { y: 468, pitch: 34, height: 29 },
}

/** Buffers longer than this are drawn with their oldest stores only. */
const SHOWN = 4

export function view(world: PetersonWorld, { layout }: View): Scene {
  const at = layout === 'wide' ? wide : tall
  const marks: Mark[] = [...memory(world, at)]
  for (const i of processes) marks.push(node(world, i, at), ...lines(world, i, at))
  if (!world.fenced) for (const i of processes) marks.push(...buffer(world, i, at))
  const where = processes.map((i) => `${nameOf(i)} at ${world.pc[i]}, ${lineText(world.pc[i], i)}`)
  return { width: at.width, height: at.height, title: `Peterson's lock: ${where.join('; ')}`, marks }
}

function node({ pc }: PetersonWorld, i: Process, at: Layout): NodeMark {
  const label = pc[i]
  const role: Role = label === 'cs' ? 'committed' : label === 'a0' ? 'replica' : 'pending'
  return {
    kind: 'node',
    id: nameOf(i),
    subject: nameOf(i),
    role,
    title: `Process ${nameOf(i)}, next: ${lineText(label, i)}`,
    x: at.left[i] + at.column / 2,
    y: at.node.y,
    r: at.node.r,
    label: { text: nameOf(i) },
  }
}

function lines({ pc }: PetersonWorld, i: Process, at: Layout): CellMark[] {
  return program.map((label, n) => {
    const here = pc[i] === label
    return {
      kind: 'cell',
      id: `line:${nameOf(i)}:${label}`,
      role: here ? (label === 'cs' ? 'committed' : 'accent') : 'plain',
      x: at.left[i],
      y: at.lines.y + n * at.lines.pitch,
      width: at.column,
      height: at.lines.height,
      label: { text: lineText(label, i) },
      look: here ? 'solid' : 'empty',
    }
  })
}

function memory({ flag, turn }: PetersonWorld, at: Layout): Mark[] {
  const { title, cells, width, height } = at.memory
  const values = [
    { name: 'flag[0]', value: String(flag[0]), reads: 'flag.0' },
    { name: 'flag[1]', value: String(flag[1]), reads: 'flag.1' },
    { name: 'turn', value: String(turn), reads: 'turn' },
  ]
  return [
    {
      kind: 'text',
      id: 'memory',
      role: 'plain',
      x: title[0],
      y: title[1],
      label: { text: 'Memory' },
      look: 'title',
      align: 'middle',
    },
    ...values.map(({ name, value, reads }, n): CellMark => ({
      kind: 'cell',
      id: `memory:${name}`,
      role: value === 'true' ? 'pending' : 'plain',
      x: cells[n]![0],
      y: cells[n]![1],
      width,
      height,
      label: { text: value, reads },
      note: { text: name },
      look: 'solid',
    })),
  ]
}

function buffer({ buffer: buffers }: PetersonWorld, i: Process, at: Layout): Mark[] {
  const stores = buffers[i]
  const more = stores.length - SHOWN
  const title: Mark = {
    kind: 'text',
    id: `buffer:${nameOf(i)}`,
    role: 'plain',
    x: at.left[i] + at.column / 2,
    y: at.buffer.y - 12,
    label: { text: more > 0 ? `Store buffer, ${more} more` : 'Store buffer' },
    look: 'note',
    align: 'middle',
  }
  // The oldest is at the top; its place is its own, so that the ones behind it move up when it leaves.
  const cells = stores.slice(0, SHOWN).map(({ store, since }, n): CellMark => ({
    kind: 'cell',
    id: `store:${nameOf(i)}:${since}`,
    role: 'pending',
    x: at.left[i],
    y: at.buffer.y + n * at.buffer.pitch,
    width: at.column,
    height: at.buffer.height,
    label: { text: storeText(store) },
    look: 'dashed',
  }))
  return [title, ...cells]
}
