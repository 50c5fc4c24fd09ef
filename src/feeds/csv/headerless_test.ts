import { assertEquals, assertThrows } from "@std/assert";
import { parseCsv } from "./csv.ts";
import type { CsvOptions } from "./csv_options.ts";

/** Takes the options out of the message of a file without a header, in the way in which a reader would. */
function suggested(text: string): CsvOptions {
  const { message } = assertThrows(() => parseCsv(new TextEncoder().encode(text), "x.csv"), RangeError) as Error;
  const columns = /columns: (\[[^\]]*\])/.exec(message), stamp = /stamp: "(open|close)"/.exec(message);
  assertEquals(message.startsWith("Cannot find a header in x.csv: its first line holds values, "), true, message);
  assertEquals(columns === null, false, message);
  const option = stamp === null ? {} : { stamp: stamp[1] as "open" | "close" };
  return { columns: JSON.parse(columns![1]!), ...option };
}

interface Case {
  readonly what: string;
  readonly text: string;
  readonly columns: readonly string[];
  readonly stamp?: "open";
  /** Open, high, low, close and volume of the first row. */
  readonly first: readonly number[];
  readonly extra?: readonly string[];
}

const BINANCE_NAMES = ["close_time", "quote_volume", "trades", "taker_buy_volume", "taker_buy_quote_volume"];
const BAR = ["open", "high", "low", "close", "volume"];

const CASES: readonly Case[] = [
  {
    what: "Binance in milliseconds",
    text: "1704067200000,42283.58,42298.62,42261.02,42298.61,35.9,1704067259999,1519032.5,1327,16.88,714,0\n" +
      "1704067260000,42298.62,42320,42298.61,42320,21.1,1704067319999,1,2,3,4,0\n",
    columns: ["time", ...BAR, ...BINANCE_NAMES],
    stamp: "open",
    first: [42283.58, 42298.62, 42261.02, 42298.61, 35.9],
    extra: ["quote_volume", "trades", "taker_buy_volume", "taker_buy_quote_volume"],
  },
  {
    what: "Binance in microseconds",
    text: "1735689600000000,93576,93610.93,93537.5,93610.93,8.21827,1735689659999999,768978.4,2631,3.95,369757.3,0\n" +
      "1735689660000000,93610.93,93652,93606.2,93652,11.3,1735689719999999,1,2,3,4,0\n",
    columns: ["time", ...BAR, ...BINANCE_NAMES],
    stamp: "open",
    first: [93576, 93610.93, 93537.5, 93610.93, 8.21827],
    extra: ["quote_volume", "trades", "taker_buy_volume", "taker_buy_quote_volume"],
  },
  {
    what: "MetaTrader 4",
    text:
      "2012.02.01,00:00,1.306600,1.306610,1.306560,1.306560,7\n2012.02.01,00:01,1.306570,1.306570,1.306470,1.306560,3\n",
    columns: ["date", "time", ...BAR],
    stamp: "open",
    first: [1.3066, 1.30661, 1.30656, 1.30656, 7],
  },
  {
    what: "MetaTrader 5 with tabs",
    text: "2024.01.02\t00:00:00\t1.10427\t1.10429\t1.10417\t1.10424\t40\t0\t14\n" +
      "2024.01.02\t00:01:00\t1.10424\t1.10430\t1.10417\t1.10420\t41\t0\t14\n",
    columns: ["date", "time", "open", "high", "low", "close", "tick_volume", "volume", "spread"],
    stamp: "open",
    first: [1.10427, 1.10429, 1.10417, 1.10424, 40],
    extra: ["tick_volume", "spread"],
  },
  {
    what: "Kraken",
    text: "1704067200,42267.5,42267.5,42267.4,42267.4,0.5,3\n1704067260,42267.4,42300,42267.4,42299,1.5,10\n",
    columns: ["time", ...BAR, "trades"],
    stamp: "open",
    first: [42267.5, 42267.5, 42267.4, 42267.4, 0.5],
    extra: ["trades"],
  },
  {
    what: "Coinbase, whose prices stand in another order",
    text: "1704153600,99,104,100,103,12.5\n1704150000,97,101,98,100,10.25\n",
    columns: ["time", "low", "high", "open", "close", "volume"],
    stamp: "open",
    first: [98, 101, 97, 100, 10.25],
  },
  {
    what: "NinjaTrader and HistData",
    text: "20061023 004400;1377.25;1377.5;1377.25;1377.25;86\n20061023 004500;1377.25;1377.25;1377.25;1377.25;27\n",
    columns: ["time", ...BAR],
    stamp: "open",
    first: [1377.25, 1377.5, 1377.25, 1377.25, 86],
  },
  {
    what: "dates alone, with a volume that looks like a date",
    text: "2024-01-02,10,11,9,10,20240102\n2024-01-03,10,11,9,10,1704067200\n",
    columns: ["time", ...BAR],
    first: [10, 11, 9, 10, 20240102],
  },
  {
    what: "a symbol, a period and a time of day of six digits",
    text: "AAPL.US,5,20240102,153000,187.15,188.44,183.885,185.64,82,0\n" +
      "AAPL.US,5,20240102,153500,184.22,185.88,183.43,184.25,58,0\n",
    columns: ["symbol", "", "date", "time", ...BAR],
    stamp: "open",
    first: [187.15, 188.44, 183.885, 185.64, 82],
  },
  {
    what: "decimal commas",
    text:
      "02.01.2024;16.801,33;16.963,52;16.670,97;16.769,36;1.234.567\n03.01.2024;16.769,36;16.800,00;16.500,00;16.538,39;9\n",
    columns: ["time", ...BAR],
    first: [16801.33, 16963.52, 16670.97, 16769.36, 1_234_567],
  },
  {
    what: "a time of day in halves of the day",
    text: "01/16/2024,9:30 AM,10,11,9,10,5\n01/16/2024,9:31 AM,10,11,9,10,5\n",
    columns: ["date", "time", ...BAR],
    stamp: "open",
    first: [10, 11, 9, 10, 5],
  },
  {
    what: "a count of rows before the time, and what is not known behind the volume",
    text: "0,2024-01-02 09:30:00,10,11,9,10,5,x,7\n1,2024-01-02 09:31:00,10,11,9,10,5,x,7\n",
    columns: ["", "time", ...BAR],
    stamp: "open",
    first: [10, 11, 9, 10, 5],
  },
  {
    what: "rows of ccxt in a data frame without its index, whose first line numbers the columns",
    text: "0,1,2,3,4,5\n1704067200000,42283.58,42298.62,42261.02,42298.61,35.9\n" +
      "1704067260000,42298.62,42320.0,42298.61,42320.0,21.1\n",
    columns: ["time", ...BAR],
    stamp: "open",
    first: [42283.58, 42298.62, 42261.02, 42298.61, 35.9],
  },
  {
    what: "rows of ccxt in a data frame with its index",
    text: ",0,1,2,3,4,5\n0,1704067200000,42283.58,42298.62,42261.02,42298.61,35.9\n" +
      "1,1704067260000,42298.62,42320.0,42298.61,42320.0,21.1\n",
    columns: ["", "time", ...BAR],
    stamp: "open",
    first: [42283.58, 42298.62, 42261.02, 42298.61, 35.9],
  },
  {
    what: "KuCoin, whose close stands behind the open",
    text: "1704067260,12,11.5,12.5,11,3.5,40.5\n1704067200,10,12,13,9,2.5,30\n",
    columns: ["time", "open", "close", "high", "low", "volume"],
    stamp: "open",
    first: [10, 13, 9, 12, 2.5],
  },
  {
    what: "no volume",
    text: "2024-01-02T10:00:00Z,10,11,9,10\n2024-01-02T10:05:00Z,10,11,9,10\n",
    columns: ["time", "open", "high", "low", "close"],
    stamp: "open",
    first: [10, 11, 9, 10, 0],
  },
];

