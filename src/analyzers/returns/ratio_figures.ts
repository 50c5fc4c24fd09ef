/**
 * Figures of reward for risk, from the returns of the session dates.
 *
 * @module
 */

import { exactSum } from "../../feeds/exact_sum.ts";
import type { FigureOf } from "../figure.ts";
import { downsideOf } from "./daily_returns.ts";
import { deviationOf, isConstant, kurtosisOf, meanOf, productSum, skewOf } from "./moments.ts";
import { normalProbability } from "./normal_distribution.ts";
import type { ReturnSeries } from "./return_series.ts";

/** Names of the figures of reward for risk. */
export type RatioFigureName =
  | "volatility"
  | "sharpe"
  | "sortino"
  | "adjustedSortino"
  | "smartSharpe"
  | "smartSortino"
  | "adjustedSmartSortino"
  | "probabilisticSharpe"
  | "riskReturnRatio"
  | "downsideDeviation"
  | "autocorrelationPenalty"
  | "stability";

const FLAT = "the returns do not vary";
const NO_DOWNSIDE = "no return is below the risk-free rate";

/** Figures of reward for risk. */
export const RATIO_FIGURES: Readonly<Record<RatioFigureName, FigureOf<ReturnSeries>>> = {
  volatility: {
    formula: "deviation of the returns over n - 1 × √periodsPerYear",
    unit: "fraction",
    source: "common; empyrical annual_volatility",
    needs: "two returns",
    nullWhen: "never",
    compute: ({ ratios }) => ratios.volatility,
  },
  sharpe: {
    formula: "mean of the excess returns / their deviation × √periodsPerYear",
    unit: "ratio",
    source: "W. F. Sharpe, The Sharpe Ratio, 1994",
    needs: "two returns",
    nullWhen: FLAT,
    compute: ({ ratios }) => ratios.sharpe,
  },
  sortino: {
    formula: "mean of the excess returns / √(mean of min(excess, 0)²) × √periodsPerYear",
    unit: "ratio",
    source: "F. A. Sortino and L. N. Price, 1994",
    needs: "two returns",
    nullWhen: NO_DOWNSIDE,
    compute: ({ ratios }) => ratios.sortino,
  },
  adjustedSortino: {
    formula: "sortino / √2, which can be compared with sharpe",
    unit: "ratio",
    source: "J. Schwager; quantstats adjusted_sortino",
    needs: "two returns",
    nullWhen: NO_DOWNSIDE,
    compute: ({ ratios }) => ratios.sortino === null ? null : ratios.sortino / Math.SQRT2,
  },
  smartSharpe: {
    formula: "sharpe / autocorrelationPenalty of the excess returns",
    unit: "ratio",
    source: "quantstats smart_sharpe",
    needs: "two returns",
    nullWhen: FLAT,
    compute: ({ ratios, excessReturns }) => ratios.sharpe === null ? null : ratios.sharpe / penaltyOf(excessReturns),
  },
  smartSortino: {
    formula: "sortino / autocorrelationPenalty of the excess returns",
    unit: "ratio",
    source: "quantstats smart_sortino",
    needs: "two returns",
    nullWhen: NO_DOWNSIDE,
    compute: smartSortinoOf,
  },
  adjustedSmartSortino: {
    formula: "smartSortino / √2",
    unit: "ratio",
    source: "quantstats",
    needs: "two returns",
    nullWhen: NO_DOWNSIDE,
    compute: (series) => {
      const smart = smartSortinoOf(series);
      return smart === null ? null : smart / Math.SQRT2;
    },
  },
  probabilisticSharpe: {
    formula: "Φ(s / √((1 - skew × s + (kurtosis + 2) / 4 × s²) / (n - 1))), s being sharpe of one period",
    unit: "fraction",
    source: "D. Bailey and M. López de Prado, The Sharpe Ratio Efficient Frontier, 2012",
    needs: "two returns",
    nullWhen: "there are fewer than four returns, they do not vary, or their moments give no deviation of the ratio",
    compute: ({ returns, excessReturns }) => {
      const skew = skewOf(returns), kurtosis = kurtosisOf(returns), deviation = deviationOf(excessReturns);
      if (skew === null || kurtosis === null || deviation === 0) return null;
      const sharpe = meanOf(excessReturns) / deviation;
      const square = (1 - skew * sharpe + (kurtosis + 2) / 4 * sharpe ** 2) / (returns.length - 1);
      return square > 0 ? normalProbability(sharpe / Math.sqrt(square)) : null;
    },
  },
  riskReturnRatio: {
    formula: "mean of the returns / their deviation",
    unit: "ratio",
    source: "quantstats risk_return_ratio",
    needs: "two returns",
    nullWhen: FLAT,
    compute: ({ meanReturn, deviation }) => deviation === 0 ? null : meanReturn / deviation,
  },
  downsideDeviation: {
    formula: "√(mean of min(excess, 0)²) × √periodsPerYear",
    unit: "fraction",
    source: "empyrical downside_risk",
    needs: "return",
    nullWhen: "never",
    compute: ({ excessReturns, periodsPerYear }) => downsideOf(excessReturns) * Math.sqrt(periodsPerYear),
  },
  autocorrelationPenalty: {
    formula: "√(1 + 2 × sum over x from 1 to n - 1 of (n - x) / n × |correlation of a return with the next|^x)",
    unit: "ratio",
    source: "quantstats autocorr_penalty",
    needs: "two returns",
    nullWhen: "never",
    compute: ({ returns }) => penaltyOf(returns),
  },
  stability: {
    formula: "R² of a line through the sums of ln(1 + return)",
    unit: "fraction",
    source: "empyrical stability_of_timeseries",
    needs: "two returns",
    nullWhen: "the sums do not vary, or an equity is not above zero",
    compute: ({ values, returns }) => {
      if (values.some((value) => !(value > 0))) return null;
      const logs = returns.map((_, at) => Math.log(values[at + 1]! / values[0]!));
      if (isConstant(logs)) return null;
      const steps = returns.map((_, at) => at);
      return productSum(steps, logs) ** 2 / (productSum(steps, steps) * productSum(logs, logs));
    },
  },
};

function smartSortinoOf({ ratios, excessReturns }: ReturnSeries): number | null {
  return ratios.sortino === null ? null : ratios.sortino / penaltyOf(excessReturns);
}

/** Returns the factor by which returns that follow each other make the deviation of a year larger; 1 for none. */
export function penaltyOf(returns: Float64Array): number {
  const count = returns.length, first = returns.subarray(0, -1), second = returns.subarray(1);
  if (count < 3 || isConstant(first) || isConstant(second)) return 1;
  const square = productSum(first, first) * productSum(second, second);
  const correlation = Math.abs(productSum(first, second)) / Math.sqrt(square), terms = new Float64Array(count - 1);
  for (let lag = 1, power = correlation; lag < count; lag++, power *= correlation) {
    terms[lag - 1] = (count - lag) / count * power;
  }
  return Math.sqrt(1 + 2 * exactSum(terms));
}
