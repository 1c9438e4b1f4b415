/** Taking a run away: a link to this very moment, a picture, a trace. */
import { createSignal, Show, type JSX } from 'solid-js'
import type { Desk } from '../figure/desk.ts'
import { branchOf } from '../player/player.ts'
import { writeLink } from '../link.ts'
import { Panel } from './Panel.tsx'

/** The theme that the reader sees: the one chosen on the page, else the system's. */
function themeNow(): 'paper' | 'night' {
  const chosen = document.documentElement.dataset['theme']
  const dark = chosen === undefined ? matchMedia('(prefers-color-scheme: dark)').matches : chosen === 'night'
  return dark ? 'night' : 'paper'
}

export function Share(props: { readonly desk: Desk; readonly view: string }): JSX.Element {
  const [link, setLink] = createSignal<string>()
  const [said, setSaid] = createSignal('')
  let field: HTMLInputElement | undefined

  const copy = async (): Promise<void> => {
    const player = props.desk.player()
    const written = writeLink(branchOf(player).history, player.time, props.view)
    if (!written.ok) {
      setLink(undefined)
      setSaid(written.message)
      return
    }
    const address = new URL(location.href)
    address.hash = written.value
    setLink(address.href)
    try {
      await navigator.clipboard.writeText(address.href)
      setSaid('Copied. Whoever opens it sees this moment of this run.')
    } catch {
      field?.select()
      setSaid('Copy it from the field above.')
    }
  }
  const save = async (kind: 'svg' | 'json' | 'shiviz'): Promise<void> => {
    const { fileOf, download } = await import('./save.ts')
    const player = props.desk.player()
    download(fileOf(branchOf(player).history, player.time, props.view, kind, themeNow()))
  }
  return (
    <Panel name="share" title="Share and export">
      <button type="button" class="fig-button" onClick={() => void copy()}>
        Copy a link to this moment
      </button>
      <Show when={link()}>
        {(address) => (
          <label class="panel-field">
            <span class="fig-hidden">Link</span>
            <input
              ref={(element) => (field = element)}
              type="text"
              readonly
              value={address()}
              onFocus={(event) => event.currentTarget.select()}
            />
          </label>
        )}
      </Show>
      <p class="panel-quiet" role="status">
        {said()}
      </p>
      <div class="panel-buttons">
        <button type="button" class="fig-button" onClick={() => void save('svg')}>
          Picture (SVG)
        </button>
        <button type="button" class="fig-button" onClick={() => void save('json')}>
          Trace (JSON)
        </button>
        <button type="button" class="fig-button" onClick={() => void save('shiviz')}>
          Trace (ShiViz)
        </button>
      </div>
    </Panel>
  )
}
