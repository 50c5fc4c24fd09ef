/** Rows of volatility against recorded series. */
import * as ct from "../../mod.ts";
import type { OracleRows } from "./oracle_row.ts";

export const VOLATILITY_ORACLE: OracleRows = {
  talib: [
    {
      series: "TRANGE(high, low, close)",
      make: ({ feed }) => ct.trueRange(feed),
      equal: "bits",
    },
    {
      series: "ATR(high, low, close, 14)",
      make: ({ feed }) => ct.atr(feed, 14),
      equal: 1e-13,
      because: "TA-Lib writes (before * 13 + x) / 14",
    },
    {
      series: "NATR(high, low, close, 14)",
      make: ({ feed }) => ct.natr(feed, 14),
      equal: 1e-14,
      because: "TA-Lib writes (before * 13 + x) / 14",
    },
    {
      series: "BBANDS(close, 20, 2, 2, 0).upperband",
      make: ({ close }) => ct.bollinger(close, 20, 2).upper,
      equal: 1e-12,
      because: "TA-Lib keeps running sums",
    },
    {
      series: "BBANDS(close, 20, 2, 2, 0).middleband",
      make: ({ close }) => ct.bollinger(close, 20, 2).middle,
      equal: 1e-15,
      because: "TA-Lib keeps running sums",
    },
    {
      series: "BBANDS(close, 20, 2, 2, 0).lowerband",
      make: ({ close }) => ct.bollinger(close, 20, 2).lower,
      equal: 1e-12,
      because: "TA-Lib keeps running sums",
    },
  ],
  pandasTa: [
    {
      series: "massi(high, low, 9, 25)",
      make: ({ feed }) => ct.massIndex(feed),
      equal: 1e-15,
      from: 158,
      because: "pandas-ta begins the second average with one value instead of the mean of nine",
    },
    {
      series: "atr(high, low, close, 14)",
      make: ({ feed }) => ct.atr(feed, 14, { countsFirst: true }),
      equal: "bits",
    },
    {
      series: "bbands(close, 20, 2.0, 2.0, 0).BBU_20_2.0_2.0",
      make: ({ close }) => ct.bollinger(close, 20, 2).upper,
      equal: 1e-13,
      because: "pandas updates the variance",
    },
    {
      series: "bbands(close, 20, 2.0, 2.0, 0).BBL_20_2.0_2.0",
      make: ({ close }) => ct.bollinger(close, 20, 2).lower,
      equal: 1e-13,
      because: "pandas updates the variance",
    },
    {
      series: "bbands(close, 20, 2.0, 2.0, 0).BBB_20_2.0_2.0",
      make: ({ close }) => ct.bollingerBandwidth(close, 20, 2).times(100),
      equal: 1e-11,
      because: "pandas updates the variance",
    },
    {
      series: "bbands(close, 20, 2.0, 2.0, 0).BBP_20_2.0_2.0",
      make: ({ close }) => ct.bollingerPercentB(close, 20, 2),
      equal: 1e-12,
      of: "largest",
      because: "pandas updates the variance",
    },
    {
      series: "donchian(high, low, 20, 20).DCL_20_20",
      make: ({ feed }) => ct.donchian(feed, 20).lower,
      equal: "bits",
    },
    {
      series: "donchian(high, low, 20, 20).DCM_20_20",
      make: ({ feed }) => ct.donchian(feed, 20).middle,
      equal: "bits",
    },
    {
      series: "donchian(high, low, 20, 20).DCU_20_20",
      make: ({ feed }) => ct.donchian(feed, 20).upper,
      equal: "bits",
    },
    {
      series: "kc(high, low, close, 20, 2).KCUe_20_2",
      make: ({ feed }) => ct.keltner(feed, 20, 2).upper,
      equal: 1e-12,
      from: 222,
      because: "pandas-ta counts the first bar with its own range",
    },
    {
      series: "kc(high, low, close, 20, 2, tr=False).KCUe_20_2",
      make: ({ feed }) => ct.keltner(feed, 20, 2, { range: "bar" }).upper,
      equal: 1e-15,
      because: "the seeds of the averages are summed in another order",
    },
    {
      series: "kc(high, low, close, 20, 2, tr=False).KCLe_20_2",
      make: ({ feed }) => ct.keltner(feed, 20, 2, { range: "bar" }).lower,
      equal: 1e-15,
      because: "the seeds of the averages are summed in another order",
    },
  ],
  definitions: [
    {
      series: "ta.atr(14)",
      make: ({ feed }) => ct.atr(feed, 14, { countsFirst: true }),
      equal: "bits",
    },
    {
      series: "ta.kc(close, 20, 2).middle",
      make: ({ feed }) => ct.keltner(feed, 20, 2).middle,
      equal: "bits",
    },
    {
      series: "ta.kc(close, 20, 2).upper",
      make: ({ feed }) => ct.keltner(feed, 20, 2).upper,
      equal: "bits",
    },
    {
      series: "ta.kc(close, 20, 2).lower",
      make: ({ feed }) => ct.keltner(feed, 20, 2).lower,
      equal: "bits",
    },
    {
      series: "Keltner Channels(20, 2, 10).middle",
      make: ({ feed }) => ct.keltner(feed, 20, 2, { rangePeriod: 10, rangeAverage: "smma" }).middle,
      equal: "bits",
    },
    {
      series: "Keltner Channels(20, 2, 10).upper",
      make: ({ feed }) => ct.keltner(feed, 20, 2, { rangePeriod: 10, rangeAverage: "smma" }).upper,
      equal: "bits",
    },
    {
      series: "Keltner Channels(20, 2, 10).lower",
      make: ({ feed }) => ct.keltner(feed, 20, 2, { rangePeriod: 10, rangeAverage: "smma" }).lower,
      equal: "bits",
    },
    {
      series: "Chandelier Exit(22, 3).long",
      make: ({ feed }) => ct.chandelier(feed, 22, 3).long,
      equal: "bits",
    },
    {
      series: "Chandelier Exit(22, 3).short",
      make: ({ feed }) => ct.chandelier(feed, 22, 3).short,
      equal: "bits",
    },
  ],
};
