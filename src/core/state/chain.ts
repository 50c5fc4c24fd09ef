/**
 * The state chain: two u32 lanes that hash all committed words, in order.
 *
 * The chain distinguishes runs; it does not resist an adversary. Each round mixes a pair of words into both lanes, and
 * both lanes into each other, so that swapped or repeated words change the hash.
 *
 * @module
 */

/** A two-lane hash over pairs of words. */
export class Chain {
  /** Both lanes. A typed array holds them unboxed; a field would box every new value. */
  readonly lanes: Uint32Array = Uint32Array.of(0x243f6a88, 0x85a308d3);

  /** First lane. */
  get low(): number {
    return this.lanes[0]!;
  }

  set low(value: number) {
    this.lanes[0] = value;
  }

  /** Second lane. */
  get high(): number {
    return this.lanes[1]!;
  }

  set high(value: number) {
    this.lanes[1] = value;
  }

  /** Sets both lanes. */
  set(low: number, high: number): void {
    this.lanes[0] = low;
    this.lanes[1] = high;
  }

  /** Mixes a pair of words in. */
  mix(first: number, second: number): void {
    const low = Math.imul(this.lanes[0]! ^ first, 0x9e3779b1);
    const high = Math.imul(this.lanes[1]! ^ second, 0x85ebca77);
    this.lanes[0] = ((low << 13) | (low >>> 19)) + high;
    this.lanes[1] = ((high << 17) | (high >>> 15)) ^ low;
  }

  /**
   * Mixes the words of a range in; their number is a multiple of eight. Four chains run side by side over every fourth
   * pair and are mixed in at the end: a single chain would wait for its own multiplications.
   */
  mixWords(words: Uint32Array, start: number, end: number): void {
    let low_a = 1, high_a = 1, low_b = 2, high_b = 2, low_c = 3, high_c = 3, low_d = 4, high_d = 4;
    for (let at = start; at < end; at += 8) {
      const first_a = Math.imul(low_a ^ words[at]!, 0x9e3779b1);
      const second_a = Math.imul(high_a ^ words[at + 1]!, 0x85ebca77);
      const first_b = Math.imul(low_b ^ words[at + 2]!, 0x9e3779b1);
      const second_b = Math.imul(high_b ^ words[at + 3]!, 0x85ebca77);
      const first_c = Math.imul(low_c ^ words[at + 4]!, 0x9e3779b1);
      const second_c = Math.imul(high_c ^ words[at + 5]!, 0x85ebca77);
      const first_d = Math.imul(low_d ^ words[at + 6]!, 0x9e3779b1);
      const second_d = Math.imul(high_d ^ words[at + 7]!, 0x85ebca77);
      low_a = ((first_a << 13) | (first_a >>> 19)) + second_a | 0;
      high_a = ((second_a << 17) | (second_a >>> 15)) ^ first_a;
      low_b = ((first_b << 13) | (first_b >>> 19)) + second_b | 0;
      high_b = ((second_b << 17) | (second_b >>> 15)) ^ first_b;
      low_c = ((first_c << 13) | (first_c >>> 19)) + second_c | 0;
      high_c = ((second_c << 17) | (second_c >>> 15)) ^ first_c;
      low_d = ((first_d << 13) | (first_d >>> 19)) + second_d | 0;
      high_d = ((second_d << 17) | (second_d >>> 15)) ^ first_d;
    }
    this.mix(low_a, high_a);
    this.mix(low_b, high_b);
    this.mix(low_c, high_c);
    this.mix(low_d, high_d);
  }
}
