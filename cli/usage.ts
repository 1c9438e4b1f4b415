/** What the command line says when it was asked wrongly: what was wrong, and what comes nearest. */

/** A wrong command line: the message is for the person who typed it. Ends the program with status 2. */
export class UsageError extends Error {}

/** Edits (insert, delete, replace, swap neighbours) between two words: Damerau's distance, restricted. */
export function distance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replace = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      let best = Math.min(replace, last[j]! + 1, row[j - 1]! + 1)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, beforeLast[j - 2]! + 1)
      row.push(best)
    }
    beforeLast = last
    last = row
  }
  return last[b.length]!
}

/** The names that were probably meant, best first: few edits away, or one begins with the other. */
export function nearest(given: string, names: readonly string[]): string[] {
  const limit = Math.max(2, Math.ceil(given.length / 3))
  const lower = given.toLowerCase()
  return names
    .map((name) => {
      const other = name.toLowerCase()
      const part = lower !== '' && (other.includes(lower) || lower.includes(other))
      return { name, far: part ? 0.5 : distance(lower, other) }
    })
    .filter(({ far }) => far <= limit)
    .sort((x, y) => x.far - y.far || (x.name < y.name ? -1 : 1))
    .slice(0, 3)
    .map(({ name }) => name)
}

/** @throws UsageError unless `given` is one of `names` */
export function oneOf(what: string, given: string, names: readonly string[]): string {
  if (names.includes(given)) return given
  const near = nearest(given, names)
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
  if (text.trim() === '' || !Number.isFinite(value))
    throw new UsageError(`${what} is a whole number from ${min} to ${max}, not "${text}".`)
  const near = Math.min(max, Math.max(min, Math.round(value)))
  if (near !== value)
    throw new UsageError(`${what} is a whole number from ${min} to ${max}; nearest to ${text} is ${near}.`)
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
