/**
 * How each state was first reached: its parent and which move led from there, 6 bytes a state. States
 * are numbered in the order in which they were found; the initial state is 0.
 */

const BLOCK = 1 << 16

export class Trail {
  private readonly parents: Uint32Array[] = []
  private readonly moves: Uint16Array[] = []
  size = 0

  /** @throws RangeError if a world has more than 65,536 moves */
  add(parent: number, move: number): void {
    if (move >= BLOCK) throw new RangeError('a world with more than 65,536 moves cannot be explored')
    const block = this.size >>> 16
    if (block === this.parents.length) {
      this.parents.push(new Uint32Array(BLOCK))
      this.moves.push(new Uint16Array(BLOCK))
    }
    this.parents[block]![this.size & 0xffff] = parent
    this.moves[block]![this.size & 0xffff] = move
    this.size++
  }

  /** The moves that lead from the initial state to this one. */
  path(state: number): number[] {
    const path: number[] = []
    for (let at = state; at > 0; at = this.parents[at >>> 16]![at & 0xffff]!)
      path.push(this.moves[at >>> 16]![at & 0xffff]!)
    return path.reverse()
  }

  get bytes(): number {
    return this.parents.length * BLOCK * 6
  }
}
