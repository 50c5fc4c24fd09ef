/**
 * The column of steps at whose end a position was open.
 *
 * @module
 */

/** One for every step at whose end a position was open. Written when fills come, not on each step. */
export class HeldSteps {
  /** The column; it is written up to {@linkcode from}. */
  readonly column: Uint8Array;
  /** From which step on the account is as it is now; a checkpoint keeps it. */
  from = 0;

  /** Makes a column of zeros. */
  constructor(steps: number) {
    this.column = new Uint8Array(steps);
  }

  /** Writes the column up to a step at which fills changed the account. */
  until(step: number, held: boolean): void {
    if (held) this.column.fill(1, this.from, step);
    this.from = step;
  }
}
