/** Back into the past, another way from there, and the link that takes someone to the same moment. */
import { expect, open, routes, test, watch, type Page } from './reader.ts'

const route = '/explainers/raft/'

/** What is to be seen of a run: the state of every server as the plate shows it, and the moment. */
async function seen(page: Page): Promise<{ nodes: readonly string[]; time: string | null }> {
  const nodes = await page
    .locator('[data-figure] svg.stage:visible .m-node')
    .evaluateAll((all) =>
      all.map((node) => `${node.getAttribute('class')} ${node.getAttribute('aria-label')}`),
    )
  return { nodes, time: await page.getByRole('slider', { name: 'Timeline' }).getAttribute('aria-valuetext') }
}

test('acting in the past makes another run, keeps the first, and can be sent to a phone', async ({
  page,
  browser,
}) => {
  expect(routes()).toContain(route)
  await open(page, route)
  const figure = page.locator('section[data-figure]')
  await expect(figure.getByRole('button', { name: 'Next step' })).toBeEnabled({ timeout: 15_000 })
  await page.getByRole('list', { name: 'Steps' }).getByRole('link').nth(6).click()
  await expect(page.getByRole('list', { name: 'Steps' }).locator('a[aria-current="step"]')).toHaveCount(1)

  // Scrub back by the timeline itself, to somewhere in the middle of the told run.
  const slider = page.getByRole('slider', { name: 'Timeline' })
  const box = (await slider.boundingBox())!
  await page.mouse.click(box.x + box.width * 0.35, box.y + box.height / 2)

  const node = page.locator('[data-figure] svg.stage:visible .m-node').first()
  const id = (await node.getAttribute('data-subject'))!
  await node.click()
  await page
    .getByRole('group', { name: /What can happen/ })
    .getByRole('button', { name: /^Crash/ })
    .click()
  await expect(page.locator(`[data-figure] svg.stage:visible .m-node[data-subject="${id}"]`)).toHaveClass(
    /r-failed/,
  )
  const runs = page.locator('[data-panel=runs]')
  await expect(runs).toBeVisible()
  expect(await runs.getByRole('button').count()).toBeGreaterThanOrEqual(2)
  const pause = figure.getByRole('button', { name: 'Pause' })
  if (await pause.isVisible()) await pause.click()
  await expect(figure.getByRole('button', { name: 'Play' })).toBeVisible()

  await page.locator('[data-panel=share] > summary').click()
  await page.getByRole('button', { name: 'Copy a link to this moment' }).click()
  const link = await page.locator('[data-panel=share] input[readonly]').inputValue()
  expect(link).toContain('#run=')
  const here = await seen(page)

  const phone = await browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    deviceScaleFactor: 2,
  })
  const there = await phone.newPage()
  const problems = watch(there)
  await open(there, link)
  await expect(there.locator('[data-figure] svg.stage:visible .m-node').first()).toBeVisible()
  await expect.poll(() => seen(there)).toEqual(here)
  expect(problems).toEqual([])
  await phone.close()

  // The first run is still there, whole.
  await runs.getByRole('button').first().click()
  await expect(page.locator(`[data-figure] svg.stage:visible .m-node[data-subject="${id}"]`)).not.toHaveClass(
    /r-failed/,
  )
})
