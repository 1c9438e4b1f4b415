/** What a page may weigh, gzip, in kB of 1,000 bytes. */
import { gzipSync } from 'node:zlib'
import { expect, explainers, open, test, type Page } from './reader.ts'

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

for (const route of explainers)
  test(`${route} keeps to its budgets`, async ({ page }) => {
    const scales = scale(page)
    await open(page, route)
    await page.waitForLoadState('networkidle')
    const html = await scales.weigh('html')
    const before = await scales.weigh('js')
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
