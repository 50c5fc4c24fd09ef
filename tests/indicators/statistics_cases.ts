/** Cases of the statistics of a window. */
import * as ct from "../../mod.ts";
import type { IndicatorCase } from "./indicator_case.ts";

/** Why the Hurst exponent of equal values is none. */
const STRAIGHT = "changes that are all equal have a deviation of zero, which has no logarithm";

const SAMPLE = { sample: true } as const;

export const STATISTICS_CASES: readonly IndicatorCase[] = [
  { name: "accumulate", hasPeriod: false, make: ({ line }) => ct.accumulate(line) },
  { name: "accumulate", hasPeriod: false, make: ({ line }) => ct.accumulate(line, -2.5) },
  { name: "allOf", hasPeriod: true, make: ({ line, other }, period = 3) => ct.allOf(line.above(other), period) },
  { name: "anyOf", hasPeriod: true, make: ({ line, other }, period = 3) => ct.anyOf(line.above(other), period) },
  {
    name: "beta",
    hasPeriod: true,
    leastPeriod: 2,
    make: ({ line, other }, period = 30) => ct.beta(line, other, period),
  },
  {
    name: "correlation",
    hasPeriod: true,
    leastPeriod: 2,
    make: ({ line, other }, period = 30) => ct.correlation(line, other, period),
  },
  { name: "covariance", hasPeriod: true, make: ({ line, other }, period = 30) => ct.covariance(line, other, period) },
  {
    name: "covariance",
    hasPeriod: true,
    leastPeriod: 2,
    make: ({ line, other }, period = 30) => ct.covariance(line, other, period, SAMPLE),
  },
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
  { name: "garmanKlass", hasPeriod: true, make: ({ feed }, period = 20) => ct.garmanKlass(feed, period) },
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
  { name: "kurtosis", hasPeriod: true, make: ({ line }, period = 30) => ct.kurtosis(line, period) },
  {
    name: "kurtosis",
    hasPeriod: true,
    leastPeriod: 4,
    make: ({ line }, period = 30) => ct.kurtosis(line, period, SAMPLE),
  },
  {
    name: "linearRegression",
    hasPeriod: true,
    leastPeriod: 2,
    make: ({ line }, period = 14) => ct.linearRegression(line, period),
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
  { name: "median", hasPeriod: true, make: ({ line }, period = 30) => ct.median(line, period) },
  { name: "nonZeroDifference", hasPeriod: false, make: ({ line, other }) => ct.nonZeroDifference(line, other) },
  {
    name: "parkinson",
    hasPeriod: true,
    make: ({ feed }, period = 20) => ct.parkinson(feed, period, { barsPerYear: 252 }),
  },
  { name: "percentRank", hasPeriod: true, make: ({ line }, period = 50) => ct.percentRank(line, period) },
  { name: "quantile", hasPeriod: true, make: ({ line }, period = 30) => ct.quantile(line, period) },
  { name: "quantile", hasPeriod: true, make: ({ line }, period = 30) => ct.quantile(line, period, 0.93) },
  { name: "rank", hasPeriod: true, make: ({ line }, period = 30) => ct.rank(line, period) },
  {
    name: "regressionOn",
    hasPeriod: true,
    leastPeriod: 2,
    make: ({ line, other }, period = 10) => ct.regressionOn(line, other, period),
  },
  { name: "rogersSatchell", hasPeriod: true, make: ({ feed }, period = 20) => ct.rogersSatchell(feed, period) },
  { name: "skew", hasPeriod: true, make: ({ line }, period = 30) => ct.skew(line, period) },
  { name: "skew", hasPeriod: true, leastPeriod: 3, make: ({ line }, period = 30) => ct.skew(line, period, SAMPLE) },
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
  { name: "variance", hasPeriod: true, make: ({ line }, period = 20) => ct.variance(line, period) },
  {
    name: "variance",
    hasPeriod: true,
    leastPeriod: 2,
    make: ({ line }, period = 20) => ct.variance(line, period, SAMPLE),
  },
  {
    name: "volatility",
    hasPeriod: true,
    leastPeriod: 2,
    make: ({ line }, period = 20) => ct.volatility(line, period, { barsPerYear: 252 }),
  },
  {
    name: "volatility",
    hasPeriod: true,
    make: ({ line }, period = 20) => ct.volatility(line, period, { sample: false }),
  },
  { name: "weightedAverage", hasPeriod: false, make: ({ line }) => ct.weightedAverage(line, [1, 2.5, 3]) },
  {
    name: "weightedAverage",
    hasPeriod: false,
    make: ({ line }) => ct.weightedAverage(line, [1, -2, 1], { factor: 0.5 }),
  },
  { name: "yangZhang", hasPeriod: true, leastPeriod: 2, make: ({ feed }, period = 20) => ct.yangZhang(feed, period) },
  { name: "zScore", hasPeriod: true, make: ({ line }, period = 30) => ct.zScore(line, period) },
  { name: "zScore", hasPeriod: true, leastPeriod: 2, make: ({ line }, period = 30) => ct.zScore(line, period, SAMPLE) },
];
