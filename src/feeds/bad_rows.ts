/**
 * The treatment of bad rows: a bad row stops the reader, or is left out and counted.
 *
 * @module
 */

/** `"error"` stops at a bad row; `"skip"` leaves it out, counts it and adds a note. */
export type BadRowPolicy = "error" | "skip";

/** The bad rows of one source. */
export class BadRows {
  /** Number of rows that were left out. */
  count = 0;

  readonly #policy: BadRowPolicy;
  #first = "";

  /**
   * Starts without bad rows.
   *
   * @param policy The treatment of a bad row.
   */
  constructor(policy: BadRowPolicy) {
    this.#policy = policy;
  }

  /** True if bad rows are left out. */
  get areSkipped(): boolean {
    return this.#policy === "skip";
  }

  /**
   * Counts a bad row.
   *
   * @param describe Returns the place of the row and its fault; called only for the first bad row.
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
   * Returns the sentence for the feed's notes.
   *
   * @returns The number of rows that were left out, with the first one; `undefined` if there was none.
   */
  note(): string | undefined {
    if (this.count === 0) return undefined;
    return this.count === 1
      ? `1 bad row was left out, ${this.#first}`
      : `${this.count} bad rows were left out, the first is ${this.#first}`;
  }
}
