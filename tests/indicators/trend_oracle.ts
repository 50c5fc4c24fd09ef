/** Rows of trend against recorded series. */
import * as ct from "../../mod.ts";
import type { OracleRows } from "./oracle_row.ts";

export const TREND_ORACLE: OracleRows = {
  talib: [
    {
      series: "ADX(high, low, close, 14)",
      make: ({ feed }) => ct.adx(feed, 14),
      equal: 1e-9,
      from: 289,
      because: "TA-Lib sums one movement less in the first average",
    },
    {
      series: "PLUS_DI(high, low, close, 14)",
      make: ({ feed }) => ct.plusDi(feed, 14),
      equal: 1e-9,
      from: 247,
      because: "TA-Lib sums one movement less in the first average",
    },
    {
      series: "MINUS_DI(high, low, close, 14)",
      make: ({ feed }) => ct.minusDi(feed, 14),
      equal: 1e-9,
      from: 252,
      because: "TA-Lib sums one movement less in the first average",
    },
    {
      series: "AROON(high, low, 14).aroondown",
      make: ({ feed }) => ct.aroon(feed, 14).down,
      equal: "bits",
    },
    {
      series: "AROON(high, low, 14).aroonup",
      make: ({ feed }) => ct.aroon(feed, 14).up,
      equal: "bits",
    },
    {
      series: "AROONOSC(high, low, 14)",
      make: ({ feed }) => ct.aroonOscillator(feed, 14),
      equal: 1e-15,
      because: "TA-Lib subtracts the numbers of bars",
    },
    {
      series: "SAR(high, low, 0.02, 0.2)",
      make: ({ feed }) => ct.psar(feed),
      equal: "bits",
      from: 305,
      because: "TA-Lib keeps the stop of a reversal out of the last two bars",
    },
    {
      series: "AVGPRICE(open, high, low, close)",
      make: ({ feed }) => ct.ohlc4(feed),
      equal: 1e-15,
      because: "TA-Lib adds the open last",
    },
    {
      series: "MEDPRICE(high, low)",
      make: ({ feed }) => ct.hl2(feed),
      equal: "bits",
    },
    {
      series: "TYPPRICE(high, low, close)",
      make: ({ feed }) => ct.hlc3(feed),
      equal: "bits",
    },
    {
      series: "WCLPRICE(high, low, close)",
      make: ({ feed }) => ct.hlcc4(feed),
      equal: 1e-15,
      because: "TA-Lib doubles the close",
    },
  ],
  pandasTa: [
    {
      series: "vortex(high, low, close, 14).VTXP_14",
      make: ({ feed }) => ct.vortex(feed, 14).plus,
      equal: "bits",
    },
    {
      series: "vortex(high, low, close, 14).VTXM_14",
      make: ({ feed }) => ct.vortex(feed, 14).minus,
      equal: "bits",
    },
    {
      series: "chop(high, low, close, 14)",
      make: ({ feed }) => ct.choppiness(feed, 14),
      equal: 1e-14,
      from: 14,
      because: "pandas-ta counts the first bar with its own range, and subtracts logarithms",
    },
    {
      series: "supertrend(high, low, close, 10, 10, 3.0).SUPERT_10_3.0",
      make: ({ feed }) => ct.superTrend(feed, 10, 3, { variant: "pandasTa" }).line,
      equal: "bits",
    },
    {
      series: "supertrend(high, low, close, 10, 10, 3.0).SUPERTd_10_3.0",
      make: ({ feed }) => ct.superTrend(feed, 10, 3, { variant: "pandasTa" }).direction,
      equal: "bits",
      from: 10,
      because: "pandas-ta has no direction for the first line",
    },
  ],
  definitions: [
    {
      series: "ta.supertrend(3, 10).line",
      make: ({ feed }) => ct.superTrend(feed, 10, 3).line,
      equal: "bits",
    },
    {
      series: "ta.supertrend(3, 10).direction",
      make: ({ feed }) => ct.superTrend(feed, 10, 3).direction,
      equal: "bits",
    },
    {
      series: "ta.supertrend(3, 10).upper",
      make: ({ feed }) => ct.superTrend(feed, 10, 3).upper,
      equal: "bits",
    },
    {
      series: "ta.supertrend(3, 10).lower",
      make: ({ feed }) => ct.superTrend(feed, 10, 3).lower,
      equal: "bits",
    },
    {
      series: "ta.supertrend(1.5, 7).line",
      make: ({ feed }) => ct.superTrend(feed, 7, 1.5).line,
      equal: "bits",
    },
    {
      series: "ta.supertrend(1.5, 7).direction",
      make: ({ feed }) => ct.superTrend(feed, 7, 1.5).direction,
      equal: "bits",
    },
    {
      series: "ta.supertrend(1.5, 7).upper",
      make: ({ feed }) => ct.superTrend(feed, 7, 1.5).upper,
      equal: "bits",
    },
    {
      series: "ta.supertrend(1.5, 7).lower",
      make: ({ feed }) => ct.superTrend(feed, 7, 1.5).lower,
      equal: "bits",
    },
  ],
};
