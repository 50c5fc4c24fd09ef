/** Cases of the statistics of a window. */
import * as ct from "../../mod.ts";
import type { IndicatorCase } from "./indicator_case.ts";

/** Why the Hurst exponent of equal values is none. */
const STRAIGHT = "changes that are all equal have a deviation of zero, which has no logarithm";

export const STATISTICS_CASES: readonly IndicatorCase[] = [
  { name: "accumulate", hasPeriod: false, make: ({ line }) => ct.accumulate(line) },
  { name: "accumulate", hasPeriod: false, make: ({ line }) => ct.accumulate(line, -2.5) },
  { name: "allOf", hasPeriod: true, make: ({ line, other }, period = 3) => ct.allOf(line.above(other), period) },
  { name: "anyOf", hasPeriod: true, make: ({ line, other }, period = 3) => ct.anyOf(line.above(other), period) },
  {
    name: "exponentialSmoothing",
    hasPeriod: true,
    make: ({ line }, period = 10) => ct.exponentialSmoothing(line, period),
  },
  {
    name: "exponentialSmoothing",
    hasPeriod: true,
    make: ({ line }, period = 10) => ct.exponentialSmoothing(line, period, 0.3),
  },
  {
    name: "exponentialSmoothing",
    hasPeriod: true,
    make: ({ line, other }, period = 10) => ct.exponentialSmoothing(line, period, ct.percentRank(other, 5)),
  },
  { name: "highest", hasPeriod: true, make: ({ line }, period = 10) => ct.highest(line, period) },
  { name: "highestBars", hasPeriod: true, make: ({ line }, period = 10) => ct.highestBars(line, period) },
  {
    name: "highestBars",
    hasPeriod: true,
    make: ({ line }, period = 10) => ct.highestBars(line, period, { tie: "oldest" }),
  },
  {
    name: "hurst",
    hasPeriod: true,
    leastPeriod: 8,
    make: ({ line }, period = 40) => ct.hurst(line, period),
    undefinedOn: { constant: STRAIGHT },
  },
  {
    name: "hurst",
    hasPeriod: false,
    make: ({ line }) => ct.hurst(line, 30, { lagStart: 1, lagEnd: 5 }),
    undefinedOn: { constant: STRAIGHT },
  },
  { name: "lowest", hasPeriod: true, make: ({ line }, period = 10) => ct.lowest(line, period) },
  { name: "lowestBars", hasPeriod: true, make: ({ line }, period = 10) => ct.lowestBars(line, period) },
  {
    name: "lowestBars",
    hasPeriod: true,
    make: ({ line }, period = 9) => ct.lowestBars(line, period, { tie: "oldest" }),
  },
  { name: "meanDeviation", hasPeriod: true, make: ({ line }, period = 10) => ct.meanDeviation(line, period) },
  {
    name: "meanDeviation",
    hasPeriod: true,
    make: ({ line }, period = 10) => ct.meanDeviation(line, period, { moving: "ema" }),
  },
  { name: "nonZeroDifference", hasPeriod: false, make: ({ line, other }) => ct.nonZeroDifference(line, other) },
  { name: "percentRank", hasPeriod: true, make: ({ line }, period = 50) => ct.percentRank(line, period) },
  {
    name: "regressionOn",
    hasPeriod: true,
    leastPeriod: 2,
    make: ({ line, other }, period = 10) => ct.regressionOn(line, other, period),
  },
  {
    name: "spreadScore",
    hasPeriod: true,
    leastPeriod: 2,
    make: ({ line, other }, period = 10) => ct.spreadScore(line, other, period),
  },
  { name: "stdDev", hasPeriod: true, make: ({ line }, period = 20) => ct.stdDev(line, period) },
  {
    name: "stdDev",
    hasPeriod: true,
    leastPeriod: 2,
    make: ({ line }, period = 20) => ct.stdDev(line, period, { sample: true }),
  },
  { name: "stdDev", hasPeriod: true, make: ({ line }, period = 20) => ct.stdDev(line, period, { moments: "sma" }) },
  { name: "stdDev", hasPeriod: true, make: ({ line }, period = 20) => ct.stdDev(line, period, { moments: "dema" }) },
  { name: "sum", hasPeriod: true, make: ({ line }, period = 10) => ct.sum(line, period) },
  { name: "weightedAverage", hasPeriod: false, make: ({ line }) => ct.weightedAverage(line, [1, 2.5, 3]) },
  {
    name: "weightedAverage",
    hasPeriod: false,
    make: ({ line }) => ct.weightedAverage(line, [1, -2, 1], { factor: 0.5 }),
  },
];
