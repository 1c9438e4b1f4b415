/**
 * The Content-Security-Policy, written into each page after the build: everything from this origin, no
 * eval, and only those inline scripts and styles that the build itself wrote, by their hash. Style
 * attributes (from the highlighter, or from the markup of an island) become classes, since hashes do not
 * cover attributes. A handler attribute or a `javascript:` link fails the build.
 */
import type { AstroIntegration } from 'astro'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64')

const inline = (html: string, tag: 'script' | 'style'): string[] => {
  const found = html.matchAll(new RegExp(`<${tag}(?![^>]*\\ssrc=)([^>]*)>([\\s\\S]*?)</${tag}>`, 'g'))
  // Data blocks (JSON-LD and the like) do not run and need no hash.
  return [...found].filter((m) => !/type="application\//.test(m[1]!)).map((m) => m[2]!)
}

const sources = (blocks: readonly string[]): string =>
  ["'self'", ...new Set(blocks.map((block) => `'sha256-${sha256(block)}'`))].join(' ')

/** Moves `style="..."` attributes into classes of one style element at the end of the head. */
export function stylesToClasses(html: string): string {
  const rules = new Map<string, string>()
  const moved = html.replace(/<[a-zA-Z][^>]*?\sstyle="[^"]*"[^>]*>/g, (tag) => {
    const style = /\sstyle="([^"]*)"/.exec(tag)![1]!.trim()
    const bare = tag.replace(/\sstyle="[^"]*"/, '')
    if (style === '') return bare
    const name = `s-${createHash('sha256').update(style).digest('hex').slice(0, 8)}`
    rules.set(name, style.replaceAll('&quot;', '"').replaceAll('&#39;', "'"))
    return /\sclass="/.test(bare)
      ? bare.replace(/\sclass="/, ` class="${name} `)
      : bare.replace(/^<[a-zA-Z][\w-]*/, `$& class="${name}"`)
  })
  if (rules.size === 0) return html
  const sheet = [...rules].map(([name, style]) => `.${name}{${style}}`).join('')
  return moved.replace('</head>', `<style>${sheet}</style></head>`)
}

/** The policy of a page; `frame-ancestors` works in a header only, so the server adds it. */
export function policyOf(html: string): string {
  return [
    "default-src 'self'",
    `script-src ${sources(inline(html, 'script'))}`,
    `style-src ${sources(inline(html, 'style'))}`,
    "img-src 'self' data:",
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
  ].join('; ')
}

function secure(path: string): void {
  const html = stylesToClasses(readFileSync(path, 'utf8'))
  const unsafe = /<[a-z][^>]*\s(on[a-z]+="[^"]*"|href="javascript:[^"]*")/.exec(
    html.replace(/<svg[\s\S]*?<\/svg>/g, ''),
  )
  if (unsafe) throw new Error(`${path}: ${unsafe[1]!} would be blocked by the Content-Security-Policy`)
  const meta = `<meta http-equiv="content-security-policy" content="${policyOf(html)}">`
  if (!html.includes('<meta charset="utf-8">'))
    throw new Error(`${path}: no <meta charset="utf-8"> to put the policy after`)
  writeFileSync(path, html.replace('<meta charset="utf-8">', `<meta charset="utf-8">${meta}`))
}

export function policy(): AstroIntegration {
  return {
    name: 'orrery-policy',
    hooks: {
      'astro:build:done': ({ dir }) => {
        const root = fileURLToPath(dir)
        const pages = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((f) =>
          f.endsWith('.html'),
        )
        for (const page of pages) secure(join(root, page))
      },
    },
  }
}
