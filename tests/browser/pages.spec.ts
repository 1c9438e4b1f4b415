/** Every page of the sitemap, in both themes, on a phone, on a desk and in a very narrow window. */
import { accessibility, expect, measureShift, open, routes, shiftOf, sideways, test } from './reader.ts'

for (const route of routes()) {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [390, 1440]) {
      test(`${route} in ${colorScheme} at ${width} px`, async ({ page }) => {
        await page.setViewportSize({ width, height: width === 390 ? 844 : 900 })
        await page.emulateMedia({ colorScheme })
        await measureShift(page)
        await open(page, route)
        await page.waitForTimeout(600)
        expect(await sideways(page), 'scrolls sideways').toEqual([])
        const shift = await shiftOf(page)
        expect(shift.total, `layout shift: ${shift.where.join(', ')}`).toBeLessThan(0.01)
        expect(await accessibility(page), 'WCAG 2.2 AA').toEqual([])
      })
    }
  }

  test(`${route} at 320 px does not scroll sideways`, async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 568 })
    await open(page, route)
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight))
    await page.waitForTimeout(300)
    expect(await sideways(page)).toEqual([])
  })

  test(`${route} says what it is`, async ({ page }) => {
    await open(page, route)
    expect(await page.title()).not.toBe('')
    await expect(page.locator('html')).toHaveAttribute('lang', /^en/)
    await expect(page.locator('h1')).toHaveCount(1)
    await expect(page.locator('meta[name=description]')).toHaveAttribute('content', /\w{3}/)
    if (route === '/404.html') return
    await expect(page.locator('link[rel=canonical]')).toHaveAttribute('href', new RegExp(`${route}$`))
    const picture = await page.locator('meta[property="og:image"]').getAttribute('content')
    const response = await page.request.get(new URL(picture ?? 'none', page.url()).pathname)
    expect(response.headers()['content-type']).toMatch(/^image\//)
  })
}

test('a route that is not there answers 404 with suggestions', async ({ browser, baseURL }) => {
  // Unwatched: the browser itself reports the 404 to the console.
  const page = await browser.newPage()
  const response = await page.goto(`${baseURL}/explainers/rafd/`)
  expect(response?.status()).toBe(404)
  await expect(page.locator('main a[href]').first()).toBeVisible()
  await page.close()
})
