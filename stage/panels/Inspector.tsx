/** The state of the selected thing: now, what it was, what changed it, and what can happen to it. */
import type { Scene } from '@orrery/engine/model/scene.ts'
import { createMemo, createSignal, For, Index, Show, type JSX } from 'solid-js'
import type { Desk } from '../figure/desk.ts'
import { clock, inspectAt } from '../player/changes.ts'
import { canCut, cutBetween, menuFor, menuForAll, nodesOf, subjectsOf } from '../player/menu.ts'
import { act, branchOf, indexOf, seekIndex, select, worldOf } from '../player/player.ts'
import { Panel } from './Panel.tsx'
import { WritingField } from './WritingField.tsx'

export interface InspectorProps {
  readonly desk: Desk
  readonly scene: Scene | undefined
  /** What to show while nothing is selected: the thing that the story points at. */
  readonly fallback: string | undefined
}

export function Inspector(props: InspectorProps): JSX.Element {
  const player = () => props.desk.player()
  const subject = (): string | undefined => player().selected ?? props.fallback
  const place = createMemo(() => ({ branch: branchOf(player()), index: indexOf(player()) }), undefined, {
    equals: (a, b) => a.branch.history === b.branch.history && a.index === b.index,
  })
  const found = createMemo(() => {
    const name = subject()
    return name === undefined ? undefined : inspectAt(place().branch.history, place().index, name)
  })
  const subjects = createMemo(() => (props.scene === undefined ? [] : subjectsOf(props.scene)))
  const acts = createMemo(() => {
    const { model } = place().branch.history
    const name = player().selected
    return name === undefined ? menuForAll(model, worldOf(player())) : menuFor(model, worldOf(player()), name)
  })
  // By keyboard, the same as a stroke across the plate.
  const [side, setSide] = createSignal<readonly string[]>([])
  const nodes = createMemo(() => (props.scene === undefined ? [] : nodesOf(props.scene)), [], {
    equals: sameList,
  })
  const others = (): readonly string[] => nodes().filter((node) => !side().includes(node))
  const cuttable = createMemo(() => {
    const [first, ...rest] = nodes()
    return (
      first !== undefined &&
      rest.length > 0 &&
      canCut(place().branch.history.model, worldOf(player()), cutBetween([first], rest))
    )
  })
  return (
    <Panel name="inspector" title={subject() === undefined ? 'State' : `${subject()}, now`} open>
      <Show when={place().branch.history.model.writing}>
        {(writing) => (
          <WritingField
            writing={writing()}
            world={worldOf(player())}
            onWrite={(id) => props.desk.change((p) => act(p, id))}
          />
        )}
      </Show>
      <label class="panel-field">
        <span>Select</span>
        <select
          onChange={(event) => props.desk.change((p) => select(p, event.currentTarget.value || undefined))}
        >
          <option value="" selected={player().selected === undefined}>
            nothing
          </option>
          <For each={subjects()}>
            {(one) => (
              <option value={one.subject} selected={one.subject === player().selected}>
                {one.title}
              </option>
            )}
          </For>
        </select>
      </label>
      <Show
        when={found()}
        fallback={<p class="panel-quiet">Select a thing on the plate to see its state.</p>}
      >
        {(inspection) => (
          <>
            <table class="panel-state">
              <tbody>
                <Index each={inspection().fields}>
                  {(field) => (
                    <tr classList={{ 'panel-changed': field().was !== undefined }}>
                      <th scope="row">{field().name}</th>
                      <td>{field().value}</td>
                      <td class="panel-was">{field().was === undefined ? '' : `was ${field().was}`}</td>
                    </tr>
                  )}
                </Index>
              </tbody>
            </table>
            <Show when={inspection().changed}>
              {(changed) => (
                <p class="panel-quiet">
                  <button
                    type="button"
                    class="panel-link"
                    onClick={() => props.desk.change((p) => seekIndex(p, changed().index))}
                  >
                    {clock(changed().at)}
                  </button>{' '}
                  {changed().words.join(' ')}
                </p>
              )}
            </Show>
          </>
        )}
      </Show>
      <Show when={player().selected === undefined && cuttable()}>
        <fieldset class="panel-cut">
          <legend>Cut these from the others</legend>
          <div class="panel-sides">
            <For each={nodes()}>
              {(node) => (
                <label>
                  <input
                    type="checkbox"
                    checked={side().includes(node)}
                    onChange={(event) =>
                      setSide((was) =>
                        event.currentTarget.checked ? [...was, node] : was.filter((one) => one !== node),
                      )
                    }
                  />
                  {node}
                </label>
              )}
            </For>
            <button
              type="button"
              class="fig-button"
              disabled={side().length === 0 || side().length === nodes().length}
              onClick={() => {
                props.desk.change((p) => act(p, cutBetween(side(), others())))
                setSide([])
              }}
            >
              Cut
            </button>
          </div>
        </fieldset>
      </Show>
      <Show when={acts().length > 0}>
        <ul class="panel-acts">
          <For each={acts()}>
            {(item) => (
              <li>
                <button
                  type="button"
                  class={`fig-act fig-act-${item.by}`}
                  onClick={() => props.desk.change((p) => act(p, item.id))}
                >
                  {item.label}
                </button>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </Panel>
  )
}

const sameList = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((one, i) => one === b[i])
