/** Cases of the statistics of a window. */
import * as ct from "../../mod.ts";
import type { IndicatorCase } from "./indicator_case.ts";

const SAMPLE = { sample: true } as const;

export const STATISTICS_CASES: readonly IndicatorCase[] = [
  { name: "beta", hasPeriod: true, make: ({ line, other }, period = 30) => ct.beta(line, other, period) },
  { name: "correlation", hasPeriod: true, make: ({ line, other }, period = 30) => ct.correlation(line, other, period) },
  { name: "covariance", hasPeriod: true, make: ({ line, other }, period = 30) => ct.covariance(line, other, period) },
  {
    name: "covariance",
    hasPeriod: true,
    leastPeriod: 2,
    make: ({ line, other }, period = 30) => ct.covariance(line, other, period, SAMPLE),
  },
  { name: "garmanKlass", hasPeriod: true, make: ({ feed }, period = 20) => ct.garmanKlass(feed, period) },
  { name: "highest", hasPeriod: true, make: ({ line }, period = 10) => ct.highest(line, period) },
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
  { name: "median", hasPeriod: true, make: ({ line }, period = 30) => ct.median(line, period) },
  {
    name: "parkinson",
    hasPeriod: true,
    make: ({ feed }, period = 20) => ct.parkinson(feed, period, { barsPerYear: 252 }),
  },
  { name: "quantile", hasPeriod: true, make: ({ line }, period = 30) => ct.quantile(line, period) },
  { name: "quantile", hasPeriod: true, make: ({ line }, period = 30) => ct.quantile(line, period, 0.93) },
  { name: "rank", hasPeriod: true, make: ({ line }, period = 30) => ct.rank(line, period) },
  { name: "rogersSatchell", hasPeriod: true, make: ({ feed }, period = 20) => ct.rogersSatchell(feed, period) },
  { name: "skew", hasPeriod: true, make: ({ line }, period = 30) => ct.skew(line, period) },
  { name: "skew", hasPeriod: true, leastPeriod: 3, make: ({ line }, period = 30) => ct.skew(line, period, SAMPLE) },
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
  { name: "yangZhang", hasPeriod: true, leastPeriod: 2, make: ({ feed }, period = 20) => ct.yangZhang(feed, period) },
  { name: "zScore", hasPeriod: true, make: ({ line }, period = 30) => ct.zScore(line, period) },
  { name: "zScore", hasPeriod: true, leastPeriod: 2, make: ({ line }, period = 30) => ct.zScore(line, period, SAMPLE) },
];
