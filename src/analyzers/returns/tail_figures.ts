/**
 * Figures of the distribution of returns: shape, tails, value at risk.
 *
 * @module
 */

import { exactSum } from "../../feeds/exact_sum.ts";
import type { FigureOf } from "../figure.ts";
import { kurtosisOf, meanOf, quantileOf, skewOf } from "./moments.ts";
import { NORMAL_QUANTILE_5, normalDensity } from "./normal_distribution.ts";
import type { ReturnSeries } from "./return_series.ts";

/** Names of the figures of the distribution. */
export type TailFigureName =
  | "skew"
  | "kurtosis"
  | "valueAtRisk"
  | "conditionalValueAtRisk"
  | "valueAtRiskNormal"
  | "conditionalValueAtRiskNormal"
  | "tailRatio"
  | "outlierWinRatio"
  | "outlierLossRatio";

/** Figures of the distribution. */
export const TAIL_FIGURES: Readonly<Record<TailFigureName, FigureOf<ReturnSeries>>> = {
  skew: {
    formula: "n / ((n - 1) (n - 2)) × sum of ((return - mean) / deviation)³",
    unit: "ratio",
    source: "adjusted Fisher-Pearson coefficient; pandas skew",
    needs: "two returns",
    nullWhen: "there are fewer than three returns, or they do not vary",
    compute: ({ returns }) => skewOf(returns),
  },
  kurtosis: {
    formula: "(n - 1) / ((n - 2) (n - 3)) × ((n + 1) (m4 / m2² - 3) + 6), m being central moments; 0 is normal",
    unit: "ratio",
    source: "sample excess kurtosis; pandas kurtosis",
    needs: "two returns",
    nullWhen: "there are fewer than four returns, or they do not vary",
    compute: ({ returns }) => kurtosisOf(returns),
  },
  valueAtRisk: {
    formula: "5 % quantile of the returns, with a line between the two values around it",
    unit: "fraction",
    source: "historic value at risk at 95 %; empyrical value_at_risk",
    needs: "return",
    nullWhen: "never",
    compute: ({ sortedReturns }) => quantileOf(sortedReturns, 0.05),
  },
  conditionalValueAtRisk: {
    formula: "mean of the lowest ⌊(n - 1) × 5 %⌋ + 1 returns",
    unit: "fraction",
    source: "expected shortfall at 95 %; empyrical conditional_value_at_risk",
    needs: "return",
    nullWhen: "never",
    compute: ({ sortedReturns }) => lowestMean(sortedReturns),
  },
  valueAtRiskNormal: {
    formula: "mean of the returns - 1.645 × their deviation",
    unit: "fraction",
    source: "value at risk at 95 % of a normal distribution; quantstats value_at_risk",
    needs: "two returns",
    nullWhen: "never",
    compute: ({ meanReturn, deviation }) => meanReturn + NORMAL_QUANTILE_5 * deviation,
  },
  conditionalValueAtRiskNormal: {
    formula: "mean of the returns - deviation × φ(1.645) / 5 %",
    unit: "fraction",
    source: "expected shortfall at 95 % of a normal distribution; quantstats conditional_value_at_risk",
    needs: "two returns",
    nullWhen: "never",
    compute: ({ meanReturn, deviation }) => meanReturn - deviation * normalDensity(NORMAL_QUANTILE_5) / 0.05,
  },
  tailRatio: {
    formula: "|95 % quantile / 5 % quantile| of the returns",
    unit: "ratio",
    source: "empyrical tail_ratio; quantstats tail_ratio",
    needs: "return",
    nullWhen: "the 5 % quantile is zero",
    compute: tailRatioOf,
  },
  outlierWinRatio: {
    formula: "99 % quantile of the returns / mean of those from zero on",
    unit: "ratio",
    source: "quantstats outlier_win_ratio",
    needs: "return",
    nullWhen: "no return is above zero",
    compute: ({ returns, sortedReturns }) =>
      over(quantileOf(sortedReturns, 0.99), meanOf(returns.filter((r) => r >= 0))),
  },
  outlierLossRatio: {
    formula: "1 % quantile of the returns / mean of those below zero",
    unit: "ratio",
    source: "quantstats outlier_loss_ratio",
    needs: "return",
    nullWhen: "no return is below zero",
    compute: ({ returns, sortedReturns }) =>
      over(quantileOf(sortedReturns, 0.01), meanOf(returns.filter((r) => r < 0))),
  },
};

/** Returns the tail ratio; null if its lower quantile is zero. */
export function tailRatioOf({ sortedReturns }: ReturnSeries): number | null {
  const low = quantileOf(sortedReturns, 0.05);
  return low === 0 ? null : Math.abs(quantileOf(sortedReturns, 0.95) / low);
}

/** Returns the mean of the lowest values: five per cent of them, at least one. */
export function lowestMean(sorted: Float64Array): number {
  const count = Math.floor((sorted.length - 1) * 0.05) + 1;
  return exactSum(sorted.subarray(0, count)) / count;
}

function over(value: number, divisor: number): number | null {
  return Number.isNaN(divisor) || divisor === 0 ? null : value / divisor;
}
