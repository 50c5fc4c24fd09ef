/**
 * The column of steps that ended with an open position.
 *
 * @module
 */

/** Number of steps up to which a loop is the faster way. */
const FEW_STEPS = 64;

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
    const { column, from } = this;
    // A position is mostly held for a few steps, and for those a loop takes half as long as a fill.
    if (held && step - from <= FEW_STEPS) { for (let at = from; at < step; at++) column[at] = 1; }
    else if (held) column.fill(1, from, step);
    this.from = step;
  }
}
