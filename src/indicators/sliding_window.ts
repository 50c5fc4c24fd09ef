/**
 * The last values of a stream, in their order.
 *
 * @module
 */

/**
 * The last values of a stream in one piece of an array, the oldest first. A sum over it has the same order of additions
 * wherever the window stands, so that equal windows have equal bits.
 */
export class SlidingWindow {
  /** Every value twice: the window is the part from {@linkcode SlidingWindow.start} on. */
  readonly values: Float64Array;
  /** Number of values of a full window. */
  readonly length: number;
  /** Index of the oldest value, while the window is full. */
  start = 0;
  #place = 0;
  #missing: number;

  /** Makes an empty window for so many values, a whole number from 1 on. */
  constructor(length: number) {
    this.values = new Float64Array(2 * length);
    this.length = length;
    this.#missing = length;
  }

  /** Adds the next value and drops the oldest one of a full window. Returns whether the window is full. */
  push(value: number): boolean {
    const { values, length } = this, place = this.#place;
    values[place] = values[place + length] = value;
    this.start = place + 1;
    this.#place = this.start === length ? 0 : this.start;
    return this.#missing === 0 || --this.#missing === 0;
  }
}
