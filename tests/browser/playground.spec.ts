/** The load balancing playground, played as a reader plays it. */
import { readFileSync } from 'node:fs'
import { accessibility, expect, open, sideways, test, type Locator, type Page } from './reader.ts'

const route = '/playgrounds/load-balancing-distribution/'
const desk = (page: Page): Locator => page.locator('section[data-figure=load-balancing-distribution]')

async function start(page: Page, at = route): Promise<void> {
  await open(page, at)
  await expect(desk(page).getByRole('button', { name: 'Play', exact: true })).toBeEnabled({ timeout: 15_000 })
}

const goal = (page: Page, id: string): Locator => page.locator(`[data-goal=${id}]`)
const clock = async (page: Page): Promise<number> =>
  Number(await desk(page).locator('.play-clock').getAttribute('data-now'))
const knob = (page: Page, name: string): Locator => desk(page).getByLabel(name, { exact: true })

async function setTheStage(page: Page, id: string): Promise<void> {
  await goal(page, id)
    .getByRole('button', { name: /^Set the stage/ })
    .click()
  await expect(desk(page).getByRole('status')).toContainText('The stage is set')
}

async function reaches(page: Page, id: string): Promise<void> {
  await expect(goal(page, id)).toHaveClass(/play-reached/, { timeout: 60_000 })
  await expect(desk(page).getByRole('status')).toContainText('Goal reached')
  await expect(goal(page, id)).toContainText('(reached)')
}

test('“Halve the tail” is reached by choosing another strategy', async ({ page }) => {
  test.setTimeout(120_000)
  await start(page)
  await setTheStage(page, 'halve-the-tail')
  await knob(page, 'Speed').selectOption('25×')
  await page.waitForTimeout(1500)
  await expect(goal(page, 'halve-the-tail')).not.toHaveClass(/play-reached/)
  await knob(page, 'Strategy').selectOption('two choices')
  await reaches(page, 'halve-the-tail')
  // What was reached stays reached when the page is opened again.
  await page.reload()
  await expect(goal(page, 'halve-the-tail')).toHaveClass(/play-reached/)
})

test('“When news is old” is reached by not asking, with keys alone', async ({ page }) => {
  test.setTimeout(120_000)
  await start(page)
  await goal(page, 'old-news')
    .getByRole('button', { name: /^Set the stage/ })
    .focus()
  await page.keyboard.press('Enter')
  await knob(page, 'Speed').focus()
  await page.keyboard.type('25')
  await knob(page, 'Strategy').focus()
  await page.keyboard.type('round')
  await expect(knob(page, 'Strategy')).toHaveValue('round-robin')
  await desk(page).getByRole('button', { name: 'Begin again with these settings' }).press('Enter')
  await reaches(page, 'old-news')
})

test('“Tame the giants” needs three knobs', async ({ page }) => {
  test.setTimeout(120_000)
  await start(page)
  await setTheStage(page, 'tame-the-giants')
  await knob(page, 'Speed').selectOption('100×')
  await knob(page, 'Strategy').selectOption('one shared line')
  await knob(page, 'Network, one way').fill('0')
  await knob(page, 'Network, one way').press('Tab')
  await knob(page, 'Clients give up after').fill('1300')
  await knob(page, 'Clients give up after').press('Tab')
  await desk(page).getByRole('button', { name: 'Begin again with these settings' }).click()
  await reaches(page, 'tame-the-giants')
})

test('a value out of range is refused, and says which there are', async ({ page }) => {
  await start(page)
  await knob(page, 'Servers').fill('99')
  await knob(page, 'Servers').press('Tab')
  await expect(desk(page).getByRole('status')).toContainText('from 1 to 50')
})

test('it plays, stops, steps, and is wound back to the same moment', async ({ page }) => {
  await start(page)
  const row = desk(page).locator('tr[data-side=A]')
  const at = await clock(page)
  const before = await row.textContent()
  await desk(page).getByRole('button', { name: 'Play', exact: true }).click()
  await page.waitForTimeout(1200)
  await desk(page).getByRole('button', { name: 'Pause' }).focus()
  await page.keyboard.press('Enter')
  const later = await clock(page)
  expect(later).toBeGreaterThan(at)
  await desk(page).getByRole('button', { name: 'Next event' }).click()
  expect(await clock(page)).toBeGreaterThan(later)
  const time = desk(page).getByRole('slider', { name: 'Time' })
  await time.fill(String(at / 1000))
  await expect.poll(() => clock(page)).toBe(at)
  await expect(row).toHaveText(before!)
})

