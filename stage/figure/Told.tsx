/** What is told under the plate: a step's caption, its question, its experiment; or the event of another run. */
import type { World } from '@orrery/engine/model/model.ts'
import { createMemo, For, Show, type JSX } from 'solid-js'
import { captionHtml } from '../caption.ts'
import { Find } from '../panels/Rules.tsx'
import { tellAll } from '../player/changes.ts'
import { branchOf } from '../player/player.ts'
import { onStory, type Telling } from '../player/story.ts'
import type { Searching } from './search.ts'
import type { ExplainerOutline } from './types.ts'

export interface ToldProps {
  readonly outline: ExplainerOutline
  readonly telling: Telling<World> | undefined
  readonly step: number
  /** Choices taken at the playhead. */
  readonly index: number
  readonly searching: Searching
  onAnswer(option: number): void
  onReturn(): void
}

export function Told(props: ToldProps): JSX.Element {
  const story = createMemo(() => props.telling === undefined || onStory(props.telling))
  return (
    <Show when={story()} fallback={<Aside {...props} />}>
      <Step {...props} />
    </Show>
  )
}

function Step(props: ToldProps): JSX.Element {
  const beat = createMemo(() => props.telling?.beats[props.step])
  const asking = createMemo(() => props.telling?.asking === true)
  // The same HTML as the build's, with words that can take the focus once they do something.
  const caption = createMemo(() => {
    const live = beat()
    return live === undefined
      ? (props.outline.steps[props.step]?.caption ?? '')
      : captionHtml(live.caption, true)
  })
  const answered = createMemo(() => {
    const now = beat()
    const option = now === undefined ? undefined : props.telling?.answers[now.id]
    return option === undefined ? undefined : now?.prediction?.options[option]
  })
  return (
    <>
      <p class="exp-number" aria-hidden="true">
        {props.step + 1}
      </p>
      <div class="exp-caption">
        <Show when={asking()} fallback={<p innerHTML={caption()} />}>
          <p innerHTML={captionHtml(beat()?.prediction?.question ?? '', true)} />
          <ul class="exp-options">
            <For each={beat()?.prediction?.options}>
              {(option, i) => (
                <li>
                  <button type="button" class="fig-button" onClick={() => props.onAnswer(i())}>
                    <span innerHTML={captionHtml(option.text)} />
                  </button>
                </li>
              )}
            </For>
          </ul>
        </Show>
        <Show when={!asking() && answered()}>
          {(option) => (
            <p class="exp-answer">
              <strong>{option().right ? 'Yes.' : 'No.'}</strong>{' '}
              <span innerHTML={captionHtml(option().why)} />
            </p>
          )}
        </Show>
        <Show when={beat()?.breakIt}>
          {(experiment) => {
            const title = (): string =>
              props.outline.rules.find((rule) => rule.id === experiment().rule)?.title ?? experiment().rule
            return (
              <div class="exp-break">
                <p innerHTML={captionHtml(experiment().text)} />
                <Find
                  searching={props.searching}
                  label={`Switch off “${title()}”, and see what goes wrong`}
                  off={1}
                  without={[experiment().rule]}
                />
              </div>
            )
          }}
        </Show>
        <Show when={beat()?.recap}>
          {(lines) => (
            <details class="exp-recap">
              <summary>To remember</summary>
              <ul>
                <For each={lines()}>{(line) => <li innerHTML={captionHtml(line)} />}</For>
              </ul>
            </details>
          )}
        </Show>
      </div>
    </>
  )
}

/** Another run than the story: each event in words; at the end of a counterexample, why it is one. */
function Aside(props: ToldProps): JSX.Element {
  const branch = createMemo(() => (props.telling === undefined ? undefined : branchOf(props.telling.player)))
  const words = createMemo(() => {
    const on = branch()
    if (on === undefined) return ''
    const told = tellAll(on.history, props.index)
    return told.length === 0
      ? 'The beginning.'
      : told.slice(0, 3).join(' ') + (told.length > 3 ? ` And ${told.length - 3} more.` : '')
  })
  const why = (): string | undefined => {
    const on = branch()
    return on?.why !== undefined && props.index >= on.history.length ? on.why : undefined
  }
  const experiment = createMemo(() => props.telling?.beats[props.step]?.breakIt)
  return (
    <>
      <p class="exp-number" aria-hidden="true">
        {props.index}
      </p>
      <div class="exp-caption exp-aside">
        <p>{words()}</p>
        <Show when={why()}>
          {(text) => (
            <p class="fig-why">
              {text()}{' '}
              <Show when={experiment()}>{(one) => <span innerHTML={captionHtml(one().text)} />}</Show>
            </p>
          )}
        </Show>
        <p class="exp-return">
          <button type="button" class="fig-button" onClick={() => props.onReturn()}>
            Return to the story
          </button>
        </p>
      </div>
    </>
  )
}
