/**
 * The state chain: two u32 lanes that take in everything that was committed, in order.
 *
 * It tells runs apart; it does not resist an adversary. Both lanes are fed at once, a pair of words a round, and each
 * round lets them act on each other, so that swapped or repeated words show.
 *
 * @module
 */

/** A two-lane hash over pairs of words. */
export class Chain {
  /** First lane. */
  low = 0x243f6a88;
  /** Second lane. */
  high = 0x85a308d3;

  /** Takes in a pair of words. */
  mix(first: number, second: number): void {
    const low = Math.imul(this.low ^ first, 0x9e3779b1);
    const high = Math.imul(this.high ^ second, 0x85ebca77);
    this.low = (((low << 13) | (low >>> 19)) + high) >>> 0;
    this.high = (((high << 17) | (high >>> 15)) ^ low) >>> 0;
  }
}
