/**
 * Tests that need no page. Each sits beside what it tests (`thing.test.ts`); the ones in tests/unit
 * look at several rooms at once. `tests/chromium` runs the engine itself in a real browser.
 */
import { playwright } from '@vitest/browser-playwright'
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'
import { chromiumFlags, findBrowser } from './scripts/browser.mjs'

const units: TestProjectInlineConfiguration = {
  test: {
    name: 'units',
    include: [
      '{engine,models,stage,content,site,cli,bench,scripts}/**/*.test.ts',
      'tests/{unit,golden,arrows,cli}/**/*.test.ts',
    ],
    exclude: ['**/node_modules/**', '**/dist/**'],
    testTimeout: 30_000,
  },
}

/** Looked for only when asked for: most runs of the units need no browser. */
function chromium(): TestProjectInlineConfiguration {
  return {
    test: {
      name: 'chromium',
      include: ['tests/chromium/**/*.test.ts'],
      globalSetup: ['tests/chromium/node-side.ts'],
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        provider: playwright({ launchOptions: { executablePath: findBrowser(), args: chromiumFlags } }),
        instances: [{ browser: 'chromium' }],
      },
    },
  }
}

const wantsChromium = process.argv.some((argument) => argument.includes('chromium'))

export default defineConfig({
  test: { projects: [units, ...(wantsChromium ? [chromium()] : [])] },
})
