/** Cases of volatility. */
import * as ct from "../../mod.ts";
import type { IndicatorCase } from "./indicator_case.ts";

export const VOLATILITY_CASES: readonly IndicatorCase[] = [
  { name: "atr", hasPeriod: true, make: ({ feed }, period = 14) => ct.atr(feed, period) },
  { name: "atr", hasPeriod: true, make: ({ feed }, period = 14) => ct.atr(feed, period, { average: "ema" }) },
  { name: "trueRange", hasPeriod: false, make: ({ feed }) => ct.trueRange(feed) },
];
