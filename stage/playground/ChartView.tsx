/** A chart, with its numbers as a table and as a file. */
import { createMemo, createSignal, For, Show, type JSX } from 'solid-js'
import { csvOf, frame, namesOf, pathOf, xOf, yOf, type Chart } from './chart.ts'

export function ChartView(props: { readonly chart: Chart }): JSX.Element {
  const [open, setOpen] = createSignal(false)
  const names = createMemo(() => namesOf(props.chart))
  const bottom = frame.height - frame.bottom
  const right = frame.width - frame.right
  const save = async (): Promise<void> => {
    // Few take a file with them: its code comes when it is asked for.
    const { download } = await import('../panels/save.ts')
    const { id, table } = props.chart
    download({ name: `load-balancing-${id}.csv`, type: 'text/csv', text: csvOf(table) })
  }

  return (
    <figure class="play-chart">
      <figcaption>{props.chart.title}</figcaption>
      <svg
        viewBox={`0 0 ${frame.width} ${frame.height}`}
        role="img"
        aria-label={`${props.chart.title}. The numbers are in the table below it.`}
      >
        <For each={props.chart.y.ticks}>
          {(tick) => (
            <g class="play-tick">
              <line
                x1={frame.left}
                x2={right}
                y1={yOf(props.chart, tick.at)}
                y2={yOf(props.chart, tick.at)}
              />
              <text x={frame.left - 6} y={yOf(props.chart, tick.at) + 4} text-anchor="end">
                {tick.text}
              </text>
            </g>
          )}
        </For>
        <For each={props.chart.x.ticks}>
          {(tick) => (
            <g class="play-tick">
              <line
                x1={xOf(props.chart, tick.at)}
                x2={xOf(props.chart, tick.at)}
                y1={bottom}
                y2={bottom + 4}
              />
              <text x={xOf(props.chart, tick.at)} y={bottom + 17} text-anchor="middle">
                {tick.text}
              </text>
            </g>
          )}
        </For>
        <text class="play-axis" x={(frame.left + right) / 2} y={frame.height - 5} text-anchor="middle">
          {props.chart.x.title}
        </text>
        <For each={props.chart.lines}>
          {(line) => (
            <path
              class={`play-line play-side-${line.side} play-${line.weight}`}
              d={pathOf(props.chart, line)}
            />
          )}
        </For>
        <For each={names()}>
          {({ line, x, y }) => (
            <text class={`play-name play-side-${line.side}`} x={x} y={y}>
              {line.name}
            </text>
          )}
        </For>
      </svg>
      <div class="play-chart-ways">
        <button type="button" class="play-small" aria-expanded={open()} onClick={() => setOpen(!open())}>
          {open() ? 'Hide the table' : 'As a table'}
          <span class="fig-hidden">: {props.chart.title}</span>
        </button>
        <button type="button" class="play-small" onClick={() => void save()}>
          CSV<span class="fig-hidden">: {props.chart.title}</span>
        </button>
      </div>
      <Show when={open()}>
        <div class="play-table" role="region" aria-label={props.chart.title} tabindex="0">
          <table>
            <thead>
              <tr>
                <For each={props.chart.table.head}>{(cell) => <th scope="col">{cell}</th>}</For>
              </tr>
            </thead>
            <tbody>
              <For each={props.chart.table.rows}>
                {(row) => (
                  <tr>
                    <For each={row}>{(cell) => <td>{cell}</td>}</For>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </div>
      </Show>
    </figure>
  )
}
