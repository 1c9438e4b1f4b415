/** What a page may weigh, gzip, in kB of 1,000 bytes. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { dist, expect, explainers, open, test, type Page } from './reader.ts'

type Kind = 'html' | 'js' | 'css' | 'font' | 'other'

function kindOf(type: string): Kind {
  if (type.includes('javascript')) return 'js'
  if (type.includes('text/html')) return 'html'
  if (type.includes('text/css')) return 'css'
  return type.includes('font') ? 'font' : 'other'
}

/** Weighs what the page asks for, each address once, as a host that compresses would send it. */
function scale(page: Page): { weigh(kind: Kind): Promise<number> } {
  const seen = new Map<string, Promise<readonly [Kind, number]>>()
  // The context sees what workers ask for, too.
  page.context().on('response', (response) => {
    if (response.status() !== 200 || seen.has(response.url())) return
    const kind = kindOf(response.headers()['content-type'] ?? '')
    seen.set(
      response.url(),
      response.body().then(
        (body) => [kind, kind === 'font' ? body.length : gzipSync(body, { level: 9 }).length] as const,
        () => [kind, 0] as const,
      ),
    )
  })
  return {
    async weigh(kind) {
      const all = await Promise.all(seen.values())
      return all.reduce((sum, [other, bytes]) => sum + (other === kind ? bytes : 0), 0) / 1000
    },
  }
}

/**
 * Files that the page's HTML asks for by itself, with all that they import statically: what a reader's
 * browser has before any figure comes near and asks for the engine.
 */
function firstScripts(route: string): readonly string[] {
  const html = readFileSync(join(dist, route, 'index.html'), 'utf8')
  const found = [...html.matchAll(/(?:component-url|renderer-url|before-hydration-url)="([^"]+)"/g)]
  const scripts = [...html.matchAll(/<script[^>]*\ssrc="([^"]+)"/g)]
  const todo = [...found, ...scripts].map((match) => match[1]!)
  const files = new Set<string>()
  for (let path = todo.pop(); path !== undefined; path = todo.pop()) {
    if (files.has(path)) continue
    files.add(path)
    const code = readFileSync(join(dist, path), 'utf8')
    for (const match of code.matchAll(/(?:from|import)\s*["'](\.{1,2}\/[^"']+\.js)["']/g))
      todo.push(new URL(match[1]!, `http://orrery.test${path}`).pathname)
  }
  return [...files]
}

for (const route of explainers)
  test(`${route} keeps to its budgets`, async ({ page }) => {
    const scales = scale(page)
    await open(page, route)
    await page.waitForLoadState('networkidle')
    const html = await scales.weigh('html')
    const before =
      firstScripts(route).reduce(
        (sum, path) => sum + gzipSync(readFileSync(join(dist, path)), { level: 9 }).length,
        0,
      ) / 1000
    expect(before, 'scripts were seen').toBeGreaterThan(3)
    const steps = await page.locator('ol [data-caption]').count()
    for (let i = 0; i < steps; i++) await page.keyboard.press('ArrowRight')
    await page.waitForLoadState('networkidle')
    const after = await scales.weigh('js')
    const css = await scales.weigh('css')
    const fonts = await scales.weigh('font')
    test
      .info()
      .annotations.push({ type: 'kB', description: JSON.stringify({ html, before, after, css, fonts }) })
    expect(html, 'HTML').toBeLessThanOrEqual(30)
    expect(before, 'JavaScript before the engine is needed').toBeLessThanOrEqual(60)
    expect(after, 'JavaScript with the engine').toBeLessThanOrEqual(120)
    expect(after).toBeGreaterThan(before)
    expect(css, 'CSS').toBeLessThanOrEqual(20)
    expect(fonts, 'fonts').toBeLessThanOrEqual(180)
    expect(fonts, 'fonts were seen').toBeGreaterThan(20)
  })
