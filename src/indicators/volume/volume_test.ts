// Indicators of volume at the edges: sessions, anchors, bars without a range or a volume. Their values over real prices
// are compared in tests/indicators.
import { assertEquals, assertThrows } from "@std/assert";
import { feedOf } from "../../feeds/bars.ts";
import { bars } from "../../feeds/read_columns.ts";
import { Clock } from "../../lines/clock.ts";
import { FeedLines } from "../../lines/feed_lines.ts";
import { columnOf, type Line } from "../../lines/line.ts";
import { ad } from "./ad.ts";
import type { Anchor } from "./anchor.ts";
import { anchoredVwap } from "./anchored_vwap.ts";
import { chaikinOscillator } from "./chaikin_oscillator.ts";
import { cmf } from "./cmf.ts";
import { easeOfMovement } from "./ease_of_movement.ts";
import { forceIndex } from "./force_index.ts";
import { mfi } from "./mfi.ts";
import { obv } from "./obv.ts";
import { pvo } from "./pvo.ts";
import { volumeOscillator } from "./volume_oscillator.ts";
import { vwap } from "./vwap.ts";
import { vwapBands } from "./vwap_bands.ts";
import { williamsAd } from "./williams_ad.ts";

/** A bar: high, low, close, volume, and for some a value of the column `event`. */
type Bar = readonly [high: number, low: number, close: number, volume: number, event?: number];

/** Daily bars from 2 January 2024 on. */
function daysOf(...prices: readonly Bar[]): FeedLines {
  return linesOf(prices.map((_bar, i) => new Date(Date.UTC(2024, 0, 2 + i, 21))), prices, {
    timeframe: "1d",
    timeZone: "UTC",
  });
}

function linesOf(time: readonly Date[], prices: readonly Bar[], options: Parameters<typeof bars>[1]): FeedLines {
  const [high, low, close, volume, event] = [0, 1, 2, 3, 4].map((k) => prices.map((bar) => bar[k] ?? 0));
  const columns = { time, open: close!, high: high!, low: low!, close: close!, volume: volume! };
  const feed = feedOf(bars(columns, { name: "made", stamp: "close", ...options }));
  return new FeedLines({ ...feed, extra: { event: Float64Array.from(event!) } }, new Clock("made", time.length));
}

/** Bars without a range. */
function flat(...prices: readonly (readonly [price: number, volume: number, event?: number])[]): Bar[] {
  return prices.map(([price, volume, event = 0]) => [price, price, price, volume, event]);
}

function valuesOf(line: Line): number[] {
  return [...columnOf(line)];
}

Deno.test("vwap() begins anew with the session of the feed, which need not be that of the day", () => {
  // From 14:00 to 22:00 in New York; the session ends at 16:00, and that of the next day begins at 17:00.
  const prices = flat([10, 1], [20, 3], [30, 4], [100, 1], [200, 1], [300, 2], [400, 4], [500, 8]);
  const time = [14, 15, 16, 18, 19, 20, 21, 22].map((hour) => new Date(Date.UTC(2024, 0, 2, hour + 5)));
  const options = { timeframe: "1h", timeZone: "America/New_York" };
  const session = { open: "17:00", close: "16:00" };
  assertEquals(valuesOf(vwap(linesOf(time, prices, { ...options, session }))), [
    ...[10, 17.5, 23.75],
    ...[100, 150, 225, 312.5, 406.25],
  ]);
  const byDay = valuesOf(vwap(linesOf(time, prices, options)));
  assertEquals(byDay.slice(0, 4), [10, 17.5, 23.75, 290 / 9]);
});

Deno.test("vwap() is the price of the bar while no volume was traded, and takes a price of one's own", () => {
  const feed = daysOf([30, 10, 20, 0], [60, 30, 30, 5]);
  assertEquals(valuesOf(anchoredVwap(feed, { from: "2024-01-02" })), [20, 40]);
  assertEquals(valuesOf(vwap(feed, { price: feed.close })), [20, 30]);
  assertThrows(() => vwap(feed, { price: 3 as unknown as Line }), TypeError, "of 3 as its price: pass one line");
  assertThrows(() => vwap(feed.close as unknown as FeedLines), TypeError, "Cannot compute vwap of close");
});

