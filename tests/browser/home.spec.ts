/** Home: five servers that run, and a visitor who crashes the leader. */
import { expect, open, test, type Locator, type Page } from './reader.ts'

/** The server drawn as leader, by its name on the plate; waits until there is exactly one that is up. */
async function leaderOf(page: Page): Promise<string> {
  // Until it is live, the plate shows a picture of the first frame.
  await expect(page.getByRole('button', { name: 'Crash the leader' })).toBeEnabled({ timeout: 15_000 })
  const leader = page.locator('[data-figure] svg.stage:visible .m-node.r-primary[data-subject]')
  await expect(leader).toHaveCount(1, { timeout: 20_000 })
  return (await leader.getAttribute('data-subject')) ?? ''
}

function server(page: Page, id: string): Locator {
  return page.locator(`[data-figure] svg.stage:visible .m-node[data-subject="${id}"]`)
}

for (const [device, viewport] of [
  ['a desk', { width: 1440, height: 900 }],
  ['a phone', { width: 390, height: 844 }],
] as const)
  test(`on ${device}, the leader crashes and a new one is elected`, async ({ page }) => {
    await page.setViewportSize(viewport)
    await open(page, '/')
    const first = await leaderOf(page)
    await page.getByRole('button', { name: 'Crash the leader' }).click()
    await expect(server(page, first)).toHaveClass(/r-failed/)
    // At the page's own pace: a new leader within fifteen seconds, and it is another server.
    const next = page.locator(
      `[data-figure] svg.stage:visible .m-node.r-primary[data-subject]:not([data-subject="${first}"])`,
    )
    await expect(next).toHaveCount(1, { timeout: 15_000 })
  })

test('a server is crashed and restarted by keyboard alone', async ({ page }) => {
  await open(page, '/')
  const leader = await leaderOf(page)
  await page.getByRole('button', { name: /^Pause$/ }).click()
  await server(page, leader).focus()
  await page.keyboard.press('Enter')
  const menu = page.getByRole('group', { name: /What can happen/ })
  await expect(menu).toBeVisible()
  await menu.getByRole('button', { name: new RegExp(`crash`, 'i') }).press('Enter')
  await expect(server(page, leader)).toHaveClass(/r-failed/)
})

test('it stops when it leaves the window, and can be paused', async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 600 })
  await open(page, '/')
  await leaderOf(page)
  const clock = page.locator('[data-figure] [role=slider]')
  const time = async () => Number(await clock.getAttribute('aria-valuenow'))
  const before = await time()
  await expect.poll(time).toBeGreaterThan(before)
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight))
  await page.waitForTimeout(700)
  const away = await time()
  await page.waitForTimeout(700)
  expect(await time()).toBe(away)
})
