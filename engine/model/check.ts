/** Checking what comes from outside (a link, a command line) before a model sees it. */
import type { Model, Setup, World } from './model.ts'
import type { ParamSpec, ParamValue } from './params.ts'

/** What was asked for does not exist or is out of range; the message says so to a person. */
export class BadSetup extends Error {
  /** The name or value at fault. */
  readonly given: string
  /** The nearest valid ones. */
  readonly nearest: readonly string[]
  constructor(message: string, given: string, nearest: readonly string[] = []) {
    super(message)
    this.name = 'BadSetup'
    this.given = given
    this.nearest = nearest
  }
}

/** What a caller may leave out; parameters may be text, as in a link or on a command line. */
export interface Wanted {
  readonly params?: Readonly<Record<string, unknown>>
  readonly without?: readonly string[]
  readonly seed?: number
  readonly quiet?: boolean
}

/**
 * A whole setup: defaults filled in, everything valid.
 * @throws BadSetup for an unknown parameter or rule, or a value out of its range
 */
export function checkSetup<W extends World>(
  model: Pick<Model<W>, 'id' | 'params' | 'rules'>,
  wanted: Wanted = {},
): Setup {
  const names = Object.keys(model.params)
  for (const name of Object.keys(wanted.params ?? {})) {
    if (!Object.hasOwn(model.params, name)) throw unknown('parameter', name, names, model.id)
  }
  const params: Record<string, ParamValue> = {}
  for (const name of names) {
    const spec = model.params[name] as ParamSpec
    const value = wanted.params?.[name]
    params[name] = value === undefined ? spec.default : checkParam(name, spec, value)
  }
  const rules = model.rules.map((rule) => rule.id)
  for (const id of wanted.without ?? []) {
    if (!rules.includes(id)) throw unknown('rule', id, rules, model.id)
  }
  const seed = wanted.seed ?? 1
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
    throw new BadSetup(`seed must be a whole number from 0 to 4294967295, not ${seed}`, String(seed))
  }
  const setup: Setup = { params, without: [...new Set(wanted.without)].sort(), seed }
  return wanted.quiet === true ? { ...setup, quiet: true } : setup
}

/** @throws BadSetup */
export function checkParam(name: string, spec: ParamSpec, value: unknown): ParamValue {
  const given = String(value)
  switch (spec.kind) {
    case 'integer': {
      const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value
      const unit = spec.unit === undefined ? '' : ` ${spec.unit}`
      const range = `a whole number from ${spec.min} to ${spec.max}${unit}`
      if (typeof number !== 'number' || !Number.isInteger(number)) {
        throw new BadSetup(`${name} must be ${range}, not "${given}"`, given, [String(spec.default)])
      }
      const step = spec.step ?? 1
      const inside = Math.min(spec.max, Math.max(spec.min, number))
      const onStep = spec.min + Math.round((inside - spec.min) / step) * step
      const nearest = onStep > spec.max ? onStep - step : onStep
      if (nearest !== number) {
        const steps = step === 1 ? '' : ` in steps of ${step}`
        throw new BadSetup(
          `${name} must be ${range}${steps}, not ${given}; the nearest is ${nearest}`,
          given,
          [String(nearest)],
        )
      }
      return number
    }
    case 'choice': {
      if (typeof value === 'string' && spec.options.includes(value)) return value
      const nearest = nearestTo(given, spec.options)
      throw new BadSetup(`${name} must be one of ${spec.options.join(', ')}, not "${given}"`, given, nearest)
    }
    case 'switch':
      if (typeof value === 'boolean') return value
      if (value === 'true' || value === 'on') return true
      if (value === 'false' || value === 'off') return false
      throw new BadSetup(`${name} must be on or off, not "${given}"`, given, ['on', 'off'])
  }
}

function unknown(kind: string, given: string, known: readonly string[], model: string): BadSetup {
  const nearest = nearestTo(given, known)
  const end =
    known.length === 0
      ? `it has no ${kind}s`
      : nearest.length > 0
        ? `did you mean ${nearest.join(' or ')}? It has ${known.join(', ')}`
        : `it has ${known.join(', ')}`
  return new BadSetup(`${model} has no ${kind} "${given}": ${end}`, given, nearest)
}

/** Up to three names near enough to be what was meant, nearest first. */
export function nearestTo(given: string, known: readonly string[]): string[] {
  const asked = given.slice(0, 64).toLowerCase()
  return known
    .map((name) => ({ name, distance: distance(asked, name.toLowerCase()) }))
    .filter(
      ({ name, distance }) =>
        distance <= Math.max(2, Math.floor(name.length / 2)) || (asked.length > 1 && name.includes(asked)),
    )
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, 3)
    .map(({ name }) => name)
}

/** Levenshtein's: insertions, deletions and replacements of a character. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1))
    }
    row = next
  }
  return row[b.length] as number
}

/**
 * What is at a path in a world, as a label's `reads` has it: "nodes.A.state.log.0.term".
 * Undefined where there is nothing. Maps are read by key; `length` and `size` are read too.
 */
export function at(world: unknown, path: string): unknown {
  let here: unknown = world
  for (const key of path.split('.')) {
    if (typeof here === 'string') here = key === 'length' ? here.length : undefined
    else if (typeof here !== 'object' || here === null) return undefined
    else if (here instanceof Map)
      here = key === 'size' ? here.size : here.has(key) ? here.get(key) : here.get(Number(key))
    else if (here instanceof Set) here = key === 'size' ? here.size : here.has(key)
    else here = Object.hasOwn(here, key) ? (here as Record<string, unknown>)[key] : undefined
  }
  return here
}