Deno.test("anchoredVwap() has no value before its anchor, whichever kind that is", () => {
  const feed = daysOf(...flat([10, 1], [20, 3, 1], [40, 4, 1], [100, 8]));
  const anchors: Record<string, Anchor> = {
    "session date": "2024-01-03",
    "moment at the end of a bar": new Date("2024-01-03T21:00:00Z"),
    "moment within a bar": new Date("2024-01-02T21:00:00.001Z"),
    "condition, at its first bar": feed.line("event"),
  };
  for (const [kind, from] of Object.entries(anchors)) {
    assertEquals(valuesOf(anchoredVwap(feed, { from })), [NaN, 20, 220 / 7, 1020 / 15], kind);
  }
  assertEquals(valuesOf(anchoredVwap(feed, { from: "2024-02-01" })), [NaN, NaN, NaN, NaN]);
  assertEquals(valuesOf(anchoredVwap(feed, { from: "2020-12-31" }))[0], 10);
  assertEquals(anchoredVwap(feed, { from: "2024-01-03" }).name.endsWith("volume, from 2024-01-03)"), true);
});

Deno.test("anchoredVwap() begins anew wherever its condition comes from 0, and not while that lasts", () => {
  const feed = daysOf(...flat([10, 1, 1], [20, 1, -1], [30, 1, 0], [40, 1, 0.5], [50, 1, 1], [60, 1, 0]));
  assertEquals(valuesOf(anchoredVwap(feed, { from: feed.line("event") })), [10, 15, 20, 40, 45, 50]);
});

Deno.test("an anchor that is none is refused with a remedy", () => {
  const feed = daysOf(...flat([10, 1]));
  const cases: readonly (readonly [unknown, typeof TypeError | typeof RangeError, string])[] = [
    ["2024-02-30", RangeError, 'Cannot begin anchoredVwap from "2024-02-30": pass a date such as "2018-01-02"'],
    ["yesterday", RangeError, 'Cannot begin anchoredVwap from "yesterday"'],
    [new Date(NaN), RangeError, "Cannot begin anchoredVwap from a Date without a time"],
    [3, TypeError, "Cannot begin anchoredVwap from 3"],
    [undefined, TypeError, "Cannot begin anchoredVwap from undefined"],
  ];
  for (const [from, kind, message] of cases) {
    assertThrows(() => anchoredVwap(feed, { from: from as Anchor }), kind, message);
  }
  const other = daysOf(...flat([10, 1]));
  assertThrows(() => anchoredVwap(feed, { from: other.close }), RangeError, "they are lines of different runs");
  assertThrows(() => vwapBands(feed, { from: "soon" }), RangeError, "Cannot begin vwapBands");
});

Deno.test("vwapBands() lie around the average by the deviation weighted by volume, and on it at the first trade", () => {
  const feed = daysOf(...flat([7, 0], [10, 3], [20, 1], [20, 0]));
  const { middle, upper, lower } = vwapBands(feed, { from: "2024-01-01", deviations: 2 });
  const distance = 2 * Math.sqrt((3 * 2.5 ** 2 + 7.5 ** 2) / 4);
  assertEquals(valuesOf(middle), [7, 10, 12.5, 12.5]);
  assertEquals(valuesOf(upper), [7, 10, 12.5 + distance, 12.5 + distance]);
  assertEquals(valuesOf(lower), [7, 10, 12.5 - distance, 12.5 - distance]);
  const { upper: ofSession, middle: mean } = vwapBands(feed);
  assertEquals([valuesOf(ofSession), valuesOf(mean)], [[7, 10, 20, 20], [7, 10, 20, 20]]);
  for (const deviations of [0, -1, NaN, Infinity]) {
    assertThrows(() => vwapBands(feed, { deviations }), RangeError, "Cannot compute vwapBands with deviations");
  }
});

