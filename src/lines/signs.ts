/**
 * Columns whose values are -1, 0, 1 or none, as bytes.
 *
 * Crossings and comparisons have such values, and mostly their places are asked for and not the column itself: by the
 * lines that wake a strategy, and by signals. A byte for a bar costs an eighth of the memory, and what a comparison is
 * made of need not be written at all where it is the mean of prices.
 *
 * @module
 */

/** The byte of a bar without a value, which is NaN in the column. */
export const NO_VALUE = -128;

/** The bytes of a column, made when they are first asked for. */
export class Signs {
  /** The bytes, once they are made. */
  made: Int8Array | undefined;
  readonly #make: () => Int8Array | undefined;
  #isTried = false;

  /** Keeps the function that makes the bytes. */
  constructor(make: () => Int8Array | undefined) {
    this.#make = make;
  }

  /** Returns the bytes; undefined where the column itself has to be read. */
  values(): Int8Array | undefined {
    if (!this.#isTried) {
      this.#isTried = true;
      this.made = this.#make();
    }
    return this.made;
  }
}

const signs = new WeakMap<object, Signs>();

/** Records the bytes of a column. */
export function setSigns(column: object, made: Signs): void {
  signs.set(column, made);
}

/** Returns the bytes of a column of -1, 0 and 1 that may be made ahead; undefined for others. */
export function signsOf(column: object): Signs | undefined {
  return signs.get(column);
}

/** Returns the value of a byte. */
export function valueOfSign(sign: number): number {
  return sign === NO_VALUE ? NaN : sign;
}
