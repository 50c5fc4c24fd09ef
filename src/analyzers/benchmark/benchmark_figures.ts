/**
 * Figures against a benchmark, over the session dates on which both have a return.
 *
 * @module
 */

import type { FigureOf } from "../figure.ts";
import { deviationOf, isConstant, meanOf, productSum } from "../returns/moments.ts";
import type { ReturnPairs, ReturnSeries } from "../returns/return_series.ts";

/** Names of the figures against a benchmark. */
export type BenchmarkFigureName =
  | "alpha"
  | "beta"
  | "upBeta"
  | "downBeta"
  | "correlation"
  | "rSquared"
  | "trackingError"
  | "informationRatio"
  | "treynorRatio"
  | "upCapture"
  | "downCapture"
  | "captureRatio"
  | "battingAverage"
  | "benchmarkReturn"
  | "benchmarkVolatility"
  | "benchmarkSharpe"
  | "benchmarkMaxDrawdown"
  | "excessReturn";

const FLAT = "the returns of the benchmark do not vary";
const NO_TRACK = "the account moves as the benchmark does";

/** Figures against a benchmark. */
export const BENCHMARK_FIGURES: Readonly<Record<BenchmarkFigureName, FigureOf<ReturnSeries>>> = {
  alpha: {
    formula: "(mean excess return - beta × mean excess return of the benchmark) × periodsPerYear",
    unit: "fraction",
    source: "M. C. Jensen, 1968; quantstats greeks",
    needs: "benchmark",
    nullWhen: FLAT,
    compute: ({ pairs, periodsPerYear }) => {
      const beta = betaOf(pairs!), { returns, benchmark, riskFree } = pairs!;
      if (beta === null) return null;
      const free = meanOf(riskFree);
      return (meanOf(returns) - free - beta * (meanOf(benchmark) - free)) * periodsPerYear;
    },
  },
  beta: {
    formula: "covariance of both returns / variance of the benchmark's",
    unit: "ratio",
    source: "W. F. Sharpe, Capital Asset Prices, 1964; empyrical beta",
    needs: "benchmark",
    nullWhen: FLAT,
    compute: ({ pairs }) => betaOf(pairs!),
  },
  upBeta: {
    formula: "beta over the dates with a return of the benchmark above zero",
    unit: "ratio",
    source: "empyrical up_alpha_beta",
    needs: "benchmark",
    nullWhen: "fewer than two dates have a return of the benchmark above zero, or it does not vary",
    compute: ({ pairs }) => betaOf(partOf(pairs!, (value) => value > 0)),
  },
  downBeta: {
    formula: "beta over the dates with a return of the benchmark below zero",
    unit: "ratio",
    source: "empyrical down_alpha_beta",
    needs: "benchmark",
    nullWhen: "fewer than two dates have a return of the benchmark below zero, or it does not vary",
    compute: ({ pairs }) => betaOf(partOf(pairs!, (value) => value < 0)),
  },
  correlation: {
    formula: "covariance of both returns / product of their deviations",
    unit: "ratio",
    source: "Pearson; quantstats Correlation",
    needs: "benchmark",
    nullWhen: "the returns of the account or of the benchmark do not vary",
    compute: ({ pairs }) => correlationOf(pairs!),
  },
  rSquared: {
    formula: "correlation²",
    unit: "fraction",
    source: "quantstats r_squared",
    needs: "benchmark",
    nullWhen: "the returns of the account or of the benchmark do not vary",
    compute: ({ pairs }) => {
      const correlation = correlationOf(pairs!);
      return correlation === null ? null : correlation ** 2;
    },
  },
  trackingError: {
    formula: "deviation of the active returns × √periodsPerYear, the active return being that over the benchmark's",
    unit: "fraction",
    source: "common",
    needs: "benchmark",
    nullWhen: "never",
    compute: ({ pairs, periodsPerYear }) => deviationOf(activeOf(pairs!)) * Math.sqrt(periodsPerYear),
  },
  informationRatio: {
    formula: "mean of the active returns / their deviation × √periodsPerYear",
    unit: "ratio",
    source: "T. H. Goodwin, The Information Ratio, 1998",
    needs: "benchmark",
    nullWhen: NO_TRACK,
    compute: ({ pairs, periodsPerYear }) => {
      const active = activeOf(pairs!), deviation = deviationOf(active);
      return deviation === 0 ? null : meanOf(active) / deviation * Math.sqrt(periodsPerYear);
    },
  },
  treynorRatio: {
    formula: "mean excess return × periodsPerYear / beta",
    unit: "ratio",
    source: "J. L. Treynor, 1965",
    needs: "benchmark",
    nullWhen: `${FLAT}, or beta is zero`,
    compute: ({ pairs, periodsPerYear }) => {
      const beta = betaOf(pairs!), { returns, riskFree } = pairs!;
      return beta === null || beta === 0 ? null : (meanOf(returns) - meanOf(riskFree)) * periodsPerYear / beta;
    },
  },
  upCapture: {
    formula: "annual growth / that of the benchmark, over the dates with a return of the benchmark above zero",
    unit: "ratio",
    source: "empyrical up_capture",
    needs: "benchmark",
    nullWhen: "no date has a return of the benchmark above zero, or the account ends below zero",
    compute: (series) => captureOf(series, (value) => value > 0),
  },
  downCapture: {
    formula: "annual growth / that of the benchmark, over the dates with a return of the benchmark below zero",
    unit: "ratio",
    source: "empyrical down_capture",
    needs: "benchmark",
    nullWhen: "no date has a return of the benchmark below zero, or the account ends below zero",
    compute: (series) => captureOf(series, (value) => value < 0),
  },
  captureRatio: {
    formula: "upCapture / downCapture",
    unit: "ratio",
    source: "empyrical up_down_capture",
    needs: "benchmark",
    nullWhen: "upCapture or downCapture is null, or downCapture is zero",
    compute: (series) => {
      const up = captureOf(series, (value) => value > 0), down = captureOf(series, (value) => value < 0);
      return up === null || down === null || down === 0 ? null : up / down;
    },
  },
  battingAverage: {
    formula: "share of the dates with an active return above zero",
    unit: "fraction",
    source: "empyrical batting_average",
    needs: "benchmark",
    nullWhen: "never",
    compute: ({ pairs }) => {
      const active = activeOf(pairs!);
      return active.filter((value) => value > 0).length / active.length;
    },
  },
  benchmarkReturn: {
    formula: "last value of the benchmark / its first value known in the measured part - 1",
    unit: "fraction",
    source: "quantstats Cumulative Return of the benchmark",
    needs: "benchmark",
    nullWhen: "never",
    compute: (series) => benchmarkReturnOf(series),
  },
  benchmarkVolatility: {
    formula: "deviation of the benchmark's returns × √periodsPerYear",
    unit: "fraction",
    source: "quantstats volatility of the benchmark",
    needs: "benchmark",
    nullWhen: "never",
    compute: ({ pairs, periodsPerYear }) => deviationOf(pairs!.benchmark) * Math.sqrt(periodsPerYear),
  },
  benchmarkSharpe: {
    formula: "mean excess return of the benchmark / its deviation × √periodsPerYear",
    unit: "ratio",
    source: "W. F. Sharpe, 1994",
    needs: "benchmark",
    nullWhen: FLAT,
    compute: ({ pairs, periodsPerYear, riskFree }) => {
      const excess = pairs!.benchmark.map((value, at) => value - pairs!.riskFree[at]!);
      const deviation = deviationOf(typeof riskFree === "number" ? pairs!.benchmark : excess);
      return deviation === 0 ? null : meanOf(excess) / deviation * Math.sqrt(periodsPerYear);
    },
  },
  benchmarkMaxDrawdown: {
    formula: "largest (peak - value) / peak of the benchmark at the session dates",
    unit: "fraction",
    source: "quantstats Max Drawdown of the benchmark",
    needs: "benchmark",
    nullWhen: "never",
    compute: ({ benchmarkValues }) => {
      let peak = 0, largest = 0;
      for (const value of benchmarkValues!) {
        if (value > peak) peak = value;
        else if (value < peak) largest = Math.max(largest, (peak - value) / peak);
      }
      return largest;
    },
  },
  excessReturn: {
    formula: "last equity / first equity - (last value of the benchmark / its first value)",
    unit: "fraction",
    source: "common",
    needs: "benchmark",
    nullWhen: "never",
    compute: (series) => {
      const { values } = series;
      return (values.at(-1)! - values[0]!) / values[0]! - benchmarkReturnOf(series);
    },
  },
};

