import { expect, inject, it } from 'vitest'
import { facts } from './facts.ts'

it('what runs in Chromium is what runs in Node', async () => {
  const inNode = inject('facts')
  expect(navigator.userAgent).toContain('Chrome')
  const here = await facts()
  expect(Object.keys(here).length).toBeGreaterThan(6)
  expect(here).toEqual(inNode)
  for (const [name, fact] of Object.entries(here)) expect(String(fact), name).not.toContain('Error')
}, 120_000)
