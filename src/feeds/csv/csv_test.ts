import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { csv, type CsvOptions, parseCsv } from "./csv.ts";
import type { Feed } from "../feed.ts";

const PRICES = new URL("../../../fixtures/prices/", import.meta.url);

function parse(text: string, options?: CsvOptions): Feed {
  return parseCsv(new TextEncoder().encode(text), "data/x.csv", options);
}

function iso(timeUs: number | undefined): string {
  return new Date(timeUs! / 1000).toISOString();
}

/** A generated file as cells, with quantities in many written forms. */
function generatedCells(seed: number, rows: number): string[][] {
  const next = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  const cells = [["Date", "Open", "High", "Low", "Close", "Volume", "Open Interest"]];
  for (let row = 0; row < rows; row++) {
    const date = new Date(Date.UTC(1990, 0, 1 + row)).toISOString().slice(0, 10);
    const places = next(9);
    const low = 1 + next(100_000);
    const texts = [low + 5, low + 10, low, low + next(11)].map((value) => (value / 10 ** next(3)).toFixed(places));
    const sorted = texts.map(Number).sort((a, b) => a - b);
    const text = (value: number) => texts.find((candidate) => Number(candidate) === value)!;
    const volume = ["", "0", String(next(1_000_000)), `${next(1000)}e3`][next(4)]!;
    const bar = [text(sorted[1]!), text(sorted[3]!), text(sorted[0]!), text(sorted[2]!)];
    if (sorted[0]! > 0) cells.push([date, ...bar, volume, String(next(100) / 8)]);
  }
  return cells;
}

Deno.test("parseCsv() gives the doubles of Number() for every cell", () => {
  const cells = generatedCells(5, 3000);
  const feed = parse(cells.map((row) => row.join(",")).join("\n"));
  const { open, high, low, close, volume } = feed.columns;
  const columns = [open, high, low, close, volume, feed.extra["Open Interest"]!];
  const expected = columns.map((_, column) => Float64Array.from(cells.slice(1), (row) => Number(row[column + 1])));
  assertEquals(columns.map((column) => [...column]), expected.map((column) => [...column]));
});

Deno.test("parseCsv() gives the same feed whatever the quotes, delimiters, spaces and line ends", () => {
  const cells = generatedCells(9, 400);
  const plain = parse(cells.map((row) => row.join(",")).join("\n") + "\n");
  let seed = 3;
  const next = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  const variants: [string, string][] = [];
  for (const delimiter of [",", ";", "\t"]) {
    for (const end of ["\n", "\r\n"]) {
      const dressed = cells.map((row) =>
        row.map((cell) => [cell, `"${cell}"`, ` ${cell} `, ` "${cell}"  `][next(4)]!).join(delimiter)
      );
      variants.push([`${JSON.stringify(delimiter)} ${JSON.stringify(end)}`, dressed.join(end)]);
      variants.push([
        "byte order mark, blank lines, delimiter at the end",
        `\uFEFF${end}${dressed.join(delimiter + end + end)}${end}`,
      ]);
    }
  }
  for (const [what, text] of variants) assertEquals(parse(text), plain, what);
});

Deno.test("parseCsv() gives the same feed for columns in any order and for rows upside down", () => {
  const cells = generatedCells(21, 100);
  const plain = parse(cells.map((row) => row.join(",")).join("\n"));
  const shuffled = cells.map((row) => [4, 6, 0, 2, 5, 1, 3].map((column) => row[column]).join(","));
  assertEquals(parse(shuffled.join("\n")), plain);
  const reversed = parse([cells[0]!, ...cells.slice(1).reverse()].map((row) => row.join(",")).join("\n"));
  assertEquals({ ...reversed, notes: [] }, { ...plain, notes: [] });
  assertEquals(reversed.notes.includes("The rows were in descending order and were reversed"), true);
});

Deno.test("csv() reads the daily stock series", async () => {
  const feed = await csv(new URL("aapl.csv", PRICES), { timeZone: "America/New_York" });
  assertEquals([feed.name, feed.length, feed.decimals, feed.stamp], ["aapl", 1260, 6, "date"]);
  assertEquals(iso(feed.columns.timeUs[0]! + 1), "2013-05-14T04:00:00.000Z");
  assertEquals(iso(feed.columns.timeUs[1259]! + 1), "2018-05-12T04:00:00.000Z");
  assertEquals(feed.columns.sessionDay[0], 735_001);
  assertEquals([feed.columns.open[0], feed.columns.close[1259]], [64.501427, 188.589996]);
  assertEquals(feed.notes[0], 'Adjusted close is present and not used; adjust: "back" uses it');
  assertEquals(feed.extra["Adj Close"]![0], 50.961628);
});

