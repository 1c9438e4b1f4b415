/** How many requests a second the load balancing playground simulates in Chromium, with its view on. */
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'
import { build } from 'esbuild'
import { chromiumFlags, findBrowser } from '../scripts/browser.mjs'
import type { fly, Flown } from './load-balancing-side.ts'
import type { Result } from './result.ts'

const busy = (strategy: string): string[] => [
  'set:servers:50',
  'set:mean:20',
  'set:rate:2000',
  `set:strategy:${strategy}`,
]

const cases = [
  {
    name: 'one side, 10 servers',
    sides: [['set:mean:4', 'set:rate:2000', 'set:strategy:two-choices']],
    speed: 25,
  },
  { name: 'one side, 50 servers', sides: [busy('least-connections')], speed: 25 },
  { name: 'two sides, 50 servers each', sides: [busy('random'), busy('peak-ewma')], speed: 10 },
] as const

export async function bench(): Promise<readonly Result[]> {
  const bundle = await build({
    entryPoints: [fileURLToPath(new URL('./load-balancing-side.ts', import.meta.url))],
    bundle: true,
    format: 'esm',
    target: 'es2024',
    write: false,
    logLevel: 'error',
  })
  const browser = await chromium.launch({ executablePath: findBrowser(), args: chromiumFlags })
  try {
    const page = await browser.newPage({ viewport: { width: 1300, height: 900 } })
    await page.addScriptTag({ type: 'module', content: bundle.outputFiles[0]!.text })
    await page.waitForFunction(() => 'fly' in globalThis)
    const results: Result[] = []
    for (const { name, sides, speed } of cases) {
      const flown: Flown = await page.evaluate(
        ([choices, times]) => (globalThis as unknown as { fly: typeof fly }).fly(choices, times, 4),
        [sides as readonly (readonly string[])[], speed] as const,
      )
      results.push(
        {
          name: `requests a second, ${name}`,
          value: flown.requests,
          unit: 'requests/s',
          target: 'at least 20,000',
          ok: flown.requests >= 20_000,
        },
        {
          name: `frames a second meanwhile, ${name}`,
          value: flown.frames,
          unit: 'frames/s',
          target: 'at least 57',
          ok: flown.frames >= 57,
        },
        {
          name: `script a frame, ${name}`,
          value: flown.script,
          unit: 'ms',
          target: '',
          ok: true,
        },
      )
    }
    return results
  } finally {
    await browser.close()
  }
}
