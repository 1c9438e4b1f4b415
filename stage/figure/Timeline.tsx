/** The timeline: a tick an event, a dot a step, and the playhead. Drawn in a box 1000 units wide. */
import { createMemo, Index, Show, type JSX } from 'solid-js'

export interface TimelineProps {
  /** Places from 0 to 1. */
  readonly at: number
  readonly ticks: readonly number[]
  readonly dots?: readonly { readonly at: number; readonly passed: boolean }[] | undefined
  /** The moment in words: "0.213 s, step 3 of 11". */
  readonly text: string
  /** Moments in words would be too long for a value; this is its number. */
  readonly now: number
  readonly max: number
  readonly disabled?: boolean
  onSeek(share: number): void
}

export function Timeline(props: TimelineProps): JSX.Element {
  let line: HTMLDivElement | undefined
  let dragging = false
  const seek = (event: PointerEvent): void => {
    const box = line?.getBoundingClientRect()
    if (box !== undefined && box.width > 0) props.onSeek((event.clientX - box.left) / box.width)
  }
  const ticks = createMemo(() => props.ticks.map((at) => `M${(at * 1000).toFixed(1)} -5v10`).join(''))
  const x = (): string => `${(Math.min(1, Math.max(0, props.at)) * 100).toFixed(2)}%`
  return (
    <div
      class="fig-timeline"
      ref={(element) => (line = element)}
      role="slider"
      tabindex="0"
      aria-label="Timeline"
      aria-valuemin="0"
      aria-valuemax={props.max}
      aria-valuenow={props.now}
      aria-valuetext={props.text}
      aria-disabled={props.disabled ? 'true' : undefined}
      onPointerDown={(event) => {
        if (event.button !== 0 || props.disabled) return
        dragging = true
        event.currentTarget.setPointerCapture(event.pointerId)
        seek(event)
      }}
      onPointerMove={(event) => dragging && seek(event)}
      onPointerUp={() => (dragging = false)}
      onPointerCancel={() => (dragging = false)}
    >
      <svg class="fig-timeline-ticks" viewBox="0 -12 1000 24" preserveAspectRatio="none" aria-hidden="true">
        <path class="fig-tick" d={ticks()} />
      </svg>
      <svg class="fig-timeline-line" aria-hidden="true">
        <line class="fig-track" x1="0" x2="100%" y1="50%" y2="50%" />
        <line class="fig-passed" x1="0" x2={x()} y1="50%" y2="50%" />
        <Show when={props.dots}>
          {(dots) => (
            <Index each={dots()}>
              {(dot) => (
                <circle
                  classList={{ 'fig-dot': true, 'fig-dot-passed': dot().passed }}
                  cx={`${(dot().at * 100).toFixed(2)}%`}
                  cy="50%"
                  r="5"
                />
              )}
            </Index>
          )}
        </Show>
        <line class="fig-playhead" x1={x()} x2={x()} y1="12%" y2="88%" />
      </svg>
    </div>
  )
}
