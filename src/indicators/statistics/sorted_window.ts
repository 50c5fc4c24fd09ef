/**
 * The last values of a stream in ascending order.
 *
 * @module
 */

/**
 * The last values of a stream, ascending. A value takes two binary searches and one move of those in between. -0 counts
 * as 0, so that the values depend on nothing but the window.
 */
export class SortedWindow {
  /** The values; as long as there are fewer, infinities stand behind them. */
  readonly values: Float64Array;
  readonly #stream: Float64Array;
  #place = 0;
  #missing: number;

  /** Makes a window of `period` values, a whole number from 1 on. */
  constructor(period: number) {
    this.values = new Float64Array(period).fill(Infinity);
    this.#stream = new Float64Array(period).fill(Infinity);
    this.#missing = period;
  }

  /** Adds a value, drops the oldest, and returns whether the window is full. */
  push(value: number): boolean {
    const { values } = this, stream = this.#stream, added = value + 0, dropped = stream[this.#place]!;
    stream[this.#place] = added;
    this.#place = this.#place + 1 === stream.length ? 0 : this.#place + 1;
    const from = countBelow(values, dropped), to = countUpTo(values, added);
    if (from < to) {
      values.copyWithin(from, from + 1, to);
      values[to - 1] = added;
    } else {
      values.copyWithin(to + 1, to, from);
      values[to] = added;
    }
    if (this.#missing > 0) this.#missing--;
    return this.#missing === 0;
  }

  /** Number of values below one. */
  countBelow(value: number): number {
    return countBelow(this.values, value);
  }

  /** Number of values that are not above one. */
  countUpTo(value: number): number {
    return countUpTo(this.values, value);
  }
}

/**
 * Number of ascending values below one: the place of the first that is not. The search adds a product instead of
 * branching, since a processor cannot foresee its comparisons; that is twice as fast.
 */
function countBelow(values: Float64Array, value: number): number {
  let count = 0, rest = values.length;
  while (rest > 1) {
    const half = rest >>> 1;
    count += Number(values[count + half - 1]! < value) * half;
    rest -= half;
  }
  return count + Number(values[count]! < value);
}

/** Number of ascending values that are not above one: the place of the first that is. */
function countUpTo(values: Float64Array, value: number): number {
  let count = 0, rest = values.length;
  while (rest > 1) {
    const half = rest >>> 1;
    count += Number(values[count + half - 1]! <= value) * half;
    rest -= half;
  }
  return count + Number(values[count]! <= value);
}
