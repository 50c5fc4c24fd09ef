/**
 * Classes of backtrader for operators over the last bars and statistics. recorded_class.ts tells the form.
 *
 * @module
 */

import { sma } from "../../../src/indicators/average/sma.ts";
import { highest } from "../../../src/indicators/statistics/highest.ts";
import { lowest } from "../../../src/indicators/statistics/lowest.ts";
import type { RecordedClass } from "./recorded_class.ts";

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
  },
  {
    names: ["AnyN"],
    indicators: ["anyOf"],
    params: { period: 1 },
  },
  {
    names: ["AllN"],
    indicators: ["allOf"],
    params: { period: 1 },
  },
  {
    names: ["ReduceN"],
    indicators: ["a fold of the last bars"],
    params: { period: 1 },
  },
  {
    names: ["ApplyN"],
    indicators: ["a function of the last bars"],
    params: { period: 1, func: null },
  },
  {
    names: ["FindFirstIndexHighest"],
    indicators: ["highestBars"],
    params: { period: 1 },
    idle: ["_evalfunc"],
  },
  {
    names: ["FindFirstIndexLowest"],
    indicators: ["lowestBars"],
    params: { period: 1 },
    idle: ["_evalfunc"],
  },
  {
    names: ["FindLastIndexHighest"],
    indicators: ["highestBars"],
    params: { period: 1 },
    idle: ["_evalfunc"],
  },
  {
    names: ["FindLastIndexLowest"],
    indicators: ["lowestBars"],
    params: { period: 1 },
    idle: ["_evalfunc"],
  },
  {
    names: ["Accum", "CumSum", "CumulativeSum"],
    indicators: ["accumulate"],
    params: { seed: 0.0 },
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
  },
  {
    names: ["ExponentialSmoothingDynamic", "ExpSmoothingDynamic"],
    indicators: ["exponentialSmoothing"],
    params: { period: 1, alpha: null },
  },
  {
    names: ["WeightedAverage", "AverageWeighted"],
    indicators: ["weightedAverage"],
    params: { period: 1, coef: 1.0, weights: [] },
  },
  {
    names: ["StandardDeviation", "StdDev"],
    indicators: ["stdDev"],
    params: { period: 20, movav: "MovingAverageSimple", safepow: true },
  },
  {
    names: ["MeanDeviation", "MeanDev"],
    indicators: ["meanDeviation"],
    params: { period: 20, movav: "MovingAverageSimple" },
  },
  {
    names: ["PercentRank", "PctRank"],
    indicators: ["percentRank"],
    params: { period: 50 },
    idle: ["func"],
  },
  {
    names: ["HurstExponent", "Hurst"],
    indicators: ["hurst"],
    params: { period: 40, lag_start: null, lag_end: null },
  },
  {
    names: ["NonZeroDifference", "NZD"],
    indicators: ["nonZeroDifference"],
  },
  {
    names: ["OLS_Slope_InterceptN"],
    indicators: ["linearRegressionOf"],
    params: { period: 10 },
  },
  {
    names: ["OLS_TransformationN"],
    indicators: ["spreadScore"],
    params: { period: 10 },
  },
  {
    names: ["OLS_BetaN"],
    indicators: ["beta"],
    params: { period: 10 },
  },
  {
    names: ["CointN"],
    indicators: ["cointegration"],
    params: { period: 10, trend: "c" },
  },
];
