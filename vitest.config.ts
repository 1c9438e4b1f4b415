/**
 * Tests that need no page. Each sits beside what it tests (`thing.test.ts`); the ones in tests/unit
 * look at several rooms at once. `tests/chromium` runs the same engine in a real browser.
 */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'units',
          include: [
            '{engine,models,stage,content,cli,bench,scripts}/**/*.test.ts',
            'tests/{unit,golden,arrows}/**/*.test.ts',
          ],
          exclude: ['**/node_modules/**', '**/dist/**'],
          environment: 'node',
          testTimeout: 30_000,
        },
      },
    ],
  },
})
