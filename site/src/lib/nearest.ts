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

/** At most three, nearest first; none where nothing is near (more than half of the letters differ). */
export function nearest(asked: string, existing: readonly string[]): string[] {
  const path = asked.toLowerCase().slice(0, limit)
  const distance = (to: string): number =>
    Math.min(
      editDistance(path, to) / Math.max(path.length, to.length),
      editDistance(lastPart(path), lastPart(to)) / Math.max(lastPart(path).length, lastPart(to).length, 1),
    )
  return existing
    .map((to) => ({ to, far: distance(to) }))
    .filter(({ to, far }) => to !== '/' && far <= 0.5)
    .sort((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ to }) => to)
}
