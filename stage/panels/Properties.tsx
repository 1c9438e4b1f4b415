/** What must always hold, with its verdict at the playhead, and why where it does not. */
import type { Violation } from '@orrery/engine/model/property.ts'
import { verdictsAt } from '@orrery/engine/simulate/judge.ts'
import { createMemo, Index, Show, type JSX } from 'solid-js'
import type { Desk } from '../figure/desk.ts'
import type { FigureOutline } from '../figure/types.ts'
import { branchOf, indexOf, seekIndex } from '../player/player.ts'
import { Panel } from './Panel.tsx'

export interface PropertiesProps {
  readonly outline: FigureOutline
  readonly desk: Desk | undefined
  /** Properties that the present step is about. */
  readonly marked?: readonly string[] | undefined
}

interface Row {
  readonly id: string
  readonly title: string
  readonly kind: string
  readonly verdict: string
  readonly since?: number
  readonly violation?: Violation
}

const words: Readonly<Record<string, string>> = {
  holds: '✓ holds',
  violated: '✗ violated',
  reached: '✓ reached',
  'not-yet': 'not yet',
}

export function Properties(props: PropertiesProps): JSX.Element {
  const rows = createMemo(
    (): readonly Row[] => {
      const player = props.desk?.player()
      if (player === undefined) return props.outline.properties
      const branch = branchOf(player)
      return verdictsAt(branch.judged, branch.history, indexOf(player))
    },
    [],
    { equals: (a, b) => a.length === b.length && a.every((row, i) => sameRow(row, b[i])) },
  )
  const promises = createMemo(() => rows().filter((row) => row.kind === 'always'))
  const witnesses = createMemo(() => rows().filter((row) => row.kind !== 'always'))
  return (
    <Panel name="properties" title="Must always hold" open>
      <ul class="panel-rows">
        <Index each={promises()}>{(row) => <PropertyRow row={row()} {...props} />}</Index>
      </ul>
      <Show when={witnesses().length > 0}>
        <details class="panel-witnesses">
          <summary>
            Seen to happen: {witnesses().filter((row) => row.verdict === 'reached').length} of{' '}
            {witnesses().length}
          </summary>
          <ul class="panel-rows">
            <Index each={witnesses()}>{(row) => <PropertyRow row={row()} {...props} />}</Index>
          </ul>
        </details>
      </Show>
    </Panel>
  )
}

function PropertyRow(props: PropertiesProps & { readonly row: Row }): JSX.Element {
  const since = (): number | undefined => props.row.since
  return (
    <li
      class="panel-row"
      classList={{
        'panel-marked': props.marked?.includes(props.row.id) === true,
        'panel-witness': props.row.kind !== 'always',
      }}
    >
      <span>{props.row.title}</span>
      <span class={`panel-verdict panel-${props.row.verdict}`}>
        {words[props.row.verdict] ?? props.row.verdict}
      </span>
      <Show when={props.row.violation}>
        {(violation) => (
          <p class="panel-why">
            {violation().why}{' '}
            <Show when={since() !== undefined}>
              <button
                type="button"
                class="panel-link"
                onClick={() => props.desk?.change((player) => seekIndex(player, since() ?? 0))}
              >
                See when
              </button>
            </Show>
          </p>
        )}
      </Show>
    </li>
  )
}

/** A row is of one property, so its words are the same when these are. */
const sameRow = (a: Row, b: Row | undefined): boolean =>
  a.id === b?.id && a.verdict === b.verdict && a.since === b.since && a.violation === b.violation