Deno.test("csv() reads the five-minute series", async () => {
  const feed = await csv(new URL("2006-min-005.csv", PRICES), { timeZone: "Europe/Berlin", stamp: "close" });
  assertEquals([feed.length, feed.timeframeUs, feed.decimals], [2142, 300_000_000, 2]);
  assertEquals(iso(feed.columns.timeUs[0]), "2006-01-02T08:05:00.000Z");
  assertEquals(iso(feed.columns.beginUs[0]), "2006-01-02T08:00:00.000Z");
  assertEquals(iso(feed.columns.timeUs[2141]), "2006-01-30T16:30:00.000Z");
  assertEquals(new Set(feed.columns.sessionDay).size, 21);
});

Deno.test("csv() reads files only, and says when there is none", async () => {
  await assertRejects(
    () => csv(new URL("https://example.com/x.csv")),
    TypeError,
    "fetch it and pass its bytes to parseCsv",
  );
  await assertRejects(() => csv(new URL("none.csv", PRICES)), Deno.errors.NotFound, "none.csv");
});

Deno.test("parseCsv() adjusts back by the adjusted close where asked", () => {
  const text =
    "Date,Open,High,Low,Close,Adj Close,Volume\n2024-01-02,10.5,12,10,11,5.5,100\n2024-01-03,11,12,10,11,11,0\n";
  const feed = parse(text, { adjust: "back" });
  const { open, high, low, close, volume } = feed.columns;
  assertEquals([open, high, low, close, volume].map((column) => column[0]), [5.25, 6, 5, 5.5, 200]);
  assertEquals([open, high, low, close, volume].map((column) => column[1]), [11, 12, 10, 11, 0]);
  assertEquals([feed.adjusted, feed.decimals, feed.extra], [true, 1, {}]);
  assertEquals(feed.notes.some((note) => note.includes("Adjusted")), false);
  assertThrows(
    () => parse(text.replace("5.5,100", "0,100"), { adjust: "back" }),
    RangeError,
    'column "Adj Close": the adjusted close 0 is not above zero',
  );
  assertThrows(
    () => parse("Date,Open,High,Low,Close\n2024-01-02,1,1,1,1", { adjust: "back" }),
    RangeError,
    "Cannot adjust data/x.csv: it has no column of adjusted closes",
  );
});

Deno.test("parseCsv() reads the files of the usual sources", () => {
  const nasdaq = parse(
    "Date,Close/Last,Volume,Open,High,Low\n01/16/2024,$183.63,65603000,$182.16,$184.26,$180.93\n" +
      "01/12/2024,$185.92,40477780,$186.06,$186.74,$185.19\n",
  );
  assertEquals([...nasdaq.columns.close], [185.92, 183.63]);
  const investing = parse(
    '"Date","Price","Open","High","Low","Vol.","Change %"\n"Jan 16, 2024","1,183.63","1,182.16","1,184.26","1,180.93",' +
      '"65.60M","-1.23%"\n"Jan 12, 2024","1,185.92","1,186.06","1,186.74","1,185.19","40.48M","0.18%"\n',
  );
  assertEquals([...investing.columns.volume], [40_480_000, 65_600_000]);
  const coins = parse(
    "https://www.CryptoDataDownload.com\nunix,date,symbol,open,high,low,close,Volume BTC,Volume USDT\n" +
      "1641081600000,2022-01-02 00:00:00,BTC/USDT,47722.65,47990,46654,47286.18,19896.36,942274285\n" +
      "1640995200000,2022-01-01 00:00:00,BTC/USDT,46216.93,47954.63,46208.37,47722.65,19604.46,924955682\n",
  );
  assertEquals([coins.length, coins.stamp, Object.keys(coins.extra)], [2, "date", ["Volume USDT"]]);
  const stooq = parse(
    "<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>\n" +
      "AAPL.US,5,20240102,153500,187.1,188.4,186.9,187.8,100,0\nAAPL.US,5,20240102,154000,187.8,188.1,187.2,188,100,0\n",
  );
  assertEquals(iso(stooq.columns.timeUs[1]), "2024-01-02T15:40:00.000Z");
  const tradingView = parse("time,open,high,low,close,Volume\n1704207600,1,2,1,2,5\n1704211200,2,2,1,1,5\n", {
    stamp: "open",
  });
  assertEquals(iso(tradingView.columns.timeUs[0]), "2024-01-02T16:00:00.000Z");
});

