/** The rules, each with a switch, and the search for what goes wrong without them. */
import { createMemo, For, Show, type JSX } from 'solid-js'
import type { Desk } from '../figure/desk.ts'
import type { Searching } from '../figure/search.ts'
import type { FigureOutline } from '../figure/types.ts'
import { branchOf, switchRule } from '../player/player.ts'
import { Panel } from './Panel.tsx'

export interface RulesProps {
  readonly outline: FigureOutline
  readonly desk: Desk | undefined
  readonly searching: Searching | undefined
}

export function Rules(props: RulesProps): JSX.Element {
  const off = createMemo((): readonly string[] => {
    const player = props.desk?.player()
    return player === undefined ? [] : branchOf(player).history.setup.without
  })
  const told = (id: string): { text: string; note?: string | undefined } | undefined => {
    const player = props.desk?.player()
    return player === undefined
      ? undefined
      : branchOf(player).history.model.rules.find((rule) => rule.id === id)
  }
  return (
    <Panel name="rules" title="Rules" aside="switch one off" open>
      <ul class="panel-rows">
        <For each={props.outline.rules}>
          {(rule) => {
            const on = (): boolean => !off().includes(rule.id)
            return (
              <li class="panel-rule" classList={{ 'panel-off': !on() }}>
                <button
                  type="button"
                  role="switch"
                  class="panel-switch"
                  aria-checked={on()}
                  disabled={props.desk === undefined}
                  onClick={() => props.desk?.change((player) => switchRule(player, rule.id, !on()))}
                >
                  <span class="panel-knob" aria-hidden="true" />
                  <span class="panel-rule-title">{rule.title}</span>
                </button>
                <span class="panel-section">{rule.section}</span>
                <Show when={!on() && told(rule.id)}>
                  {(found) => (
                    <p class="panel-why">
                      {found().text} {found().note}
                    </p>
                  )}
                </Show>
              </li>
            )
          }}
        </For>
      </ul>
      <Find searching={props.searching} label="Find what goes wrong" off={off().length} />
    </Panel>
  )
}

/** The button that asks the explorer, its progress and its verdict. */
export function Find(props: {
  readonly searching: Searching | undefined
  readonly label: string
  readonly off: number
  readonly without?: readonly string[]
}): JSX.Element {
  const search = () => props.searching?.search() ?? { state: 'idle' as const }
  const words = (): string => {
    const now = search()
    if (now.state === 'idle') return ''
    return now.state === 'searching' ? `Looking: ${now.words}.` : now.words
  }
  return (
    <div class="panel-find">
      <Show
        when={search().state === 'searching'}
        fallback={
          <button
            type="button"
            class="fig-button fig-button-strong"
            disabled={props.searching === undefined}
            onClick={() => props.searching?.start(props.without)}
          >
            {props.label}
          </button>
        }
      >
        <button type="button" class="fig-button" onClick={() => props.searching?.cancel()}>
          Stop looking
        </button>
      </Show>
      <p class="panel-found" classList={{ [`panel-found-${search().state}`]: true }} role="status">
        {words()}
      </p>
    </div>
  )
}
