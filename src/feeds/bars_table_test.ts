import { assertEquals } from "@std/assert";
import { Bars, feedOf } from "./bars.ts";
import { bars } from "./read_columns.ts";
import { sample } from "./sample.ts";

Deno.test("a console shows bars by name, count, first and last time, timeframe and zone, without a column", async () => {
  assertEquals(
    Deno.inspect(await sample("aapl")),
    `Bars aapl
  bars       504
  first      2016-05-12
  last       2018-05-11
  timeframe  1d
  time zone  America/New_York
  stamp      date
  note       Adjusted close is present and not used; adjust: "back" uses it
  note       The timeframe 1d was taken from the commonest spacing of the rows`,
  );
});

Deno.test("times within a day are the ends of the bars on the clock of the zone, midnight with its hour", () => {
  const price = [1, 2], columns = { open: price, high: price, low: price, close: price };
  const time = ["2024-01-02T23:00:00", "2024-01-03T00:00:00"];
  const feed = bars({ time, ...columns }, { name: "b", timeframe: "1h", stamp: "close", timeZone: "Europe/Berlin" });
  const lines = Deno.inspect(feed).split("\n");
  assertEquals(lines.slice(2, 6), [
    "  first      2024-01-02T23:00:00",
    "  last       2024-01-03T00:00:00",
    "  timeframe  1h",
    "  time zone  Europe/Berlin",
  ]);
});

Deno.test("bars that were made by hand without a bar or a timeframe are shown too", async () => {
  const feed = feedOf(await sample("aapl")), none = new Float64Array(0);
  const columns = Object.fromEntries(Object.keys(feed.columns).map((name) => [name, none])) as typeof feed.columns;
  const empty = new Bars({ ...feed, columns, extra: {}, length: 0, timeframeUs: NaN, notes: [] });
  assertEquals(Deno.inspect(empty).split("\n").slice(1, 5), [
    "  bars       0",
    "  first      none",
    "  last       none",
    "  timeframe  unknown",
  ]);
});