Deno.test("parseCsv() wants the columns of a file without a header by position", () => {
  const klines =
    "1499040000000,0.01634790,0.80000000,0.01575800,0.01577100,148976.11427815,1499644799999,2434.19,308,1,2,0\n" +
    "1499644800000,0.01577100,0.01700000,0.01570000,0.01600000,148976.1,1500249599999,2434.19,308,1,2,0\n";
  assertThrows(
    () => parse(klines),
    RangeError,
    'name the columns by position, columns: ["time", "open", "high", "low", "close", "volume"]',
  );
  const feed = parse(klines, { columns: ["Open time", "open", "high", "low", "close", "volume", "", "Quote"] });
  assertEquals([feed.length, feed.stamp, feed.timeframeUs, feed.decimals], [2, "open", 7 * 86_400e6, 7]);
  assertEquals(Object.keys(feed.extra), ["Quote"]);
  assertThrows(
    () => parse("1,2\n", { columns: ["time", "open", "high"] }),
    RangeError,
    "Cannot name 3 columns of data/x.csv: its first line has 2 cells",
  );
});

Deno.test("parseCsv() maps names that it does not know", () => {
  const text = "When;First;Top;Bottom;Last\n2024-01-02;1;2;1;2\n";
  assertThrows(() => parse(text), RangeError, 'its columns are "When", "First", "Top", "Bottom", "Last"');
  const feed = parse(text, { columns: { time: "When", open: "First", high: "Top", low: "Bottom", close: "Last" } });
  assertEquals([feed.columns.open[0], feed.columns.close[0], feed.name], [1, 2, "x"]);
});

Deno.test("parseCsv() finds out whether months or days come first, or asks", () => {
  const file = (...dates: string[]) => "Date,Open,High,Low,Close\n" + dates.map((date) => `${date},1,1,1,1\n`).join("");
  assertEquals(iso(parse(file("01/12/2024", "01/15/2024")).columns.timeUs[0]! + 1), "2024-01-13T00:00:00.000Z");
  assertEquals(iso(parse(file("12/01/2024", "15/01/2024")).columns.timeUs[0]! + 1), "2024-01-13T00:00:00.000Z");
  const unclear = file("01/02/2024", "02/02/2024", "03/02/2024");
  assertThrows(
    () => parse(unclear),
    RangeError,
    'Cannot tell months from days in column "Date" of data/x.csv: no number in its dates is above 12; ' +
      'pass dateOrder: "mdy" (month first) or "dmy" (day first)',
  );
  assertEquals(iso(parse(unclear, { dateOrder: "mdy" }).columns.timeUs[0]! + 1), "2024-01-03T00:00:00.000Z");
  assertEquals(iso(parse(unclear, { dateOrder: "dmy" }).columns.timeUs[0]! + 1), "2024-02-02T00:00:00.000Z");
  assertThrows(
    () => parse(file("01/12/2024", "01/15/2024", "15/01/2024")),
    RangeError,
    'line 4 of data/x.csv, column "Date": there is no date "15/01/2024"',
  );
});

Deno.test("parseCsv() skips and counts bad rows where asked", () => {
  const text =
    "Date,Open,High,Low,Close\n2024-01-02,1,1,1,1\n2024-01-03,null,null,null,null\n2024-01-04,1,1,2,1\n2024-01-05,1,1,1,1\n";
  assertThrows(() => parse(text), RangeError, 'Cannot read line 3 of data/x.csv, column "Open": there is no value');
  const feed = parse(text, { onBadRow: "skip" });
  assertEquals(feed.length, 2);
  assertEquals(
    feed.notes[0],
    '2 bad rows were left out, the first is line 3 of data/x.csv, column "Open": there is no value ' +
      '(the line is "2024-01-03,null,null,null,null")',
  );
});

Deno.test("parseCsv() refuses a file without rows or without a good one", () => {
  assertThrows(() => parse(""), RangeError, "Cannot read data/x.csv: it is empty");
  assertThrows(() => parse("Date,Open,High,Low,Close\n"), RangeError, "Cannot read data/x.csv: it has no rows");
  assertThrows(
    () => parse("Date,Open,High,Low,Close\nx,1,1,1,1", { onBadRow: "skip" }),
    RangeError,
    "Cannot read data/x.csv: it has no good row; 1 bad row was left out",
  );
});

Deno.test("parseCsv() names both lines of times that repeat, blank lines counted", () => {
  assertThrows(
    () => parse("Date,Open,High,Low,Close\n\n2024-01-02,1,1,1,1\n\n2024-01-02,1,1,1,1\n"),
    RangeError,
    "line 3 of data/x.csv and line 5 of data/x.csv have the same time 2024-01-02",
  );
});

Deno.test("parseCsv() refuses options that are unknown or not allowed", () => {
  const text = "Date,Open,High,Low,Close\n2024-01-02,1,1,1,1\n";
  const refused = (options: Record<string, unknown>, message: string) =>
    assertThrows(() => parse(text, options as CsvOptions), Error, message);
  refused({ adjust: "forward" }, 'Cannot use adjust "forward": pass "none" or "back"');
  refused({ seperator: ";" }, 'Cannot use option "seperator"');
  refused({ columns: { last: "Close" } }, 'Cannot map column "last"');
});
