/**
 * `npm run shots -- ROUTE…`: what a person should look at. Takes each page (all of the sitemap without a
 * ROUTE) light and dark, on a phone and on a desk: at rest, mid-run, and with each panel open; and puts
 * them on one contact sheet a page, in shots/.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { chromiumFlags, findBrowser } from './browser.mjs'
import { build, dist, isBuilt } from './lib/build.mjs'
import { installIfNeeded } from './lib/install.mjs'
import { root } from './lib/node.mjs'
import { serveDist } from './lib/served.mjs'

const folder = join(root, 'shots')
const sizes = { phone: { width: 390, height: 844 }, desk: { width: 1440, height: 900 } }

function routesOfSitemap() {
  return readdirSync(dist)
    .filter((name) => /^sitemap.*\.xml$/.test(name))
    .flatMap((name) => [...readFileSync(join(dist, name), 'utf8').matchAll(/<url>\s*<loc>([^<]+)<\/loc>/g)])
    .map((match) => new URL(match[1]).pathname)
    .sort()
}

function nameOf(route) {
  return route === '/' ? 'home' : route.replace(/^\/|\/$/g, '').replaceAll('/', '-')
}

/** What can be opened in a page's figures: disclosures, and buttons that control a panel. */
async function panels(page) {
  return page.evaluate(() => {
    const openers = document.querySelectorAll(
      '[data-figure] details:not([open]) > summary, [data-figure] button[aria-expanded=false]',
    )
    return [...openers]
      .filter((opener) => opener.checkVisibility() && !opener.matches(':disabled'))
      .map((opener, index) => {
        opener.setAttribute('data-shot', String(index))
        return (opener.getAttribute('aria-label') ?? opener.textContent ?? '').trim().slice(0, 40)
      })
  })
}

/** The states of a page, one after another. @yields {string} the name of what is to be seen now */
async function* states(page) {
  yield 'at rest'
  const figure = page.locator('[data-figure]').first()
  if ((await figure.count()) === 0) return
  const play = figure.getByRole('button', { name: /^play/i }).first()
  if (await play.isVisible().catch(() => false)) {
    await play.click()
    await page.waitForTimeout(2500)
    yield 'mid-run'
    const pause = figure.getByRole('button', { name: /^pause/i }).first()
    if (await pause.isVisible().catch(() => false)) await pause.click()
  }
  for (const [index, title] of (await panels(page)).entries()) {
    const opener = page.locator(`[data-shot="${index}"]`)
    if (!(await opener.isVisible().catch(() => false))) continue
    await opener.click({ timeout: 2000 }).catch(() => undefined)
    await opener.scrollIntoViewIfNeeded().catch(() => undefined)
    await page.waitForTimeout(350)
    yield title
    // What opened over the page is closed again; a disclosure too, so that shots do not add up.
    await page.keyboard.press('Escape')
    if (
      (await opener.isVisible().catch(() => false)) &&
      (await opener.evaluate((el) => el.matches('summary')))
    )
      await opener.click({ timeout: 2000 }).catch(() => undefined)
  }
}

async function takePage(browser, url, route) {
  const shots = []
  for (const [size, viewport] of Object.entries(sizes))
    for (const colorScheme of ['light', 'dark']) {
      const context = await browser.newContext({ viewport, colorScheme })
      const page = await context.newPage()
      await page.goto(url + route, { waitUntil: 'load' })
      await page.waitForTimeout(800)
      let n = 0
      for await (const state of states(page)) {
        // At rest the whole page is taken; what is open is seen as the reader sees it.
        const image = await page.screenshot({ fullPage: state === 'at rest', type: 'png' })
        shots.push({ title: `${size}, ${colorScheme}: ${state}`, size, image, n: n++ })
      }
      await context.close()
    }
  return shots
}

/** One picture of all shots of a page, made by the browser itself. */
async function contactSheet(browser, route, shots, file) {
  const page = await browser.newPage({ viewport: { width: 3000, height: 1200 } })
  const figures = shots.map(
    ({ title, size, image }) =>
      `<figure class="${size}"><img src="data:image/png;base64,${image.toString('base64')}"><figcaption>${title.replaceAll('<', '&lt;')}</figcaption></figure>`,
  )
  await page.setContent(
    `<style>
      body { margin: 24px; font: 16px sans-serif; background: #888; color: #fff }
      main { display: flex; flex-wrap: wrap; gap: 20px; align-items: flex-start }
      figure { margin: 0 } img { display: block; width: 100%; max-height: 900px; object-fit: cover; object-position: top }
      .phone { width: 275px } .desk { width: 720px }
    </style><h1>${route}</h1><main>${figures.join('')}</main>`,
    { waitUntil: 'load' },
  )
  await page.screenshot({ path: file, fullPage: true })
  await page.close()
}

try {
  installIfNeeded()
  const { chromium } = await import('@playwright/test')
  if (!isBuilt()) await build()
  const site = await serveDist()
  const browser = await chromium.launch({ executablePath: findBrowser(), args: chromiumFlags })
  const asked = process.argv.slice(2)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const route of asked.length > 0 ? asked : routesOfSitemap()) {
    const path = `/${route.replace(/^\/|\/$/g, '')}/`.replace('//', '/')
    const shots = await takePage(browser, site.url, path)
    const file = join(folder, `${nameOf(path)}.png`)
    await contactSheet(browser, path, shots, file)
    console.log(`shots/${nameOf(path)}.png  ${shots.length} pictures of ${path}`)
  }
  await browser.close()
  site.stop()
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
