import { assertEquals } from "@std/assert";
import { Bars, feedOf } from "./bars.ts";
import { bars } from "./read_columns.ts";
import { sample } from "./sample.ts";

Deno.test("a console shows bars by their facts, and by a table of the first and the last ones", async () => {
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
  note       The timeframe 1d was taken from the commonest spacing of the rows

  time              open        high         low       close    volume   Adj Close
  2016-05-12   92.720001   92.779999   89.470001   90.339996  76314700   87.285637
  2016-05-13   90.000000   91.669998   90.000000   90.519997  44392800   87.459572
  2016-05-16   92.389999   94.389999   91.650002   93.879997  61259800   90.705963
  ...                ...         ...         ...         ...       ...         ...
  2018-05-09  186.550003  187.399994  185.220001  187.360001  23211200  186.640305
  2018-05-10  187.740005  190.369995  187.649994  190.039993  27989300  189.309998
  2018-05-11  189.490005  190.059998  187.449997  188.589996  25806600  188.589996`,
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
