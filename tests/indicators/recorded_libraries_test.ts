// Averages and statistics beside what other libraries and exact calculations gave. A key of the fixture is a call of ours.
import { assert, assertEquals } from "@std/assert";
import recorded from "../../fixtures/indicators/libraries.json" with { type: "json" };
import prices from "../../fixtures/indicators/2006_day_001.json" with { type: "json" };
import * as ct from "../../mod.ts";
import { feedOf } from "../../src/feeds/bars.ts";
import { Clock } from "../../src/lines/clock.ts";
import { FeedLines } from "../../src/lines/feed_lines.ts";
import { columnOf, type Line } from "../../src/lines/line.ts";

const texts = [prices.open, prices.high, prices.low, prices.close];
const [open, high, low, close] = texts.map((text) => Float64Array.from(text.split(" "), Number));
/** The prices have no volume, so the range of a bar in hundredths stands for it. */
const volume = high!.map((value, bar) => Math.round((value - low![bar]!) * 100));
const columns = { time: prices.date.split(" "), open: open!, high: high!, low: low!, close: close!, volume };
const feed = ct.bars(columns, { name: "2006-day-001", timeframe: "1d" });
const data = new FeedLines(feedOf(feed), new Clock("2006-day-001", feed.length));

/** The relative tolerance of a library, and each recorded series with our line. */
const SERIES: Readonly<Record<keyof typeof recorded, readonly [number, Readonly<Record<string, Line>>]>> = {
  "TA-Lib": [1e-12, {
    "trima(close, 9)": ct.trima(data.close, 9),
    "trima(close, 10)": ct.trima(data.close, 10),
    "t3(close, 5, 0.7)": ct.t3(data.close),
    "t3(close, 8, 0.4)": ct.t3(data.close, 8, 0.4),
  }],
  "pandas-ta-classic": [1e-12, { "vwma(close, 20)": ct.vwma(data, 20) }],
  "Python": [1e-12, {
    "alma(close, 9, 0.85, 6)": ct.alma(data.close),
    "alma(close, 20, 0.6, 4)": ct.alma(data.close, 20, { offset: 0.6, sigma: 4 }),
    "stdDev(close, 10)": ct.stdDev(data.close, 10),
    "stdDev(close, 20, sample)": ct.stdDev(data.close, 20, { sample: true }),
    "meanDeviation(close, 10)": ct.meanDeviation(data.close, 10),
    "regressionOn(close, open, 10).slope": ct.regressionOn(data.close, data.open).slope,
    "regressionOn(close, open, 10).intercept": ct.regressionOn(data.close, data.open).intercept,
  }],
};

for (const [library, [tolerance, lines]] of Object.entries(SERIES)) {
  const series: Readonly<Record<string, string>> = recorded[library as keyof typeof recorded];

  for (const [key, text] of Object.entries(series)) {
    Deno.test(`${key} is what ${library} gave`, () => {
      const values = columnOf(lines[key]!);
      for (const [bar, number] of text.split(" ").map(Number).entries()) {
        const value = values[bar]!, isEqual = Math.abs(value - number) <= tolerance * Math.abs(number);
        assert(
          isEqual || (Number.isNaN(value) && Number.isNaN(number)),
          `bar ${bar}: recorded ${number}, ours ${value}`,
        );
      }
    });
  }

  Deno.test(`every series of ${library} is compared`, () => {
    assertEquals(Object.keys(lines).toSorted(), Object.keys(series).toSorted());
  });
}
