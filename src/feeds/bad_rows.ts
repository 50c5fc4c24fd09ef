/**
 * What happens to a row that cannot be used: it stops the reader, or it is left out and counted.
 *
 * @module
 */

/** Whether a bad row is an error or is left out, counted and noted. */
export type BadRowPolicy = "error" | "skip";

/** The bad rows of one source. */
export class BadRows {
  /** How many rows were left out. */
  count = 0;

  readonly #policy: BadRowPolicy;
  #first = "";

  /**
   * Starts without bad rows.
   *
   * @param policy What to do with a bad row.
   */
  constructor(policy: BadRowPolicy) {
    this.#policy = policy;
  }

  /**
   * Takes note of a bad row.
   *
   * @param describe Says which row it is and what is wrong with it; called only for the first.
   * @throws {RangeError} If bad rows are errors.
   */
  add(describe: () => { readonly place: string; readonly reason: string }): void {
    if (this.#policy === "error") {
      const { place, reason } = describe();
      throw new RangeError(
        `Cannot read ${place}: ${reason}; correct it, or pass onBadRow: "skip" to leave such rows out`,
      );
    }
    if (this.count === 0) {
      const { place, reason } = describe();
      this.#first = `${place}: ${reason}`;
    }
    this.count++;
  }

  /**
   * The sentence for the feed's notes.
   *
   * @returns How many rows were left out and the first of them, or `undefined` if there was none.
   */
  note(): string | undefined {
    if (this.count === 0) return undefined;
    return this.count === 1
      ? `1 bad row was left out, ${this.#first}`
      : `${this.count} bad rows were left out, the first is ${this.#first}`;
  }
}
