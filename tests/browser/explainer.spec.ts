/** The explainers as a reader walks them: by keyboard, to the end, and off the path. */
import { accessibility, expect, explainers, open, sideways, test, type Locator, type Page } from './reader.ts'

function figure(page: Page): Locator {
  return page.locator('section[data-figure]')
}

/** Opens an explainer and waits until its engine runs. */
async function start(page: Page, route: string): Promise<void> {
  await open(page, route)
  await expect(figure(page).getByRole('button', { name: 'Next step' })).toBeEnabled({ timeout: 15_000 })
}

function current(page: Page): Locator {
  return page.getByRole('list', { name: 'Steps' }).locator('a[aria-current="step"]')
}

/** Goes on one step; a question on the way is answered, the right one or the first. Says whether there was one. */
async function forward(page: Page, from: string): Promise<boolean> {
  const options = figure(page).locator('.exp-options button')
  await page.keyboard.press('ArrowRight')
  for (let i = 0; i < 100; i++) {
    if ((await options.count()) > 0) {
      await options.first().click()
      await expect(options).toHaveCount(0)
      await expect(figure(page).locator('.exp-answer')).toContainText(/^(Yes|No)\./)
      return true
    }
    if ((await current(page).textContent()) !== from) return false
    await page.waitForTimeout(100)
  }
  throw new Error(`the arrow key did not lead on from "${from}"`)
}

for (const route of explainers) {
  test(`${route} is walked by keyboard to its end, and back`, async ({ page }) => {
    test.setTimeout(120_000)
    await start(page, route)
    const steps = page.getByRole('list', { name: 'Steps' }).getByRole('link')
    const count = await steps.count()
    expect(count).toBeGreaterThanOrEqual(10)
    expect(count).toBeLessThanOrEqual(12)
    const last = (await steps.last().textContent())!
    let questions = 0
    for (let i = 0; i < 2 * count; i++) {
      const from = (await current(page).textContent())!
      if (from === last) break
      if (await forward(page, from)) questions++
    }
    await expect(current(page)).toHaveText(last)
    expect(questions, 'predictions asked').toBeGreaterThanOrEqual(1)
    // The step is in the address, so that it can be sent.
    const end = new URL(page.url()).hash
    expect(await steps.last().getAttribute('href')).toBe(end)
    await page.keyboard.press('Home')
    await expect(current(page)).toHaveText((await steps.first().textContent())!)
    await page.keyboard.press('End')
    await expect(current(page)).toHaveText(last)
    await page.keyboard.press('ArrowLeft')
    await expect(current(page)).not.toHaveText(last)
    expect(await accessibility(page)).toEqual([])
  })

  test(`${route}: a step's address opens at that step`, async ({ page }) => {
    await start(page, route)
    const link = page.getByRole('list', { name: 'Steps' }).getByRole('link').nth(5)
    const [hash, title] = [await link.getAttribute('href'), await link.textContent()]
    await page.goto('about:blank')
    await start(page, `${route}${hash}`)
    await expect(current(page)).toHaveText(title!)
  })

  test(`${route}: with a rule switched off, the counterexample plays`, async ({ page }) => {
    test.setTimeout(120_000)
    await start(page, route)
    const steps = page.getByRole('list', { name: 'Steps' }).getByRole('link')
    const search = figure(page).getByRole('button', { name: /^Switch off “/ })
    for (const step of await steps.all()) {
      await step.click()
      // A question may stand before the step is told.
      const options = figure(page).locator('.exp-options button')
      if ((await options.count()) > 0) await options.first().click()
      if (await search.isVisible()) break
    }
    await expect(search).toBeVisible()
    await search.click()
    await expect(figure(page).locator('.panel-found-found, .fig-why, .exp-return').first()).toBeVisible({
      timeout: 40_000,
    })
    // The run that was found is now the figure's: its events are told, and at its end a promise is broken.
    await expect(figure(page).getByRole('button', { name: 'Return to the story' })).toBeVisible()
    const violated = figure(page).locator('.panel-violated').first()
    await page.keyboard.press('End')
    await expect(violated).toBeVisible()
    await expect(figure(page).locator('.fig-why')).toBeVisible()
    await page.keyboard.press('Home')
    await expect(violated).toBeHidden()
    await page.keyboard.press('ArrowRight')
    await figure(page).getByRole('button', { name: 'Return to the story' }).click()
    await expect(current(page)).toHaveCount(1)
  })

  test(`${route}: every panel opens, in both themes, without a fault`, async ({ page }) => {
    test.setTimeout(120_000)
    for (const [colorScheme, width] of [
      ['light', 1440],
      ['dark', 390],
    ] as const) {
      await page.setViewportSize({ width, height: 844 })
      await page.emulateMedia({ colorScheme })
      await start(page, route)
      await page.keyboard.press('ArrowRight')
      // Panels that are not needed at once are loaded when the page has time for them.
      await expect.poll(() => figure(page).locator('details.panel').count()).toBeGreaterThanOrEqual(6)
      const closed = figure(page).locator('details.panel:not([open]) > summary')
      while ((await closed.count()) > 0) await closed.first().click()
      expect(await figure(page).locator('details.panel[open]').count()).toBeGreaterThanOrEqual(6)
      await page.waitForTimeout(500)
      expect(await sideways(page)).toEqual([])
      expect(await accessibility(page)).toEqual([])
    }
  })

  test(`${route}: reduced motion shows the same scenes, in steps`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await start(page, route)
    const second = page.getByRole('list', { name: 'Steps' }).getByRole('link').nth(1)
    const began = Date.now()
    await page.keyboard.press('ArrowRight')
    await expect(current(page)).toHaveText((await second.textContent())!)
    await expect(figure(page).getByRole('button', { name: 'Play' })).toBeVisible({ timeout: 5000 })
    expect(Date.now() - began).toBeLessThan(5000)
    // At rest, what is said to a screen reader is the caption and what changed.
    await expect(page.locator('[aria-live=polite]')).not.toBeEmpty()
  })
}

test('keys are left to what has the focus', async ({ page }) => {
  await start(page, explainers[0])
  const before = await current(page).textContent()
  const speed = figure(page).getByRole('combobox', { name: 'Speed' })
  await speed.focus()
  await page.keyboard.press('ArrowRight')
  await expect(current(page)).toHaveText(before!)
})
