/** What goes to standard output; a reader that has gone away (`| head`) ends the program in silence. */
import { writeSync } from 'node:fs'

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

export function line(text = ''): void {
  process.stdout.write(`${text}\n`)
}

/** One JSON value, whole, even when the program ends right after. */
export function json(value: unknown): void {
  line(JSON.stringify(value))
}

let lastTold = -Infinity

/** A line that the next one overwrites on a terminal; in a file or a pipe, a line every five seconds. */
export function progress(text: string): void {
  if (process.stderr.isTTY) writeSync(2, `\r\u001b[2K${text}`)
  else if (performance.now() - lastTold > 5000) {
    lastTold = performance.now()
    process.stderr.write(`${text}\n`)
  }
}

/** Takes the progress line away. */
export function endProgress(): void {
  if (process.stderr.isTTY) writeSync(2, '\r\u001b[2K')
}

/** 1234567 as "1,234,567", the same in every locale. */
export function count(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** Simulated microseconds as "12.345 ms". */
export function milliseconds(micros: number): string {
  return `${(micros / 1000).toFixed(3)} ms`
}
