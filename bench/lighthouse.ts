/** Lighthouse's scores, on its simulated phone, of home and both explainers. The median of three runs. */
import { launch } from 'chrome-launcher'
import lighthouse from 'lighthouse'
import { chromiumFlags, findBrowser } from '../scripts/browser.mjs'
import { serveDist } from '../scripts/lib/served.mjs'
import type { Result } from './result.ts'

const routes = ['/', '/explainers/raft/', '/explainers/lamport-clock/']
const targets = { performance: 95, accessibility: 100, 'best-practices': 100, seo: 100 } as const
type Category = keyof typeof targets
const categories = Object.keys(targets) as Category[]
const RUNS = 3

type Scores = Readonly<Record<Category, number>>

async function measure(url: string, port: number): Promise<Scores> {
  const done = await lighthouse(url, { port, output: 'json', logLevel: 'error', onlyCategories: categories })
  if (done === undefined) throw new Error(`Lighthouse gave no result for ${url}`)
  const { lhr } = done
  if (lhr.runtimeError !== undefined) throw new Error(`${url}: ${lhr.runtimeError.message}`)
  for (const category of categories) {
    const audits = lhr.categories[category]?.auditRefs ?? []
    for (const { id, weight } of audits) {
      const audit = lhr.audits[id]
      if (category !== 'performance' && weight > 0 && audit?.score === 0)
        console.log(
          `  ${url} ${category}: ${audit.title} ${JSON.stringify(audit.details ?? '').slice(0, 600)}`,
        )
    }
  }
  const score = (category: Category) => Math.round((lhr.categories[category]?.score ?? 0) * 100)
  return {
    performance: score('performance'),
    accessibility: score('accessibility'),
    'best-practices': score('best-practices'),
    seo: score('seo'),
  }
}

export async function bench(): Promise<readonly Result[]> {
  const site = await serveDist()
  const chrome = await launch({
    chromePath: findBrowser(),
    chromeFlags: ['--headless=new', ...chromiumFlags],
  })
  try {
    const results: Result[] = []
    for (const route of routes) {
      const runs: Scores[] = []
      for (let i = 0; i < RUNS; i++) runs.push(await measure(site.url + route, chrome.port))
      for (const category of categories) {
        const sorted = runs.map((scores) => scores[category]).sort((a, b) => a - b)
        const value = sorted[RUNS >> 1]!
        const target = targets[category]
        results.push({
          name: `Lighthouse, phone, ${route}: ${category}`,
          value,
          unit: 'of 100',
          target: target === 100 ? '100' : `at least ${target}`,
          ok: value >= target,
        })
      }
    }
    return results
  } finally {
    chrome.kill()
    site.stop()
  }
}
