/**
 * Figures of gains against losses, from the returns of the session dates. A day is a session date.
 *
 * @module
 */

import { exactSum } from "../../feeds/exact_sum.ts";
import type { FigureOf } from "../figure.ts";
import { longestRun } from "../longest_run.ts";
import { periodSums } from "./calendar_periods.ts";
import { meanOf } from "./moments.ts";
import type { ReturnSeries } from "./return_series.ts";
import { tailRatioOf } from "./tail_figures.ts";

/** Names of the figures of gains against losses. */
export type GainFigureName =
  | "omega"
  | "gainToPain"
  | "gainToPainMonthly"
  | "commonSenseRatio"
  | "profitFactorOfDays"
  | "payoffRatioOfDays"
  | "profitRatioOfDays"
  | "cpcIndexOfDays"
  | "kellyOfDays"
  | "riskOfRuin"
  | "averageDay"
  | "averageWinDay"
  | "averageLossDay"
  | "winDays"
  | "consecutiveWinDays"
  | "consecutiveLossDays";

const NO_LOSS = "no return is below zero";
const NO_CHANGE = "no return differs from zero";
const ONE_SIDED = "no return is above zero, or none below";

/** Figures of gains against losses. */
export const GAIN_FIGURES: Readonly<Record<GainFigureName, FigureOf<ReturnSeries>>> = {
  omega: {
    formula: "sum of the excess returns above zero / -sum of those below",
    unit: "ratio",
    source: "C. Keating and W. F. Shadwick, 2002, at the risk-free rate; empyrical omega_ratio",
    needs: "two returns",
    nullWhen: "no return is below the risk-free rate",
    compute: ({ excessReturns }) => gainsOverLosses(excessReturns),
  },
  gainToPain: {
    formula: "sum of the returns / -sum of those below zero",
    unit: "ratio",
    source: "J. Schwager; quantstats gain_to_pain_ratio",
    needs: "return",
    nullWhen: NO_LOSS,
    compute: ({ returns }) => sumOverLosses(returns),
  },
  gainToPainMonthly: {
    formula: "gainToPain of the sums of returns of each month",
    unit: "ratio",
    source: "J. Schwager, Hedge Fund Market Wizards; quantstats",
    needs: "return",
    nullWhen: "no month has a sum below zero",
    compute: ({ days, returns }) => sumOverLosses(periodSums(days, returns, "month")),
  },
  commonSenseRatio: {
    formula: "profitFactorOfDays × tailRatio",
    unit: "ratio",
    source: "L. Connors; quantstats common_sense_ratio",
    needs: "return",
    nullWhen: `${NO_LOSS}, or the 5 % quantile is zero`,
    compute: (series) => product(gainsOverLosses(series.returns), tailRatioOf(series)),
  },
  profitFactorOfDays: {
    formula: "sum of the returns above zero / -sum of those below",
    unit: "ratio",
    source: "quantstats profit_factor",
    needs: "return",
    nullWhen: NO_LOSS,
    compute: ({ returns }) => gainsOverLosses(returns),
  },
  payoffRatioOfDays: {
    formula: "averageWinDay / -averageLossDay",
    unit: "ratio",
    source: "quantstats payoff_ratio and win_loss_ratio",
    needs: "return",
    nullWhen: ONE_SIDED,
    compute: ({ returns }) => payoffOf(returns),
  },
  profitRatioOfDays: {
    formula: "(mean of the returns from zero on / their number) / -(mean of those below zero / their number)",
    unit: "ratio",
    source: "quantstats profit_ratio",
    needs: "return",
    nullWhen: NO_LOSS,
    compute: ({ returns }) => {
      const gains = returns.filter((value) => value >= 0), losses = returns.filter((value) => value < 0);
      if (losses.length === 0) return null;
      return gains.length === 0 ? 0 : meanOf(gains) / gains.length / -(meanOf(losses) / losses.length);
    },
  },
  cpcIndexOfDays: {
    formula: "profitFactorOfDays × winDays × payoffRatioOfDays",
    unit: "ratio",
    source: "quantstats cpc_index",
    needs: "return",
    nullWhen: ONE_SIDED,
    compute: ({ returns }) => product(gainsOverLosses(returns), winRateOf(returns), payoffOf(returns)),
  },
  kellyOfDays: {
    formula: "winDays - (1 - winDays) / payoffRatioOfDays",
    unit: "fraction",
    source: "J. L. Kelly, 1956; quantstats kelly_criterion",
    needs: "return",
    nullWhen: ONE_SIDED,
    compute: ({ returns }) => kellyOf(winRateOf(returns), payoffOf(returns)),
  },
  riskOfRuin: {
    formula: "((1 - winDays) / (1 + winDays)) ^ n",
    unit: "fraction",
    source: "quantstats risk_of_ruin",
    needs: "return",
    nullWhen: NO_CHANGE,
    compute: ({ returns }) => {
      const wins = winRateOf(returns);
      return wins === null ? null : ((1 - wins) / (1 + wins)) ** returns.length;
    },
  },
  averageDay: {
    formula: "mean of the returns that are not zero",
    unit: "fraction",
    source: "quantstats avg_return",
    needs: "return",
    nullWhen: NO_CHANGE,
    compute: ({ returns }) => meanOrNull(returns.filter((value) => value !== 0)),
  },
  averageWinDay: {
    formula: "mean of the returns above zero",
    unit: "fraction",
    source: "quantstats avg_win",
    needs: "return",
    nullWhen: "no return is above zero",
    compute: ({ returns }) => meanOrNull(returns.filter((value) => value > 0)),
  },
  averageLossDay: {
    formula: "mean of the returns below zero",
    unit: "fraction",
    source: "quantstats avg_loss",
    needs: "return",
    nullWhen: NO_LOSS,
    compute: ({ returns }) => meanOrNull(returns.filter((value) => value < 0)),
  },
  winDays: {
    formula: "number of returns above zero / number of those that are not zero",
    unit: "fraction",
    source: "quantstats win_rate",
    needs: "return",
    nullWhen: NO_CHANGE,
    compute: ({ returns }) => winRateOf(returns),
  },
  consecutiveWinDays: {
    formula: "most returns above zero in a row",
    unit: "count",
    source: "quantstats consecutive_wins",
    needs: "return",
    nullWhen: "never",
    compute: ({ returns }) => longestRun(returns, 1),
  },
  consecutiveLossDays: {
    formula: "most returns below zero in a row",
    unit: "count",
    source: "quantstats consecutive_losses",
    needs: "return",
    nullWhen: "never",
    compute: ({ returns }) => longestRun(returns, -1),
  },
};

