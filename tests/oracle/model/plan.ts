/**
 * A plan of a run: bars, options and what the strategy does at each step, as plain data that Python reads too.
 *
 * @module
 */

import type { InstrumentOptions } from "../../../mod.ts";

/** Columns and terms of one feed. */
export interface PlannedFeed {
  /** Name of the feed. */
  readonly name: string;
  /** Length of a bar. */
  readonly timeframe: "1d" | "1h";
  /** Terms of trade, as the option `instruments` takes them. */
  readonly terms: PlannedTerms;
  /** Bars in the order of their times. */
  readonly bars: readonly PlannedBar[];
}

/** Terms of trade; an absent one is inferred. */
export type PlannedTerms = Pick<
  InstrumentOptions,
  | "commission"
  | "slippage"
  | "slippageAmount"
  | "slippageTicks"
  | "slippageAtOpen"
  | "slippageOfLimits"
  | "slippageBeyondBar"
  | "resolution"
  | "tick"
  | "lot"
  | "multiplier"
  | "leverage"
  | "margin"
  | "settlement"
  | "liquidationFee"
  | "tickRounding"
  | "barWithoutVolume"
  | "funding"
  | "dividends"
  | "borrow"
>;

/** A bar: a date for a day, or the time at which an hour ends; then open, high, low, close and volume. */
export type PlannedBar = readonly [
  time: string,
  open: number,
  high: number,
  low: number,
  close: number,
  volume: number,
];

/** An order of the plan: the number of the act that placed it, and whether it is the entry or one of its children. */
export interface PlannedOrder {
  readonly act: number;
  readonly part: "entry" | "stopLoss" | "takeProfit";
}

/** Options of a call: plain values, distances, and lists of targets. */
export type PlannedOptions = Readonly<Record<string, unknown>>;

/** A call that the strategy makes at a step. The number of an act is its place in the plan. */
export interface PlannedAct {
  /** Number of the act, which stays when others are dropped. */
  readonly act: number;
  /** Index of the step. */
  readonly step: number;
  readonly call: "buy" | "sell" | "close" | "target" | "cancel" | "replace";
  /** Options of the call, but for `oco` and `valid`. */
  readonly options: PlannedOptions;
  /** Last time of the order in microseconds, or a lifetime that is a word. */
  readonly valid?: "day" | "ioc" | "fok" | number;
  /** The order whose group the new one joins. */
  readonly oco?: PlannedOrder;
  /** The order to cancel or to replace. */
  readonly order?: PlannedOrder;
}

/** A whole run. */
export interface Plan {
  /** Seed that made it. */
  readonly seed: number;
  readonly cash: number;
  readonly moneyUnit?: number;
  readonly limitFill: "touch" | "through";
  readonly closeAtEnd: boolean;
  readonly onRuin: "stop-entries" | "ignore";
  readonly stepByStep: boolean;
  readonly interest?: { readonly cash?: number; readonly debt?: number };
  readonly feeds: readonly PlannedFeed[];
  readonly acts: readonly PlannedAct[];
}
