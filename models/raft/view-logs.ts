/** The replicated logs: a row a server, a cell an entry. */
import type { CellMark, Mark } from '@orrery/engine/model/scene.ts'
import { commandLabel } from './labels.ts'
import { entryAt, lastIndex } from './log.ts'
import type { Entry, Log } from './state.ts'
import type { Durable } from './turn.ts'
import type { RaftWorld } from './world.ts'

export interface LogsBox {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

interface Grid {
  /** Index of the first column. */
  readonly first: number
  readonly columns: number
  readonly left: number
  readonly top: number
  readonly step: number
  readonly row: number
}

/** A server's log as far as it has one: a crashed server's is on its disk. */
interface Row {
  readonly id: string
  readonly log: Log | undefined
  readonly path: string
  readonly commit: number
  /** How far its entries are drawn as committed; a crashed server's by what the others know. */
  readonly promised: number
  readonly crashed: boolean
}

const gutter = 28
const header = 44
const gap = 6

export function drawLogs(world: RaftWorld, box: LogsBox): Mark[] {
  const rows = Object.keys(world.nodes)
    .sort()
    .map((id) => rowOf(world, id))
  const grid = layOut(rows, box)
  const marks: Mark[] = [
    {
      kind: 'text',
      id: 'logs-title',
      role: 'plain',
      x: box.x + gutter,
      y: box.y + 6,
      look: 'title',
      align: 'start',
      label: { text: 'replicated logs' },
    },
  ]
  for (let i = 0; i < grid.columns; i++) {
    marks.push({
      kind: 'text',
      id: `column:${grid.first + i}`,
      role: 'plain',
      x: grid.left + i * grid.step + (grid.step - gap) / 2,
      y: grid.top - 10,
      look: 'number',
      align: 'middle',
      label: { text: String(grid.first + i) },
    })
  }
  rows.forEach((row, i) => marks.push(...drawRow(row, grid, grid.top + i * grid.row)))
  marks.push(...commitLine(world, grid, rows.length))
  return marks
}

function rowOf(world: RaftWorld, id: string): Row {
  const node = world.nodes[id]!
  if (node.state !== undefined) {
    return {
      id,
      log: node.state.log,
      path: `nodes.${id}.state`,
      commit: node.state.commit,
      promised: node.state.commit,
      crashed: false,
    }
  }
  const { log } = node.durable as Partial<Durable>
  return {
    id,
    log,
    path: `nodes.${id}.durable`,
    commit: 0,
    promised: world.ghost.committed.length,
    crashed: true,
  }
}

/** As many columns as fit; the window follows the longest log. */
function layOut(rows: readonly Row[], box: LogsBox): Grid {
  const wanted = Math.max(58, Math.min(72, box.width / 12))
  const columns = Math.max(1, Math.floor((box.width - gutter) / wanted))
  const longest = Math.max(0, ...rows.map(({ log }) => (log === undefined ? 0 : lastIndex(log))))
  return {
    first: Math.max(1, longest - columns + 1),
    columns,
    left: box.x + gutter,
    top: box.y + header,
    step: Math.floor((box.width - gutter) / columns),
    row: Math.floor(Math.min(64, (box.height - header - 24) / rows.length)),
  }
}

function drawRow(row: Row, grid: Grid, y: number): Mark[] {
  const height = grid.row - Math.min(gap * 2, Math.max(3, grid.row - 42))
  const marks: Mark[] = [
    {
      kind: 'text',
      id: `row:${row.id}`,
      role: 'plain',
      faded: row.crashed,
      x: grid.left - gutter + 6,
      y: y + height / 2 + 5,
      look: 'state',
      align: 'start',
      label: { text: row.id, reads: `nodes.${row.id}.id` },
    },
  ]
  const { log } = row
  if (log === undefined) return marks
  const last = grid.first + grid.columns - 1
  if (log.snapshot.index >= grid.first) marks.push(snapshotCell(row, log, grid, y, height))
  for (
    let index = Math.max(grid.first, log.snapshot.index + 1);
    index <= Math.min(last, lastIndex(log));
    index++
  ) {
    marks.push(entryCell(row, log, index, grid, y, height))
  }
  return marks
}

function entryCell(row: Row, log: Log, index: number, grid: Grid, y: number, height: number): CellMark {
  const entry = entryAt(log, index)!
  const committed = index <= row.commit
  const path = `${row.path}.log.entries.${index - log.snapshot.index - 1}`
  const state = row.crashed ? 'on disk' : committed ? 'committed' : 'not committed'
  const cell: CellMark = {
    kind: 'cell',
    id: `cell:${row.id}:${index}`,
    role: committed ? 'committed' : row.crashed ? 'plain' : 'pending',
    subject: row.id,
    title: `${row.id}, entry ${index}: ${commandLabel(entry.command)}, term ${entry.term}, ${state}`,
    faded: row.crashed,
    x: grid.left + (index - grid.first) * grid.step,
    y,
    width: grid.step - gap,
    height,
    label: { text: commandLabel(entry.command), reads: `${path}.command.${shownPart(entry)}` },
    look: index <= row.promised ? 'solid' : 'dashed',
    ticked: committed,
  }
  // A low row has no place for a second line.
  return height < 34 ? cell : { ...cell, note: { text: `t${entry.term}`, reads: `${path}.term` } }
}

function shownPart({ command }: Entry): string {
  return command.kind === 'set' ? 'value' : command.kind === 'noop' ? 'kind' : 'members'
}

/** Everything up to the snapshot's last entry, as one cell. */
function snapshotCell(row: Row, log: Log, grid: Grid, y: number, height: number): CellMark {
  const { index, term } = log.snapshot
  const cell: CellMark = {
    kind: 'cell',
    id: `snapshot:${row.id}`,
    role: 'committed',
    subject: row.id,
    title: `${row.id}, snapshot of the entries up to ${index}, term ${term}`,
    faded: row.crashed,
    x: grid.left,
    y,
    width: (index - grid.first + 1) * grid.step - gap,
    height,
    label: { text: `…${index}`, reads: `${row.path}.log.snapshot.index` },
    look: 'solid',
    ticked: true,
  }
  return height < 34 ? cell : { ...cell, note: { text: `t${term}`, reads: `${row.path}.log.snapshot.term` } }
}

/** How far entries are committed, known to all servers or not. */
function commitLine(world: RaftWorld, grid: Grid, rows: number): Mark[] {
  const upTo = world.ghost.committed.length
  if (upTo < grid.first) return []
  const x = grid.left + (upTo - grid.first + 1) * grid.step - gap / 2
  const bottom = grid.top + rows * grid.row
  return [
    {
      kind: 'line',
      id: 'commit-line',
      role: 'committed',
      points: [
        [x, grid.top - 6],
        [x, bottom],
      ],
      look: 'divider',
    },
    {
      kind: 'text',
      id: 'commit-label',
      role: 'committed',
      x: Math.max(x, grid.left + 130),
      y: bottom + 14,
      look: 'note',
      align: 'end',
      label: { text: `committed up to ${upTo}`, reads: 'ghost.committed.length' },
    },
  ]
}
