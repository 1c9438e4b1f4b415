import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { policyOf, stylesToClasses } from './policy.ts'

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

describe('the policy of a page', () => {
  it('allows the inline scripts and styles of the page by hash, and no others', () => {
    const policy = policyOf('<script>one()</script><script type="module">two()</script><style>a{}</style>')
    expect(policy).toContain(`script-src 'self' ${hash('one()')} ${hash('two()')};`)
    expect(policy).toContain(`style-src 'self' ${hash('a{}')};`)
    expect(policy).not.toMatch(/unsafe|http:|\*/)
  })

  it('needs no hash for scripts of files, nor for data', () => {
    const policy = policyOf('<script src="/a.js"></script><script type="application/json">{}</script>')
    expect(policy).toContain("script-src 'self';")
  })
})

describe('style attributes become classes', () => {
  it('with one rule for equal styles, beside the classes that are there', () => {
    const html = stylesToClasses(
      '<head></head><p class="a" style="color:red">x</p><b style="color:red">y</b><i style="">z</i>',
    )
    const name = /\.(s-[0-9a-f]{8})\{color:red\}/.exec(html)?.[1]
    expect(name).toBeDefined()
    expect(html).toContain(`<p class="${name!} a">x</p><b class="${name!}">y</b><i>z</i>`)
    expect(html.match(/color:red/g)).toHaveLength(1)
  })

  it('and leaves a page without them as it is', () => {
    expect(stylesToClasses('<head></head><p>style="x"</p>')).toBe('<head></head><p>style="x"</p>')
  })
})
