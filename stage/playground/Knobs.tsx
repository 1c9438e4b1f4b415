/** The knobs, made from the model's parameters. */
import {
  params,
  strategyTitles,
  type Knob,
  type Knobs as Values,
  type Strategy,
} from '@orrery/models/load-balancing/params.ts'
import { For, type JSX } from 'solid-js'

export interface KnobsProps {
  readonly legend: string
  readonly knobs: readonly Knob[]
  readonly values: Values
  onTurn(knob: Knob, value: string): void
}

const words: Readonly<Record<string, string>> = {
  ...strategyTitles,
  poisson: 'Poisson',
  closed: 'closed: each client waits for its answer',
  heavy: 'heavy-tailed',
  'one-slow': 'one slow, a fifth',
  'two-kinds': 'two kinds, 3 to 1',
  ladder: 'ladder, 1 to 5',
}

/** Knobs that mean nothing while another stands as it does. */
function idle(knob: Knob, values: Values): boolean {
  const closed = values.arrivals === 'closed'
  if (knob === 'rate') return closed
  if (knob === 'clients' || knob === 'think') return !closed
  if (knob === 'bound') return values.strategy !== 'bounded-hash'
  return false
}

export function Knobs(props: KnobsProps): JSX.Element {
  return (
    <fieldset class="play-knobs">
      <legend>{props.legend}</legend>
      <For each={props.knobs}>
        {(knob) => {
          const spec = params[knob]
          const id = `knob-${knob}`
          return (
            <div class="play-knob" hidden={idle(knob, props.values)}>
              <label for={id}>{spec.title}</label>
              {spec.kind === 'choice' ? (
                <select
                  id={id}
                  name={knob}
                  onChange={(event) => props.onTurn(knob, event.currentTarget.value)}
                >
                  <For each={spec.options}>
                    {(option) => (
                      <option value={option} selected={props.values[knob] === option}>
                        {words[option as Strategy] ?? option}
                      </option>
                    )}
                  </For>
                </select>
              ) : (
                <span class="play-number">
                  <input
                    id={id}
                    name={knob}
                    type="number"
                    min={spec.min}
                    max={spec.max}
                    step={spec.step}
                    value={props.values[knob]}
                    onChange={(event) => props.onTurn(knob, event.currentTarget.value)}
                  />
                  <span>{'unit' in spec ? spec.unit : ''}</span>
                </span>
              )}
            </div>
          )
        }}
      </For>
    </fieldset>
  )
}