test('a link copied mid-run opens at the same moment, in the same state', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await start(page)
  await page.locator('[data-run=sick]').getByRole('button').click()
  await knob(page, 'Speed').selectOption('10×')
  await expect.poll(() => clock(page), { timeout: 20_000 }).toBeGreaterThan(12_000_000)
  await desk(page).getByRole('button', { name: 'Pause' }).click()
  await knob(page, 'Requests').fill('66')
  await knob(page, 'Requests').press('Tab')
  await desk(page).getByRole('button', { name: 'Play', exact: true }).click()
  await page.waitForTimeout(700)
  await desk(page).getByRole('button', { name: 'Pause' }).click()
  await desk(page).getByRole('button', { name: 'Copy a link to this moment' }).click()
  const link = await desk(page).getByLabel('Link', { exact: true }).inputValue()
  const rows = desk(page).locator('tr[data-side]')
  const state = await rows.allTextContents()
  const at = await clock(page)
  await page.goto('about:blank')
  await start(page, link)
  await expect.poll(() => clock(page), { timeout: 20_000 }).toBe(at)
  await expect(rows).toHaveText(state)
})

test('a damaged link says so, and the page works', async ({ page }) => {
  await start(page, `${route}#play=1&seed=1&t=5&do1=paint:it@3`)
  await expect(desk(page).getByRole('status')).toContainText('Ask for the link again')
  await desk(page).getByRole('button', { name: 'Play', exact: true }).click()
  await expect(desk(page).getByRole('button', { name: 'Pause' })).toBeVisible()
})

test('each chart has its numbers as a table and as a file', async ({ page }) => {
  await start(page)
  for (const title of ['Response time over the run', 'Percentiles since the last change']) {
    await desk(page)
      .getByRole('button', { name: new RegExp(`^As a table.*${title}`) })
      .click()
    await expect(desk(page).getByRole('region', { name: title }).locator('tbody tr').first()).toBeVisible()
    const saved = page.waitForEvent('download')
    await desk(page)
      .getByRole('button', { name: new RegExp(`^CSV.*${title}`) })
      .click()
    const text = readFileSync(await (await saved).path(), 'utf8')
    expect(text.split('\r\n').length).toBeGreaterThan(5)
    expect(text).toMatch(/ms/)
  }
})

for (const [colorScheme, width] of [
  ['light', 1440],
  ['dark', 390],
] as const) {
  test(`two sides run in ${colorScheme} at ${width} px, and nothing is wrong with the page`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height: 844 })
    await page.emulateMedia({ colorScheme })
    await start(page)
    await page.locator('[data-run=black-hole]').getByRole('button').click()
    await expect(desk(page).locator('tr[data-side]')).toHaveCount(2)
    await page.waitForTimeout(1500)
    const closed = desk(page).getByRole('button', { name: /^As a table/ })
    while ((await closed.count()) > 0) await closed.first().click()
    expect(await sideways(page)).toEqual([])
    expect(await accessibility(page)).toEqual([])
  })
}

test('without motion the same run is shown, a scene at a time', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await start(page)
  await desk(page).getByRole('button', { name: 'Play', exact: true }).click()
  const moments = new Set<number>()
  for (let i = 0; i < 24; i++) {
    moments.add(await clock(page))
    await page.waitForTimeout(100)
  }
  expect(moments.size).toBeGreaterThan(1)
  expect(moments.size).toBeLessThanOrEqual(4)
})

test('without scripts the first frame, the goals and the text are there', async ({ browser, baseURL }) => {
  const page = await browser.newPage({ javaScriptEnabled: false })
  await page.goto(`${baseURL}${route}`)
  await expect(page.locator('.play-plate svg.stage').first()).toBeVisible()
  await expect(page.locator('[data-goal]')).toHaveCount(6)
  await expect(page.getByRole('heading', { name: 'Sources' })).toBeVisible()
  await page.close()
})
