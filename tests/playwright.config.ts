/** The built site in a real Chromium. `npm test` finds the browser and names it in CHROMIUM_PATH. */
import { defineConfig } from '@playwright/test'
import { chromiumFlags, findBrowser } from '../scripts/browser.mjs'

export default defineConfig({
  testDir: 'browser',
  outputDir: '../test-results',
  globalSetup: './browser/serve.ts',
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: process.env['PLAYWRIGHT_JSON_OUTPUT_NAME'] === undefined ? [['list']] : [['line'], ['json']],
  use: {
    browserName: 'chromium',
    viewport: { width: 1440, height: 900 },
    launchOptions: { executablePath: findBrowser(), args: chromiumFlags },
    trace: 'off',
  },
})
