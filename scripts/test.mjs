/**
 * Everything that is checked, from a fresh clone: `npm test`. Brings the packages and a browser if they are
 * missing, runs all stages even if one fails, and ends with one line, `N passed, N failed`.
 *
 *   npm test -- lint units     only these stages (format, lint, types, pages, units, build, chromium, site)
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { installIfNeeded } from './lib/install.mjs'
import { projectNode, root } from './lib/node.mjs'
import { clock, heartbeat, runStage } from './lib/stages.mjs'

const asked = process.argv.slice(2)
const reports = join(root, '.cache', 'tests')

function tool(path) {
  return join(root, 'node_modules', ...path.split('/'))
}

function report(name) {
  return join(reports, `${name}.json`)
}

/** Counts of Vitest's JSON report. A file that could not be loaded counts as one failure. */
function judgeVitest(name) {
  return () => {
    const { testResults } = JSON.parse(readFileSync(report(name), 'utf8'))
    const outcome = { passed: 0, failed: 0, failures: [] }
    for (const file of testResults) {
      const path = relative(root, file.name)
      const failed = file.assertionResults.filter((test) => test.status === 'failed')
      outcome.passed += file.assertionResults.filter((test) => test.status === 'passed').length
      outcome.failed += failed.length
      outcome.failures.push(...failed.map((test) => `${path}: ${test.fullName}`))
      if (file.status === 'failed' && failed.length === 0) {
        outcome.failed++
        outcome.failures.push(`${path}: could not be run`)
      }
    }
    return outcome
  }
}

/** Counts of Playwright's JSON report. */
function judgePlaywright() {
  const { suites, errors } = JSON.parse(readFileSync(report('site'), 'utf8'))
  const outcome = {
    passed: 0,
    failed: errors.length,
    failures: errors.map((error) => error.message ?? 'error'),
  }
  const walk = (suite, path) => {
    for (const spec of suite.specs ?? []) {
      if (spec.ok) outcome.passed++
      else {
        outcome.failed++
        outcome.failures.push([...path, spec.title].join(' > '))
      }
    }
    for (const inner of suite.suites ?? []) walk(inner, [...path, inner.title])
  }
  for (const suite of suites) walk(suite, [suite.title])
  return outcome
}

function vitest(name, title, minutes) {
  return {
    name,
    title,
    minutes,
    command: projectNode(),
    args: [
      tool('vitest/vitest.mjs'),
      'run',
      ...['--project', name, '--reporter=default', '--reporter=json', `--outputFile.json=${report(name)}`],
    ],
    judge: judgeVitest(name),
  }
}

function allStages(browser) {
  const node = projectNode()
  const script = (name, title, ...args) => ({ name, title, command: node, args })
  const env = { CHROMIUM_PATH: browser }
  return {
    format: script('format', 'format (prettier)', tool('prettier/bin/prettier.cjs'), '--check', '.'),
    lint: script('lint', 'lint (eslint, type-aware)', tool('eslint/bin/eslint.js'), '.', '--max-warnings=0'),
    types: script('types', 'types (tsc)', tool('typescript7/bin/tsc'), '-p', 'tsconfig.json'),
    pages: script(
      'pages',
      'types of pages (astro check)',
      tool('astro/bin/astro.mjs'),
      'check',
      '--root',
      'site',
    ),
    units: vitest('units', 'units and models (vitest)', 9),
    build: script('build', 'build of the site', join(root, 'scripts', 'build.mjs')),
    chromium: { ...vitest('chromium', 'the engine in Chromium (vitest)', 5), env },
    site: {
      ...script('site', 'the site in Chromium (playwright)', tool('@playwright/test/cli.js')),
      args: [tool('@playwright/test/cli.js'), 'test', '--config', 'tests/playwright.config.ts'],
      env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report('site') },
      judge: judgePlaywright,
    },
  }
}

/** Two lanes share the two cores; what measures time in a browser runs by itself, after them. */
const plan = [[['units'], ['build', 'types', 'lint', 'pages', 'format']], [['chromium']], [['site']]]

async function main() {
  console.log(`${clock()}  Orrery: all checks`)
  if (installIfNeeded((line) => console.log(`${clock()}  ${line}`)))
    console.log(`${clock()}  packages installed`)
  const { findBrowser } = await import('./browser.mjs')
  const wanted = new Set(asked.length > 0 ? asked : plan.flat(2))
  const unknown = [...wanted].filter((name) => !plan.flat(2).includes(name))
  if (unknown.length > 0)
    throw new Error(`no such stage: ${unknown.join(', ')}; there are ${plan.flat(2).join(', ')}`)

  const results = []
  let browser = ''
  if (wanted.has('chromium') || wanted.has('site')) {
    try {
      browser = findBrowser((line) => console.log(`${clock()}  ${line}`))
      console.log(`${clock()}  browser: ${browser}`)
    } catch (error) {
      console.log(`${clock()}  FAILED  browser: ${error.message}`)
      results.push({ name: 'browser', passed: 0, failed: 1, failures: [error.message] })
      wanted.delete('chromium')
      wanted.delete('site')
    }
  }
  rmSync(reports, { recursive: true, force: true })
  mkdirSync(reports, { recursive: true })
  const stages = allStages(browser)
  const running = new Set()
  const quiet = heartbeat(running)
  for (const lanes of plan) {
    await Promise.all(
      lanes.map(async (lane) => {
        for (const name of lane.filter((stage) => wanted.has(stage))) {
          if (name === 'site' && !existsSync(join(root, 'dist', 'index.html'))) {
            results.push({ name, passed: 0, failed: 1, failures: ['there is no dist/: the build failed'] })
            continue
          }
          running.add(stages[name].title)
          results.push(await runStage(stages[name]))
          running.delete(stages[name].title)
        }
      }),
    )
  }
  quiet()
  const passed = results.reduce((sum, result) => sum + result.passed, 0)
  const failed = results.reduce((sum, result) => sum + result.failed, 0)
  if (failed > 0) console.log('\nFailed:')
  for (const { name, failures } of results)
    for (const failure of failures) console.log(`  ${name}: ${failure}`)
  console.log(`\n${clock()}  done`)
  console.log(`${passed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
}

try {
  await main()
} catch (error) {
  console.error(error.message)
  console.log('0 passed, 1 failed')
  process.exitCode = 1
}
