/**
 * Groups of consecutive bars, each of which becomes one bar.
 *
 * @module
 */

/** Groups of a feed's bars, in order. */
export interface BarGroups {
  /** First bar of each group. */
  readonly from: Int32Array;
  /** The bar after the last one of each group. */
  readonly until: Int32Array;
  /** Time at which each group is known: its nominal end. */
  readonly endUs: Float64Array;
  /** First bar of the group at the end that is not complete, or the number of bars. */
  readonly rest: number;
}

/** Makes groups one after the other. */
export class GroupWriter {
  readonly #from: number[] = [];
  readonly #until: number[] = [];
  readonly #endUs: number[] = [];

  /** Adds a complete group. */
  add(from: number, until: number, endUs: number): void {
    if (!(endUs > (this.#endUs.at(-1) ?? -Infinity))) {
      throw new Error(`A group ends at ${endUs}, not after the one before`);
    }
    this.#from.push(from);
    this.#until.push(until);
    this.#endUs.push(endUs);
  }

  /** Returns all groups, and the first bar of the incomplete one. */
  done(rest: number): BarGroups {
    return {
      from: Int32Array.from(this.#from),
      until: Int32Array.from(this.#until),
      endUs: Float64Array.from(this.#endUs),
      rest,
    };
  }
}
