/** Where the reader is: no JavaScript, no motion, on paper. The same scenes and words are there. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { dist, expect, explainers, open, routes, sideways, test } from './reader.ts'

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  for (const route of explainers)
    test(`${route} shows the first frame, the captions and the transcript`, async ({ page }) => {
      await page.goto(route)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      const picture = page.locator('[data-figure] svg:visible').first()
      await expect(picture).toBeVisible()
      expect(await picture.locator('*').count()).toBeGreaterThan(10)
      const captions = page.locator('ol [data-caption]')
      const count = await captions.count()
      expect(count).toBeGreaterThanOrEqual(10)
      expect(count).toBeLessThanOrEqual(12)
      for (const caption of await captions.all()) await expect(caption).toBeVisible()
      await expect(page.locator('main a[href^="http"]').nth(2)).toBeVisible()
    })

  test('/ shows the first frame and what there is to watch', async ({ page }) => {
    await page.goto('/')
    await expect(page.locator('[data-figure] svg:visible').first()).toBeVisible()
    for (const route of explainers)
      await expect(page.locator(`main a[href="${route}"]`).first()).toBeVisible()
  })
})

test('captions have 15 to 30 words, a page 180 to 280', () => {
  const problems: string[] = []
  for (const route of explainers) {
    const html = readFileSync(join(dist, route, 'index.html'), 'utf8')
    const captions = [...html.matchAll(/<(\w+)[^>]*\sdata-caption[^>]*>([\s\S]*?)<\/\1>/g)].map((match) =>
      match[2]!
        .replace(/<[^>]+>/g, '')
        .replace(/&[a-z#0-9]+;/g, 'x')
        .trim(),
    )
    const words = captions.map((caption) => caption.split(/\s+/).length)
    words.forEach((n, i) => {
      if (n < 12 || n > 30) problems.push(`${route} step ${i + 1}: ${n} words`)
    })
    const total = words.reduce((sum, n) => sum + n, 0)
    if (total < 180 || total > 280) problems.push(`${route}: ${total} words in all`)
  }
  expect(problems).toEqual([])
})

for (const route of routes())
  test(`${route} with reduced motion`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await open(page, route)
    await page.waitForTimeout(300)
    const moving = await page.evaluate(() =>
      document
        .getAnimations()
        .filter((animation) => animation.playState === 'running')
        .map((animation) =>
          String((animation.effect as KeyframeEffect | null)?.target?.getAttribute('class')),
        ),
    )
    expect(moving).toEqual([])
  })

for (const route of explainers)
  test(`${route} on paper shows key frames and the transcript`, async ({ page }) => {
    await open(page, route)
    await page.emulateMedia({ media: 'print' })
    await page.setViewportSize({ width: 794, height: 1123 })
    expect(await sideways(page)).toEqual([])
    const pictures = page.locator('main svg, main img')
    // A printer loads what is lazy; here each is asked for as it comes into view.
    for (const image of await page.locator('main img:visible').all()) {
      await image.scrollIntoViewIfNeeded()
      await expect.poll(() => image.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBeGreaterThan(0)
    }
    const frames = await pictures.evaluateAll(
      (all) =>
        all.filter(
          (one) =>
            one.checkVisibility() &&
            one.getBoundingClientRect().width > 150 &&
            !(one instanceof HTMLImageElement && one.naturalWidth === 0),
        ).length,
    )
    expect(frames).toBeGreaterThanOrEqual(3)
    for (const caption of await page.locator('ol [data-caption]').all()) await expect(caption).toBeVisible()
    await expect(page.locator('main button:visible')).toHaveCount(0)
  })
