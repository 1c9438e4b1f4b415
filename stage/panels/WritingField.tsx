/** A text of the world that the reader may write anew, whole: the letters that a model reads. */
import type { World, Writing } from '@orrery/engine/model/model.ts'
import type { JSX } from 'solid-js'

export interface WritingFieldProps {
  readonly writing: Writing<World>
  readonly world: World
  onWrite(action: string): void
}

export function WritingField(props: WritingFieldProps): JSX.Element {
  let input: HTMLInputElement | undefined
  const now = (): string => props.writing.text(props.world)
  return (
    <form
      class="panel-writing"
      onSubmit={(event) => {
        event.preventDefault()
        const text = input?.value.trim() ?? ''
        if (text !== now()) props.onWrite(props.writing.action(text))
      }}
    >
      <label class="panel-field">
        <span>{props.writing.title}</span>
        <input
          type="text"
          ref={(element) => (input = element)}
          value={now()}
          pattern={props.writing.pattern}
          required
          title={props.writing.hint}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
        />
      </label>
      <p class="panel-quiet">
        {props.writing.hint}{' '}
        <button type="submit" class="panel-link">
          Write
        </button>
      </p>
    </form>
  )
}
