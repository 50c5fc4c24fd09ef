/**
 * A lookup from a key of three words to a number: open addressing, linear probing, one state per set of calls.
 *
 * Nothing ever iterates over it, so its layout cannot reach an output.
 *
 * @module
 */

const NONE = 0xffff_ffff;

/** Lookup of a u32 by three u32. The value 0xffffffff is kept for "none". */
export class KeyIndex {
  #capacity = 64;
  #count = 0;
  /** Slots of four words: first, second, third, value. */
  #slots: Uint32Array = new Uint32Array(64 * 4).fill(NONE);

  /** Number of keys. */
  get count(): number {
    return this.#count;
  }

  /** Returns the value of a key, or -1. */
  get(first: number, second: number, third: number): number {
    const slots = this.#slots, mask = this.#capacity - 1;
    let slot = hash(first, second, third) & mask;
    while (slots[slot * 4 + 3] !== NONE) {
      const at = slot * 4;
      if (slots[at] === first && slots[at + 1] === second && slots[at + 2] === third) return slots[at + 3]!;
      slot = (slot + 1) & mask;
    }
    return -1;
  }

  /** Adds a key that is not there yet. */
  add(first: number, second: number, third: number, value: number): void {
    if ((this.#count + 1) * 2 > this.#capacity) this.#grow();
    this.#insert(first, second, third, value);
    this.#count++;
  }

  /** Removes a key that is there, and closes the gap in its run. */
  remove(first: number, second: number, third: number): void {
    const slots = this.#slots, mask = this.#capacity - 1;
    let gap = hash(first, second, third) & mask;
    while (slots[gap * 4] !== first || slots[gap * 4 + 1] !== second || slots[gap * 4 + 2] !== third) {
      gap = (gap + 1) & mask;
    }
    let slot = gap;
    while (true) {
      slot = (slot + 1) & mask;
      const at = slot * 4;
      if (slots[at + 3] === NONE) break;
      const home = hash(slots[at]!, slots[at + 1]!, slots[at + 2]!) & mask;
      // A key may move back to the gap only if its home does not lie between the gap and itself.
      if (((slot - home) & mask) >= ((slot - gap) & mask)) {
        slots.copyWithin(gap * 4, at, at + 4);
        gap = slot;
      }
    }
    slots[gap * 4 + 3] = NONE;
    this.#count--;
  }

  #insert(first: number, second: number, third: number, value: number): void {
    const slots = this.#slots, mask = this.#capacity - 1;
    let slot = hash(first, second, third) & mask;
    while (slots[slot * 4 + 3] !== NONE) slot = (slot + 1) & mask;
    slots[slot * 4] = first;
    slots[slot * 4 + 1] = second;
    slots[slot * 4 + 2] = third;
    slots[slot * 4 + 3] = value;
  }

  #grow(): void {
    const old = this.#slots;
    this.#capacity *= 2;
    this.#slots = new Uint32Array(this.#capacity * 4).fill(NONE);
    for (let at = 0; at < old.length; at += 4) {
      if (old[at + 3] !== NONE) this.#insert(old[at]!, old[at + 1]!, old[at + 2]!, old[at + 3]!);
    }
  }
}

function hash(first: number, second: number, third: number): number {
  let value = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca77) ^ Math.imul(third, 0xc2b2ae3d);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return (value ^ (value >>> 13)) >>> 0;
}
