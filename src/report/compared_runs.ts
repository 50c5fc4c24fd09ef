/**
 * Several runs side by side, as plain data.
 *
 * @module
 */

import type { TradeRow } from "../broker/result_rows.ts";
import type { Result } from "../results/result.ts";
import type { ReportUnit } from "./report_input.ts";

/** One figure of all compared runs. */
export interface ComparedFigure {
  /** Key of the figure, such as `sharpe` or `trades.closed`. */
  readonly key: string;
  /** Name for people. */
  readonly name: string;
  /** Group under which a report tells it. */
  readonly group: string;
  /** Unit: a fraction, money, days and so on. */
  readonly unit: ReportUnit;
  /** Formula in words. */
  readonly formula: string;
  /** Value of each run, in the order of the runs; null where it is not defined. */
  readonly values: readonly (number | null)[];
}

/** A trade that not all runs made in the same way. */
export interface DifferingTrade {
  /** Name of the feed. */
  readonly feed: string;
  /** True for a long position. */
  readonly long: boolean;
  /** Moment of the fill that opened it, microseconds since the epoch. */
  readonly openedUs: number;
  /** The trade of each run, in the order of the runs; null for a run without it. */
  readonly trades: readonly (TradeRow | null)[];
}

/** The parts of a comparison. */
export interface ComparedRuns {
  /** Names of the runs. */
  readonly names: readonly string[];
  /** The runs. */
  readonly results: readonly Result[];
  /** Every figure of the statistics, with the values of all runs. */
  readonly figures: readonly ComparedFigure[];
  /** Correlation of the returns of each run with those of each other one. */
  readonly correlations: readonly (readonly (number | null)[])[];
  /** Trades that not all runs made in the same way. */
  readonly differingTrades: readonly DifferingTrade[];
}
