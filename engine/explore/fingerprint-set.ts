/** A set of fingerprints: open addressing, linear probing, 8 bytes a slot. */
import type { Fingerprint } from '../model/fingerprint.ts'

/**
 * Most states that are found again were found a short while ago (seven in ten, in two-phase commit), so the
 * latest are kept in 64 kB besides, which stay in a processor's cache when the slots do not.
 */
const RECENT = 8192

/** Slots are filled to this share, then doubled. */
const FULL = 0.7

export class FingerprintSet {
  private slots = new Float64Array(1024)
  private mask = 1023
  private room = Math.floor(1024 * FULL)
  private readonly recent = new Float64Array(RECENT)
  private zero = false
  size = 0

  /** Adds it; false if it was there. */
  add(fingerprint: Fingerprint): boolean {
    // 0 marks an empty slot, so the fingerprint 0 is kept apart.
    if (fingerprint === 0) {
      if (this.zero) return false
      this.zero = true
      this.size++
      return true
    }
    const { slots, mask, recent } = this
    const place = fingerprint & (RECENT - 1)
    if (recent[place] === fingerprint) return false
    recent[place] = fingerprint
    let at = (fingerprint >>> 0) & mask
    for (let found = slots[at]; found !== 0; found = slots[at]) {
      if (found === fingerprint) return false
      at = (at + 1) & mask
    }
    slots[at] = fingerprint
    this.size++
    if (this.size > this.room) this.grow()
    return true
  }

  get bytes(): number {
    return this.slots.byteLength
  }

  /** What it would take to hold `more` besides. While it doubles, the old slots are held too. */
  bytesWith(more: number): number {
    let { byteLength } = this.slots
    let { room } = this
    while (this.size + more > room) {
      byteLength *= 2
      room *= 2
    }
    return byteLength
  }

  private grow(): void {
    const old = this.slots
    const slots = new Float64Array(old.length * 2)
    const mask = slots.length - 1
    for (let i = 0; i < old.length; i++) {
      const fingerprint = old[i]!
      if (fingerprint === 0) continue
      let at = (fingerprint >>> 0) & mask
      while (slots[at] !== 0) at = (at + 1) & mask
      slots[at] = fingerprint
    }
    this.slots = slots
    this.mask = mask
    this.room = Math.floor(slots.length * FULL)
  }
}
