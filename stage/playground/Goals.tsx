/** Goals that tick themselves, and prepared runs. */
import { For, Show, type JSX } from 'solid-js'
import { captionHtml } from '../caption.ts'
import type { PlayGoal, PlayRun } from './types.ts'

export function Goals(props: {
  readonly goals: readonly PlayGoal[]
  readonly reached: ReadonlySet<string>
  readonly live: boolean
  onStart(goal: PlayGoal): void
}): JSX.Element {
  return (
    <ol class="play-goals">
      <For each={props.goals}>
        {(goal) => {
          const done = (): boolean => props.reached.has(goal.id)
          return (
            <li class="play-goal" classList={{ 'play-reached': done() }} data-goal={goal.id}>
              <svg class="play-tickbox" viewBox="0 0 24 24" aria-hidden="true">
                <rect x="3" y="3" width="18" height="18" rx="2" />
                <Show when={done()}>
                  <path d="M7 12.5l3.5 3.5L17.5 8" />
                </Show>
              </svg>
              <div>
                <h3>
                  {goal.title} <span class="play-level">{goal.level}</span>
                  <span class="fig-hidden">{done() ? ' (reached)' : ' (not reached yet)'}</span>
                </h3>
                <p innerHTML={captionHtml(goal.task)} />
                <details>
                  <summary>A hint</summary>
                  <p innerHTML={captionHtml(goal.hint)} />
                </details>
                <details open={done()}>
                  <summary>What to notice</summary>
                  <p innerHTML={captionHtml(goal.notice)} />
                </details>
                <button
                  type="button"
                  class="fig-button"
                  disabled={!props.live}
                  onClick={() => props.onStart(goal)}
                >
                  Set the stage<span class="fig-hidden"> for “{goal.title}”</span>
                </button>
              </div>
            </li>
          )
        }}
      </For>
    </ol>
  )
}

export function Runs(props: {
  readonly runs: readonly PlayRun[]
  readonly shown: string | undefined
  readonly live: boolean
  onRun(run: PlayRun): void
}): JSX.Element {
  return (
    <ol class="play-runs">
      <For each={props.runs}>
        {(run) => (
          <li data-run={run.id}>
            <h3>{run.title}</h3>
            <p innerHTML={captionHtml(run.notice)} />
            <button
              type="button"
              class="fig-button"
              aria-pressed={props.shown === run.id}
              disabled={!props.live}
              onClick={() => props.onRun(run)}
            >
              Run it<span class="fig-hidden">: {run.title}</span>
            </button>
          </li>
        )}
      </For>
    </ol>
  )
}
