/**
 * Pictures of indicators that are drawn over the price: averages, trend, bands, levels and patterns.
 *
 * @module
 */

import * as ct from "../../../mod.ts";
import type { Mark } from "./chart.ts";
import { type Picture, recordedIn, type Series } from "./picture.ts";

const talib = recordedIn("talib"), pandasTa = recordedIn("pandas_ta"), definitions = recordedIn("definitions");
const backtrader = recordedIn("backtrader"), backtraderMore = recordedIn("backtrader_more");
const candles = recordedIn("talib_candles"), sma = recordedIn("sma"), crossover = recordedIn("crossover");

/** A series that is 1 where the line is above 0, and NaN elsewhere, for a line in two colours. */
function where(values: Float64Array, is: (bar: number) => boolean): Float64Array {
  return values.map((value, bar) => is(bar) ? value : NaN);
}

const AVERAGES: readonly Picture[] = [{
  name: "averages",
  title: "Averages of 10 bars over the close of Apple",
  description:
    "The simple average follows a turn of the price last, the exponential one sooner, and Hull's average soonest.",
  prices: "aapl",
  from: 396,
  bars: 100,
  panes: ({ prices, of }) => [{
    height: 300,
    marks: [
      { kind: "line", values: prices.close, colour: "price", label: "close" },
      { kind: "line", values: of(talib("SMA(close, 10)", ({ close }) => ct.sma(close, 10))), colour: 0, label: "sma" },
      { kind: "line", values: of(talib("EMA(close, 10)", ({ close }) => ct.ema(close, 10))), colour: 1, label: "ema" },
      {
        kind: "line",
        values: of(pandasTa("hma(close, 10)", ({ close }) => ct.hma(close, 10))),
        colour: 2,
        label: "hma",
      },
    ],
  }],
}, {
  name: "adaptive-averages",
  title: "Kaufman's adaptive average and the triple exponential one, 10 bars, Apple",
  description:
    "The adaptive average rests while the price goes sideways; the triple exponential one follows every turn.",
  prices: "aapl",
  from: 300,
  bars: 100,
  panes: ({ prices, of }) => [{
    height: 260,
    marks: [
      { kind: "line", values: prices.close, colour: "price", label: "close" },
      {
        kind: "line",
        values: of(talib("KAMA(close, 10)", ({ close }) => ct.kama(close, 10))),
        colour: 0,
        label: "kama",
      },
      {
        kind: "line",
        values: of(talib("TEMA(close, 10)", ({ close }) => ct.tema(close, 10))),
        colour: 1,
        label: "tema",
      },
    ],
  }],
}, {
  name: "envelope",
  title: "An envelope of 2.5 percent around sma(close, 30), and the oscillator, an index in 2006",
  description: "The price leaves the envelope downwards in May; the oscillator below is its distance from the average.",
  prices: "index",
  from: 40,
  bars: 120,
  panes: ({ prices, of }) => {
    const line = (name: string, ours: Series["ours"]): Float64Array =>
      of(backtrader(`MovingAverageSimpleEnvelope | ${name}`, ours));
    const upper = line("top", ({ close }) => ct.envelope(ct.sma(close, 30)).upper);
    const lower = line("bot", ({ close }) => ct.envelope(ct.sma(close, 30)).lower);
    const distance = backtrader(
      "MovingAverageSimpleOscillator | sma",
      ({ close }) => ct.oscillator(close, ct.sma(close, 30)),
    );
    return [{
      marks: [
        { kind: "band", upper, lower, colour: 0 },
        { kind: "line", values: prices.close, colour: "price", label: "close" },
        { kind: "line", values: upper, colour: 0, label: "upper" },
        { kind: "line", values: line("sma", ({ close }) => ct.sma(close, 30)), colour: 1, label: "sma" },
        { kind: "line", values: lower, colour: 0, label: "lower" },
      ],
    }, { levels: [-200, 0, 200], marks: [{ kind: "line", values: of(distance), colour: 2, label: "oscillator" }] }];
  },
}];

