/** What a frame costs in script, in Chromium, for a figure in full swing. */
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'
import { build } from 'esbuild'
import { chromiumFlags, findBrowser } from '../scripts/browser.mjs'
import type { Result } from './result.ts'
import type { Frames } from './stage-side.ts'

const cases = [
  { nodes: 7, messages: 50, as: 'svg', most: 4 },
  { nodes: 10, messages: 200, as: 'canvas', most: 4 },
  { nodes: 20, messages: 1000, as: 'canvas', most: 16 },
] as const

export async function bench(): Promise<readonly Result[]> {
  const bundle = await build({
    entryPoints: [fileURLToPath(new URL('./stage-side.ts', import.meta.url))],
    bundle: true,
    format: 'esm',
    target: 'es2024',
    write: false,
    logLevel: 'error',
  })
  const browser = await chromium.launch({ executablePath: findBrowser(), args: chromiumFlags })
  try {
    const page = await browser.newPage({ viewport: { width: 1000, height: 700 } })
    await page.addScriptTag({ type: 'module', content: bundle.outputFiles[0]!.text })
    await page.waitForFunction(() => 'frames' in globalThis)
    const results: Result[] = []
    for (const { nodes, messages, as, most } of cases) {
      const { mean, messages: flying } = await page.evaluate(
        ([n, m, how]) =>
          (
            globalThis as unknown as {
              frames: (n: number, m: number, as: string, count: number) => Promise<Frames>
            }
          ).frames(n, m, how, 240),
        [nodes, messages, as] as const,
      )
      const drawn = as === 'svg' ? 'SVG' : 'Canvas'
      results.push({
        name: `script a frame, ${drawn}, ${nodes} nodes and ${Math.round(flying)} messages`,
        value: mean,
        unit: 'ms',
        target: `at most ${most}`,
        ok: mean <= most,
      })
    }
    return results
  } finally {
    await browser.close()
  }
}
