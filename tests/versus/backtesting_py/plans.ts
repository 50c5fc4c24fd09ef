/**
 * The plans of the comparison: strategy, prices and terms, for both sides.
 *
 * @module
 */

import type * as ct from "../../../mod.ts";
import type { Terms } from "./bridge.ts";
import type { DECISIONS } from "./decisions.ts";
import * as twins from "./twins.ts";

/** Name of a strategy, which is the same in strategies.py, twins.ts and decisions.ts. */
export type StrategyName = keyof typeof DECISIONS;

/** A plan. */
export interface Plan {
  readonly strategy: StrategyName;
  /** What its comparison is about. */
  readonly about: string;
  /** File of prices in fixtures/prices. */
  readonly prices: string;
  readonly terms: Terms;
}

const TERMS: Terms = { cash: 10_000, commission: 0.001, spread: 0, margin: 1, closesAtEnd: false };

/** The plans, in the order of a report. */
export const PLANS: readonly Plan[] = [
  {
    strategy: "SmaCross",
    about: "averages that cross, all in, closed at the end",
    prices: "aapl.csv",
    terms: { ...TERMS, closesAtEnd: true },
  },
  {
    strategy: "StopAndTarget",
    about: "a stop loss and a take profit close by",
    prices: "nvda_2010_2014.csv",
    terms: { ...TERMS, commission: 0.0005 },
  },
  {
    strategy: "LimitAndStopEntries",
    about: "limit and stop entries, each protected",
    prices: "orcl_2010_2014.csv",
    terms: { ...TERMS, cash: 20_000 },
  },
  {
    strategy: "LongAndShort",
    about: "shorts, with commission and spread",
    prices: "aapl.csv",
    terms: { ...TERMS, cash: 7_000, commission: 0.002, spread: 0.0005 },
  },
  {
    strategy: "Leveraged",
    about: "long and short on a margin of a tenth",
    prices: "orcl_2010_2014.csv",
    terms: { ...TERMS, margin: 0.1, closesAtEnd: true },
  },
];

/** Returns the arguments of `Backtest` for a plan, by their names there. */
export function settingsThere({ terms }: Plan): Readonly<Record<string, number | boolean>> {
  const { cash, commission, spread, margin, closesAtEnd } = terms;
  return { cash, commission, spread, margin, finalize_trades: closesAtEnd };
}

/** Returns the strategy of a plan and its options here. */
export function runHere({ strategy, terms }: Plan): { twin: typeof twins[StrategyName]; options: ct.BacktestOptions } {
  const { cash, commission, spread, margin, closesAtEnd } = terms;
  // There, nothing is liquidated while the account is worth something.
  const onMargin = margin < 1 ? { margin: { initial: margin, maintenance: 0 } } : {};
  const options = { cash, commission, slippage: spread, closeAtEnd: closesAtEnd, ...onMargin };
  return { twin: twins[strategy], options };
}