for (const { what, text, columns, stamp, first, extra } of CASES) {
  Deno.test(`the error of a file without a header has options that read it: ${what}`, () => {
    const options = suggested(text);
    assertEquals(options, { columns, ...(stamp === undefined ? {} : { stamp }) });
    const feed = parseCsv(new TextEncoder().encode(text), "x.csv", options), { columns: bars } = feed;
    assertEquals(feed.length, 2);
    assertEquals([bars.open, bars.high, bars.low, bars.close, bars.volume].map((column) => column[0]), [...first]);
    assertEquals(Object.keys(feed.extra), extra ?? []);
    if (stamp === "open") assertEquals(bars.timeUs[0]! - bars.beginUs[0]!, feed.timeframeUs);
  });
}

Deno.test("a time of day leaves open which end of a bar it marks, unless the source is known", () => {
  const messageOf = (text: string) =>
    (assertThrows(() => parseCsv(new TextEncoder().encode(text), "x.csv"), RangeError) as Error).message;
  assertEquals(messageOf(CASES[6]!.text).endsWith('stamp: "open" or "close", whichever a row\'s time marks'), true);
  assertEquals(messageOf(CASES[0]!.text).endsWith('], stamp: "open"'), true);
  assertEquals(messageOf(CASES[7]!.text).endsWith('"volume"]'), true);
});

Deno.test("a first line without a time or without four numbers gets the columns of a plain file", () => {
  const names = ["time", "open", "high", "low", "close", "volume"];
  assertEquals(suggested("1,2,x,y,z,5\n"), { columns: names });
  assertEquals(suggested("a,b,5,c,d\n"), { columns: names.slice(0, 5) });
});

Deno.test("a first line with fewer values than a bar has is no bar, and no columns are suggested", () => {
  for (const text of ["1,2\n", "a,b,5\n", "EUR/USD,20240102 00:00:00.123,1.10427,1.10431\n"]) {
    const { message } = assertThrows(() => parseCsv(new TextEncoder().encode(text), "x.csv"), RangeError) as Error;
    assertEquals(message.startsWith("Cannot find bars in x.csv: its first line holds values, "), true, message);
    assertEquals(message.includes("columns:"), false, message);
  }
});