const TREND: readonly Picture[] = [{
  name: "super-trend",
  title: "superTrend(10, 3), Apple",
  description:
    "The stop stands below the bars while the direction is up, and changes to the other side after a close beyond it.",
  prices: "aapl",
  from: 380,
  bars: 110,
  panes: ({ prices, of }) => {
    const line = of(definitions("ta.supertrend(3, 10).line", (feed) => ct.superTrend(feed).line));
    const direction = of(definitions("ta.supertrend(3, 10).direction", (feed) => ct.superTrend(feed).direction));
    return [{
      height: 290,
      marks: [
        { kind: "candles", ...prices },
        { kind: "line", values: where(line, (bar) => direction[bar]! > 0), colour: 2, label: "stop, up" },
        { kind: "line", values: where(line, (bar) => direction[bar]! < 0), colour: 1, label: "stop, down" },
      ],
    }];
  },
}, {
  name: "psar",
  title: "psar(0.02, 0.2), Apple",
  description:
    "The points follow the price faster with each new extreme, and go to the other side when a bar touches them.",
  prices: "aapl",
  from: 400,
  bars: 100,
  panes: ({ prices, of }) => [{
    height: 270,
    marks: [
      { kind: "candles", ...prices },
      {
        kind: "dots",
        values: of(talib("SAR(high, low, 0.02, 0.2)", (feed) => ct.psar(feed))),
        colour: 0,
        label: "psar",
      },
    ],
  }],
}, {
  name: "ichimoku",
  title: "ichimoku(9, 26, 52), an index in 2006",
  description:
    "The cloud between the two spans was made 26 bars before; the price falls through it in May and rises above it in August.",
  prices: "index",
  from: 78,
  bars: 140,
  panes: ({ prices, of }) => {
    const line = (name: string, ours: Series["ours"]): Float64Array => of(backtrader(`Ichimoku | ${name}`, ours));
    const spanA = line("senkou_span_a", (feed) => ct.ichimoku(feed).spanA);
    const spanB = line("senkou_span_b", (feed) => ct.ichimoku(feed).spanB);
    const upper = spanA.map((value, bar) => value >= spanB[bar]! ? value : spanB[bar]!);
    const lower = spanA.map((value, bar) => value >= spanB[bar]! ? spanB[bar]! : value);
    return [{
      height: 300,
      marks: [
        { kind: "band", upper, lower, colour: 3 },
        { kind: "candles", ...prices },
        { kind: "line", values: spanA, colour: 3, label: "spanA" },
        { kind: "line", values: spanB, colour: 4, label: "spanB" },
        {
          kind: "line",
          values: line("tenkan_sen", (feed) => ct.ichimoku(feed).conversion),
          colour: 0,
          label: "conversion",
        },
        { kind: "line", values: line("kijun_sen", (feed) => ct.ichimoku(feed).base), colour: 1, label: "base" },
      ],
    }];
  },
}];

