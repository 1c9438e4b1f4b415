/** What a figure offers beside its story: other views, files to take away, swipes, rules and searches. */
import { readFileSync } from 'node:fs'
import { expect, open, sideways, test, type Locator, type Page } from './reader.ts'

const route = '/explainers/raft/'

async function start(page: Page, at = ''): Promise<Locator> {
  await open(page, route + at)
  const figure = page.locator('section[data-figure]')
  await expect(figure.getByRole('button', { name: 'Next step' })).toBeEnabled({ timeout: 15_000 })
  return figure
}

for (const [device, viewport] of [
  ['a desk', { width: 1440, height: 900 }],
  ['a phone', { width: 390, height: 844 }],
] as const)
  test(`on ${device}, the plate shows the run in space and time, and an event its past and future`, async ({
    page,
  }) => {
    await page.setViewportSize(viewport)
    const figure = await start(page, '#leader')
    const plate = figure.locator('.fig-plate svg.stage:visible')
    await figure.getByRole('combobox', { name: 'What the plate shows' }).selectOption('Space-time')
    const events = plate.locator('.m-dot[data-subject^="e"]')
    await expect.poll(() => events.count()).toBeGreaterThan(10)
    expect(await sideways(page)).toEqual([])
    // By keyboard: an event in the middle of an election has both.
    await events.nth(Math.floor((await events.count()) / 2)).focus()
    await page.keyboard.press('Enter')
    const named = (relation: string) => plate.locator(`.m-dot[aria-label^="${relation}:"]`)
    await expect(named('Selected').first()).toBeVisible()
    expect(await named('Before').count()).toBeGreaterThan(0)
    expect(await named('After').count()).toBeGreaterThan(0)
    await figure.getByRole('combobox', { name: 'What the plate shows' }).selectOption('Cluster')
    await expect(plate.locator('.m-node[data-subject]')).toHaveCount(5)
  })

test('the space-time panel needs no sideways scrolling on a desk', async ({ page }) => {
  const figure = await start(page, '#commit')
  await figure.locator('[data-panel=space-time] > summary').click()
  const space = figure.locator('.panel-space-time')
  await expect(space.locator('svg.stage')).toBeVisible()
  expect(await space.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0)
})

async function saved(page: Page, name: string): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name }).click(),
  ])
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') }
}

for (const [scheme, plate] of [
  ['light', '#FFFEFB'],
  ['dark', '#121922'],
] as const)
  test(`in ${scheme}, a run is taken away as a picture and as traces`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme })
    const figure = await start(page, '#leader')
    await figure.locator('[data-panel=share] > summary').click()

    const picture = await saved(page, 'Picture (SVG)')
    expect(picture.name).toMatch(/^raft-seed-\d+\.svg$/)
    // In a document without this site's policy, which has nothing to say about a file's own styles.
    const elsewhere = await page.context().newPage()
    const parsed = await elsewhere.evaluate((text) => {
      const tree = new DOMParser().parseFromString(text, 'image/svg+xml')
      return {
        faults: tree.querySelectorAll('parsererror').length,
        nodes: tree.querySelectorAll('.m-node').length,
      }
    }, picture.text)
    expect(parsed.faults).toBe(0)
    expect(parsed.nodes).toBeGreaterThanOrEqual(5)
    expect(picture.text.toLowerCase()).toContain(plate.toLowerCase())

    const json = await saved(page, 'Trace (JSON)')
    const trace = JSON.parse(json.text) as { model: string; choices: unknown[]; events: { text: string }[] }
    expect(trace.model).toBe('raft')
    expect(trace.choices.length).toBeGreaterThan(5)
    expect(trace.events.length).toBeGreaterThanOrEqual(trace.choices.length)

    // ShiViz's default expression finds each event, and no line is left over.
    const log = await saved(page, 'Trace (ShiViz)')
    const found = [...log.text.matchAll(/(?<event>.*)\n(?<host>\S*) (?<clock>{.*})/g)]
    expect(found.length).toBeGreaterThan(10)
    expect(found.length * 2).toBe(log.text.trim().split('\n').length)
    for (const { groups } of found) {
      const clock = JSON.parse(groups!['clock']!) as Record<string, number>
      expect(clock[groups!['host']!]).toBeGreaterThan(0)
    }
  })

test('on a phone, a swipe over the caption moves a step, and a short one does not', async ({ browser }) => {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  })
  const page = await context.newPage()
  const figure = await start(page)
  const count = figure.locator('.fig-count')
  await expect(count).toHaveText('1 of 12')
  const devtools = await context.newCDPSession(page)
  const swipe = async (from: number, to: number): Promise<void> => {
    const box = (await figure.locator('.exp-told').boundingBox())!
    const y = box.y + 20
    const at = (x: number) => [{ x, y }]
    await devtools.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(from) })
    await devtools.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at((from + to) / 2) })
    await devtools.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(to) })
    await devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  }
  await swipe(300, 280)
  await expect(count).toHaveText('1 of 12')
  await swipe(300, 120)
  await expect(count).toHaveText('2 of 12')
  await swipe(120, 300)
  await expect(count).toHaveText('1 of 12')
  await context.close()
})

test('a rule is switched off and on again anywhere in the story, and a search can be stopped', async ({
  page,
}) => {
  test.setTimeout(90_000)
  const figure = await start(page, '#commit')
  const rule = figure.locator('[data-panel=rules]').getByRole('switch').first()
  const note = figure.locator('.exp-told .fig-note')
  await rule.click()
  await expect(rule).toHaveAttribute('aria-checked', 'false')
  await expect(note).toContainText('Run again from the same seed')
  await rule.click()
  await expect(rule).toHaveAttribute('aria-checked', 'true')
  await expect(figure.locator('[data-panel=runs]').getByRole('button')).toHaveCount(3)

  // With every rule on there is nothing to find: it looks until it is stopped.
  const rules = figure.locator('[data-panel=rules]')
  const said = rules.getByRole('status')
  await rules.getByRole('button', { name: 'Find what goes wrong' }).click()
  await expect(said).toContainText(/Looking: [\d,]+ states, \d+ deep/, { timeout: 20_000 })
  const stopped = Date.now()
  await rules.getByRole('button', { name: 'Stop looking' }).click()
  await expect(said).toContainText('Gave up: you stopped it after')
  expect(Date.now() - stopped, 'milliseconds to stop').toBeLessThan(3_000)
  await expect(rules.getByRole('button', { name: 'Find what goes wrong' })).toBeEnabled()
})
