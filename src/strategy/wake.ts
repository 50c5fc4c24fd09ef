/**
 * The lines that wake a strategy, and the check of their declaration.
 *
 * @module
 */

import { describeOperand, Line } from "../lines/line.ts";

/** Takes the lines that wake a strategy; a run has one. */
export interface WakeDeclarations {
  /** True if `next` is due on the current bar: no line was declared, one of them is not 0, or something was said. */
  readonly isDue: boolean;
  /** Adds lines. */
  declare(lines: readonly Line[]): void;
}

/**
 * Rejects what is not a line.
 *
 * @throws {TypeError} If there is no line, or one of the values is something else.
 */
export function checkWakeLines(lines: readonly unknown[]): asserts lines is readonly Line[] {
  if (lines.length === 0) {
    throw new TypeError("Cannot wake a strategy by nothing: pass the lines, such as this.wake(this.cross)");
  }
  const other = lines.findIndex((line) => !(line instanceof Line));
  if (other < 0) return;
  throw new TypeError(
    `Cannot wake a strategy by ${describeOperand(lines[other])}, argument ${other + 1} of wake: pass a line, such as ` +
      "this.cross",
  );
}
