/** A crawler over the built HTML: every link, anchor, picture and script leads somewhere. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { dist, expect, test } from './reader.ts'

function htmlFiles(): string[] {
  return readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.html'))
    .map((entry) => join(entry.parentPath, entry.name))
}

/** The file of dist/ that a server gives for a path, or undefined. */
function fileOf(path: string): string | undefined {
  const file = join(dist, decodeURIComponent(path))
  if (existsSync(file) && statSync(file).isFile()) return file
  const index = join(file, 'index.html')
  return path.endsWith('/') && existsSync(index) ? index : undefined
}

function decode(text: string): string {
  return text
    .replaceAll('&amp;', '&')
    .replaceAll('&quot;', '"')
    .replaceAll('&#38;', '&')
    .replaceAll('&#39;', "'")
}

const anchors = new Map<string, Set<string>>()

function anchorsOf(file: string): Set<string> {
  let ids = anchors.get(file)
  if (ids === undefined) {
    ids = new Set(
      [...readFileSync(file, 'utf8').matchAll(/\sid="([^"]+)"/g)].map((match) => decode(match[1]!)),
    )
    anchors.set(file, ids)
  }
  return ids
}

test('no link, anchor, picture or script leads nowhere', () => {
  const broken: string[] = []
  let seen = 0
  for (const file of htmlFiles()) {
    const route = `/${relative(dist, file).replace(/index\.html$/, '')}`
    const html = readFileSync(file, 'utf8').replace(/<script[^>]*>[\s\S]*?<\/script>/g, (tag) =>
      tag.slice(0, tag.indexOf('>')),
    )
    const plain = [...html.matchAll(/\s(?:href|src|component-url|renderer-url|data-src)="([^"]*)"/g)].map(
      (m) => m[1]!,
    )
    const sets = [...html.matchAll(/\ssrcset="([^"]*)"/g)].flatMap((m) =>
      m[1]!.split(',').map((s) => s.trim().split(/\s/)[0]!),
    )
    for (const raw of [...plain, ...sets]) {
      const target = new URL(decode(raw), `http://orrery.test${route}`)
      if (target.host !== 'orrery.test') {
        // A source outside: written so that it leads somewhere, at least.
        if (!['https:', 'http:', 'mailto:', 'data:', 'blob:'].includes(target.protocol))
          broken.push(`${route}: ${raw}`)
        continue
      }
      seen++
      const found = fileOf(target.pathname)
      if (found === undefined) {
        broken.push(`${route}: ${raw}`)
        continue
      }
      const anchor = decodeURIComponent(target.hash.slice(1))
      if (anchor === '' || !found.endsWith('.html') || anchor.startsWith('run=')) continue
      // A step of an explainer is addressed by its id; its place in the transcript carries a prefix.
      if (!anchorsOf(found).has(anchor) && !anchorsOf(found).has(`transcript-${anchor}`))
        broken.push(`${route}: ${raw}`)
    }
  }
  expect(seen).toBeGreaterThan(50)
  expect([...new Set(broken)]).toEqual([])
})

test('no two elements of a page share an id', () => {
  const twice: string[] = []
  for (const file of htmlFiles()) {
    const html = readFileSync(file, 'utf8').replace(/<(script|template)[^>]*>[\s\S]*?<\/\1>/g, '')
    const ids = [...html.matchAll(/<[^>]*\sid="([^"]+)"/g)].map((match) => match[1]!)
    for (const id of new Set(ids))
      if (ids.filter((other) => other === id).length > 1) twice.push(`${relative(dist, file)}: ${id}`)
  }
  expect(twice).toEqual([])
})