const VOLATILITY: readonly Picture[] = [{
  name: "bollinger",
  title: "bollinger(20, 2) with its %b, Apple",
  description:
    "The bands are near in calm weeks and far in wild ones; %b is 1 at the upper band and 0 at the lower one.",
  prices: "aapl",
  from: 380,
  bars: 110,
  panes: ({ prices, of }) => {
    const upper = of(talib("BBANDS(close, 20, 2, 2, 0).upperband", ({ close }) => ct.bollinger(close).upper));
    const middle = of(talib("BBANDS(close, 20, 2, 2, 0).middleband", ({ close }) => ct.bollinger(close).middle));
    const lower = of(talib("BBANDS(close, 20, 2, 2, 0).lowerband", ({ close }) => ct.bollinger(close).lower));
    const percent = pandasTa(
      "bbands(close, 20, 2.0, 2.0, 0).BBP_20_2.0_2.0",
      ({ close }) => ct.bollingerPercentB(close),
    );
    return [{
      marks: [
        { kind: "band", upper, lower, colour: 0 },
        { kind: "candles", ...prices },
        { kind: "line", values: upper, colour: 0, label: "upper" },
        { kind: "line", values: middle, colour: 1, label: "middle" },
        { kind: "line", values: lower, colour: 0, label: "lower" },
      ],
    }, { levels: [0, 0.5, 1], marks: [{ kind: "line", values: of(percent), colour: 2, label: "bollingerPercentB" }] }];
  },
}, {
  name: "channels",
  title: "keltner(20, 2) and donchian(20), Apple",
  description:
    "The channel of Keltner follows an average at a distance of ranges; that of Donchian goes in steps from extreme to extreme.",
  prices: "aapl",
  from: 380,
  bars: 110,
  panes: ({ prices, of }) => {
    const upper = of(definitions("ta.kc(close, 20, 2).upper", (feed) => ct.keltner(feed).upper));
    const lower = of(definitions("ta.kc(close, 20, 2).lower", (feed) => ct.keltner(feed).lower));
    const top = of(pandasTa("donchian(high, low, 20, 20).DCU_20_20", (feed) => ct.donchian(feed).upper));
    const bottom = of(pandasTa("donchian(high, low, 20, 20).DCL_20_20", (feed) => ct.donchian(feed).lower));
    return [{
      height: 200,
      marks: [
        { kind: "band", upper, lower, colour: 2 },
        { kind: "line", values: prices.close, colour: "price", label: "close" },
        { kind: "line", values: upper, colour: 2, label: "keltner upper" },
        { kind: "line", values: lower, colour: 2, label: "keltner lower" },
      ],
    }, {
      height: 200,
      marks: [
        { kind: "band", upper: top, lower: bottom, colour: 3 },
        { kind: "line", values: prices.close, colour: "price", label: "close" },
        { kind: "steps", values: top, colour: 3, label: "donchian upper" },
        { kind: "steps", values: bottom, colour: 3, label: "donchian lower" },
      ],
    }];
  },
}, {
  name: "true-range",
  title: "trueRange, atr(14), and chandelier(22, 3), Apple",
  description:
    "The average true range rises in February; the stops of the chandelier hang three of them from the extremes.",
  prices: "aapl",
  from: 380,
  bars: 110,
  panes: ({ prices, of }) => [{
    marks: [
      { kind: "candles", ...prices },
      {
        kind: "line",
        values: of(definitions("Chandelier Exit(22, 3).long", (feed) => ct.chandelier(feed).long)),
        colour: 2,
        label: "chandelier long",
      },
      {
        kind: "line",
        values: of(definitions("Chandelier Exit(22, 3).short", (feed) => ct.chandelier(feed).short)),
        colour: 1,
        label: "chandelier short",
      },
    ],
  }, {
    marks: [
      {
        kind: "bars",
        values: of(talib("TRANGE(high, low, close)", (feed) => ct.trueRange(feed))),
        colour: "price",
        label: "trueRange",
      },
      { kind: "line", values: of(talib("ATR(high, low, close, 14)", (feed) => ct.atr(feed))), colour: 0, label: "atr" },
    ],
  }],
}];

/** The marks of fractals, which backtrader writes at their own bars. */
function fractalMarks(values: Float64Array, isHigh: boolean): Float64Array {
  return values.map((value) => Number.isFinite(value) ? (isHigh ? -1 : 1) : 0);
}

const LEVELS: readonly Picture[] = [{
  name: "pivots",
  title: "pivots of each bar, for the time after it, an index in 2006",
  description: "Five steps at each bar: the pivot in the middle, two supports below it and two resistances above it.",
  prices: "index",
  from: 100,
  bars: 40,
  panes: ({ prices, of }) => {
    const line = (name: string, colour: 0 | 1 | 2, ours: Series["ours"], label = name): Mark => ({
      kind: "steps",
      values: of(backtraderMore(`PivotPoint | ${name}`, ours)),
      colour,
      label,
    });
    return [{
      height: 300,
      marks: [
        { kind: "candles", ...prices },
        line("r2", 1, (feed) => ct.pivots(feed).r2),
        line("r1", 1, (feed) => ct.pivots(feed).r1),
        line("p", 0, (feed) => ct.pivots(feed).pivot, "pivot"),
        line("s1", 2, (feed) => ct.pivots(feed).s1),
        line("s2", 2, (feed) => ct.pivots(feed).s2),
      ],
    }];
  },
}, {
  name: "fractals",
  title: "fractals with 2 bars on either side, an index in 2006",
  description:
    "Triangles mark the bars that are higher or lower than two bars before and two after; each is known two bars later.",
  prices: "index",
  from: 60,
  bars: 90,
  panes: ({ prices: { volume: _volume, ...prices }, of }) => {
    const high = of(backtraderMore("Fractal | fractal_bearish", (feed) => ct.fractals(feed).high.times(1.015), 2));
    const low = of(backtraderMore("Fractal | fractal_bullish", (feed) => ct.fractals(feed).low.times(1 - 0.015), 2));
    const at = { below: prices.low, above: prices.high };
    return [{
      height: 280,
      marks: [
        { kind: "candles", ...prices },
        { kind: "marks", values: fractalMarks(high, true), ...at, colour: 1 },
        { kind: "marks", values: fractalMarks(low, false), ...at, colour: 2 },
      ],
    }];
  },
}];

