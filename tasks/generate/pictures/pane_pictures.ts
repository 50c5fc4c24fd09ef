/**
 * Pictures of indicators that stand in panes of their own below the price: momentum, strength of a trend, volume and
 * statistics.
 *
 * @module
 */

import * as ct from "../../../mod.ts";
import { columnOf } from "../../../src/lines/line.ts";
import { type Picture, recordedIn, type Series } from "./picture.ts";

const talib = recordedIn("talib"), pandasTa = recordedIn("pandas_ta"), numpy = recordedIn("numpy");

const MOMENTUM: readonly Picture[] = [{
  name: "rsi-macd",
  title: "rsi(14) and macd(12, 26, 9), Apple",
  description:
    "The strength index is above 70 after long rises and below 30 after long falls; the histogram is the distance of macd from its signal.",
  prices: "aapl",
  from: 380,
  bars: 110,
  panes: ({ prices, of }) => {
    const line = (name: string, ours: (lines: ct.MacdLines) => ct.Line): Float64Array =>
      of(
        talib(`MACD(close, 12, 26, 9).${name}`, ({ close }) => ours(ct.macd(close, 12, 26, 9, { start: "together" }))),
      );
    return [
      { height: 210, marks: [{ kind: "candles", ...prices }] },
      {
        levels: [30, 50, 70],
        marks: [{
          kind: "line",
          values: of(talib("RSI(close, 14)", ({ close }) => ct.rsi(close))),
          colour: 0,
          label: "rsi",
        }],
      },
      {
        marks: [
          { kind: "bars", values: line("macdhist", ({ histogram }) => histogram), colour: "price", label: "histogram" },
          { kind: "line", values: line("macd", ({ line }) => line), colour: 2, label: "line" },
          { kind: "line", values: line("macdsignal", ({ signal }) => signal), colour: 1, label: "signal" },
        ],
      },
    ];
  },
}, {
  name: "stochastic",
  title: "stochastic(14, 3, 3), williamsR(14) and cci(20), Apple",
  description:
    "All three tell where the close stands among the last bars: near their top, in the middle, or near their bottom.",
  prices: "aapl",
  from: 380,
  bars: 110,
  panes: ({ prices, of }) => {
    const line = (name: string, ours: (lines: ct.StochasticLines) => ct.Line): Float64Array =>
      of(talib(`STOCH(high, low, close, 14, 3, 0, 3, 0).${name}`, (feed) => ours(ct.stochastic(feed))));
    const williams = talib("WILLR(high, low, close, 14)", (feed) => ct.williamsR(feed));
    const channel = talib("CCI(high, low, close, 20)", (feed) => ct.cci(feed, 20));
    return [
      { height: 180, marks: [{ kind: "candles", ...prices }] },
      {
        levels: [20, 50, 80],
        marks: [
          { kind: "line", values: line("slowk", ({ k }) => k), colour: 0, label: "stochastic k" },
          { kind: "line", values: line("slowd", ({ d }) => d), colour: 1, label: "stochastic d" },
        ],
      },
      { levels: [-80, -50, -20], marks: [{ kind: "line", values: of(williams), colour: 2, label: "williamsR" }] },
      { levels: [-100, 0, 100], marks: [{ kind: "line", values: of(channel), colour: 3, label: "cci" }] },
    ];
  },
}];

const TREND: readonly Picture[] = [{
  name: "directional-movement",
  title: "plusDi, minusDi and adx(14), and aroon(14), Apple",
  description:
    "The index rises in a trend, whichever way it goes; the two indicators tell the way. Aroon tells how new the extremes are.",
  prices: "aapl",
  from: 380,
  bars: 110,
  panes: ({ prices, of }) => {
    const line = (name: string, ours: Series["ours"]): Float64Array => of(talib(name, ours));
    return [
      { height: 180, marks: [{ kind: "candles", ...prices }] },
      {
        height: 120,
        marks: [
          {
            kind: "line",
            values: line("PLUS_DI(high, low, close, 14)", (feed) => ct.plusDi(feed)),
            colour: 2,
            label: "plusDi",
          },
          {
            kind: "line",
            values: line("MINUS_DI(high, low, close, 14)", (feed) => ct.minusDi(feed)),
            colour: 1,
            label: "minusDi",
          },
          { kind: "line", values: line("ADX(high, low, close, 14)", (feed) => ct.adx(feed)), colour: 0, label: "adx" },
        ],
      },
      {
        levels: [0, 50, 100],
        marks: [
          {
            kind: "line",
            values: line("AROON(high, low, 14).aroonup", (feed) => ct.aroon(feed).up),
            colour: 2,
            label: "aroon up",
          },
          {
            kind: "line",
            values: line("AROON(high, low, 14).aroondown", (feed) => ct.aroon(feed).down),
            colour: 1,
            label: "aroon down",
          },
        ],
      },
    ];
  },
}];