/** Returns the sum of what is above zero over that of what is below; null if nothing is below. */
export function gainsOverLosses(values: Float64Array): number | null {
  const losses = -exactSum(values.filter((value) => value < 0));
  return losses === 0 ? null : exactSum(values.filter((value) => value > 0)) / losses;
}

/** Returns the share of values above zero among those that are not zero; null if all are zero. */
export function winRateOf(values: Float64Array): number | null {
  let wins = 0, losses = 0;
  for (let at = 0; at < values.length; at++) {
    if (values[at]! > 0) wins++;
    else if (values[at]! < 0) losses++;
  }
  return wins + losses === 0 ? null : wins / (wins + losses);
}

/** Returns the mean of the values above zero over that of those below, without its sign; null if there is no such. */
export function payoffOf(values: Float64Array): number | null {
  const win = meanOrNull(values.filter((value) => value > 0)), loss = meanOrNull(values.filter((value) => value < 0));
  return win === null || loss === null ? null : win / -loss;
}

/** Returns Kelly's fraction for a share of wins and a payoff; null without either. */
export function kellyOf(wins: number | null, payoff: number | null): number | null {
  return wins === null || payoff === null ? null : wins - (1 - wins) / payoff;
}

/** Returns the mean; null without a value. */
export function meanOrNull(values: Float64Array): number | null {
  return values.length === 0 ? null : meanOf(values);
}

/** Returns the product of factors; null if one is null. */
export function product(...factors: readonly (number | null)[]): number | null {
  let result = 1;
  for (const factor of factors) {
    if (factor === null) return null;
    result *= factor;
  }
  return result;
}

function sumOverLosses(values: Float64Array): number | null {
  const losses = -exactSum(values.filter((value) => value < 0));
  return losses === 0 ? null : exactSum(values) / losses;
}
