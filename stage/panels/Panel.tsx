/** A panel: a disclosure with a quiet heading. */
import type { JSX } from 'solid-js'

export interface PanelProps {
  readonly name: string
  readonly title: string
  /** Beside the title: "switch one off". */
  readonly aside?: string
  readonly open?: boolean
  readonly children: JSX.Element
  onOpen?(): void
}

export function Panel(props: PanelProps): JSX.Element {
  return (
    <details
      class="panel"
      data-panel={props.name}
      open={props.open === true}
      onToggle={(event) => event.currentTarget.open && props.onOpen?.()}
    >
      <summary>
        <span class="panel-title">{props.title}</span>
        <span class="panel-aside">{props.aside}</span>
      </summary>
      <div class="panel-body">{props.children}</div>
    </details>
  )
}
