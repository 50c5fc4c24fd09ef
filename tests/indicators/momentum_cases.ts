/** Cases of momentum. */
import * as ct from "../../mod.ts";
import type { IndicatorCase } from "./indicator_case.ts";

export const MOMENTUM_CASES: readonly IndicatorCase[] = [
  { name: "macd", hasPeriod: true, make: ({ line }, period = 9) => ct.macd(line, 12, 26, period) },
  { name: "rsi", hasPeriod: true, make: ({ line }, period = 14) => ct.rsi(line, period) },
  { name: "rsi", hasPeriod: true, make: ({ line }, period = 14) => ct.rsi(line, period, { average: "sma" }) },
  { name: "rsi", hasPeriod: true, make: ({ line }, period = 14) => ct.rsi(line, period, { lookback: 5 }) },
];
