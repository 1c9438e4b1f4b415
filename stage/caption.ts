/**
 * Captions: text with light markup, parsed to segments and to safe HTML. `*emphasis*`, `` `code` ``,
 * `[word](role:pending)` for a word that carries the mark of a role, `[word](@A)` for a word that names
 * a subject of the figure. Anything else, an unclosed mark included, is text.
 */
import type { Role } from '@orrery/engine/model/scene.ts'

export type Segment =
  | { readonly kind: 'text' | 'em' | 'code'; readonly text: string }
  | { readonly kind: 'role'; readonly text: string; readonly role: Role }
  | { readonly kind: 'subject'; readonly text: string; readonly subject: string }

const roles: readonly string[] = [
  'plain',
  'primary',
  'replica',
  'pending',
  'committed',
  'failed',
  'suspect',
  'accent',
] satisfies Role[]

const isRole = (name: string): name is Role => roles.includes(name)

// One pass: code first, so that nothing inside it is read as a mark.
const marks = /`([^`]+)`|\*([^*\s](?:[^*]*[^*\s])?)\*|\[([^[\]]+)\]\((role:[a-z]+|@[^()\s]+)\)/g

export function parseCaption(marked: string): readonly Segment[] {
  const segments: Segment[] = []
  let end = 0
  const text = (from: number, to: number): void => {
    if (to > from) segments.push({ kind: 'text', text: marked.slice(from, to) })
  }
  for (const match of marked.matchAll(marks)) {
    const segment = segmentOf(match)
    if (segment === undefined) continue
    text(end, match.index)
    segments.push(segment)
    end = match.index + match[0].length
  }
  text(end, marked.length)
  return segments
}

function segmentOf(match: RegExpMatchArray): Segment | undefined {
  const [, code, em, word, target] = match
  if (code !== undefined) return { kind: 'code', text: code }
  if (em !== undefined) return { kind: 'em', text: em }
  if (word === undefined || target === undefined) return undefined
  if (target.startsWith('@')) return { kind: 'subject', text: word, subject: target.slice(1) }
  const role = target.slice('role:'.length)
  return isRole(role) ? { kind: 'role', text: word, role } : undefined
}

/** The caption as a reader hears it, without marks. */
export function plainCaption(marked: string): string {
  return parseCaption(marked)
    .map((segment) => segment.text)
    .join('')
}

/** Words as a person counts them: runs of characters between spaces that hold a letter or a digit. */
export function countWords(marked: string): number {
  return plainCaption(marked)
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word)).length
}

/**
 * HTML with everything of the text escaped. `live`: words that name something can take the focus and
 * be selected; without it (a transcript) they only carry their mark.
 */
export function captionHtml(marked: string, live = false): string {
  return parseCaption(marked)
    .map((segment) => {
      const text = escapeHtml(segment.text)
      switch (segment.kind) {
        case 'text':
          return text
        case 'em':
          return `<em>${text}</em>`
        case 'code':
          return `<code>${text}</code>`
        case 'role':
          return word(text, `data-role="${segment.role}"`, live)
        case 'subject':
          return word(text, `data-subject="${escapeHtml(segment.subject)}"`, live)
      }
    })
    .join('')
}

function word(text: string, names: string, live: boolean): string {
  const focus = live ? ' role="button" tabindex="0"' : ''
  return `<span class="fig-word" ${names}${focus}>${text}</span>`
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
