/**
 * The column of steps that ended with an open position.
 *
 * @module
 */

/** Steps from which on a call fills them faster than a loop. */
const LONG = 64;

/** Column with 1 for every step that ended with an open position. It is written at fills, not on each step. */
export class HeldSteps {
  /** The column, complete up to {@linkcode from}. */
  column: Uint8Array;
  /** First step with the account's current state; a checkpoint keeps it. */
  from = 0;

  /** Makes a column of zeros. */
  constructor(steps: number) {
    this.column = new Uint8Array(steps);
  }

  /** Begins anew with the steps of the next block. */
  goOn(steps: number): void {
    this.column = new Uint8Array(steps);
    this.from = 0;
  }

  /** Completes the column up to a step with fills; `held` is the state before them. */
  until(step: number, held: boolean): void {
    const { column } = this;
    // Most positions are short, and a call that fills takes longer than they do.
    if (held && step - this.from > LONG) column.fill(1, this.from, step);
    else if (held) { for (let at = this.from; at < step; at++) column[at] = 1; }
    this.from = step;
  }
}
