/** The policy that a page comes with, and links that someone has tampered with. */
import { explainers, expect, open, routes, test, type Page } from './reader.ts'

/** The directives of the page's policy, from its header or its meta element. */
async function policyOf(page: Page, route: string): Promise<ReadonlyMap<string, string>> {
  const response = await page.goto(route)
  const header = response?.headers()['content-security-policy']
  const meta = page.locator('meta[http-equiv="content-security-policy" i]')
  const text = header ?? ((await meta.count()) > 0 ? await meta.first().getAttribute('content') : null) ?? ''
  return new Map(
    text.split(';').flatMap((part) => {
      const [name, ...values] = part.trim().split(/\s+/)
      return name ? [[name, values.join(' ')] as const] : []
    }),
  )
}

for (const route of routes())
  test(`${route} has a strict policy`, async ({ page }) => {
    const policy = await policyOf(page, route)
    expect(policy.get('default-src')).toMatch(/^'(self|none)'$/)
    const script = policy.get('script-src') ?? ''
    expect(script).toContain("'self'")
    expect(script).not.toMatch(/unsafe-inline|unsafe-eval|https?:|\*|data:/)
    expect(policy.get('object-src') ?? policy.get('default-src')).toMatch(/^'(none|self)'$/)
    expect(policy.get('base-uri')).toMatch(/^'(self|none)'$/)
    for (const values of policy.values()) expect(values).not.toMatch(/https?:|(^|\s)\*/)
  })

test('the policy stops a script that was slipped in', async ({ browser, baseURL }) => {
  // Unwatched: that the browser reports it is what we want.
  const page = await browser.newPage()
  await page.goto(`${baseURL}/`)
  const ran = await page.evaluate(async () => {
    const element = document.createElement('script')
    element.textContent = 'window.slippedIn = true'
    document.body.append(element)
    await new Promise((resolve) => setTimeout(resolve, 100))
    return 'slippedIn' in window
  })
  expect(ran).toBe(false)
  await page.close()
})

const tampered = [
  '#run=',
  '#run=%00%00',
  '#run={}',
  '#run=' + 'A'.repeat(20_000),
  '#run=%7B%22model%22%3A%22raft%22%7D',
  '#run=eyJtb2RlbCI6InJhZnQiLCJzZWVkIjotMX0',
  '#run=1.raft.99999999999.x.y.z',
  '#run=<img src=x onerror=alert(1)>',
  '#run=__proto__',
  '#constructor',
  '#%E0%A4%A',
  '#no-such-step',
]

for (const route of explainers)
  test(`${route}: a tampered link gives a figure or a clear message`, async ({ page }) => {
    for (const hash of tampered) {
      // A page that is there already would only change its hash.
      await page.goto('about:blank')
      await open(page, route + hash)
      await expect(page.locator('[data-figure] svg, [data-figure] canvas').first()).toBeVisible()
    }
  })
