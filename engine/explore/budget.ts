/**
 * How much of the bounds on action types a path has used, as one number: `{ crash: 1, drop: 2 }` counts
 * crashes in base 2 and drops in base 3. It is part of a searched state: a world reached with a crash to
 * spare is not the same as one reached without.
 */
import type { Action } from '../model/action.ts'

interface Allowance {
  readonly limit: number
  /** What one use adds to the code. */
  readonly unit: number
}

export class Budget {
  private readonly allowances = new Map<string, Allowance>()
  /** Whether there is any bound. */
  private readonly limits: boolean
  /** Whether any code but 0 occurs. */
  readonly counts: boolean

  constructor(limits: Readonly<Record<string, number>> = {}) {
    let unit = 1
    for (const type of Object.keys(limits).sort()) {
      const limit = limits[type]!
      if (!(limit >= 0)) throw new RangeError(`the bound on ${type} must be a number of times, not ${limit}`)
      const counted = limit < 1000
      this.allowances.set(type, { limit: counted ? Math.floor(limit) : Infinity, unit: counted ? unit : 0 })
      if (counted) unit *= Math.floor(limit) + 1
    }
    if (unit > Number.MAX_SAFE_INTEGER) throw new RangeError('too many bounds on action types')
    this.limits = this.allowances.size > 0
    this.counts = unit > 1
  }

  /**
   * Which types of action are worth listing. A type is only known to be of faults once it has been seen,
   * so this learns: `allows` tells it.
   */
  readonly types: { has(type: string): boolean } = { has: (type) => !this.banned.has(type) }
  private readonly banned = new Set<string>()

  /** False for an action that no path may take: then it has no place among a world's moves. */
  allows({ type, by }: Action): boolean {
    if (!this.limits && by !== 'fault') return true
    const allowance = this.allowances.get(type)
    if (allowance === undefined ? by !== 'fault' : allowance.limit > 0) return true
    this.banned.add(type)
    return false
  }

  /** The code after one more of `type`, or -1 if there is none left. */
  spend(code: number, type: string, by: Action['by']): number {
    if (!this.limits && by !== 'fault') return code
    const allowance = this.allowances.get(type)
    if (allowance === undefined) return by === 'fault' ? -1 : code
    if (allowance.unit === 0) return code
    const used = Math.floor(code / allowance.unit) % (allowance.limit + 1)
    return used < allowance.limit ? code + allowance.unit : -1
  }
}
