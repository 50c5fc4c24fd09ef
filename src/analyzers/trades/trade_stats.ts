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
  const { length } = pnls, column = (): Float64Array => new Float64Array(length);
  const profits = column(), won = column(), lost = column(), returns = column();
  let closed = 0, wins = 0, losses = 0, count = 0, best = 0, worst = 0;
  for (let at = 0; at < length; at++) {
    const pnl = pnls[at]!, value = Math.abs(entryValues[at]!);
    if (Number.isNaN(pnl)) continue;
    profits[closed++] = pnl;
    if (pnl > 0) won[wins++] = pnl;
    else if (pnl < 0) lost[losses++] = pnl;
    if (!(value > 0)) continue;
    const part = pnl / value;
    if (count === 0 || part > best) best = part;
    if (count === 0 || part < worst) worst = part;
    returns[count++] = part;
  }
  const sumOf = (values: Float64Array, used: number): number => exactSum(values.subarray(0, used));
  return {
    closed,
    open: length - closed,
    ambiguous,
    winRate: closed === 0 ? null : wins / closed,
    averageTrade: count === 0 ? null : sumOf(returns, count) / count,
    bestTrade: count === 0 ? null : best,
    worstTrade: count === 0 ? null : worst,
    profitFactor: losses === 0 ? null : sumOf(won, wins) / -sumOf(lost, losses),
    expectancy: closed === 0 ? null : sumOf(profits, closed) / closed,
  };
}
