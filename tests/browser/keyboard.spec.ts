/** Everything that can be used can be reached with Tab, and one always sees where one is. */
import { expect, explainers, open, routes, test, type Page } from './reader.ts'

interface Stop {
  readonly name: string
  readonly visible: boolean
  readonly outlined: boolean
}

/** What should be a stop of Tab: what can be used and is not one of a group that has a stop already. */
async function expected(page: Page): Promise<number> {
  return page.evaluate(() => {
    const selector = 'a[href], button, input, select, textarea, summary, [tabindex]'
    const groups = new Set<string>()
    const stops = [...document.querySelectorAll<HTMLElement | SVGElement>(selector)].filter((element) => {
      if (element.tabIndex < 0 || element.matches(':disabled') || element.closest('[inert]') !== null)
        return false
      if (!element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })) return false
      if (element instanceof HTMLInputElement && element.type === 'radio') {
        const group = `radio ${element.name}`
        if (groups.has(group)) return false
        groups.add(group)
      }
      return true
    })
    for (const [index, element] of stops.entries()) element.setAttribute('data-test-stop', String(index))
    return stops.length
  })
}

async function walk(page: Page, most: number): Promise<{ reached: Set<string>; stops: Stop[] }> {
  const reached = new Set<string>()
  const stops: Stop[] = []
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  for (let i = 0; i < most; i++) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate(() => {
      const element = document.activeElement
      if (element === null || element === document.body) return undefined
      const style = getComputedStyle(element)
      const box = element.getBoundingClientRect()
      const outlined =
        (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== 'none'
      // A mark of the plate shows its focus by a ring of its own.
      const ring = element.querySelector('.o-lit')
      const text = element.getAttribute('aria-label') ?? element.textContent ?? ''
      return {
        id: element.getAttribute('data-test-stop'),
        name: `${element.tagName.toLowerCase()} "${text.trim().slice(0, 40)}"`,
        visible: box.width > 0 && box.height > 0,
        outlined: outlined || (ring !== null && getComputedStyle(ring).visibility === 'visible'),
      }
    })
    if (stop === undefined) break
    if (stop.id !== null) {
      if (reached.has(stop.id)) break
      reached.add(stop.id)
    }
    stops.push(stop)
  }
  return { reached, stops }
}

for (const route of routes())
  for (const width of [390, 1440])
    test(`${route} by keyboard at ${width} px`, async ({ page }) => {
      await page.setViewportSize({ width, height: 844 })
      await open(page, route)
      await page.waitForTimeout(500)
      // What moves comes and goes: it is walked at rest. Pressed by script, so that Tab still starts at the top.
      for (const pause of await page.getByRole('button', { name: 'Pause' }).all())
        await pause.evaluate((button: HTMLButtonElement) => button.click())
      const count = await expected(page)
      const { reached, stops } = await walk(page, count + 60)
      expect(
        stops.filter((stop) => !stop.visible).map((stop) => stop.name),
        'focused but not to be seen',
      ).toEqual([])
      expect(
        stops.filter((stop) => !stop.outlined).map((stop) => stop.name),
        'focus does not show',
      ).toEqual([])
      const missed = await page.evaluate(
        (ids) =>
          [...document.querySelectorAll('[data-test-stop]')]
            .filter((element) => !ids.includes(element.getAttribute('data-test-stop') ?? ''))
            .map(
              (element) =>
                `${element.tagName.toLowerCase()} "${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40)}"`,
            ),
        [...reached],
      )
      expect(missed, 'not reached by Tab').toEqual([])
    })

test('the first stop of a page leads past its header', async ({ page }) => {
  await open(page, explainers[0])
  await page.keyboard.press('Tab')
  const skip = page.locator(':focus')
  await expect(skip).toHaveAttribute('href', /^#/)
  await page.keyboard.press('Enter')
  expect(await page.evaluate(() => location.hash)).not.toBe('')
})

for (const route of explainers)
  test(`${route}: the keys say themselves on ?`, async ({ page }) => {
    await open(page, route)
    await expect(page.getByRole('button', { name: 'Next step' })).toBeEnabled({ timeout: 15_000 })
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toBeHidden()
  })
