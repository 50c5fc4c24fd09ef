/**
 * The options of a backtest that the queue model has not, and the order notices that its strategies hear.
 *
 * @module
 */

import { REASON_TRAILED, REASON_TRIGGER, STATE_CREATED, STATE_SUBMITTED } from "../contract/contract.gen.ts";
import { inspected } from "../host.ts";
import type { BacktestOptions } from "./backtest_options.ts";
import { resolveRules } from "./configuration.ts";

/** Options that the queue model has not: the values that say nothing, and the reason. */
const MISSING: readonly (readonly [name: keyof BacktestOptions, none: unknown, why: string])[] = [
  ["moneyUnit", "1", "its money is a double, which no unit rounds"],
  ["closeAtEnd", false, "backtrader leaves positions open and marks them"],
  ["onRuin", "ignore", "backtrader goes on with an account that is worth nothing"],
  ["limitFill", "touch", "a limit that is touched fills in backtrader"],
  ["path", "worst-case", "backtrader has one way through a bar, which is its own"],
  ["fillOn", undefined, "backtrader matches the bars that its strategy sees"],
  ["cashFlows", undefined, "its core moves no money from outside"],
  ["interest", undefined, "it has that of its own: backtrader: { interest: 0.04 }"],
];

/** Returns whether a run counts in doubles, as under the queue model. */
export function hasDoubles({ profile = "exact", rules = {} }: Pick<BacktestOptions, "profile" | "rules">): boolean {
  return resolveRules(profile, rules)["NUMBERS"] === "DOUBLES";
}

/**
 * Rejects the rule by which backtrader's `next_open` meets its own bar, where there is no such queue.
 *
 * @throws {RangeError} If it is on in another profile.
 */
export function checkCheatOnOpen(options: Pick<BacktestOptions, "profile" | "rules">): void {
  if (options.rules?.["CHEAT_ON_OPEN"] !== "ON" || hasDoubles(options)) return;
  throw new RangeError(
    'Cannot use rule CHEAT_ON_OPEN "ON" without profile "backtrader": leave it out; a strategy with nextOpen decides on ' +
      "opens without it",
  );
}

/**
 * Rejects options that would say something else than backtrader does.
 *
 * @throws {RangeError} If there is one; the message names it.
 */
export function checkQueueOptions(options: BacktestOptions): void {
  for (const [name, none, why] of MISSING) {
    const value = options[name];
    if (value === undefined || value === none) continue;
    const shown = typeof value === "object" ? "" : ` ${inspected(value)}`;
    throw new RangeError(`Cannot use ${name}${shown} with the queue model of profile "backtrader": ${why}`);
  }
}

/**
 * Returns which order records a strategy hears, by state and reason: those of which backtrader makes a notification. An
 * order whose cash nobody checks at submission is accepted at once, and backtrader does not tell that it was submitted.
 */
export function toldStates(rules: Readonly<Record<string, string>>): (state: number, reason: number) => boolean {
  const tellsSubmitted = rules["AFFORDABILITY"] === "AT_SUBMISSION";
  return (state, reason) => {
    if (state === STATE_CREATED || reason === REASON_TRIGGER || reason === REASON_TRAILED) return false;
    return state !== STATE_SUBMITTED || tellsSubmitted;
  };
}
