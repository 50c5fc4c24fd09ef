/**
 * The tables of a result: returns by the calendar, drawdowns, and trades in groups.
 *
 * @module
 */

import { type DrawdownRow, drawdownRows } from "./drawdown/drawdown_table.ts";
import type { FigureInput } from "./figure_input.ts";
import { type ReturnTables, returnTables } from "./returns/return_tables.ts";
import { type TradeTables, tradeTables } from "./trades/trade_groups.ts";

/**
 * Tables of the measured part of a run.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as ct from "@cracktrader/cracktrader";
 *
 * class Hold extends ct.Strategy.with({}) {
 *   override next(): void {
 *     if (this.data.length === 1) this.buy();
 *   }
 * }
 *
 * const { tables } = ct.backtest(Hold, await ct.sample("aapl"));
 * const { year, month, returnFraction } = tables.monthly[1]!;
 * assertEquals([year, month, returnFraction?.toFixed(4)], [2016, 6, "-0.0427"]);
 * assertEquals([tables.drawdowns[0]!.start, tables.drawdowns[0]!.depth.toFixed(4)], ["2018-01-18", "0.1345"]);
 * ```
 */
export interface ResultTables extends ReturnTables, TradeTables {
  /** Stretches under water, the deepest first. */
  readonly drawdowns: readonly DrawdownRow[];
}

/** Returns the tables of a run. */
export function resultTables(input: FigureInput): ResultTables {
  return { ...returnTables(input), drawdowns: drawdownRows(input), ...tradeTables(input) };
}
