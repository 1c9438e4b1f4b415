/** The examples of the READMEs run, and print what they say they print. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const here = new URL('.', import.meta.url)

test.each(['README.md', 'model/README.md', 'simulate/README.md'])('%s', (name) => {
  const text = readFileSync(new URL(name, here), 'utf8')
  const [, code] = /```ts\n([^]*?)```/.exec(text) ?? []
  const [, output] = /```text\n([^]*?)```/.exec(text) ?? []
  expect(code).toBeDefined()
  const run = spawnSync(
    process.execPath,
    ['--input-type=module-typescript', '--no-warnings', '--eval', code ?? ''],
    {
      cwd: here,
      encoding: 'utf8',
    },
  )
  expect(run.stderr).toBe('')
  expect(run.stdout).toBe(output)
})
