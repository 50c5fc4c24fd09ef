/**
 * The treatment of bad rows: a bad row stops the reader, or is left out and counted.
 *
 * @module
 */

/** `"error"` stops at a bad row; `"skip"` leaves it out, counts it and adds a note. */
export type BadRowPolicy = "error" | "skip";

/** A row that cannot be used. */
export interface BadRow {
  /** Its place. */
  readonly place: string;
  /** Its fault. */
  readonly reason: string;
  /** What to do, where leaving out the row is no remedy; empty where the fault says it. */
  readonly remedy?: string | undefined;
}

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
   * @param describe Returns the fault of the row; called only for the first bad row.
   * @param isFatal True if the fault is not that of the row alone, so that it is an error whatever the policy.
   * @throws {RangeError} If bad rows are errors, or this one is.
   */
  add(describe: () => BadRow, isFatal: boolean = false): void {
    if (isFatal || this.#policy === "error") {
      const { place, reason, remedy } = describe();
      const offered = remedy ?? `correct it, or pass onBadRow: "skip" to leave such rows out`;
      throw new RangeError(`Cannot read ${place}: ${offered === "" ? reason : `${reason}; ${offered}`}`);
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
