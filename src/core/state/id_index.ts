/**
 * A lookup from an id to a number: open addressing, linear probing.
 *
 * Nothing ever iterates over it, so its layout cannot reach an output.
 *
 * @module
 */

const NONE = 0xffff_ffff;

/** Lookup of a u32 by a u32. The value 0xffffffff means "none". */
export class IdIndex {
  #capacity = 64;
  /** Number of low bits of a spread id that are not part of its home. */
  #shift = 26;
  #count = 0;
  /** Slots of two words: id, value. */
  #slots: Uint32Array = new Uint32Array(64 * 2).fill(NONE);

  /** Number of ids. */
  get count(): number {
    return this.#count;
  }

  /** Returns the value of an id, or -1. */
  get(id: number): number {
    const slots = this.#slots, mask = this.#capacity - 1;
    let at = homeOf(id, this.#shift) * 2;
    while (slots[at + 1] !== NONE) {
      if (slots[at] === id) return slots[at + 1]!;
      at = (at + 2) & (2 * mask + 1);
    }
    return -1;
  }

  /** Adds an id that is not in the index. */
  add(id: number, value: number): void {
    if ((this.#count + 1) * 2 > this.#capacity) this.#grow();
    this.#insert(id, value);
    this.#count++;
  }

  /** Removes an id that is in the index, and closes the gap in its run. */
  remove(id: number): void {
    const slots = this.#slots, mask = this.#capacity - 1;
    let gap = homeOf(id, this.#shift);
    while (slots[gap * 2] !== id) gap = (gap + 1) & mask;
    let slot = gap;
    while (true) {
      slot = (slot + 1) & mask;
      if (slots[slot * 2 + 1] === NONE) break;
      const home = homeOf(slots[slot * 2]!, this.#shift);
      // An id may move back to the gap only if its home does not lie between the gap and itself.
      if (((slot - home) & mask) >= ((slot - gap) & mask)) {
        slots[gap * 2] = slots[slot * 2]!;
        slots[gap * 2 + 1] = slots[slot * 2 + 1]!;
        gap = slot;
      }
    }
    slots[gap * 2 + 1] = NONE;
    this.#count--;
  }

  #insert(id: number, value: number): void {
    const slots = this.#slots, mask = this.#capacity - 1;
    let slot = homeOf(id, this.#shift);
    while (slots[slot * 2 + 1] !== NONE) slot = (slot + 1) & mask;
    slots[slot * 2] = id;
    slots[slot * 2 + 1] = value;
  }

  #grow(): void {
    const old = this.#slots;
    this.#capacity *= 2;
    this.#shift--;
    this.#slots = new Uint32Array(this.#capacity * 2).fill(NONE);
    for (let at = 0; at < old.length; at += 2) if (old[at + 1] !== NONE) this.#insert(old[at]!, old[at + 1]!);
  }
}

/**
 * Returns the slot where the search for an id begins. Eight neighbours keep their order in eight slots, which lie in one
 * line of the cache, as ids come one after the other. The eights are spread over all slots by the golden ratio (Knuth,
 * The Art of Computer Programming 6.4), so no long run of neighbours grows, however many were added and removed.
 */
function homeOf(id: number, shift: number): number {
  return ((Math.imul(id & ~7, 0x9e37_79b1) >>> shift) & ~7) | (id & 7);
}
