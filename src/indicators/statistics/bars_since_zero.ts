/**
 * Bars since a value was last zero, or since it was last another: the kernel under `anyOf` and `allOf`.
 *
 * @module
 */

/** Counts the bars since a value was last a wanted one: zero, or another. */
export class BarsSince {
  readonly #isZero: boolean;
  #count = Infinity;

  /** Makes a count of bars since the last zero, or since the last value that is none. */
  constructor(wanted: "zero" | "another") {
    this.#isZero = wanted === "zero";
  }

  /** Adds the next value and returns the count: 0 if it is one, infinite while none has come. */
  update(value: number): number {
    return this.#count = (value === 0) === this.#isZero ? 0 : this.#count + 1;
  }
}
