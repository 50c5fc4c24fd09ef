/** Cases of volatility. */
import * as ct from "../../mod.ts";
import type { IndicatorCase } from "./indicator_case.ts";

export const VOLATILITY_CASES: readonly IndicatorCase[] = [
  { name: "atr", hasPeriod: true, make: ({ feed }, period = 14) => ct.atr(feed, period) },
  { name: "atr", hasPeriod: true, make: ({ feed }, period = 14) => ct.atr(feed, period, { average: "ema" }) },
  { name: "atr", hasPeriod: true, make: ({ feed }, period = 14) => ct.atr(feed, period, { average: "sma" }) },
  { name: "atr", hasPeriod: true, make: ({ feed }, period = 14) => ct.atr(feed, period, { countsFirst: true }) },
  { name: "bollinger", hasPeriod: true, make: ({ line }, period = 20) => ct.bollinger(line, period) },
  {
    name: "bollinger",
    hasPeriod: true,
    make: ({ line }, period = 20) => ct.bollinger(line, period, 1, { average: "ema" }),
  },
  { name: "bollingerBandwidth", hasPeriod: true, make: ({ line }, period = 20) => ct.bollingerBandwidth(line, period) },
  { name: "bollingerPercentB", hasPeriod: true, make: ({ line }, period = 20) => ct.bollingerPercentB(line, period) },
  { name: "chandelier", hasPeriod: true, make: ({ feed }, period = 22) => ct.chandelier(feed, period) },
  { name: "donchian", hasPeriod: true, make: ({ feed }, period = 20) => ct.donchian(feed, period) },
  { name: "donchian", hasPeriod: true, make: ({ feed }, period = 20) => ct.donchian(feed, period, { current: false }) },
  { name: "keltner", hasPeriod: true, make: ({ feed }, period = 20) => ct.keltner(feed, period) },
  {
    name: "keltner",
    hasPeriod: true,
    make: ({ feed }, period = 20) =>
      ct.keltner(feed, period, 1.5, { range: "bar", rangePeriod: 10, rangeAverage: "smma" }),
  },
  { name: "massIndex", hasPeriod: true, make: ({ feed }, period = 9) => ct.massIndex(feed, period) },
  { name: "natr", hasPeriod: true, make: ({ feed }, period = 14) => ct.natr(feed, period) },
  { name: "trueHigh", hasPeriod: false, make: ({ feed }) => ct.trueHigh(feed) },
  { name: "trueLow", hasPeriod: false, make: ({ feed }) => ct.trueLow(feed) },
  { name: "trueRange", hasPeriod: false, make: ({ feed }) => ct.trueRange(feed) },
];
