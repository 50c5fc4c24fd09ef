/**
 * Figures of drawdowns.
 *
 * @module
 */

import { exactSum } from "../../feeds/exact_sum.ts";
import type { Figure } from "../figure.ts";
import type { FigureInput } from "../figure_input.ts";
import { meanOrNull } from "../returns/gain_figures.ts";
import { lowestMean } from "../returns/tail_figures.ts";

/** Names of the figures of drawdowns. */
export type DrawdownFigureName =
  | "maxDrawdown"
  | "maxDrawdownDuration"
  | "averageDrawdown"
  | "averageDrawdownDuration"
  | "drawdownCount"
  | "lastDrawdown"
  | "timeUnderWater"
  | "calmar"
  | "recoveryFactor"
  | "ulcerIndex"
  | "ulcerPerformanceIndex"
  | "painIndex"
  | "painRatio"
  | "serenityIndex";

const WORTHLESS = "the account is worth nothing before the first measured step";
const NONE = "there is no drawdown";

/** Figures of drawdowns. */
export const DRAWDOWN_FIGURES: Readonly<Record<DrawdownFigureName, Figure>> = {
  maxDrawdown: {
    formula: "largest (peak - equity) / peak of all steps",
    unit: "fraction",
    source: "common",
    nullWhen: WORTHLESS,
    compute: ({ stats }) => stats.maxDrawdown,
  },
  maxDrawdownDuration: {
    formula: "longest time from the last step at a peak to the step that reaches it again, or to the last step",
    unit: "days",
    source: "common",
    nullWhen: WORTHLESS,
    compute: ({ stats }) => stats.maxDrawdownDuration,
  },
  averageDrawdown: {
    formula: "mean of the largest (peak - equity) / peak of each stretch under water",
    unit: "fraction",
    source: "backtesting.py Avg. Drawdown",
    nullWhen: `${NONE}, or ${WORTHLESS}`,
    compute: (input) => isWorth(input) ? meanOrNull(Float64Array.from(input.drawdownSpans.depth)) : null,
  },
  averageDrawdownDuration: {
    formula: "mean length of the stretches under water",
    unit: "days",
    source: "backtesting.py Avg. Drawdown Duration",
    nullWhen: `${NONE}, or ${WORTHLESS}`,
    compute: (input) => isWorth(input) ? meanOrNull(input.drawdownDays) : null,
  },
  drawdownCount: {
    formula: "number of stretches under water",
    unit: "count",
    source: "quantstats drawdown_details",
    nullWhen: WORTHLESS,
    compute: (input) => isWorth(input) ? input.drawdownSpans.depth.length : null,
  },
  lastDrawdown: {
    formula: "(peak - equity) / peak at the last step",
    unit: "fraction",
    source: "common",
    nullWhen: `there is no bar, or ${WORTHLESS}`,
    compute: (input) => isWorth(input) ? input.drawdown.at(-1) ?? null : null,
  },
  timeUnderWater: {
    formula: "number of steps below a peak / number of steps",
    unit: "fraction",
    source: "common",
    nullWhen: `there is no bar, or ${WORTHLESS}`,
    compute: (input) => {
      if (!isWorth(input) || input.equity.length === 0) return null;
      const { drawdown } = input;
      let count = 0;
      for (let step = 0; step < drawdown.length; step++) if (drawdown[step]! > 0) count++;
      return count / drawdown.length;
    },
  },
  calmar: {
    formula: "cagr / maxDrawdown",
    unit: "ratio",
    source: "T. W. Young, Calmar Ratio: A Smoother Tool, 1991",
    nullWhen: `${NONE}, or cagr is null`,
    compute: ({ stats }) => stats.calmar,
  },
  recoveryFactor: {
    formula: "net profit / largest fall below a peak, both in money",
    unit: "ratio",
    source: "common in trading platforms",
    nullWhen: NONE,
    compute: ({ equity, equityInitial }) => {
      let peak = equityInitial, fall = 0;
      for (let step = 0; step < equity.length; step++) {
        const value = equity[step]!;
        if (value > peak) peak = value;
        else if (peak - value > fall) fall = peak - value;
      }
      return fall === 0 ? null : (equity.at(-1)! - equityInitial) / fall;
    },
  },
  ulcerIndex: {
    formula: "√(mean of the squared drawdowns at the session dates)",
    unit: "fraction",
    source: "P. G. Martin, 1987",
    nullWhen: `there is no bar, or ${WORTHLESS}`,
    compute: ulcerOf,
  },
  ulcerPerformanceIndex: {
    formula: "(cagr - riskFree) / ulcerIndex",
    unit: "ratio",
    source: "P. G. Martin and B. McCann, The Investor's Guide to Fidelity Funds, 1989",
    nullWhen: `${NONE}, or cagr is null`,
    compute: (input) => ratioOf(excessGrowth(input), ulcerOf(input)),
  },
  painIndex: {
    formula: "mean of the drawdowns at the session dates",
    unit: "fraction",
    source: "T. Becker, Zephyr Associates, 2006",
    nullWhen: `there is no bar, or ${WORTHLESS}`,
    compute: painOf,
  },
  painRatio: {
    formula: "(cagr - riskFree) / painIndex",
    unit: "ratio",
    source: "T. Becker, Zephyr Associates, 2006",
    nullWhen: `${NONE}, or cagr is null`,
    compute: (input) => ratioOf(excessGrowth(input), painOf(input)),
  },
  serenityIndex: {
    formula:
      "sum of the excess returns / (ulcerIndex × mean of the deepest 5 % of drawdowns / deviation of the returns)",
    unit: "ratio",
    source: "KeyQuant, Serenity Ratio, 2013; quantstats serenity_index",
    needs: "two returns",
    nullWhen: `${NONE}, or ${WORTHLESS}`,
    compute: (input) => {
      const ulcer = ulcerOf(input);
      if (ulcer === null || ulcer === 0) return null;
      const deepest = -lowestMean(input.dateDrawdown.map((value) => -value).toSorted());
      return ratioOf(exactSum(input.excessReturns) * input.deviation, ulcer * deepest);
    },
  },
};

function isWorth({ equityInitial }: FigureInput): boolean {
  return equityInitial > 0;
}

function ulcerOf(input: FigureInput): number | null {
  if (!isWorth(input) || input.dateDrawdown.length === 0) return null;
  return Math.sqrt(exactSum(input.dateDrawdown.map((value) => value ** 2)) / input.dateDrawdown.length);
}

function painOf(input: FigureInput): number | null {
  return isWorth(input) ? meanOrNull(input.dateDrawdown) : null;
}

function excessGrowth({ stats }: FigureInput): number | null {
  return stats.cagr === null ? null : stats.cagr - stats.riskFree;
}

function ratioOf(value: number | null, divisor: number | null): number | null {
  return value === null || divisor === null || divisor === 0 ? null : value / divisor;
}
