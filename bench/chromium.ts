/** The explorer in Chromium against itself in Node: the same search, turn by turn, the best of each. */
import { fileURLToPath } from 'node:url'
import { chromium as browserType } from '@playwright/test'
import { build } from 'esbuild'
import { chromiumFlags, findBrowser } from '../scripts/browser.mjs'
import { statesPerSecond } from './chromium-side.ts'
import type { Result } from './result.ts'

const PARTICIPANTS = 7
const TURNS = 4

export async function bench(): Promise<readonly Result[]> {
  const bundle = await build({
    entryPoints: [fileURLToPath(new URL('./chromium-side.ts', import.meta.url))],
    bundle: true,
    format: 'esm',
    target: 'es2024',
    write: false,
    logLevel: 'error',
  })
  const browser = await browserType.launch({ executablePath: findBrowser(), args: chromiumFlags })
  try {
    const page = await browser.newPage()
    await page.addScriptTag({ type: 'module', content: bundle.outputFiles[0]!.text })
    await page.waitForFunction(() => 'statesPerSecond' in globalThis)
    let node = 0
    let chrome = 0
    for (let i = 0; i < TURNS; i++) {
      node = Math.max(node, await statesPerSecond(PARTICIPANTS))
      const there = await page.evaluate(
        (n) => (globalThis as unknown as { statesPerSecond: typeof statesPerSecond }).statesPerSecond(n),
        PARTICIPANTS,
      )
      chrome = Math.max(chrome, there)
    }
    const ratio = chrome / node
    return [
      {
        name: `TwoPhase N=${PARTICIPANTS}, states a second in Node`,
        value: node,
        unit: 'states/s',
        target: '',
        ok: true,
      },
      {
        name: `TwoPhase N=${PARTICIPANTS}, Chromium against Node`,
        value: ratio,
        unit: 'times',
        target: 'at least 0.8',
        ok: ratio >= 0.8,
      },
    ]
  } finally {
    await browser.close()
  }
}
