/** The rooms of the house from the ground up, and what each may import, as rules for dependency-cruiser. */
import { existsSync } from 'node:fs'
import { cruise, type ICruiseOptions, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser'

/** A room may import from itself and from the rooms before it. */
export const rooms = ['engine', 'models', 'stage', 'content', 'site', 'cli', 'bench', 'tests'] as const

/** The parts of the engine, each with the parts that it may import besides itself. */
const parts: Readonly<Record<string, readonly string[]>> = {
  model: [],
  simulate: ['model'],
  explore: ['model', 'simulate'],
  check: ['model', 'simulate'],
}

/** The rules, for rooms that lie in `base` ("" for the project itself). */
export function rules(base: string): IForbiddenRuleType[] {
  const folder = (names: readonly string[]) => `^${base}(${names.join('|')})/`
  const upward = rooms.slice(0, -1).map((room, i): IForbiddenRuleType => ({
    name: `${room} imports only from rooms below it`,
    severity: 'error',
    from: { path: folder([room]) },
    to: { path: folder(rooms.slice(i + 1)) },
  }))
  const inner = Object.entries(parts).map(([part, below]): IForbiddenRuleType => {
    const others = Object.keys(parts).filter((other) => other !== part && !below.includes(other))
    return {
      name: `engine/${part} imports only ${['itself', ...below].join(', ')}`,
      severity: 'error',
      // A test may drive what it tests with the parts above it.
      from: { path: `^${base}engine/${part}/`, pathNot: '\\.test\\.ts$' },
      to: { path: `^${base}engine/(${others.join('|')})/` },
    }
  })
  return [
    ...upward,
    ...inner,
    {
      name: 'engine and models depend on no package at run time',
      severity: 'error',
      from: { path: folder(['engine', 'models']), pathNot: '\\.test\\.ts$|/bench' },
      to: { dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'core'] },
    },
    {
      name: 'engine, models and content know no framework',
      severity: 'error',
      from: { path: folder(['engine', 'models', 'content']) },
      to: { path: '(^|/)node_modules/(solid-js|astro|@astrojs)/' },
    },
    {
      name: 'every import is found',
      severity: 'error',
      from: { path: folder(rooms) },
      // Astro's own modules exist only while it builds.
      to: { couldNotResolve: true, pathNot: '^astro:|^virtual:|\\?' },
    },
  ]
}

/** The imports that break a rule, as "rule: from -> to", sorted. */
export async function violations(root: string, base: string): Promise<readonly string[]> {
  const present = rooms.map((room) => `${base}${room}`).filter((room) => existsSync(`${root}/${room}`))
  const options: ICruiseOptions = {
    baseDir: root,
    validate: true,
    ruleSet: { forbidden: rules(base) },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|[.]astro)/' + (base === '' ? '|^tests/arrows/wrong/' : '') },
    tsPreCompilationDeps: true,
  }
  const { output } = await cruise(present, options, {
    extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    exportsFields: ['exports'],
    conditionNames: ['import', 'node', 'default', 'types'],
  })
  const { summary } = output as ICruiseResult
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`).sort()
}
