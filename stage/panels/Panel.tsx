/** A panel: a disclosure with a quiet heading. What it holds is made when it is first opened. */
import { createSignal, Show, type JSX } from 'solid-js'

export interface PanelProps {
  readonly name: string
  readonly title: string
  /** Beside the title: "switch one off". */
  readonly aside?: string
  readonly open?: boolean
  readonly children: JSX.Element
}

export function Panel(props: PanelProps): JSX.Element {
  const [opened, setOpened] = createSignal(props.open === true)
  return (
    <details
      class="panel"
      data-panel={props.name}
      open={props.open === true}
      onToggle={(event) => event.currentTarget.open && setOpened(true)}
    >
      <summary>
        <span class="panel-title">{props.title}</span>
        <span class="panel-aside">{props.aside}</span>
      </summary>
      <div class="panel-body">
        <Show when={opened()}>{props.children}</Show>
      </div>
    </details>
  )
}
