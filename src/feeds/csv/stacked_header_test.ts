import { assertEquals, assertThrows } from "@std/assert";
import type { FeedData } from "../feed_data.ts";
import { parseCsv } from "./csv.ts";
import type { CsvOptions } from "./csv_options.ts";

function parse(lines: readonly string[], options?: CsvOptions): FeedData {
  return parseCsv(new TextEncoder().encode([...lines, ""].join("\n")), "x.csv", options);
}

const ONE_ROWS = ["2024-01-02,184.08,186.86,182.33,185.58,82488700", "2024-01-03,182.7,184.32,181.88,182.67,58414500"];
const ONE_TICKERS = ",MSFT,MSFT,MSFT,MSFT,MSFT";

/** Headers of one instrument in every form that data frames write them in. */
const ONE: readonly (readonly string[])[] = [
  ["Price,Close,High,Low,Open,Volume", `Ticker${ONE_TICKERS}`, "Date,,,,,"],
  ["Price,Close,High,Low,Open,Volume", `Ticker${ONE_TICKERS}`, "Date"],
  ["Price,Close,High,Low,Open,Volume", `Ticker${ONE_TICKERS}`],
  [",Close,High,Low,Open,Volume", ONE_TICKERS, "Date,,,,,"],
  ["Date,Close,High,Low,Open,Volume", ONE_TICKERS],
  ["Attributes,Close,High,Low,Open,Volume", `Symbols${ONE_TICKERS}`, "Date,,,,,"],
  [`Ticker${ONE_TICKERS}`, "Price,Close,High,Low,Open,Volume", "Date,,,,,"],
  [ONE_TICKERS, ",Close,High,Low,Open,Volume", "Date,,,,,"],
];

/** Two instruments: names first, or symbols first. */
const TWO: readonly (readonly string[])[] = [
  ["Price,Close,Close,High,High,Low,Low,Open,Open,Volume,Volume", "Ticker,A,B,A,B,A,B,A,B,A,B", "Date,,,,,,,,,,"],
  ["Ticker,A,B,A,B,A,B,A,B,A,B", "Price,Close,Close,High,High,Low,Low,Open,Open,Volume,Volume", "Date,,,,,,,,,,"],
];
const TWO_ROWS = ["2024-01-02,10,20,11,21,9,19,9.5,19.5,100,200", "2024-01-03,10.5,20.5,11,21,9,19,10,20,101,201"];

Deno.test("a header of a line with names and one with a symbol is read as it is", () => {
  for (const header of ONE) {
    const feed = parse([...header, ...ONE_ROWS]), what = header.join(" / ");
    assertEquals([feed.length, feed.stamp, feed.name], [2, "date", "x"], what);
    assertEquals([...feed.columns.open, ...feed.columns.close], [185.58, 182.67, 184.08, 182.7], what);
    assertEquals([[...feed.columns.volume], Object.keys(feed.extra)], [[82488700, 58414500], []], what);
    assertEquals(feed.notes[0], `The header has ${header.length} lines, of which one names the symbol "MSFT"`);
    assertEquals(parse([...header, ...ONE_ROWS], { symbol: "MSFT" }).name, "MSFT");
  }
});

Deno.test("the index of a header of several lines may be a time, or a number beside a column of dates", () => {
  const times = ["2024-01-02 14:30:00+00:00,1,1,1,1,5", "2024-01-02 14:31:00+00:00,1,1,1,1,6"];
  assertEquals(parse([...ONE[0]!.slice(0, 2), "Datetime,,,,,", ...times]).timeframeUs, 60e6);
  const counted = ["Price,Date,Close,High,Low,Open,Volume", "Ticker,,MSFT,MSFT,MSFT,MSFT,MSFT"];
  const feed = parse([...counted, ...ONE_ROWS.map((row, index) => `${index},${row}`)]);
  assertEquals([feed.length, feed.columns.close[0], Object.keys(feed.extra)], [2, 184.08, []]);
});

Deno.test("the index may be called by the name of its line or by the word above it", () => {
  for (const time of ["Price", "Date"]) {
    assertEquals(parse([...ONE[0]!, ...ONE_ROWS], { columns: { time } }).length, 2, time);
  }
});

Deno.test("several symbols in a header are an error that lists them, and the option symbol selects one", () => {
  for (const header of TWO) {
    assertThrows(
      () => parse([...header, ...TWO_ROWS]),
      RangeError,
      'Cannot read x.csv as one instrument: its header has 2 symbols, "A", "B"; pass symbol: "A" to read the rows of one',
    );
    const [a, b] = ["A", "B"].map((symbol) => parse([...header, ...TWO_ROWS], { symbol }));
    assertEquals([a!.name, ...a!.columns.close, ...a!.columns.open], ["A", 10, 10.5, 9.5, 10]);
    assertEquals([b!.name, ...b!.columns.close, ...b!.columns.volume], ["B", 20, 20.5, 200, 201]);
    assertEquals(Object.keys(b!.extra), []);
    assertThrows(
      () => parse([...header, ...TWO_ROWS], { symbol: "C" }),
      RangeError,
      'Cannot find the symbol "C" in the header of x.csv: its 2 symbols are "A", "B"; pass one of them',
    );
  }
});

Deno.test("a day on which one of several instruments has no prices is a bad row of that one alone", () => {
  const rows = [...TWO_ROWS, "2024-01-04,10,,11,,9,,10,,100,"];
  assertEquals(parse([...TWO[0]!, ...rows], { symbol: "A" }).length, 3);
  assertThrows(() => parse([...TWO[0]!, ...rows], { symbol: "B" }), RangeError, "line 6 of x.csv, column");
  assertEquals(parse([...TWO[0]!, ...rows], { symbol: "B", onBadRow: "skip" }).length, 2);
});

Deno.test("columns by position begin behind all lines of the header", () => {
  const feed = parse([...TWO[0]!, ...TWO_ROWS], {
    columns: ["time", "", "close", "", "high", "", "low", "", "open", "", "volume"],
  });
  assertEquals([...feed.columns.close], [20, 20.5]);
});

Deno.test("a header of one line is no header of several, whatever its first row", () => {
  for (const row of ["x,soon,soon,soon,soon,soon", ",null,null,null,null,null", "Date,Close,High,Low,Open,Volume"]) {
    const error = assertThrows(() => parse(["Date,Close,High,Low,Open,Volume", row, ...ONE_ROWS]), RangeError) as Error;
    assertEquals(error.message.startsWith("Cannot read line 2 of x.csv"), true, error.message);
  }
});
