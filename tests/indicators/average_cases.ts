/** Cases of the averages. */
import * as ct from "../../mod.ts";
import type { IndicatorCase } from "./indicator_case.ts";

export const AVERAGE_CASES: readonly IndicatorCase[] = [
  { name: "ema", hasPeriod: true, make: ({ line }, period = 10) => ct.ema(line, period) },
  { name: "ema", hasPeriod: true, make: ({ line }, period = 10) => ct.ema(line, period, { seed: "first" }) },
  { name: "sma", hasPeriod: true, make: ({ line }, period = 10) => ct.sma(line, period) },
  { name: "smma", hasPeriod: true, make: ({ line }, period = 10) => ct.smma(line, period) },
];
