/** Keys: which command a key means, and whether the figure may take it. */

export type Command = 'next' | 'previous' | 'toggle' | 'first' | 'last' | 'help' | 'close'

export interface Pressed {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
  readonly defaultPrevented: boolean
}

const commands: Readonly<Record<string, Command>> = {
  ArrowRight: 'next',
  ArrowLeft: 'previous',
  ' ': 'toggle',
  Home: 'first',
  End: 'last',
  '?': 'help',
  Escape: 'close',
}

/** For a help dialog: the keys, and what they do in an explainer and in a figure. */
export const keyHelp: readonly { readonly keys: string; readonly story: string; readonly figure: string }[] =
  [
    { keys: '→', story: 'Next step', figure: 'Next event' },
    { keys: '←', story: 'Step before', figure: 'Event before' },
    { keys: 'Space', story: 'Play on, or pause', figure: 'Play or pause' },
    { keys: 'Home, End', story: 'First step, last step', figure: 'Start, end' },
    {
      keys: 'Tab',
      story: 'To each thing on the plate, then the controls',
      figure: 'To each thing on the plate, then the controls',
    },
    { keys: 'Enter', story: 'Select the thing in focus', figure: 'Select the thing in focus' },
    { keys: 'Esc', story: 'Let go of what is selected', figure: 'Let go of what is selected' },
    { keys: '?', story: 'This list', figure: 'This list' },
  ]

/** The command of a key, or undefined. With a modifier a key is the browser's. */
export function commandOf(pressed: Pressed): Command | undefined {
  if (pressed.defaultPrevented || pressed.ctrlKey || pressed.metaKey || pressed.altKey) return undefined
  return Object.hasOwn(commands, pressed.key) ? commands[pressed.key] : undefined
}

/** What has the focus, as far as keys matter. */
export interface Focus {
  /** Upper-case name of the focused element; undefined where nothing has the focus. */
  readonly tag: string | undefined
  readonly role: string | null
  readonly type: string | null
  readonly editable: boolean
  /** It is inside this figure. */
  readonly inside: boolean
}

const typing: ReadonlySet<string> = new Set(['INPUT', 'TEXTAREA', 'SELECT'])

/** Whether a key is the figure's: only while the focus is in it or on nothing, and never while typing. */
export function takesKey(command: Command, focus: Focus): boolean {
  if (focus.tag === undefined || focus.tag === 'BODY' || focus.tag === 'HTML') return true
  if (!focus.inside || focus.editable) return false
  if (typing.has(focus.tag)) return command === 'close'
  // Space presses a focused button, opens a summary and follows nothing: it is theirs.
  const pressable =
    focus.tag === 'BUTTON' ||
    focus.tag === 'SUMMARY' ||
    focus.tag === 'A' ||
    focus.role === 'button' ||
    focus.role === 'switch'
  return !(pressable && command === 'toggle')
}