/** The patterns of a picture: the function of TA-Lib, the letter that marks it, and ours. */
const CANDLE_PATTERNS: readonly (readonly [string, string, (feed: ct.FeedLines) => ct.Line])[] = [
  ["CDLENGULFING", "E", ct.engulfing],
  ["CDLHAMMER", "H", ct.hammer],
  ["CDLPIERCING", "P", ct.piercing],
  ["CDLSHOOTINGSTAR", "S", ct.shootingStar],
  ["CDLEVENINGSTAR", "V", ct.eveningStar],
];

const PATTERNS: readonly Picture[] = [{
  name: "candle-patterns",
  title: "E engulfing, H hammer, P piercing, S shooting star, V evening star, Apple",
  description:
    "Triangles below bars mark patterns that speak for a rise, triangles above bars those that speak for a fall.",
  prices: "aapl-all",
  from: 31,
  bars: 57,
  panes: ({ prices, of }) => {
    const found = CANDLE_PATTERNS.map(([name, letter, ours]) =>
      [letter, of(candles(`${name}(open, high, low, close)`, (feed) => ours(feed).times(100)))] as const
    );
    // One triangle for all patterns of a bar that speak for one side, with the letters of these.
    const marked = (side: 1 | -1): Mark => {
      const letters = Array.from(
        prices.close,
        (_close, bar) => found.map(([letter, values]) => values[bar]! * side > 0 ? letter : "").join(""),
      );
      const values = Float64Array.from(letters, (text) => text === "" ? 0 : side);
      return { kind: "marks", values, below: prices.low, above: prices.high, letters, colour: side > 0 ? 2 : 1 };
    };
    return [{ height: 320, marks: [{ kind: "candles", ...prices }, marked(1), marked(-1)] }];
  },
}, {
  name: "heikin-ashi",
  title: "The bars of Apple, and heikinAshi of them below",
  description: "The bars of Heikin-Ashi keep one colour for as long as the price goes one way.",
  prices: "aapl",
  from: 400,
  bars: 90,
  panes: ({ prices, of }) => {
    const line = (name: "open" | "high" | "low" | "close"): Float64Array =>
      of(pandasTa(`ha(open, high, low, close).HA_${name}`, (feed) => ct.heikinAshi(feed)[name]));
    return [
      { height: 190, marks: [{ kind: "candles", ...prices }] },
      {
        height: 190,
        marks: [{ kind: "candles", open: line("open"), high: line("high"), low: line("low"), close: line("close") }],
      },
    ];
  },
}];

const RULES: readonly Picture[] = [{
  name: "crossings",
  title: "crossover(sma(close, 10), sma(close, 30)), an index in 2006",
  description:
    "A triangle marks each bar at which the fast average comes to the other side of the slow one; below it the line of 1, -1 and 0.",
  prices: "index",
  from: 95,
  bars: 150,
  panes: ({ prices, of }) => {
    const fast = of(sma("sma(close, 10)", ({ close }) => ct.sma(close, 10)));
    const slow = of(sma("sma(close, 30)", ({ close }) => ct.sma(close, 30)));
    const crosses = of(crossover(
      "crossover(sma(close, 10), sma(close, 30))",
      ({ close }) => ct.crossover(ct.sma(close, 10), ct.sma(close, 30)),
    ));
    return [{
      marks: [
        { kind: "line", values: prices.close, colour: "price", label: "close" },
        { kind: "line", values: fast, colour: 0, label: "sma 10" },
        { kind: "line", values: slow, colour: 1, label: "sma 30" },
        { kind: "marks", values: crosses, below: fast, above: fast, colour: 2 },
      ],
    }, { height: 70, levels: [-1, 0, 1], marks: [{ kind: "line", values: crosses, colour: 2, label: "crossover" }] }];
  },
}];

/** The pictures. */
export const PRICE_PICTURES: readonly Picture[] = [
  ...AVERAGES,
  ...TREND,
  ...VOLATILITY,
  ...LEVELS,
  ...PATTERNS,
  ...RULES,
];
