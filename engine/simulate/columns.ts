/** Growing columns of numbers, and choices packed into them: 16 bytes a choice. */
import type { Choice, Micros } from '../model/action.ts'

/**
 * Choices, packed. Ids of a run differ mostly in a number at their end ("deliver:m17"), so an id is
 * kept as the place of its head in a list of heads and that number.
 */
export class Choices {
  length = 0
  #heads: string[] = []
  #places = new Map<string, number>()
  #head = new Uint32Array(64)
  #tail = new Int32Array(64)
  #at = new Float64Array(64)

  push(id: string, at: Micros): void {
    if (this.length === this.#at.length) {
      this.#head = grown(this.#head, new Uint32Array(this.length * 2))
      this.#tail = grown(this.#tail, new Int32Array(this.length * 2))
      this.#at = grown(this.#at, new Float64Array(this.length * 2))
    }
    const end = tailOf(id)
    const head = id.slice(0, end)
    let place = this.#places.get(head)
    if (place === undefined) {
      place = this.#heads.length
      this.#heads.push(head)
      this.#places.set(head, place)
    }
    this.#head[this.length] = place
    this.#tail[this.length] = end === id.length ? -1 : Number(id.slice(end))
    this.#at[this.length] = at
    this.length += 1
  }

  /** The i-th choice, 0-based. */
  get(index: number): Choice {
    const head = this.#heads[this.#head[index] ?? -1]
    if (head === undefined || index >= this.length) throw new RangeError(`there is no choice ${index}`)
    const tail = this.#tail[index] as number
    return { id: tail < 0 ? head : head + String(tail), at: this.#at[index] as number }
  }

  at(index: number): Micros {
    return this.#at[index] as number
  }

  /** A copy of the first `length`, to go another way from there. */
  copy(length: number): Choices {
    const copy = new Choices()
    const room = Math.max(64, length + (length >> 1))
    copy.length = length
    copy.#heads = this.#heads.slice()
    copy.#places = new Map(this.#places)
    copy.#head = grown(this.#head.subarray(0, length), new Uint32Array(room))
    copy.#tail = grown(this.#tail.subarray(0, length), new Int32Array(room))
    copy.#at = grown(this.#at.subarray(0, length), new Float64Array(room))
    return copy
  }

  get bytes(): number {
    return this.#head.byteLength + this.#tail.byteLength + this.#at.byteLength
  }
}

/** Where the number at the end of an id begins: up to nine digits, without leading zeros. */
function tailOf(id: string): number {
  let start = id.length
  while (start > 0 && id.length - start < 9 && isDigit(id.charCodeAt(start - 1))) start--
  while (start < id.length - 1 && id.charCodeAt(start) === 48) start++
  return start
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

function grown<T extends Uint32Array | Int32Array | Float64Array>(old: T, room: T): T {
  room.set(old)
  return room
}

/** When each message left the air, as the index of a choice, by message id; numbers ("m17") are packed. */
export class Arrivals {
  #numbered = new Int32Array(64)
  #others = new Map<string, number>()

  /** The first departure counts. */
  set(message: string, index: number): void {
    const number = numberOf(message)
    if (number < 0) {
      if (!this.#others.has(message)) this.#others.set(message, index)
      return
    }
    if (number >= this.#numbered.length) {
      this.#numbered = grown(this.#numbered, new Int32Array(Math.max(number + 1, this.#numbered.length * 2)))
    }
    if (this.#numbered[number] === 0) this.#numbered[number] = index
  }

  get(message: string): number | undefined {
    const number = numberOf(message)
    if (number < 0) return this.#others.get(message)
    const index = this.#numbered[number]
    return index === 0 ? undefined : index
  }

  /** A copy without what happened after the choice `last`. */
  copy(last: number): Arrivals {
    const copy = new Arrivals()
    copy.#numbered = this.#numbered.map((index) => (index > last ? 0 : index))
    copy.#others = new Map([...this.#others].filter(([, index]) => index <= last))
    return copy
  }

  get bytes(): number {
    return this.#numbered.byteLength
  }
}

function numberOf(message: string): number {
  return /^m(?:0|[1-9]\d{0,6})$/.test(message) ? Number(message.slice(1)) : -1
}