const VOLUME: readonly Picture[] = [{
  name: "anchored-vwap",
  title: "vwapBands from 4 October 2016 on, 2 deviations, Apple",
  description:
    "The average price since the anchor, weighted by volume, with bands that become wider as the price goes away from it.",
  prices: "aapl",
  from: 84,
  bars: 110,
  panes: ({ prices, of }) => {
    const average = "average(typical, weights=volume) from bar 100";
    const bands = (feed: ct.FeedLines): ct.VwapBandsLines =>
      ct.vwapBands(feed, { from: endOfBar(feed, 100), deviations: 2 });
    const upper = of(numpy(`${average}, + 2 deviations`, (feed) => bands(feed).upper));
    const lower = of(numpy(`${average}, - 2 deviations`, (feed) => bands(feed).lower));
    return [{
      marks: [
        { kind: "band", upper, lower, colour: 0 },
        { kind: "candles", ...prices },
        { kind: "line", values: upper, colour: 0, label: "upper" },
        { kind: "line", values: of(numpy(average, (feed) => bands(feed).middle)), colour: 1, label: "middle" },
        { kind: "line", values: lower, colour: 0, label: "lower" },
      ],
    }, { marks: [{ kind: "bars", values: prices.volume, colour: "price", label: "volume" }] }];
  },
}, {
  name: "volume-sums",
  title: "obv and ad, Apple",
  description:
    "The on-balance volume goes up with the whole volume of a bar that closes higher, ad with the part that the place of the close in its bar tells.",
  prices: "aapl",
  from: 380,
  bars: 110,
  panes: ({ prices, of }) => [
    { height: 180, marks: [{ kind: "candles", ...prices }] },
    { marks: [{ kind: "bars", values: prices.volume, colour: "price", label: "volume" }] },
    {
      marks: [{
        kind: "line",
        values: of(talib("OBV(close, volume)", (feed) => ct.obv(feed))),
        colour: 0,
        label: "obv",
      }],
    },
    {
      marks: [
        {
          kind: "line",
          values: of(talib("AD(high, low, close, volume)", (feed) => ct.ad(feed))),
          colour: 1,
          label: "ad",
        },
      ],
    },
  ],
}, {
  name: "money-flow",
  title: "mfi(14), cmf(20) and chaikinOscillator(3, 10), Apple",
  description: "All three weigh the way of the price by the volume of the bars.",
  prices: "aapl",
  from: 380,
  bars: 110,
  panes: ({ prices, of }) => {
    const flow = talib("MFI(high, low, close, volume, 14)", (feed) => ct.mfi(feed));
    const chaikin = pandasTa("cmf(high, low, close, volume, None, 20)", (feed) => ct.cmf(feed));
    const oscillator = talib("ADOSC(high, low, close, volume, 3, 10)", (feed) => ct.chaikinOscillator(feed));
    return [
      { height: 180, marks: [{ kind: "candles", ...prices }] },
      { levels: [20, 50, 80], marks: [{ kind: "line", values: of(flow), colour: 0, label: "mfi" }] },
      { levels: [-0.2, 0, 0.2], marks: [{ kind: "line", values: of(chaikin), colour: 1, label: "cmf" }] },
      { marks: [{ kind: "line", values: of(oscillator), colour: 2, label: "chaikinOscillator" }] },
    ];
  },
}];

const STATISTICS: readonly Picture[] = [{
  name: "regression",
  title: "linearRegression(14), highest and lowest(14), and zScore(30), Apple",
  description:
    "The end of the straight line through the last bars follows the price; the score is the distance from the mean in deviations.",
  prices: "aapl",
  from: 380,
  bars: 110,
  panes: ({ prices, of }) => {
    const regression = talib("LINEARREG(close, 14)", ({ close }) => ct.linearRegression(close, 14).value);
    const top = of(talib("MAX(close, 14)", ({ close }) => ct.highest(close, 14)));
    const bottom = of(talib("MIN(close, 14)", ({ close }) => ct.lowest(close, 14)));
    return [{
      marks: [
        { kind: "line", values: prices.close, colour: "price", label: "close" },
        { kind: "steps", values: top, colour: 2, label: "highest" },
        { kind: "line", values: of(regression), colour: 0, label: "linearRegression" },
        { kind: "steps", values: bottom, colour: 1, label: "lowest" },
      ],
    }, {
      levels: [-2, 0, 2],
      marks: [
        {
          kind: "line",
          values: of(numpy("zscore(close, 30)", ({ close }) => ct.zScore(close))),
          colour: 3,
          label: "zScore",
        },
      ],
    }];
  },
}, {
  name: "volatility-measures",
  title: "Measures of volatility over 20 bars, Apple",
  description:
    "Parkinson's and those of Garman and Klass and of Rogers and Satchell see no gaps between bars; that of Yang and Zhang does.",
  prices: "aapl",
  from: 380,
  bars: 110,
  panes: ({ prices, of }) => {
    const line = (name: string, ours: Series["ours"]): Float64Array => of(numpy(name, ours));
    const parkinson = line("parkinson(20) * sqrt(252)", (feed) => ct.parkinson(feed, 20, { barsPerYear: 252 }));
    const aBar = parkinson.map((value) => value / Math.sqrt(252));
    return [
      { height: 170, marks: [{ kind: "candles", ...prices }] },
      {
        height: 200,
        marks: [
          { kind: "line", values: line("yang_zhang(20)", (feed) => ct.yangZhang(feed)), colour: 1, label: "yangZhang" },
          {
            kind: "line",
            values: line("garman_klass(20)", (feed) => ct.garmanKlass(feed)),
            colour: 0,
            label: "garmanKlass",
          },
          {
            kind: "line",
            values: line("rogers_satchell(20)", (feed) => ct.rogersSatchell(feed)),
            colour: 2,
            label: "rogersSatchell",
          },
          { kind: "line", values: aBar, colour: 3, label: "parkinson" },
        ],
      },
    ];
  },
}];

/** The end of a bar. */
function endOfBar({ time }: ct.FeedLines, bar: number): Date {
  return new Date(columnOf(time)[bar]! / 1000);
}

/** The pictures. */
export const PANE_PICTURES: readonly Picture[] = [...MOMENTUM, ...TREND, ...VOLUME, ...STATISTICS];
