/**
 * Figures about the trades of a run.
 *
 * @module
 */

import { exactSum } from "../../feeds/exact_sum.ts";
import type { TradeRow } from "../../broker/result_rows.ts";

/** Figures about closed trades; null for a ratio over nothing. */
export interface TradeStats {
  /** Trades that ended. */
  readonly closed: number;
  /** Trades that are open. */
  readonly open: number;
  /** Trades with an ambiguous fill, closed and open. */
  readonly ambiguous: number;
  /** Closed trades with a profit above zero, as a fraction of all closed ones. */
  readonly winRate: number | null;
  /** Mean return, a fraction. */
  readonly averageTrade: number | null;
  /** Best return, a fraction. */
  readonly bestTrade: number | null;
  /** Worst return, a fraction. */
  readonly worstTrade: number | null;
  /** Sum of the profits over the sum of the losses. */
  readonly profitFactor: number | null;
  /** Mean profit in money. */
  readonly expectancy: number | null;
}

/**
 * Computes the figures about trades.
 *
 * Profits are after commission; a return is the profit over the entry value, `size x entryPrice x multiplier`. A round
 * trip that opened at a price of zero has no return, so the three figures about returns leave it out.
 *
 * @param trades The trades, in any order.
 * @returns The figures.
 */
export function tradeStats(trades: readonly TradeRow[]): TradeStats {
  const ambiguous = trades.filter((trip) => trip.ambiguous).length;
  return tradeStatsOf(trades.map(({ pnl }) => pnl ?? NaN), trades.map(({ entryValue }) => entryValue), ambiguous);
}

/**
 * Returns the figures of trades from columns.
 *
 * @param pnls Profit of each trade; NaN for an open one.
 * @param entryValues Entry value of each.
 * @param ambiguous Number of trades with an ambiguous fill.
 */
export function tradeStatsOf(pnls: ArrayLike<number>, entryValues: ArrayLike<number>, ambiguous: number): TradeStats {
  const profits: number[] = [], returns: number[] = [];
  for (let at = 0; at < pnls.length; at++) {
    const pnl = pnls[at]!, value = Math.abs(entryValues[at]!);
    if (Number.isNaN(pnl)) continue;
    profits.push(pnl);
    if (value > 0) returns.push(pnl / value);
  }
  const closed = profits.length;
  const won = profits.filter((pnl) => pnl > 0);
  const lost = profits.filter((pnl) => pnl < 0);
  return {
    closed,
    open: pnls.length - closed,
    ambiguous,
    winRate: closed === 0 ? null : won.length / closed,
    averageTrade: returns.length === 0 ? null : sumOf(returns) / returns.length,
    bestTrade: returns.length === 0 ? null : returns.reduce((best, value) => value > best ? value : best),
    worstTrade: returns.length === 0 ? null : returns.reduce((worst, value) => value < worst ? value : worst),
    profitFactor: lost.length === 0 ? null : sumOf(won) / -sumOf(lost),
    expectancy: closed === 0 ? null : sumOf(profits) / closed,
  };
}

function sumOf(values: readonly number[]): number {
  return exactSum(Float64Array.from(values));
}
