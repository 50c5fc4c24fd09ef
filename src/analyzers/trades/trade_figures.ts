/**
 * Figures of trades. All but the counts are about closed trades; profits are after commission.
 *
 * @module
 */

import { exactSum } from "../../feeds/exact_sum.ts";
import type { Figure } from "../figure.ts";
import type { FigureInput } from "../figure_input.ts";
import { longestRun } from "../longest_run.ts";
import { kellyOf, meanOrNull, payoffOf, product } from "../returns/gain_figures.ts";
import { deviationOf, meanOf } from "../returns/moments.ts";
import type { TradeExtras } from "./trade_columns.ts";

/** Names of the figures of trades. */
export type TradeFigureName =
  | "tradesClosed"
  | "tradesOpen"
  | "tradesAmbiguous"
  | "tradesLong"
  | "tradesShort"
  | "tradesPerYear"
  | "winRate"
  | "winRateLong"
  | "winRateShort"
  | "averageTrade"
  | "geometricMeanTrade"
  | "bestTrade"
  | "worstTrade"
  | "averageWin"
  | "averageLoss"
  | "largestWin"
  | "largestLoss"
  | "payoffRatio"
  | "profitFactor"
  | "expectancy"
  | "kelly"
  | "sqn"
  | "cpcIndex"
  | "consecutiveWins"
  | "consecutiveLosses"
  | "averageHolding"
  | "longestHolding"
  | "averageHoldingBars"
  | "averageMae"
  | "averageMfe";

const NO_WIN = "no closed trade has a profit";
const NO_LOSS = "no closed trade has a loss";
const NO_ENTRY = "no closed trade has an entry value above zero";

