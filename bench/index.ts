/**
 * `npm run bench`: measurements, each against a peer or a budget in one run, as a table.
 *
 *   npm run bench -- explore stage     only these parts
 *
 * Ends with status 1 if a target is missed.
 */
import type { Bench, Result } from './result.ts'

const parts: Readonly<Record<string, () => Promise<Bench>>> = {
  explore: () => import('./explore.ts'),
  simulate: () => import('./simulate.ts'),
  stage: () => import('./stage.ts'),
  'load-balancing': () => import('./load-balancing.ts'),
  chromium: () => import('./chromium.ts'),
  lighthouse: () => import('./lighthouse.ts'),
}

function row({ name, value, unit, target, ok }: Result): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 3
  const number = value.toFixed(digits).replace(/\B(?=(\d{3})+$)/g, digits === 0 ? ',' : '')
  return `  ${ok ? 'ok  ' : 'MISS'}  ${name.padEnd(64)} ${number.padStart(12)} ${unit.padEnd(12)} ${target}`
}

async function main(asked: readonly string[]): Promise<number> {
  const unknown = asked.filter((name) => !Object.hasOwn(parts, name))
  if (unknown.length > 0) {
    console.error(`No such part: ${unknown.join(', ')}. There are: ${Object.keys(parts).join(', ')}.`)
    return 2
  }
  let missed = 0
  for (const [name, load] of Object.entries(parts)) {
    if (asked.length > 0 && !asked.includes(name)) continue
    const began = performance.now()
    const results = await (await load()).bench()
    console.log(`${name} (${((performance.now() - began) / 1000).toFixed(1)} s)`)
    for (const result of results) console.log(row(result))
    missed += results.filter(({ ok }) => !ok).length
  }
  console.log(missed === 0 ? '\nAll targets are met.' : `\n${missed} missed.`)
  return missed === 0 ? 0 : 1
}

process.exitCode = await main(process.argv.slice(2))
