/**
 * The plans of the comparison: a strategy, its prices, and the settings of both sides.
 *
 * @module
 */

import type * as ct from "../../../mod.ts";
import { Bracket, Gaps, Quickstart, Trailing } from "./twins.ts";

/** Strategies of the comparison. */
export type StrategyName = "Quickstart" | "Bracket" | "Trailing" | "Gaps";

/** A strategy there and here. */
export interface Plan {
  readonly strategy: StrategyName;
  /** What it shows. */
  readonly about: string;
  /** File of the prices in fixtures/prices. */
  readonly prices: string;
  readonly cash: number;
  /** Units of an order without a size there. */
  readonly stake: number;
  /** Arguments of setcommission there, and the option here. */
  readonly commission: {
    readonly there: Readonly<Record<string, number | boolean | string>>;
    readonly here: ct.Commission;
  };
  /** Rules here that the profile has otherwise; the strategy there says the same of its Cerebro. */
  readonly rules?: ct.BacktestOptions["rules"];
}

/** The plans. */
export const PLANS: readonly Plan[] = [
  {
    strategy: "Quickstart",
    about: "market orders with a commission by value, and cash that runs short",
    prices: "orcl_2010_2014.csv",
    cash: 1000,
    stake: 10,
    commission: { there: { commission: 0.001 }, here: 0.001 },
  },
  {
    strategy: "Bracket",
    about: "limit entries with a stop and a limit, which end after three days",
    prices: "nvda_2010_2014.csv",
    cash: 10_000,
    stake: 10,
    commission: { there: { commission: 0.0005 }, here: 0.0005 },
  },
  {
    strategy: "Trailing",
    about: "long by a share of the value and short, out by a trailing stop, with a commission a unit",
    prices: "aapl.csv",
    cash: 10_000,
    stake: 1,
    commission: {
      there: { commission: 0.005, commtype: "COMM_FIXED", stocklike: true },
      here: { perUnit: 0.005 },
    },
  },
  {
    strategy: "Gaps",
    about: "orders of every kind on the open of the bar that begins, which cheat on the open",
    prices: "orcl_2010_2014.csv",
    cash: 10_000,
    stake: 10,
    commission: { there: { commission: 0.001 }, here: 0.001 },
    rules: { CHEAT_ON_OPEN: "ON" },
  },
];

/** The twins by the name of the strategy. */
export const TWINS: Readonly<Record<StrategyName, ct.StrategyClass<ct.Params>>> = {
  Quickstart,
  Bracket,
  Trailing,
  Gaps,
};
