/** The keys, in a dialog. */
import { createEffect, For, type JSX } from 'solid-js'
import { keyHelp } from '../player/keys.ts'

export function Help(props: {
  readonly open: boolean
  readonly story: boolean
  onClose(): void
}): JSX.Element {
  let dialog: HTMLDialogElement | undefined
  createEffect(() => {
    if (props.open && dialog?.open === false) dialog.showModal()
    else if (!props.open && dialog?.open === true) dialog.close()
  })
  return (
    <dialog
      class="fig-help"
      ref={(element) => (dialog = element)}
      aria-label="Keys"
      onClose={() => props.onClose()}
    >
      <p class="fig-help-title">Keys</p>
      <p>They act while the focus is in the figure, or on nothing.</p>
      <table>
        <tbody>
          <For each={keyHelp}>
            {(line) => (
              <tr>
                <th scope="row">{line.keys}</th>
                <td>{props.story ? line.story : line.figure}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
      <p>
        Select a server or a message to see its state and what can happen to it. Drag across the plate to cut
        the network.
      </p>
      <button type="button" class="fig-button" onClick={() => props.onClose()}>
        Close
      </button>
    </dialog>
  )
}
