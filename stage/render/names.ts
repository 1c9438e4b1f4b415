/**
 * A mark that can be selected is a button, and its name must hold the words that are seen on it (WCAG 2.5.3,
 * Label in Name). A server's name does not repeat all the state that stands below it; such words are drawn
 * in a group of their own above the button, silent, since the name says the same in a sentence.
 */
import type { Painted } from './painter.ts'
import type { Drawn, Shape } from './shape.ts'

/** What has been looked at already: most marks are the same from frame to frame. */
const looked = new WeakMap<Painted, readonly Painted[]>()
const beside = new WeakMap<Drawn, Drawn>()

/** The same picture, with words that are not in a button's name taken out of the button. */
export function nameButtons(painted: readonly Painted[]): readonly Painted[] {
  return painted.flatMap((one) => {
    let parts = looked.get(one)
    if (parts === undefined) looked.set(one, (parts = partsOf(one)))
    return parts
  })
}

function partsOf(one: Painted): readonly Painted[] {
  const { mark, role, shapes } = one
  if (mark.subject === undefined) return [one]
  const seen = wordsIn(shapes)
  if (seen === '' || isWithin(seen, mark.title ?? mark.subject)) return [one]
  // A message has one word on it and moves: its name begins with that word, and it stays one group.
  if (mark.kind === 'message') return [{ mark: prefixed(mark, seen), role, shapes }]
  return [
    { mark, role, shapes: part(shapes, false) },
    { mark: silent(mark), role, shapes: part(shapes, true) },
  ]
}

function prefixed(mark: Drawn, seen: string): Drawn {
  let named = beside.get(mark)
  if (named === undefined) {
    beside.set(mark, (named = { ...mark, title: `${seen}: ${mark.title ?? mark.subject ?? ''}` }))
  }
  return named
}

function silent(mark: Drawn): Drawn {
  let words = beside.get(mark)
  if (words === undefined) {
    const { subject: _subject, title: _title, ...rest } = mark
    beside.set(mark, (words = { ...rest, id: `${mark.id} words`, silent: true }))
  }
  return words
}

/** Texts as they follow each other in the document: with nothing between them. */
function wordsIn(shapes: readonly Shape[]): string {
  return shapes
    .map((shape) =>
      shape.tag === 'text' ? shape.text : shape.tag === 'group' ? wordsIn(shape.children) : '',
    )
    .join('')
}

const parts = [
  new WeakMap<readonly Shape[], readonly Shape[]>(),
  new WeakMap<readonly Shape[], readonly Shape[]>(),
] as const

/** Only the texts, or all but the texts. Equal lists give the same list: what moves as a group is not drawn anew. */
function part(shapes: readonly Shape[], texts: boolean): readonly Shape[] {
  const known = parts[texts ? 1 : 0]
  let found = known.get(shapes)
  if (found === undefined) {
    found = shapes.flatMap((shape): readonly Shape[] => {
      if (shape.tag !== 'group') return (shape.tag === 'text') === texts ? [shape] : []
      const children = part(shape.children, texts)
      return children.length === 0 ? [] : [{ ...shape, children }]
    })
    known.set(shapes, found)
  }
  return found
}

/** Whether the words of `seen` follow each other in `name`. */
function isWithin(seen: string, name: string): boolean {
  const tokens = (text: string): string =>
    ` ${(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')} `
  return tokens(name).includes(tokens(seen))
}
