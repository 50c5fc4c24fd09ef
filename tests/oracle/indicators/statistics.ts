/**
 * Classes of backtrader for operators over the last bars and statistics. recorded_class.ts tells the form.
 *
 * @module
 */

import * as indicators from "../../../src/indicators/mod.ts";
import { sma } from "../../../src/indicators/average/sma.ts";
import { accumulate } from "../../../src/indicators/statistics/accumulate.ts";
import { allOf } from "../../../src/indicators/statistics/all_of.ts";
import { anyOf } from "../../../src/indicators/statistics/any_of.ts";
import { exponentialSmoothing } from "../../../src/indicators/statistics/exponential_smoothing.ts";
import { highest } from "../../../src/indicators/statistics/highest.ts";
import { highestBars } from "../../../src/indicators/statistics/highest_bars.ts";
import { hurst } from "../../../src/indicators/statistics/hurst.ts";
import { lowest } from "../../../src/indicators/statistics/lowest.ts";
import { lowestBars } from "../../../src/indicators/statistics/lowest_bars.ts";
import { meanDeviation } from "../../../src/indicators/statistics/mean_deviation.ts";
import { nonZeroDifference } from "../../../src/indicators/statistics/non_zero_difference.ts";
import { percentRank } from "../../../src/indicators/statistics/percent_rank.ts";
import { regressionOn } from "../../../src/indicators/statistics/regression_on.ts";
import { spreadScore } from "../../../src/indicators/statistics/spread_score.ts";
import { stdDev } from "../../../src/indicators/statistics/std_dev.ts";
import { SlidingWindow } from "../../../src/indicators/sliding_window.ts";
import { indicator } from "../../../src/indicators/indicator.ts";
import { sum } from "../../../src/indicators/statistics/sum.ts";
import { weightedAverage } from "../../../src/indicators/statistics/weighted_average.ts";
import { Line } from "../../../src/lines/line.ts";
import { roundedDeviation } from "./moment_rounding.ts";
import {
  NotThere,
  type RecordedClass,
  type RecordedInputs,
  type RecordedParams,
  type RoundedLine,
} from "./recorded_class.ts";

/** The smoothing of both classes, which differ in that the factor of one is a line. */
function smoothingLines({ line }: RecordedInputs, params: RecordedParams): { av: Line } {
  return { av: exponentialSmoothing(line, params.number("period"), params.optional("alpha")) };
}

/** The deviation, around its average or around a line that the set-up gives. */
function deviationLines(inputs: RecordedInputs, params: RecordedParams): { stddev: RoundedLine } {
  const { line, count } = inputs, period = params.number("period"), average = params.average("movav");
  if (count < 2) return { stddev: roundedDeviation(line, stdDev(line, period, { moments: average }), period) };
  const squares = indicators[average](line.times(line), period), mean = inputs.other;
  return { stddev: roundedDeviation(line, squares.minus(mean.times(mean)).abs().sqrt(), period) };
}

/** Python's `sum` of the last values, which adds one after the other and rounds each time. */
function sumInOrder(line: Line, period: number): Line {
  const update = (): (value: number) => number => {
    const window = new SlidingWindow(period);
    return (value) => {
      if (!window.push(value)) return NaN;
      return window.values.subarray(window.start, window.start + period).reduce((total, each) => total + each, 0);
    };
  };
  return indicator({ name: "sum", inputs: [line], minPeriod: period, update });
}

/** The mean deviation, around its average or around a line that the set-up gives. */
function meanDeviationLines(inputs: RecordedInputs, params: RecordedParams): { meandev: Line } {
  const { line, count } = inputs, period = params.number("period"), average = params.average("movav");
  if (count < 2) return { meandev: meanDeviation(line, period, { moving: average }) };
  return { meandev: indicators[average](line.minus(inputs.other).abs(), period) };
}