/** Figures of trades. */
export const TRADE_FIGURES: Readonly<Record<TradeFigureName, Figure>> = {
  tradesClosed: {
    formula: "number of trades that ended",
    unit: "count",
    source: "backtesting.py # Trades",
    nullWhen: "never",
    compute: ({ stats }) => stats.trades.closed,
  },
  tradesOpen: {
    formula: "number of trades that are open at the end",
    unit: "count",
    source: "own",
    nullWhen: "never",
    compute: ({ stats }) => stats.trades.open,
  },
  tradesAmbiguous: {
    formula: "number of trades with a fill for which the bar does not show which price came first",
    unit: "count",
    source: "own",
    nullWhen: "never",
    compute: ({ stats }) => stats.trades.ambiguous,
  },
  tradesLong: {
    formula: "number of closed long trades",
    unit: "count",
    source: "common",
    nullWhen: "never",
    compute: ({ closedTrades }) => closedTrades.rows.filter(({ long }) => long).length,
  },
  tradesShort: {
    formula: "number of closed short trades",
    unit: "count",
    source: "common",
    nullWhen: "never",
    compute: ({ closedTrades }) => closedTrades.rows.filter(({ long }) => !long).length,
  },
  tradesPerYear: {
    formula: "number of closed trades / (durationDays / 365.25)",
    unit: "count",
    source: "common",
    nullWhen: "no time passes from the first step to the last",
    compute: ({ closedTrades, stats }) =>
      stats.durationDays === 0 ? null : closedTrades.pnl.length / (stats.durationDays / 365.25),
  },
  winRate: {
    formula: "number of closed trades with a profit / number of closed trades",
    unit: "fraction",
    source: "backtesting.py Win Rate",
    needs: "closed trade",
    nullWhen: "never",
    compute: ({ stats }) => stats.winRate,
  },
  winRateLong: {
    formula: "winRate of the long trades",
    unit: "fraction",
    source: "common",
    needs: "closed trade",
    nullWhen: "no closed trade is long",
    compute: (input) => sideRate(input, true),
  },
  winRateShort: {
    formula: "winRate of the short trades",
    unit: "fraction",
    source: "common",
    needs: "closed trade",
    nullWhen: "no closed trade is short",
    compute: (input) => sideRate(input, false),
  },
  averageTrade: {
    formula: "mean of profit / entry value",
    unit: "fraction",
    source: "backtesting.py Expectancy",
    needs: "closed trade",
    nullWhen: NO_ENTRY,
    compute: ({ stats }) => stats.averageTrade,
  },
  geometricMeanTrade: {
    formula: "exp(mean of ln(1 + profit / entry value)) - 1",
    unit: "fraction",
    source: "backtesting.py Avg. Trade",
    needs: "closed trade",
    nullWhen: `${NO_ENTRY}, or one lost all of its entry value`,
    compute: (input) => {
      const returns = tradeReturns(input);
      if (returns.length === 0 || returns.some((value) => value <= -1)) return null;
      return Math.expm1(meanOf(returns.map(Math.log1p)));
    },
  },
  bestTrade: {
    formula: "highest profit / entry value",
    unit: "fraction",
    source: "backtesting.py Best Trade",
    needs: "closed trade",
    nullWhen: NO_ENTRY,
    compute: ({ stats }) => stats.bestTrade,
  },
  worstTrade: {
    formula: "lowest profit / entry value",
    unit: "fraction",
    source: "backtesting.py Worst Trade",
    needs: "closed trade",
    nullWhen: NO_ENTRY,
    compute: ({ stats }) => stats.worstTrade,
  },
  averageWin: {
    formula: "mean of the profits above zero",
    unit: "money",
    source: "common",
    needs: "closed trade",
    nullWhen: NO_WIN,
    compute: ({ closedTrades }) => meanOrNull(closedTrades.pnl.filter((pnl) => pnl > 0)),
  },
  averageLoss: {
    formula: "mean of the profits below zero",
    unit: "money",
    source: "common",
    needs: "closed trade",
    nullWhen: NO_LOSS,
    compute: ({ closedTrades }) => meanOrNull(closedTrades.pnl.filter((pnl) => pnl < 0)),
  },
  largestWin: {
    formula: "highest profit",
    unit: "money",
    source: "common",
    needs: "closed trade",
    nullWhen: NO_WIN,
    compute: ({ closedTrades }) => {
      const most = closedTrades.pnl.reduce((a, b) => Math.max(a, b));
      return most > 0 ? most : null;
    },
  },
  largestLoss: {
    formula: "lowest profit",
    unit: "money",
    source: "common",
    needs: "closed trade",
    nullWhen: NO_LOSS,
    compute: ({ closedTrades }) => {
      const least = closedTrades.pnl.reduce((a, b) => Math.min(a, b));
      return least < 0 ? least : null;
    },
  },
  payoffRatio: {
    formula: "averageWin / -averageLoss",
    unit: "ratio",
    source: "common",
    needs: "closed trade",
    nullWhen: `${NO_WIN}, or ${NO_LOSS}`,
    compute: ({ closedTrades }) => payoffOf(closedTrades.pnl),
  },
  profitFactor: {
    formula: "sum of the profits above zero / -sum of those below",
    unit: "ratio",
    source: "common",
    needs: "closed trade",
    nullWhen: NO_LOSS,
    compute: ({ stats }) => stats.profitFactor,
  },
  expectancy: {
    formula: "mean profit",
    unit: "money",
    source: "V. Tharp, Trade Your Way to Financial Freedom, 1998",
    needs: "closed trade",
    nullWhen: "never",
    compute: ({ stats }) => stats.expectancy,
  },
  kelly: {
    formula: "winRate - (1 - winRate) / payoffRatio",
    unit: "fraction",
    source: "J. L. Kelly, 1956; backtesting.py Kelly Criterion",
    needs: "closed trade",
    nullWhen: `${NO_WIN}, or ${NO_LOSS}`,
    compute: ({ closedTrades, stats }) => kellyOf(stats.winRate, payoffOf(closedTrades.pnl)),
  },
  sqn: {
    formula: "√n × mean profit / deviation of the profits over n - 1",
    unit: "ratio",
    source: "V. Tharp, System Quality Number; backtesting.py SQN",
    needs: "closed trade",
    nullWhen: "there are fewer than two closed trades, or their profits do not vary",
    compute: ({ closedTrades: { pnl } }) => {
      const deviation = deviationOf(pnl);
      return deviation > 0 ? Math.sqrt(pnl.length) * meanOf(pnl) / deviation : null;
    },
  },
  cpcIndex: {
    formula: "profitFactor × winRate × payoffRatio",
    unit: "ratio",
    source: "L. Gaucan; quantstats cpc_index has days for trades",
    needs: "closed trade",
    nullWhen: `${NO_WIN}, or ${NO_LOSS}`,
    compute: ({ closedTrades, stats }) => product(stats.profitFactor, stats.winRate, payoffOf(closedTrades.pnl)),
  },
  consecutiveWins: {
    formula: "most trades with a profit in a row, as they closed",
    unit: "count",
    source: "common",
    nullWhen: "never",
    compute: ({ closedTrades }) => longestRun(closedTrades.pnl, 1),
  },
  consecutiveLosses: {
    formula: "most trades with a loss in a row, as they closed",
    unit: "count",
    source: "common",
    nullWhen: "never",
    compute: ({ closedTrades }) => longestRun(closedTrades.pnl, -1),
  },
  averageHolding: {
    formula: "mean time from opening to closing",
    unit: "days",
    source: "backtesting.py Avg. Trade Duration",
    needs: "closed trade",
    nullWhen: "never",
    compute: ({ closedTrades }) => meanOf(closedTrades.days),
  },
  longestHolding: {
    formula: "longest time from opening to closing",
    unit: "days",
    source: "backtesting.py Max. Trade Duration",
    needs: "closed trade",
    nullWhen: "never",
    compute: ({ closedTrades }) => closedTrades.days.reduce((a, b) => Math.max(a, b)),
  },
  averageHoldingBars: {
    formula: "mean number of bars from opening to closing",
    unit: "bars",
    source: "common",
    needs: "closed trade",
    nullWhen: "never",
    compute: ({ closedTrades }) => meanOf(closedTrades.bars),
  },
  averageMae: excursion("mae", "largest loss while it was open"),
  averageMfe: excursion("mfe", "largest profit while it was open"),
};

function tradeReturns({ closedTrades }: FigureInput): Float64Array {
  return closedTrades.returns.filter((value) => !Number.isNaN(value));
}

function sideRate({ closedTrades: { rows, pnl } }: FigureInput, side: boolean): number | null {
  const profits = pnl.filter((_, at) => rows[at]!.long === side);
  return profits.length === 0 ? null : profits.filter((value) => value > 0).length / profits.length;
}

function excursion(field: "mae" | "mfe", meaning: string): Figure {
  return {
    formula: `mean of ${field} of the closed trades: the ${meaning}`,
    unit: "money",
    source: "J. Sweeney, Campaign Trading, 1996",
    needs: "closed trade",
    nullWhen: `a closed trade has no ${field}`,
    compute: ({ closedTrades }) => {
      const values = closedTrades.rows.map((row: TradeExtras) => row[field] ?? NaN);
      const sum = exactSum(Float64Array.from(values));
      return Number.isNaN(sum) ? null : sum / values.length;
    },
  };
}
