/** Rows of volume against recorded series. */
import * as ct from "../../mod.ts";
import { columnOf } from "../../src/lines/line.ts";
import type { OracleRows } from "./oracle_row.ts";

export const VOLUME_ORACLE: OracleRows = {
  talib: [
    { series: "AD(high, low, close, volume)", make: ({ feed }) => ct.ad(feed), equal: "bits" },
    { series: "ADOSC(high, low, close, volume, 3, 10)", make: ({ feed }) => ct.chaikinOscillator(feed), equal: "bits" },
    {
      series: "EMA(force, 13)",
      make: ({ feed }) => ct.forceIndex(feed, 13),
      equal: 1e-13,
      of: "largest",
      because: "TA-Lib writes (x - before) * alpha + before",
    },
    {
      series: "MFI(high, low, close, volume, 14)",
      make: ({ feed }) => ct.mfi(feed, 14),
      equal: 1e-13,
      because: "TA-Lib keeps running sums",
    },
    { series: "OBV(close, volume)", make: ({ feed }) => ct.obv(feed), equal: "bits" },
  ],
  pandasTa: [
    {
      series: "ad(high, low, close, volume)",
      make: ({ feed }) => ct.ad(feed),
      equal: 1e-13,
      of: "largest",
      because: "pandas-ta writes (2 * close - (high + low)) * (volume / (high - low))",
    },
    {
      series: "adosc(high, low, close, volume, None, 3, 10)",
      make: ({ feed }) => ct.chaikinOscillator(feed, 3, 10, { seed: "sma" }),
      equal: 1e-13,
      of: "largest",
      because: "pandas-ta writes (2 * close - (high + low)) * (volume / (high - low))",
    },
    {
      series: "cmf(high, low, close, volume, None, 20)",
      make: ({ feed }) => ct.cmf(feed, 20),
      equal: 1e-13,
      of: "largest",
      because: "pandas keeps running sums",
    },
    {
      series: "eom(high, low, close, volume, 14)",
      make: ({ feed }) => ct.easeOfMovement(feed, 14),
      equal: 1e-13,
      of: "largest",
      because: "pandas-ta keeps a running sum",
    },
    {
      series: "mfi(high, low, close, volume, 14)",
      make: ({ feed }) => ct.mfi(feed, 14),
      equal: 1e-13,
      because: "pandas-ta multiplies by 100 first",
    },
    { series: "pvo(volume, 12, 26, 9).PVO_12_26_9", make: ({ feed }) => ct.pvo(feed).line, equal: "bits" },
    {
      series: "pvo(volume, 12, 26, 9).PVOs_12_26_9",
      make: ({ feed }) => ct.ema(ct.pvo(feed).line, 9, { seed: "first" }),
      equal: "bits",
      from: 33,
      because: "pandas-ta begins the signal with the first value of the line, and shows it from there on",
    },
    { series: "pvo(volume, 5, 10, 9).PVO_5_10_9", make: ({ feed }) => ct.volumeOscillator(feed, 5, 10), equal: "bits" },
    {
      series: "vwap(high, low, close, volume, 'M', [1, 2]).VWAP_M",
      make: ({ feed }) => ct.anchoredVwap(feed, { from: monthChange(feed) }),
      equal: "bits",
    },
  ],
  numpy: [
    {
      series: "average(typical, weights=volume) from bar 100",
      make: ({ feed }) => ct.vwapBands(feed, { from: fromBar100(feed) }).middle,
      equal: 1e-13,
      because: "numpy sums in another order",
    },
    {
      series: "average(typical, weights=volume) from bar 100, + 2 deviations",
      make: ({ feed }) => ct.vwapBands(feed, { from: fromBar100(feed), deviations: 2 }).upper,
      equal: 1e-13,
      because: "numpy sums in another order",
    },
    {
      series: "average(typical, weights=volume) from bar 100, - 2 deviations",
      make: ({ feed }) => ct.vwapBands(feed, { from: fromBar100(feed), deviations: 2 }).lower,
      equal: 1e-13,
      because: "numpy sums in another order",
    },
  ],
};

/** The end of bar 100. */
function fromBar100(feed: ct.FeedLines): Date {
  return new Date(columnOf(feed.time)[100]! / 1000);
}

/** A line that is 1 at the first bar of each month and 0 at the others. */
function monthChange(feed: ct.FeedLines): ct.Line {
  return ct.indicator({
    name: "new month",
    inputs: [feed.time],
    update: () => {
      let before = -1;
      return (timeUs) => {
        const month = new Date(timeUs / 1000).getUTCMonth(), isNew = month !== before;
        before = month;
        return isNew ? 1 : 0;
      };
    },
  });
}