/** The classes. */
export const STATISTICS_CLASSES: readonly RecordedClass[] = [
  {
    names: ["Highest", "MaxN"],
    indicators: ["highest"],
    params: { period: 1 },
    lines: ({ line }, params) => ({ highest: highest(line, params.number("period")) }),
  },
  {
    names: ["Lowest", "MinN"],
    indicators: ["lowest"],
    params: { period: 1 },
    lines: ({ line }, params) => ({ lowest: lowest(line, params.number("period")) }),
  },
  {
    names: ["SumN"],
    indicators: ["sum"],
    params: { period: 1 },
    lines: ({ line }, params) => ({ sumn: sum(line, params.number("period")) }),
  },
  {
    names: ["AnyN"],
    indicators: ["anyOf"],
    params: { period: 1 },
    lines: ({ line }, params) => ({ anyn: anyOf(line, params.number("period")) }),
  },
  {
    names: ["AllN"],
    indicators: ["allOf"],
    params: { period: 1 },
    lines: ({ line }, params) => ({ alln: allOf(line, params.number("period")) }),
  },
  {
    names: ["ApplyN"],
    indicators: ["highest", "lowest"],
    params: { period: 1, func: null },
    lines: ({ line }, params) => {
      const period = params.number("period"),
        name = params.text("func"),
        make = { max: highest, min: lowest, sum: sumInOrder }[name];
      if (make === undefined) throw new NotThere(`the function ${name} of the last values`);
      return { apply: make(line, period) };
    },
  },
  {
    names: ["FindFirstIndexHighest"],
    indicators: ["highestBars"],
    params: { period: 1 },
    idle: ["_evalfunc"],
    lines: ({ line }, params) => ({ index: highestBars(line, params.number("period")) }),
  },
  {
    names: ["FindFirstIndexLowest"],
    indicators: ["lowestBars"],
    params: { period: 1 },
    idle: ["_evalfunc"],
    lines: ({ line }, params) => ({ index: lowestBars(line, params.number("period")) }),
  },
  {
    names: ["FindLastIndexHighest"],
    indicators: ["highestBars"],
    params: { period: 1 },
    idle: ["_evalfunc"],
    lines: ({ line }, params) => ({ index: highestBars(line, params.number("period"), { tie: "oldest" }) }),
  },
  {
    names: ["FindLastIndexLowest"],
    indicators: ["lowestBars"],
    params: { period: 1 },
    idle: ["_evalfunc"],
    lines: ({ line }, params) => ({ index: lowestBars(line, params.number("period"), { tie: "oldest" }) }),
  },
  {
    names: ["Accum", "CumSum", "CumulativeSum"],
    indicators: ["accumulate"],
    params: { seed: 0 },
    lines: ({ line }, params) => ({ accum: accumulate(line, params.number("seed")) }),
  },
  {
    names: ["Average", "ArithmeticMean", "Mean"],
    indicators: ["sma"],
    params: { period: 1 },
    lines: ({ line }, params) => ({ av: sma(line, params.number("period")) }),
  },
  {
    names: ["ExponentialSmoothing", "ExpSmoothing"],
    indicators: ["exponentialSmoothing"],
    params: { period: 1, alpha: null },
    lines: smoothingLines,
  },
  {
    names: ["ExponentialSmoothingDynamic", "ExpSmoothingDynamic"],
    indicators: ["exponentialSmoothing"],
    params: { period: 1, alpha: null },
    lines: smoothingLines,
  },
  {
    names: ["WeightedAverage", "AverageWeighted"],
    indicators: ["weightedAverage"],
    params: { period: 1, coef: 1, weights: [] },
    lines: ({ line }, params) => {
      const weights = params.numbers("weights"), period = params.number("period");
      if (weights.length !== period) throw new TypeError(`Cannot weigh ${period} bars with ${weights.length} weights`);
      return { av: weightedAverage(line, weights, { factor: params.number("coef") }) };
    },
  },
  {
    names: ["StandardDeviation", "StdDev"],
    indicators: ["stdDev"],
    params: { period: 20, movav: "SMA", safepow: true },
    // Without the safe power a negative difference is an error there; where there is none both are the same.
    idle: ["safepow"],
    lines: deviationLines,
  },
  {
    names: ["MeanDeviation", "MeanDev"],
    indicators: ["meanDeviation"],
    params: { period: 20, movav: "SMA" },
    lines: meanDeviationLines,
  },
  {
    names: ["PercentRank", "PctRank"],
    indicators: ["percentRank"],
    params: { period: 50 },
    idle: ["func"],
    lines: ({ line }, params) => ({ pctrank: percentRank(line, params.number("period")) }),
  },
  {
    names: ["HurstExponent", "Hurst"],
    indicators: ["hurst"],
    params: { period: 40, lag_start: null, lag_end: null },
    lines: ({ line }, params) => {
      const lag = (name: string): number | undefined => {
        const value = params.optional(name);
        if (value instanceof Line) throw new TypeError(`Cannot take a line as ${name}`);
        return value;
      };
      const lagStart = lag("lag_start"), lagEnd = lag("lag_end");
      return {
        hurst: hurst(line, params.number("period"), {
          ...(lagStart === undefined ? {} : { lagStart }),
          ...(lagEnd === undefined ? {} : { lagEnd }),
        }),
      };
    },
  },
  {
    names: ["NonZeroDifference", "NZD"],
    indicators: ["nonZeroDifference"],
    lines: ({ line, other }) => ({ nzd: nonZeroDifference(line, other) }),
  },
  {
    names: ["OLS_Slope_InterceptN"],
    indicators: ["regressionOn"],
    params: { period: 10 },
    lines: ({ line, other }, params) => {
      const { slope, intercept } = regressionOn(line, other, params.number("period"));
      return { slope, intercept };
    },
  },
  {
    names: ["OLS_TransformationN"],
    indicators: ["spreadScore"],
    params: { period: 10 },
    lines: ({ line, other }, params) => {
      const period = params.number("period");
      // Its least squares line has 10 bars whatever the period.
      if (period !== 10) throw new NotThere(`spreadScore with ${period} bars and a line over 10`);
      const { spread, mean, deviation, score } = spreadScore(line, other, period);
      return { spread, spread_mean: mean, spread_std: deviation, zscore: score };
    },
  },
];
