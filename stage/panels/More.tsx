/** The panels that are loaded when the figure is live: runs, log, space-time, parameters, sharing, fidelity. */
import { createMemo, For, Index, Show, untrack, type JSX } from 'solid-js'
import type { Desk } from '../figure/desk.ts'
import type { PanelName } from '../figure/types.ts'
import { clock, logUpTo } from '../player/changes.ts'
import { branchOf, indexOf, restart, seekIndex, switchTo } from '../player/player.ts'
import { Panel } from './Panel.tsx'
import { Share } from './Share.tsx'
import { SpaceTime } from './SpaceTime.tsx'

export interface MoreProps {
  readonly desk: Desk
  readonly view: string
  readonly shown: (name: PanelName) => boolean
}

export default function More(props: MoreProps): JSX.Element {
  return (
    <>
      <Show when={props.desk.player().branches.length > 1}>
        <Runs desk={props.desk} />
      </Show>
      <Show when={props.shown('log')}>
        <Log desk={props.desk} />
      </Show>
      <Show when={props.shown('space-time')}>
        <SpaceTime desk={props.desk} />
      </Show>
      <Show when={props.shown('params')}>
        <Params desk={props.desk} />
      </Show>
      <Share desk={props.desk} view={props.view} />
      <Show when={props.shown('fidelity')}>
        <Fidelity desk={props.desk} />
      </Show>
    </>
  )
}

function Runs(props: { readonly desk: Desk }): JSX.Element {
  return (
    <Panel name="runs" title="Runs" aside={`${props.desk.player().branches.length} kept`} open>
      <ul class="panel-runs">
        <For each={props.desk.player().branches}>
          {(branch) => (
            <li>
              <button
                type="button"
                aria-pressed={branch.id === props.desk.player().current}
                onClick={() => props.desk.change((player) => switchTo(player, branch.id))}
              >
                <span>{branch.title}</span>
                <span class="panel-section">{branch.history.length} events</span>
              </button>
            </li>
          )}
        </For>
      </ul>
    </Panel>
  )
}

const lines = 40

function Log(props: { readonly desk: Desk }): JSX.Element {
  return (
    <Panel name="log" title="What happened" aside="in words">
      <Lines desk={props.desk} />
    </Panel>
  )
}

function Lines(props: { readonly desk: Desk }): JSX.Element {
  const place = createMemo(() => `${props.desk.player().current}:${indexOf(props.desk.player())}`)
  const log = createMemo(() => {
    place()
    const player = untrack(() => props.desk.player())
    return logUpTo(branchOf(player).history, indexOf(player), lines).toReversed()
  })
  return (
    <ol class="panel-log">
      <Index each={log()}>
        {(line) => (
          <li>
            <button
              type="button"
              onClick={() => props.desk.change((player) => seekIndex(player, line().index))}
            >
              <span class="panel-section">{clock(line().at)}</span> <span>{line().text}</span>
            </button>
          </li>
        )}
      </Index>
    </ol>
  )
}

function Params(props: { readonly desk: Desk }): JSX.Element {
  const setup = createMemo(() => branchOf(props.desk.player()).history.setup)
  const model = createMemo(() => branchOf(props.desk.player()).history.model)
  const set = (name: string, value: number | string | boolean): void => {
    const spec = model().params[name]
    const next = { ...setup(), params: { ...setup().params, [name]: value } }
    props.desk.change((player) => restart(player, next, `${spec?.title ?? name}: ${String(value)}`))
  }
  const seeded = (seed: number): void =>
    props.desk.change((player) => restart(player, { ...setup(), seed }, `Seed ${seed}`))
  const another = (): number => crypto.getRandomValues(new Uint32Array(1))[0] ?? 1
  return (
    <Panel name="params" title="Parameters" aside={`seed ${setup().seed}`}>
      <For each={Object.entries(model().params)}>
        {([name, spec]) => (
          <label class="panel-field">
            <span>
              {spec.title}
              {spec.kind === 'integer' && spec.unit !== undefined ? `, ${spec.unit}` : ''}
            </span>
            {spec.kind === 'integer' ? (
              <input
                type="number"
                min={spec.min}
                max={spec.max}
                step={spec.step ?? 1}
                value={Number(setup().params[name])}
                onChange={(event) => {
                  const { valueAsNumber: n } = event.currentTarget
                  if (event.currentTarget.checkValidity() && Number.isInteger(n)) set(name, n)
                  else event.currentTarget.reportValidity()
                }}
              />
            ) : spec.kind === 'choice' ? (
              <select onChange={(event) => set(name, event.currentTarget.value)}>
                <For each={spec.options}>
                  {(option) => (
                    <option value={option} selected={option === setup().params[name]}>
                      {option}
                    </option>
                  )}
                </For>
              </select>
            ) : (
              <input
                type="checkbox"
                checked={setup().params[name] === true}
                onChange={(event) => set(name, event.currentTarget.checked)}
              />
            )}
          </label>
        )}
      </For>
      <button type="button" class="fig-button" onClick={() => seeded(another() % 10_000)}>
        Another seed
      </button>
      <p class="panel-quiet">A change starts a new run; the present one is kept.</p>
    </Panel>
  )
}

function Fidelity(props: { readonly desk: Desk }): JSX.Element {
  const model = createMemo(() => branchOf(props.desk.player()).history.model)
  return (
    <Panel name="fidelity" title="Fidelity and sources">
      <p class="panel-quiet">Models</p>
      <ul class="panel-list">
        <For each={model().fidelity.models}>{(line) => <li>{line}</li>}</For>
      </ul>
      <p class="panel-quiet">Leaves out</p>
      <ul class="panel-list">
        <For each={model().fidelity.leavesOut}>{(line) => <li>{line}</li>}</For>
      </ul>
      <p class="panel-quiet">Sources</p>
      <ul class="panel-list">
        <For each={model().sources}>
          {(source) => (
            <li>
              {source.authors},{' '}
              <Show when={source.url} fallback={<cite>{source.title}</cite>}>
                {(url) => <a href={url()}>{source.title}</a>}
              </Show>
              , {source.year}
              {source.where === undefined ? '' : `, ${source.where}`}
            </li>
          )}
        </For>
      </ul>
    </Panel>
  )
}
