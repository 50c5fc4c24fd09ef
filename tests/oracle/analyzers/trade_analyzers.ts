/**
 * backtrader's analyzers of trades: TradeAnalyzer and SQN.
 *
 * @module
 */

import type { AnalyzedRun, AnalyzedTrade } from "./analyzed_run.ts";
import { deviationOf, meanOf } from "./moments.ts";

/** Least length where there is none. */
const NO_LENGTH = 9223372036854775807;

const closedTrades = (run: AnalyzedRun): AnalyzedTrade[] => run.trades.filter((trade) => trade.closedAt !== undefined);

/** System quality number of the trades that closed. */
export function systemQuality(run: AnalyzedRun): Record<string, number | null> {
  const profits = closedTrades(run).map((trade) => trade.pnlcomm), trades = profits.length;
  if (trades <= 1) return { sqn: 0, trades };
  const deviation = deviationOf(profits);
  return { sqn: deviation === 0 ? null : Math.sqrt(trades) * meanOf(profits) / deviation, trades };
}

function summed(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function money(values: readonly number[], of: number): Record<string, number> {
  const total = summed(values);
  return { total, average: total / (of === 0 ? 1 : of) };
}

function profits(trades: readonly AnalyzedTrade[], wins: boolean): Record<string, number> {
  const values = trades.map((trade) => trade.pnlcomm);
  return { ...money(values, values.length), max: values.reduce((a, b) => wins ? Math.max(a, b) : Math.min(a, b), 0) };
}

function lengths(trades: readonly AnalyzedTrade[], always: boolean): Record<string, number> {
  const values = trades.map((trade) => trade.barlen), real = values.filter((value) => value !== 0);
  const figures = { ...money(values, values.length), max: values.reduce((a, b) => Math.max(a, b), 0) };
  if (real.length === 0 && !always) return figures;
  return { ...figures, min: real.reduce((a, b) => Math.min(a, b), NO_LENGTH) };
}

/** Counts, profits, streaks and lengths of trades. A trade without profit counts as won. */
export function tradeFigures(run: AnalyzedRun): unknown {
  const total = run.trades.length, closed = closedTrades(run);
  if (total === 0) return { total: { total: 0 } };
  if (closed.length === 0) return { total: { total, open: total } };
  const isWon = (trade: AnalyzedTrade): boolean => trade.pnlcomm >= 0;
  const won = closed.filter(isWon), lost = closed.filter((trade) => !isWon(trade));
  const streak = (wins: boolean): Record<string, number> => {
    let current = 0, longest = 0;
    for (const trade of closed) {
      current = isWon(trade) === wins ? current + 1 : 0;
      longest = Math.max(longest, current);
    }
    return { current, longest };
  };
  const side = (long: boolean): { profit: unknown; length: unknown } => {
    const all = closed.filter((trade) => trade.long === long);
    const wins = all.filter(isWon), losses = all.filter((trade) => !isWon(trade));
    const pnl = {
      ...money(all.map((trade) => trade.pnlcomm), all.length),
      won: profits(wins, true),
      lost: profits(losses, false),
    };
    return {
      profit: { total: all.length, pnl, won: wins.length, lost: losses.length },
      length: { ...lengths(all, true), won: lengths(wins, true), lost: lengths(losses, true) },
    };
  };
  const long = side(true), short = side(false);
  return {
    total: { total, open: total - closed.length, closed: closed.length },
    streak: { won: streak(true), lost: streak(false) },
    pnl: {
      gross: money(closed.map((trade) => trade.pnl), closed.length),
      net: money(closed.map((trade) => trade.pnlcomm), closed.length),
    },
    won: { total: won.length, pnl: profits(won, true) },
    lost: { total: lost.length, pnl: profits(lost, false) },
    long: long.profit,
    short: short.profit,
    len: {
      ...lengths(closed, true),
      won: lengths(won, false),
      lost: lengths(lost, false),
      long: long.length,
      short: short.length,
    },
  };
}
