/**
 * The ruin of an account: what a run does once the account is worth nothing or less.
 *
 * @module
 */

import { inspected } from "../host.ts";

/**
 * What a run does from the step on at whose end the account is worth nothing or less. Who takes all money out while nothing
 * is held ruins no account: what comes back is traded.
 *
 * - `"stop-entries"`: orders that could open or flip a position are refused as `riskFlagged` for the rest of the run,
 *   even if the account recovers. Orders that work already stay, and the strategy is called as before.
 * - `"stop"`: the strategy is not called again but for `stop()`, not even for notifications of that step. New entries are
 *   refused, and all working orders are cancelled. Positions stay, and the curves go on with their marks to the last bar,
 *   where `closeAtEnd` closes them.
 * - `"ignore"`: nothing.
 */
export type OnRuin = "stop-entries" | "stop" | "ignore";

const CHOICES: readonly OnRuin[] = ["stop-entries", "stop", "ignore"];

/**
 * Returns the choice of an option; `"stop-entries"` by default.
 *
 * @throws {RangeError} If the choice is unknown.
 */
export function resolveOnRuin(said: unknown): OnRuin {
  const choice = CHOICES.find((choice) => choice === (said === undefined ? "stop-entries" : said));
  if (choice !== undefined) return choice;
  throw new RangeError(`Cannot use onRuin ${inspected(said)}: pass "stop-entries", "stop" or "ignore"`);
}