/** Returns the covariance over the variance of the benchmark; null if that does not vary. */
export function betaOf({ returns, benchmark }: ReturnPairs): number | null {
  if (returns.length < 2 || isConstant(benchmark)) return null;
  return productSum(returns, benchmark) / productSum(benchmark, benchmark);
}

function correlationOf({ returns, benchmark }: ReturnPairs): number | null {
  if (isConstant(returns) || isConstant(benchmark)) return null;
  const squares = Math.sqrt(productSum(returns, returns)) * Math.sqrt(productSum(benchmark, benchmark));
  return productSum(returns, benchmark) / squares;
}

function activeOf({ returns, benchmark }: ReturnPairs): Float64Array {
  return returns.map((value, at) => value - benchmark[at]!);
}

/** Returns the pairs whose return of the benchmark a test takes. */
function partOf({ returns, benchmark, riskFree }: ReturnPairs, takes: (value: number) => boolean): ReturnPairs {
  const isTaken = (_: number, at: number): boolean => takes(benchmark[at]!);
  return { returns: returns.filter(isTaken), benchmark: benchmark.filter(takes), riskFree: riskFree.filter(isTaken) };
}

function captureOf({ pairs, periodsPerYear }: ReturnSeries, takes: (value: number) => boolean): number | null {
  const { returns, benchmark } = partOf(pairs!, takes);
  if (returns.length === 0) return null;
  const own = annualGrowth(returns, periodsPerYear), other = annualGrowth(benchmark, periodsPerYear);
  return own === null || other === null || other === 0 ? null : own / other;
}

/** Returns the growth of a year, less one; null if what grew ends below zero. */
function annualGrowth(returns: Float64Array, periodsPerYear: number): number | null {
  let growth = 1;
  for (let at = 0; at < returns.length; at++) growth *= 1 + returns[at]!;
  return growth < 0 ? null : growth ** (periodsPerYear / returns.length) - 1;
}

function benchmarkReturnOf({ benchmarkValues }: ReturnSeries): number {
  const known = benchmarkValues!.filter((value) => !Number.isNaN(value));
  return (known.at(-1)! - known[0]!) / known[0]!;
}
