/** Round buttons either side of play, the timeline, and how fast. */
import type { JSX } from 'solid-js'

export interface ControlsProps {
  readonly playing: boolean
  readonly speed: number
  readonly live: boolean
  readonly previousLabel: string
  readonly nextLabel: string
  readonly count: JSX.Element
  readonly timeline: JSX.Element
  onPrevious(): void
  onToggle(): void
  onNext(): void
  onSpeed(speed: number): void
  onHelp(): void
}

const speeds = [0.25, 0.5, 1, 2, 4]

export function Controls(props: ControlsProps): JSX.Element {
  return (
    <div class="fig-controls">
      <div class="fig-buttons">
        <button
          type="button"
          class="fig-round"
          aria-label={props.previousLabel}
          disabled={!props.live}
          onClick={() => props.onPrevious()}
        >
          <Glyph d="M14.5 6.5 9 12l5.5 5.5" />
        </button>
        <button
          type="button"
          class="fig-round fig-play"
          aria-label={props.playing ? 'Pause' : 'Play'}
          disabled={!props.live}
          onClick={() => props.onToggle()}
        >
          <Glyph d={props.playing ? 'M9 7v10M15 7v10' : 'M9 6.5 17.5 12 9 17.5z'} solid={!props.playing} />
        </button>
        <button
          type="button"
          class="fig-round"
          aria-label={props.nextLabel}
          disabled={!props.live}
          onClick={() => props.onNext()}
        >
          <Glyph d="M9.5 6.5 15 12l-5.5 5.5" />
        </button>
      </div>
      {props.timeline}
      <div class="fig-side">
        <span class="fig-count">{props.count}</span>
        <label class="fig-speed">
          <span class="fig-hidden">Speed</span>
          <select onChange={(event) => props.onSpeed(Number(event.currentTarget.value))}>
            {speeds.map((speed) => (
              <option value={speed} selected={speed === props.speed}>
                {speed}×
              </option>
            ))}
          </select>
        </label>
        <button type="button" class="fig-help-button" aria-label="Keys" onClick={() => props.onHelp()}>
          ?
        </button>
      </div>
    </div>
  )
}

function Glyph(props: { readonly d: string; readonly solid?: boolean }): JSX.Element {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" classList={{ 'fig-solid': props.solid === true }}>
      <path d={props.d} />
    </svg>
  )
}
