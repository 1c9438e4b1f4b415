/**
 * Percentiles as percentiles: counts in buckets whose width grows with the value, as in HdrHistogram
 * (G. Tene): each power of two is cut in 2^bits equal parts, so that the error of a value is below
 * 2^-bits of it whatever its size.
 */

/** Largest value that is told apart: 2^31 - 1 microseconds, 35 minutes. */
const MOST = 0x7fffffff

/** Number of buckets with 2^bits parts a power of two. */
export function bucketsOf(bits: number): number {
  return (32 - bits) << bits
}

/** The bucket of a whole number of microseconds. */
export function bucketOf(value: number, bits: number): number {
  const v = value < 0 ? 0 : value > MOST ? MOST : value
  if (v < 1 << bits) return v
  const shift = 31 - Math.clz32(v) - bits
  return (shift << bits) + (v >>> shift)
}

/** The lowest value of a bucket. */
export function lowOf(bucket: number, bits: number): number {
  if (bucket < 2 << bits) return bucket
  const shift = (bucket >>> bits) - 1
  return (bucket - (shift << bits)) * (1 << shift)
}

/** The middle of a bucket. */
export function middleOf(bucket: number, bits: number): number {
  return (lowOf(bucket, bits) + lowOf(bucket + 1, bits) - 1) / 2
}

/**
 * The value below or at which a share of all values lies; undefined of none.
 * @param counts buckets from `from` on
 */
export function quantile(
  counts: ArrayLike<number>,
  share: number,
  bits: number,
  from = 0,
  total = sum(counts, from, bucketsOf(bits)),
): number | undefined {
  if (total === 0) return undefined
  const rank = Math.max(1, Math.ceil(share * total - 1e-9))
  let seen = 0
  for (let i = 0; i < bucketsOf(bits); i++) {
    seen += counts[from + i]!
    if (seen >= rank) return middleOf(i, bits)
  }
  return undefined
}

function sum(counts: ArrayLike<number>, from: number, length: number): number {
  let total = 0
  for (let i = from; i < from + length; i++) total += counts[i]!
  return total
}

/** Bits of the histogram of what is measured now: below 1 %. */
export const FINE = 7
/** Bits of each slot of the series: about 3 % to either side. */
export const COARSE = 4
const COARSE_BUCKETS = bucketsOf(COARSE)
/** The series has at most so many slots; when they are full, pairs are joined, exactly. */
export const SLOTS = 160
const FIRST_SLOT = 250_000

export const outcomes = ['served', 'refused', 'timed out', 'lost'] as const

/** The whole run in up to 160 slots of time. */
export interface Series {
  /** Length of a slot, in microseconds. */
  slot: number
  /** Slots begun. */
  length: number
  /** Response times: COARSE buckets of slot 0, of slot 1... */
  counts: Uint32Array
  /** Of each slot: served, refused, timed out, lost. */
  ends: Uint32Array
  /** Of each slot: most in one server's line, and the mean over the servers, at its end. */
  longest: Float64Array
  typical: Float64Array
}

export function emptySeries(): Series {
  return {
    slot: FIRST_SLOT,
    length: 1,
    counts: new Uint32Array(8 * COARSE_BUCKETS),
    ends: new Uint32Array(4 * SLOTS),
    longest: new Float64Array(SLOTS),
    typical: new Float64Array(SLOTS),
  }
}

export function copySeries(series: Series): Series {
  return {
    slot: series.slot,
    length: series.length,
    counts: series.counts.slice(),
    ends: series.ends.slice(),
    longest: series.longest.slice(),
    typical: series.typical.slice(),
  }
}

/** The slot of this moment, begun if it was not. */
function slotAt(series: Series, now: number): number {
  let slot = Math.floor(now / series.slot)
  while (slot >= SLOTS) {
    halve(series)
    slot = Math.floor(now / series.slot)
  }
  const room = series.counts.length / COARSE_BUCKETS
  if (slot >= room) {
    const grown = new Uint32Array(Math.min(SLOTS, Math.max(slot + 1, 2 * room)) * COARSE_BUCKETS)
    grown.set(series.counts)
    series.counts = grown
  }
  if (slot >= series.length) series.length = slot + 1
  return slot
}

function halve(series: Series): void {
  const { counts, ends, longest, typical, length } = series
  const after = Math.ceil(length / 2)
  for (let i = 0; i < after; i++) {
    const pair = 2 * i + 1 < length
    for (let b = 0; b < COARSE_BUCKETS; b++) {
      const second = pair ? counts[(2 * i + 1) * COARSE_BUCKETS + b]! : 0
      counts[i * COARSE_BUCKETS + b] = counts[2 * i * COARSE_BUCKETS + b]! + second
    }
    for (let k = 0; k < 4; k++) ends[4 * i + k] = ends[8 * i + k]! + (pair ? ends[8 * i + 4 + k]! : 0)
    longest[i] = pair ? Math.max(longest[2 * i]!, longest[2 * i + 1]!) : longest[2 * i]!
    typical[i] = pair ? (typical[2 * i]! + typical[2 * i + 1]!) / 2 : typical[2 * i]!
  }
  counts.fill(0, after * COARSE_BUCKETS)
  ends.fill(0, 4 * after)
  longest.fill(0, after)
  typical.fill(0, after)
  series.length = after
  series.slot *= 2
}

/** Notes how a request ended. @param outcome its place in `outcomes` */
export function note(series: Series, now: number, outcome: number, response: number): void {
  const slot = slotAt(series, now)
  const place = 4 * slot + outcome
  series.ends[place] = series.ends[place]! + 1
  if (outcome !== 0) return
  const bucket = slot * COARSE_BUCKETS + bucketOf(response, COARSE)
  series.counts[bucket] = series.counts[bucket]! + 1
}

/** Notes the longest of the servers' lines; the last note of a slot is also its typical one. */
export function noteLines(series: Series, now: number, longest: number, mean: number): void {
  const slot = slotAt(series, now)
  if (longest > series.longest[slot]!) series.longest[slot] = longest
  series.typical[slot] = mean
}

/** One slot, to be drawn or listed. */
export interface Slot {
  /** Microseconds. */
  readonly from: number
  readonly until: number
  readonly p50: number | undefined
  readonly p95: number | undefined
  readonly p99: number | undefined
  readonly served: number
  readonly refused: number
  readonly timedOut: number
  readonly lost: number
  readonly longest: number
  readonly typical: number
}

export function slotsOf(series: Series, now: number): Slot[] {
  return Array.from({ length: series.length }, (_, i): Slot => {
    const served = series.ends[4 * i]!
    const at = (share: number): number | undefined =>
      quantile(series.counts, share, COARSE, i * COARSE_BUCKETS, served)
    return {
      from: i * series.slot,
      until: Math.min(now, (i + 1) * series.slot),
      p50: at(0.5),
      p95: at(0.95),
      p99: at(0.99),
      served,
      refused: series.ends[4 * i + 1]!,
      timedOut: series.ends[4 * i + 2]!,
      lost: series.ends[4 * i + 3]!,
      longest: series.longest[i]!,
      typical: series.typical[i]!,
    }
  })
}
