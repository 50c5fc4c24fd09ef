// What a summary tells of lines that compute nothing of use, or nothing at all.
import { assert, assertEquals } from "@std/assert";
import * as ct from "../../mod.ts";

const time = Array.from({ length: 6 }, (_value, day) => new Date(Date.UTC(2024, 0, 2 + day)));
const hours = Array.from({ length: 6 }, (_value, hour) => new Date(Date.UTC(2024, 0, 2, 10 + hour)));
const prices = {
  open: [1, 2, 3, 4, 5, 6],
  high: [2, 3, 4, 5, 6, 7],
  low: [1, 2, 3, 4, 5, 6],
  close: [2, 3, 4, 5, 6, 7],
};
const volume = [1, 0, 3, 4, 5, 6];
const daily = ct.bars({ time, ...prices, volume }, { name: "daily", timeframe: "1d" });
const hourly = ct.bars({ time: hours, ...prices, volume }, { name: "hourly", timeframe: "1h" });
const silent = ct.bars({ time: hours, ...prices }, { name: "silent", timeframe: "1h" });

function notesOf(feed: ct.Bars, make: (data: ct.FeedLines) => unknown): string[] {
  class Makes extends ct.Strategy.with({}) {
    made = make(this.data);
    override next(): void {}
  }
  const lines = ct.backtest(Makes, feed, { engineBackend: "typescript" }).summary().split(/\n(?=- )/);
  return lines.filter((line) => line.startsWith("- ")).map((line) => line.slice(2).replace(/\s+/g, " ").trim());
}

const OF_VOLUME = [
  "vwma",
  "ad",
  "chaikinOscillator",
  "cmf",
  "easeOfMovement",
  "forceIndex",
  "mfi",
  "obv",
  "pvo",
  "volumeOscillator",
  "vwap",
  "vwapBands",
] as const;

for (const name of OF_VOLUME) {
  Deno.test(`${name} of a feed without volume is told once, and of one with volume it is not`, () => {
    const note = `${name} reads the volume of silent, which is 0 in every bar`;
    const make = (data: ct.FeedLines): unknown => [ct[name](data), ct[name](data)];
    assertEquals(notesOf(silent, make).filter((line) => line.includes(note)).length, 1);
    assert(notesOf(hourly, make).every((line) => !line.includes("reads the volume")));
  });
}

Deno.test("an average price of sessions is told where each bar is a session", () => {
  for (const make of [(data: ct.FeedLines) => ct.vwap(data), (data: ct.FeedLines) => ct.vwapBands(data)]) {
    const told = (feed: ct.Bars): boolean => notesOf(feed, make).some((line) => line.includes("begins anew with each"));
    assertEquals([told(daily), told(hourly)], [true, false]);
  }
});

Deno.test("an anchor after the last bar is told", () => {
  const told = (from: string | Date): string[] =>
    notesOf(daily, (data) => ct.anchoredVwap(data, { from })).filter((line) => line.includes("anchoredVwap begins"));
  assertEquals(told("2090-01-01"), [
    "anchoredVwap begins 2090-01-01, after the last bar of daily, and so has no value",
  ]);
  assertEquals(told(new Date("2024-01-09T00:00:00Z")).length, 1);
  assertEquals([...told("2024-01-07"), ...told("1990-01-01"), ...told(new Date("2024-01-07T00:00:00Z"))], []);
});
