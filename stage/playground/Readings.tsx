/** What was measured since the last change: percentiles first, a mean only beside its formula. */
import type { Report } from '@orrery/models/load-balancing/report.ts'
import { strategyTitles } from '@orrery/models/load-balancing/params.ts'
import { For, type JSX } from 'solid-js'

const ms = (value: number | undefined): string =>
  value === undefined ? '–' : value >= 10_000 ? `${(value / 1000).toFixed(1)} s` : `${Math.round(value)} ms`
const share = (part: number, all: number): string =>
  all === 0 ? '–' : `${((100 * part) / all).toFixed(2)} %`
const percent = (value: number | undefined): string =>
  value === undefined ? '–' : `${Math.round(100 * value)} %`

export function Readings(props: { readonly reports: readonly Report[] }): JSX.Element {
  return (
    <div
      class="play-table play-readings"
      role="region"
      aria-label="Measured since the last change"
      tabindex="0"
    >
      <table>
        <caption>Measured since the last change</caption>
        <thead>
          <tr>
            <th scope="col">Setting</th>
            <th scope="col">p50</th>
            <th scope="col">p90</th>
            <th scope="col">p99</th>
            <th scope="col">p99.9</th>
            <th scope="col">Requests</th>
            <th scope="col">Failed</th>
            <th scope="col">Served a second</th>
            <th scope="col">Load</th>
          </tr>
        </thead>
        <tbody>
          <For each={props.reports.map((_, i) => i)}>
            {(side) => {
              const report = (): Report => props.reports[side]!
              return (
                <tr data-side={side === 0 ? 'A' : 'B'}>
                  <th scope="row">
                    <span class={`play-key play-side-${side}`} aria-hidden="true" />
                    {props.reports.length > 1 ? (side === 0 ? 'A: ' : 'B: ') : ''}
                    {strategyTitles[report().knobs.strategy]}
                  </th>
                  <td data-value="p50">{ms(report().p50)}</td>
                  <td>{ms(report().p90)}</td>
                  <td data-value="p99">{ms(report().p99)}</td>
                  <td>{ms(report().p999)}</td>
                  <td data-value="ended">{report().ended}</td>
                  <td>{share(report().failed, report().ended)}</td>
                  <td>{report().throughput.toFixed(1)}</td>
                  <td>{percent(report().load)}</td>
                </tr>
              )
            }}
          </For>
        </tbody>
      </table>
      <For each={props.reports.map((_, i) => i)}>
        {(side) => (
          <Formula
            report={props.reports[side]!}
            name={props.reports.length > 1 ? (side === 0 ? 'A. ' : 'B. ') : ''}
          />
        )}
      </For>
    </div>
  )
}

function Formula(props: { readonly report: Report; readonly name: string }): JSX.Element {
  const text = (): string => {
    const { theory, mean } = props.report
    if (theory === undefined)
      return 'No formula is known for these settings: the measurement is all there is.'
    if (theory.mean === Infinity) return `By theory there is ${theory.formula}.`
    const tail = theory.p99 === undefined ? '' : `, p99 ${ms(theory.p99)}`
    return `By theory the mean is ${ms(theory.mean)}${tail} (${theory.formula}; ${theory.source}). Measured mean: ${ms(mean)}.`
  }
  return (
    <p class="play-formula">
      {props.name}
      {text()}
    </p>
  )
}