Deno.test("obv(), ad() and williamsAd() add nothing for a close that stays", () => {
  const feed = daysOf([12, 8, 10, 5], [12, 8, 10, 7], [16, 10, 16, 3], [16, 12, 12, 2], [10, 10, 10, 9]);
  assertEquals(valuesOf(obv(feed)), [5, 5, 8, 6, -3]);
  assertEquals(valuesOf(ad(feed)), [0, 0, 3, 1, 1]);
  assertEquals(valuesOf(williamsAd(feed)), [NaN, 0, 6, 2, 0]);
});

Deno.test("cmf() is 1 for closes at the high, -1 at the low, and 0 without a range or a volume", () => {
  assertEquals(valuesOf(cmf(daysOf([12, 8, 12, 5], [12, 8, 12, 7], [12, 8, 8, 3]), 1)), [1, 1, -1]);
  assertEquals(valuesOf(cmf(daysOf(...flat([10, 5], [11, 5], [12, 5])), 2)), [NaN, 0, 0]);
  assertEquals(valuesOf(cmf(daysOf([12, 8, 12, 0], [12, 8, 12, 0]), 2)), [NaN, 0]);
});

Deno.test("mfi() is 100 without a fall, 0 without a rise, and 50 while nothing moves or is traded", () => {
  const rising = flat([10, 1], [11, 1], [12, 1]), falling = [...rising].reverse();
  assertEquals(valuesOf(mfi(daysOf(...rising), 2)), [NaN, NaN, 100]);
  assertEquals(valuesOf(mfi(daysOf(...falling), 2)), [NaN, NaN, 0]);
  assertEquals(valuesOf(mfi(daysOf(...flat([10, 1], [10, 1], [10, 1])), 2)), [NaN, NaN, 50]);
  assertEquals(valuesOf(mfi(daysOf(...flat([10, 0], [11, 0], [10, 0])), 2)), [NaN, NaN, 50]);
  assertEquals(valuesOf(mfi(daysOf(...flat([10, 1], [30, 1], [10, 1])), 2)), [NaN, NaN, 75]);
});

Deno.test("easeOfMovement() counts a bar without a range or a volume as 0", () => {
  const feed = daysOf([12, 8, 10, 5], [14, 10, 12, 4], [20, 20, 20, 4], [24, 20, 22, 0]);
  assertEquals(valuesOf(easeOfMovement(feed, 1, { divisor: 2 })), [NaN, 2 / (4 / 2 / 4), 0, 0]);
  for (const divisor of [0, -1, NaN]) {
    assertThrows(() => easeOfMovement(feed, 1, { divisor }), RangeError, "Cannot compute easeOfMovement with divisor");
  }
});

Deno.test("forceIndex() with a period of 1 is the change of the close times the volume", () => {
  assertEquals(valuesOf(forceIndex(daysOf(...flat([10, 5], [12, 3], [11, 4])), 1)), [NaN, 6, -4]);
});

Deno.test("pvo() and volumeOscillator() are 0 without volume, and in percent of the slow average with it", () => {
  const silent = daysOf(...flat([10, 0], [11, 0])), loud = daysOf(...flat([10, 2], [11, 4]));
  assertEquals(valuesOf(volumeOscillator(silent, 1, 2)), [NaN, 0]);
  assertEquals(valuesOf(volumeOscillator(loud, 1, 2)), [NaN, 100 / 3]);
  const { line, signal, histogram } = pvo(loud, 1, 2, 1);
  assertEquals([line, signal, histogram].map(valuesOf), [[NaN, 100 / 3], [NaN, 100 / 3], [NaN, 0]]);
});

Deno.test("chaikinOscillator() refuses a seed that is none", () => {
  const seed = "last" as unknown as "sma";
  assertThrows(() => chaikinOscillator(daysOf(...flat([1, 1])), 3, 10, { seed }), RangeError, 'with seed "last"');
});
