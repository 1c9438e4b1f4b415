/** Which of the addresses that exist are near the one that was asked for. */

/** Least number of letters to insert, delete or replace (Levenshtein, 1966), by rows. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row[b.length]!
}

/** Long addresses are cut: work stays bounded whatever was typed. */
const limit = 80

const lastPart = (path: string): string => path.split('/').filter(Boolean).at(-1) ?? ''

/** Share of the letters that differ, from 0 to 1. */
const apart = (a: string, b: string): number => editDistance(a, b) / Math.max(a.length, b.length, 1)

/** The whole address, its last part, or a word of that part: "lamprt" is near "lamport-clock". */
function distance(asked: string, to: string): number {
  const [a, b] = [lastPart(asked), lastPart(to)]
  // A word alone is weaker evidence than the whole.
  const words = b.split('-').filter((word) => word.length > 3)
  return Math.min(apart(asked, to), apart(a, b), ...words.map((word) => 0.1 + apart(a, word)))
}

/** At most three, nearest first; none where nothing is near (more than half of the letters differ). */
export function nearest(asked: string, existing: readonly string[]): string[] {
  const path = asked.toLowerCase().slice(0, limit)
  return existing
    .map((to) => ({ to, far: distance(path, to) }))
    .filter(({ to, far }) => to !== '/' && far <= 0.5)
    .sort((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ to }) => to)
}
