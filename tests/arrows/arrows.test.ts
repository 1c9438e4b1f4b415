import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { violations } from './rooms.ts'

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')

describe('imports between rooms', () => {
  it('go downward only', async () => {
    expect(await violations(root, '')).toEqual([])
  }, 120_000)

  it('are seen when they do not: each wrong import of a small house is reported', async () => {
    const wrong = 'tests/arrows/wrong/'
    expect(await violations(root, wrong)).toEqual([
      `engine and models depend on no package at run time: ${wrong}models/framework.ts -> node_modules/solid-js/types/index.d.ts`,
      `engine and models depend on no package at run time: ${wrong}models/host.ts -> fs`,
      `engine imports only from rooms below it: ${wrong}engine/upward.ts -> ${wrong}models/draw.ts`,
      `engine, models and content know no framework: ${wrong}models/framework.ts -> node_modules/solid-js/types/index.d.ts`,
      `engine/model imports only itself: ${wrong}engine/model/upward.ts -> ${wrong}engine/simulate/clock.ts`,
      `stage imports only from rooms below it: ${wrong}stage/upward.ts -> ${wrong}site/page.ts`,
    ])
  }, 60_000)
})
