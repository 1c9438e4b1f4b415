/** What the command line says when it was asked wrongly: what was wrong, and what comes nearest. */
import { nearestTo } from '@orrery/engine/model/check.ts'

/** A wrong command line: the message is for the person who typed it. Ends the program with status 2. */
export class UsageError extends Error {}

/** @throws UsageError unless `given` is one of `names` */
export function oneOf(what: string, given: string, names: readonly string[]): string {
  if (names.includes(given)) return given
  const near = nearestTo(given, names)
  const hint = near.length > 0 ? ` Nearest: ${near.join(', ')}.` : ''
  const all =
    names.length > 0
      ? ` There ${names.length === 1 ? 'is' : 'are'}: ${names.join(', ')}.`
      : ' There are none.'
  throw new UsageError(`No ${what} is called "${given}".${hint}${all}`)
}

/** Splits "name=value". @throws UsageError */
export function nameAndValue(flag: string, text: string): [string, string] {
  const at = text.indexOf('=')
  if (at < 1) throw new UsageError(`${flag} takes name=value, not "${text}".`)
  return [text.slice(0, at), text.slice(at + 1)]
}

/** A whole number in a range. @throws UsageError naming the nearest one that is valid */
export function wholeNumber(what: string, text: string, min: number, max: number): number {
  const value = Number(text)
  const range = `${what} is a whole number from ${min} to ${max}`
  if (text.trim() === '' || !Number.isFinite(value)) throw new UsageError(`${range}, not "${text}".`)
  const near = Math.min(max, Math.max(min, Math.round(value)))
  if (near !== value) throw new UsageError(`${range}; nearest to ${text} is ${near}.`)
  return value
}

const units: Readonly<Record<string, number>> = { us: 1, ms: 1000, s: 1_000_000, m: 60_000_000 }

/** "5s", "20ms", "300us", "2m" of simulated time, in microseconds. @throws UsageError */
export function duration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(us|ms|s|m)$/.exec(text)
  if (match === null)
    throw new UsageError(`--for takes a duration such as 300us, 20ms, 5s or 2m, not "${text}".`)
  const micros = Math.round(Number(match[1]) * units[match[2]!]!)
  if (micros > 3_600_000_000) throw new UsageError('--for is at most 60m of simulated time.')
  return micros
}
