/**
 * Extremes of a column in blocks of 64 rows, of 64 such blocks, and so on, so that a search for the first row that
 * reaches a price skips all blocks that do not.
 *
 * @module
 */

/** Rows of a block, and blocks of the block above. */
const FAN = 64;

/** The extremes of one column. Lows are kept with their sign turned, so that one search serves both directions. */
export class Extremes {
  readonly #sign: 1 | -1;
  readonly #start: number;
  /** Number of rows. */
  readonly count: number;
  /** By level from the lowest: the extreme of each block, times the sign. */
  readonly #levels: Float64Array[] = [];

  /** Reads a column of `count` values that starts at `start` in the packed columns, from a row on. */
  constructor(columns: Float64Array, start: number, count: number, first: number, sign: 1 | -1) {
    this.#sign = sign;
    this.#start = start;
    this.count = count;
    let size = Math.ceil(count / FAN);
    const lowest = new Float64Array(size);
    for (let block = 0; block < size; block++) {
      const end = Math.min((block + 1) * FAN, count);
      let most = -Infinity;
      for (let row = Math.max(block * FAN, first); row < end; row++) {
        const value = sign * columns[start + row]!;
        if (value > most) most = value;
      }
      lowest[block] = most;
    }
    this.#levels.push(lowest);
    while (size > FAN) {
      const below = this.#levels[this.#levels.length - 1]!;
      size = Math.ceil(size / FAN);
      const level = new Float64Array(size);
      for (let block = 0; block < size; block++) {
        level[block] = below.subarray(block * FAN, (block + 1) * FAN).reduce((a, b) => a > b ? a : b);
      }
      this.#levels.push(level);
    }
  }

  /** The highest value, or the lowest with its sign turned; -Infinity without rows. */
  get most(): number {
    return this.#levels[this.#levels.length - 1]!.reduce((a, b) => a > b ? a : b, -Infinity);
  }

  /** Returns the first row from a row on whose value times the sign is a key or more, or the number of rows. */
  firstAtLeast(columns: Float64Array, from: number, key: number): number {
    // Level -1 holds the rows themselves.
    let level = -1, at = from, size = this.count;
    while (at < size) {
      const value = level < 0 ? this.#sign * columns[this.#start + at]! : this.#levels[level]![at]!;
      if (value >= key) {
        if (level < 0) return at;
        level--;
        at *= FAN;
      } else {
        at++;
        for (; at % FAN === 0 && level + 1 < this.#levels.length; at /= FAN) level++;
      }
      size = level < 0 ? this.count : this.#levels[level]!.length;
    }
    return this.count;
  }
}
