/**
 * The flags of a run, shared by all commands that run a strategy.
 *
 * @module
 */

import type { BacktestOptions } from "../run/backtest_options.ts";
import type { CommandLine, Flag } from "./flags.ts";

/** The strategy's parameters and the account's terms. */
export const RUN_FLAGS: readonly Flag[] = [
  { name: "export", value: "NAME", summary: "Which strategy, if the module exports several." },
  { name: "params", value: "NAME=VALUE", multiple: true, summary: "A parameter of the strategy." },
  { name: "cash", value: "AMOUNT", summary: "Cash at the start; 10000 by default." },
  { name: "commission", value: "FRACTION", summary: "Commission of each fill, 0.001 being 0.1 %; none by default." },
  { name: "slippage", value: "FRACTION", summary: "Slippage of market and stop fills; none by default." },
  { name: "close-at-end", summary: "Close what is open at the last price." },
];

/**
 * Returns the account's terms from a command line.
 *
 * @throws {UsageError} If a value is not a finite number.
 */
export function accountOptions(
  line: CommandLine,
): Pick<BacktestOptions, "cash" | "commission" | "slippage" | "closeAtEnd"> {
  return {
    ...numbersOf(line, ["cash", "commission", "slippage"]),
    ...(line.has("close-at-end") ? { closeAtEnd: true } : {}),
  };
}

/** Returns the given flags among some names, as numbers. */
export function numbersOf(line: CommandLine, names: readonly string[]): Record<string, number> {
  const given = names.map((name) => [name, line.number(name)] as const);
  return Object.fromEntries(given.filter((entry): entry is [string, number] => entry[1] !== undefined));
}
