/**
 * The steps of a run that ended with a long, and with a short position.
 *
 * @module
 */

import type { TradeRow } from "../../broker/result_rows.ts";

/** Numbers of steps. */
export interface HeldSides {
  /** Steps that ended with a long position in any feed. */
  readonly long: number;
  /** Steps that ended with a short position in any feed. */
  readonly short: number;
  /** All steps. */
  readonly steps: number;
}

/**
 * Counts the steps with a position of each side.
 *
 * @param trades All trades of the run: each is held from the step that opened it up to the step that closed it, which is
 * left out.
 * @param steps Number of steps of the run.
 * @param from Index of the first step that counts.
 * @returns The counts.
 */
export function heldSides(trades: readonly TradeRow[], steps: number, from: number): HeldSides {
  return {
    long: countHeld(trades.filter(({ long }) => long), steps, from),
    short: countHeld(trades.filter(({ long }) => !long), steps, from),
    steps: steps - from,
  };
}

function countHeld(trades: readonly TradeRow[], steps: number, from: number): number {
  if (trades.length === 0) return 0;
  // The change of the number of open trades at each step.
  const changes = new Int32Array(steps + 1);
  for (const { openedBar, closedBar } of trades) {
    changes[openedBar]!++;
    changes[closedBar ?? steps]!--;
  }
  let open = 0, count = 0;
  for (let step = 0; step < steps; step++) {
    open += changes[step]!;
    if (open > 0 && step >= from) count++;
  }
  return count;
}
