/**
 * What every test of a page stands on: a page that is watched while it is used. Whatever it does, it may not
 * write to the console, throw, ask another origin for anything, or be stopped by its own security policy.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import AxeBuilder from '@axe-core/playwright'
import { test as base, expect, type Page } from '@playwright/test'

export { expect } from '@playwright/test'
export type { Locator, Page } from '@playwright/test'

export const dist = fileURLToPath(new URL('../../dist', import.meta.url))

/** Where the site is served. */
export function origin(): string {
  const url = process.env['ORRERY_URL']
  if (url === undefined) throw new Error('ORRERY_URL is not set: run through tests/playwright.config.ts')
  return url
}

/** The routes of the sitemap, sorted, and the page of what is not found. */
export function routes(): readonly string[] {
  if (!existsSync(dist)) throw new Error('there is no dist/: run npm run build first')
  const maps = readdirSync(dist).filter((name) => /^sitemap.*\.xml$/.test(name))
  const found = maps.flatMap((name) => {
    const text = readFileSync(join(dist, name), 'utf8')
    return [...text.matchAll(/<url>\s*<loc>([^<]+)<\/loc>/g)].map((match) => new URL(match[1]!).pathname)
  })
  if (found.length === 0) throw new Error('the sitemap of dist/ names no page')
  return [...new Set(found), '/404.html'].sort()
}

export const explainers = ['/explainers/raft/', '/explainers/lamport-clock/'] as const

/** Notes what a page must not do. */
export function watch(page: Page): string[] {
  const problems: string[] = []
  page.on('console', (message) => problems.push(`console ${message.type()}: ${message.text()}`))
  page.on('pageerror', (error) => problems.push(`exception: ${error.message}`))
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? ''
    // Leaving a page stops what it still asks for.
    if (why !== 'net::ERR_ABORTED') problems.push(`request failed: ${request.url()} ${why}`)
  })
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (['http:', 'https:', 'ws:', 'wss:'].includes(url.protocol) && url.origin !== origin())
      problems.push(`request to another origin: ${request.url()}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 400 && !response.url().includes('/404'))
      problems.push(`${response.status()}: ${response.url()}`)
  })
  return problems
}

/** A test whose `page` is watched; it fails when the page did what it must not. */
export const test = base.extend<{ page: Page }>({
  baseURL: async ({}, use) => use(origin()),
  page: async ({ page }, use) => {
    const problems = watch(page)
    await use(page)
    expect(problems, 'what the page must not do').toEqual([])
  },
})

/** Opens a route and waits until its scripts are loaded and its fonts are there. */
export async function open(page: Page, route: string): Promise<void> {
  await page.goto(route, { waitUntil: 'load' })
  await page.evaluate(async () => {
    await document.fonts.ready
  })
  // Islands take their mark away when they are alive.
  await page.waitForFunction(() => document.querySelector('astro-island[ssr][client="load"]') === null)
}

/** WCAG 2.2 AA, as far as a program can judge it. Gives one line a violation. */
export async function accessibility(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  return violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.target.join(' ')} ${node.failureSummary ?? rule.help}`),
  )
}

/** How far the page can be scrolled sideways, and what sticks out. */
export async function sideways(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= width) return []
    const out = [...document.querySelectorAll('body *')].filter((element) => {
      const box = element.getBoundingClientRect()
      return box.width > 0 && box.right > width + 1
    })
    return [
      `scrolls to ${document.documentElement.scrollWidth} in ${width}`,
      ...out
        .slice(0, 8)
        .map((element) => `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}`),
    ]
  })
}

/** Makes the page sum its layout shifts from the very start. Read them with `shiftOf`. */
export async function measureShift(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const holder = window as unknown as { layoutShift: { total: number; where: string[] } }
    holder.layoutShift = { total: 0, where: [] }
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const shift = entry as unknown as {
          value: number
          hadRecentInput: boolean
          sources?: { node?: Node }[]
        }
        if (shift.hadRecentInput) continue
        holder.layoutShift.total += shift.value
        for (const { node } of shift.sources ?? []) {
          const element = node instanceof Element ? node : node?.parentElement
          holder.layoutShift.where.push(
            `${shift.value.toFixed(4)} ${element?.nodeName ?? '?'}.${element?.getAttribute('class') ?? ''}`,
          )
        }
      }
    }).observe({ type: 'layout-shift', buffered: true })
  })
}

export async function shiftOf(page: Page): Promise<{ total: number; where: string[] }> {
  return page.evaluate(
    () => (window as unknown as { layoutShift: { total: number; where: string[] } }).layoutShift,
  )
}
