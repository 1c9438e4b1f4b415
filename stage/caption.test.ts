import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { captionHtml, countWords, parseCaption, plainCaption } from './caption.ts'

describe('parseCaption', () => {
  test('reads each mark, and text between them', () => {
    expect(parseCaption('As a [candidate](role:pending), [C](@C) sends `vote?` *once*.')).toEqual([
      { kind: 'text', text: 'As a ' },
      { kind: 'role', text: 'candidate', role: 'pending' },
      { kind: 'text', text: ', ' },
      { kind: 'subject', text: 'C', subject: 'C' },
      { kind: 'text', text: ' sends ' },
      { kind: 'code', text: 'vote?' },
      { kind: 'text', text: ' ' },
      { kind: 'em', text: 'once' },
      { kind: 'text', text: '.' },
    ])
  })

  test('leaves what is not a mark as it stands', () => {
    for (const text of [
      '2 * 3 * 4',
      'a [b] c',
      '[x](role:nonsense)',
      '[x](javascript:alert(1))',
      '`open',
      '*',
    ]) {
      expect(parseCaption(text)).toEqual([{ kind: 'text', text }])
    }
  })

  test('does not read marks inside code', () => {
    expect(parseCaption('`a *b* c`')).toEqual([{ kind: 'code', text: 'a *b* c' }])
  })
})

describe('countWords', () => {
  test('counts what a reader reads, not the markup', () => {
    expect(countWords('As a [candidate](role:pending), it needs *two* more votes of five.')).toBe(10)
    expect(countWords('x ← 1 – then  a pause')).toBe(5)
    expect(countWords('')).toBe(0)
  })
})

describe('captionHtml', () => {
  test('makes words that name something selectable only when live', () => {
    expect(captionHtml('[C](@C)')).toBe('<span class="fig-word" data-subject="C">C</span>')
    expect(captionHtml('[C](@C)', true)).toContain('role="button" tabindex="0"')
  })

  test('never lets text become markup', () => {
    const tags = /<(?!\/?(?:em|code|span class="fig-word" data-(?:subject|role)="[^"<>]*"|span)>)/
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('<b>', '"', "'", '&', '*', '`', '[', '](', '@A', 'role:plain', ')', 'x ')),
        (parts) => {
          const marked = parts.join('')
          expect(captionHtml(marked)).not.toMatch(tags)
          expect(plainCaption(marked).length).toBeLessThanOrEqual(marked.length)
        },
      ),
    )
  })
})
