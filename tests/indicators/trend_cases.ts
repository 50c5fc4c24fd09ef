/** Cases of trend. */
import * as ct from "../../mod.ts";
import type { IndicatorCase } from "./indicator_case.ts";

export const TREND_CASES: readonly IndicatorCase[] = [
  { name: "adx", hasPeriod: true, make: ({ feed }, period = 14) => ct.adx(feed, period) },
  { name: "adx", hasPeriod: true, make: ({ feed }, period = 14) => ct.adx(feed, period, { average: "ema" }) },
  { name: "adxr", hasPeriod: true, make: ({ feed }, period = 14) => ct.adxr(feed, period) },
  { name: "aroon", hasPeriod: true, make: ({ feed }, period = 14) => ct.aroon(feed, period) },
  { name: "aroonOscillator", hasPeriod: true, make: ({ feed }, period = 14) => ct.aroonOscillator(feed, period) },
  { name: "choppiness", hasPeriod: true, leastPeriod: 2, make: ({ feed }, period = 14) => ct.choppiness(feed, period) },
  {
    name: "directionalIndicator",
    hasPeriod: true,
    make: ({ feed }, period = 14) => ct.directionalIndicator(feed, period),
  },
  {
    name: "directionalMovement",
    hasPeriod: true,
    make: ({ feed }, period = 14) => ct.directionalMovement(feed, period),
  },
  { name: "dmi", hasPeriod: true, make: ({ feed }, period = 14) => ct.dmi(feed, period) },
  { name: "hl2", hasPeriod: false, make: ({ feed }) => ct.hl2(feed) },
  { name: "hlc3", hasPeriod: false, make: ({ feed }) => ct.hlc3(feed) },
  { name: "hlcc4", hasPeriod: false, make: ({ feed }) => ct.hlcc4(feed) },
  { name: "ichimoku", hasPeriod: true, make: ({ feed }, period = 9) => ct.ichimoku(feed, period) },
  {
    name: "ichimoku",
    hasPeriod: true,
    make: ({ feed }, period = 12) => ct.ichimoku(feed, period, 24, 48, { lead: 25, lag: 20 }),
  },
  { name: "minusDi", hasPeriod: true, make: ({ feed }, period = 14) => ct.minusDi(feed, period) },
  { name: "ohlc4", hasPeriod: false, make: ({ feed }) => ct.ohlc4(feed) },
  { name: "plusDi", hasPeriod: true, make: ({ feed }, period = 14) => ct.plusDi(feed, period) },
  { name: "psar", hasPeriod: true, make: ({ feed }, period = 2) => ct.psar(feed, 0.02, 0.2, { period }) },
  { name: "superTrend", hasPeriod: true, make: ({ feed }, period = 10) => ct.superTrend(feed, period) },
  {
    name: "superTrend",
    hasPeriod: true,
    make: ({ feed }, period = 10) => ct.superTrend(feed, period, 2, { variant: "pandasTa" }),
  },
  { name: "vortex", hasPeriod: true, make: ({ feed }, period = 14) => ct.vortex(feed, period) },
];
