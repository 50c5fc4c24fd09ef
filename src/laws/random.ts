/**
 * Random numbers and orders from a seed: xoshiro128** over integers, so that every machine gives the same ones.
 *
 * @module
 */

/** A stream of random integers. */
export class Random {
  readonly #state: Uint32Array = new Uint32Array(4);

  /** Makes the stream of a seed. Streams of one seed with different numbers are independent. */
  constructor(seed: number, stream: number = 0) {
    // SplitMix32 spreads seeds that differ in one bit only.
    let word = (Math.imul(seed ^ Math.floor(seed / 0x1_0000_0000), 0x9e3779b1) ^ Math.imul(stream + 1, 0x85ebca77)) | 0;
    for (let at = 0; at < 4; at++) {
      word = (word + 0x9e3779b9) | 0;
      let mixed = Math.imul(word ^ (word >>> 16), 0x21f0aaad);
      mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
      this.#state[at] = mixed ^ (mixed >>> 15);
    }
    this.#state[0]! |= 1;
    for (let warm = 0; warm < 8; warm++) this.word();
  }

  /** Returns the next 32 bits. */
  word(): number {
    const state = this.#state;
    const scrambled = Math.imul(state[1]!, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    const shifted = state[1]! << 9;
    state[2]! ^= state[0]!;
    state[3]! ^= state[1]!;
    state[1]! ^= state[2]!;
    state[0]! ^= state[3]!;
    state[2]! ^= shifted;
    state[3] = (state[3]! << 11) | (state[3]! >>> 21);
    return result;
  }

  /** Returns an integer from `least` to `most`, both included. The two must be less than 2^53 apart. */
  between(least: number, most: number): number {
    const range = most - least + 1;
    if (range <= 0x1_0000_0000) return least + this.word() % range;
    return least + ((this.word() % 0x20_0000) * 0x1_0000_0000 + this.word()) % range;
  }

  /** Returns an integer from zero to just below a limit; the limit is at most 2^32. */
  below(limit: number): number {
    return this.word() % limit;
  }

  /** Returns true with a chance in percent. */
  chance(percent: number): boolean {
    return this.word() % 100 < percent;
  }

  /** Returns a random entry of a list. */
  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  /** Returns an index with a chance in proportion to its weight. */
  weighted(weights: readonly number[]): number {
    let rest = this.word() % weights.reduce((sum, weight) => sum + weight, 0);
    for (let index = 0; index < weights.length; index++) {
      if (rest < weights[index]!) return index;
      rest -= weights[index]!;
    }
    return weights.length - 1;
  }
}

/** Returns a list in random order. */
export function shuffled<T>(list: readonly T[], random: Random): T[] {
  const turned = list.slice();
  for (let at = turned.length - 1; at > 0; at--) {
    const other = random.below(at + 1);
    [turned[at], turned[other]] = [turned[other]!, turned[at]!];
  }
  return turned;
}
