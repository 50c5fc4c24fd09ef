/** Cases of the averages. */
import * as ct from "../../mod.ts";
import type { IndicatorCase } from "./indicator_case.ts";

export const AVERAGE_CASES: readonly IndicatorCase[] = [
  { name: "alma", hasPeriod: true, make: ({ line }, period = 9) => ct.alma(line, period) },
  { name: "alma", hasPeriod: true, make: ({ line }, period = 9) => ct.alma(line, period, { offset: 0, sigma: 2 }) },
  { name: "dema", hasPeriod: true, make: ({ line }, period = 10) => ct.dema(line, period) },
  { name: "dickson", hasPeriod: true, make: ({ line }, period = 10) => ct.dickson(line, period) },
  { name: "dickson", hasPeriod: true, make: ({ line }, period = 7) => ct.dickson(line, 30, period, 20) },
  { name: "ema", hasPeriod: true, make: ({ line }, period = 10) => ct.ema(line, period) },
  { name: "ema", hasPeriod: true, make: ({ line }, period = 10) => ct.ema(line, period, { seed: "first" }) },
  { name: "envelope", hasPeriod: false, make: ({ line }) => ct.envelope(line) },
  { name: "hma", hasPeriod: true, make: ({ line }, period = 10) => ct.hma(line, period) },
  { name: "kama", hasPeriod: true, make: ({ line }, period = 10) => ct.kama(line, period) },
  { name: "oscillator", hasPeriod: false, make: ({ line, other }) => ct.oscillator(line, other) },
  { name: "sma", hasPeriod: true, make: ({ line }, period = 10) => ct.sma(line, period) },
  { name: "smma", hasPeriod: true, make: ({ line }, period = 10) => ct.smma(line, period) },
  { name: "t3", hasPeriod: true, make: ({ line }, period = 5) => ct.t3(line, period) },
  { name: "tema", hasPeriod: true, make: ({ line }, period = 10) => ct.tema(line, period) },
  { name: "trima", hasPeriod: true, make: ({ line }, period = 10) => ct.trima(line, period) },
  { name: "trima", hasPeriod: true, make: ({ line }, period = 11) => ct.trima(line, period) },
  { name: "vwma", hasPeriod: true, make: ({ feed }, period = 20) => ct.vwma(feed, period) },
  { name: "vwma", hasPeriod: true, make: ({ feed, line }, period = 20) => ct.vwma(feed, period, { price: line }) },
  { name: "wma", hasPeriod: true, make: ({ line }, period = 10) => ct.wma(line, period) },
  { name: "zeroLag", hasPeriod: true, make: ({ line }, period = 10) => ct.zeroLag(line, period) },
  { name: "zlema", hasPeriod: true, make: ({ line }, period = 10) => ct.zlema(line, period) },
];
