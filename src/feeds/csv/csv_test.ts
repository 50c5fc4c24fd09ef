import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { Buffer } from "node:buffer";
import { csv, parseCsv } from "./csv.ts";
import type { CsvOptions } from "./csv_options.ts";
import type { FeedData } from "../feed_data.ts";

const PRICES = new URL("../../../fixtures/prices/", import.meta.url);

function parse(text: string, options?: CsvOptions): FeedData {
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
  assertEquals(plain.notes.some((note) => note.includes("decimal")), false);
  let seed = 3;
  const next = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  const variants: [string, string][] = [];
  for (const delimiter of [",", ";", "\t"]) {
    for (const end of ["\n", "\r\n"]) {
      const dressed = cells.map((row) =>
        row.map((cell) => [cell, `"${cell}"`, ` ${cell} `, ` "${cell}"  `][next(4)]!).join(delimiter)
      );
      variants.push([`${JSON.stringify(delimiter)} ${JSON.stringify(end)}`, dressed.join(end) + end]);
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
  const plain = parse(cells.map((row) => row.join(",")).join("\n") + "\n");
  const shuffled = cells.map((row) => [4, 6, 0, 2, 5, 1, 3].map((column) => row[column]).join(","));
  assertEquals(parse(shuffled.join("\n") + "\n"), plain);
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

Deno.test("csv() says when there is no file, and checks its options before it reads", async () => {
  await assertRejects(() => csv(new URL("none.csv", PRICES)), Deno.errors.NotFound, "none.csv");
  await assertRejects(() => csv("none.csv", { adjust: "forward" } as never), RangeError, "Cannot use adjust");
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
    'name the columns by position, columns: ["time", "open", "high", "low", "close", "volume", "close_time", ',
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

Deno.test("parseCsv() reads files of Investing.com in other languages, with K and M behind volumes", () => {
  const files = [
    "Datum,Zuletzt,Eröffn.,Hoch,Tief,Vol.,+/- %",
    "Date,Dernier,Ouv., Plus Haut,Plus Bas,Vol.,Variation %",
    "Fecha,Último,Apertura,Máximo,Mínimo,Vol.,% var.",
    "Data,Ultimo,Apertura,Massimo,Minimo,Vol.,Var. %",
    "Data,Último,Abertura,Máxima,Mínima,Vol.,Var%",
  ];
  const rows = '"03.01.2024","16.538,39","16.769,36","16.800,00","16.500,00","1,2M","-1,38%"\n' +
    '"02.01.2024","16.769,36","16.801,33","16.963,52","16.670,97","985,4K","0,11%"\n';
  for (const names of files) {
    const header = names.split(",").map((name) => `"${name}"`).join(",");
    const { open, high, low, close, volume } = parse(`${header}\n${rows}`).columns;
    assertEquals([[...open], [...high], [...low], [...close], [...volume]], [
      [16801.33, 16769.36],
      [16963.52, 16800],
      [16670.97, 16500],
      [16769.36, 16538.39],
      [985_400, 1_200_000],
    ], names);
  }
  const named = '"Datum","Zuletzt","Eröffn.","Hoch","Tief","Vol."\n"02.01.2024","1,5","1,5","2,0","1,0","3 Stk."\n';
  assertThrows(() => parse(named), RangeError, 'column "Vol.": expected a number, found "3 Stk."');
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
    'line 4 of data/x.csv, column "Date": there is no date "15/01/2024" with the month first, which "01/15/2024" ' +
      "before it has",
  );
  // To leave out such a row would keep others whose day and month are exchanged.
  for (const onBadRow of ["error", "skip"] as const) {
    assertThrows(
      () => parse(file("31/01/2024", "02/13/2024", "02/03/2024"), { onBadRow }),
      RangeError,
      '(the line is "02/13/2024,1,1,1,1"); write all dates in one order',
    );
  }
  const points = file("01.02.2024", "01.03.2024", "01.04.2024");
  assertEquals(iso(parse(points, { dateOrder: "mdy" }).columns.timeUs[0]! + 1), "2024-01-03T00:00:00.000Z");
  assertEquals(iso(parse(points, { stamp: "close" }).columns.timeUs[0]! + 1), "2024-02-02T00:00:00.000Z");
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

Deno.test("parseCsv() reads a further column of truth values as 1 and 0, and tells it", () => {
  const file = (...cells: readonly string[]) =>
    "Date,Open,High,Low,Close,Flag\n" + cells.map((cell, row) => `2024-01-0${row + 1},1,1,1,1,${cell}\n`).join("");
  const feed = parse(file("true", "False", "", "TRUE"));
  assertEquals([...feed.extra["Flag"]!], [1, 0, NaN, 1]);
  assertEquals(feed.notes[0], 'Column "Flag" holds true and false, read as 1 and 0');
  // A column that is now one and now the other is no line.
  const mixed = parse(file("true", "5"));
  assertEquals([mixed.extra, mixed.notes[0]], [{}, 'Column "Flag" is not used: it holds numbers and truth values']);
  assertEquals(parse(file("5", "true")).notes[0], 'Column "Flag" is not used: it holds "true"');
  assertEquals(parse(file("true", "maybe")).notes[0], 'Column "Flag" is not used: it holds "maybe"');
  assertThrows(
    () => parse("Date,Open,High,Low,Close\n2024-01-02,1,1,1,true\n"),
    RangeError,
    'line 2 of data/x.csv, column "Close": expected a number, found "true"',
  );
});

Deno.test("parseCsv() refuses what is no file, no name and no options, with the value and the remedy", () => {
  const bytes = new TextEncoder().encode("Date,Open,High,Low,Close\n2024-01-02,1,1,1,1\n");
  const refused = (file: unknown, source: unknown, options: unknown, message: string) => {
    const error = assertThrows(() => parseCsv(file as never, source as never, options as never), TypeError) as Error;
    assertEquals(error.message.startsWith(message), true, error.message);
  };
  const encode = "pass the bytes of a file as a Uint8Array, such as new TextEncoder().encode(text)";
  refused("Date,Open\n", "x.csv", {}, `Cannot read "Date,Open\\n": ${encode}`);
  const remedy = "pass the bytes of a file as a Uint8Array, or its path to csv()";
  for (const [file, shown] of [[5, "5"], [null, "null"], [undefined, "undefined"], [[1, 2], "[ 1, 2 ]"]] as const) {
    refused(file, "x.csv", {}, `Cannot read ${shown}: ${remedy}`);
  }
  refused(new ArrayBuffer(4), "x.csv", {}, "Cannot read ArrayBuffer");
  for (const [source, shown] of [[5, "5"], [null, "null"], [undefined, "undefined"], [{}, "{}"]] as const) {
    refused(bytes, source, {}, `Cannot use ${shown} as the source: pass the file's path or name as a text`);
  }
  for (const [options, shown] of [[5, "5"], [null, "null"], ["skip", '"skip"'], [[], "[]"]] as const) {
    refused(bytes, "x.csv", options, `Cannot use ${shown} as options: pass an object, such as { timeframe: "5m" }`);
  }
  for (const [columns, shown] of [[NaN, "NaN"], [5, "5"], [null, "null"], ["Close", '"Close"'], [5n, "5n"]] as const) {
    refused(bytes, "x.csv", { columns }, `Cannot use columns ${shown}: pass names by role, { close: "Settle" }, or by`);
  }
  refused(bytes, "x.csv", { columns: { close: 5n } }, "Cannot use 5n as the name of column close: pass a text");
  refused(bytes, "x.csv", { columns: ["time", 5] }, "Cannot use 5 as the name of column 1: pass a text");
});

Deno.test("parseCsv() reads bytes in any memory, and leaves them as they are", () => {
  const text = "Date,Open,High,Low,Close\r2024-01-02,1,1,1,1\r2024-01-03,1,1,1,1\r";
  const bytes = new TextEncoder().encode(text);
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  for (const memory of [bytes, shared, Buffer.from(bytes), new Uint8Array([0, ...bytes, 0]).subarray(1, -1)]) {
    const before = [...memory];
    assertEquals(parseCsv(memory, "x.csv").length, 2);
    assertEquals([...memory], before);
  }
  bytes.buffer.transfer();
  assertThrows(() => parseCsv(bytes, "x.csv"), TypeError, "Cannot read x.csv: its bytes were transferred away");
});

Deno.test("parseCsv() takes one pass over a cell, however long it is", () => {
  // A cell of 80,000 zeros took 12 s when the time grew with the square of its length.
  const zeros = "0".repeat(2_000_000), header = "Date,Open,High,Low,Close,Volume,Rate\n";
  const row = (cells: Readonly<Record<string, string>>) =>
    ["2024-01-02", "5", "9", "1", "5", "7", "3"].map((cell, column) => cells[column] ?? cell).join(",") + "\n";
  const read = (cells: Readonly<Record<string, string>>) => parse(header + row(cells), { timeframe: "1d" });
  assertEquals(read({ 1: `5.${zeros}1` }).columns.open[0], 5);
  assertEquals(read({ 1: `${zeros}5` }).columns.open[0], 5);
  assertEquals(read({ 5: `7.${zeros}1` }).columns.volume[0], 7);
  assertEquals(read({ 6: `3.${zeros}1` }).extra["Rate"]![0], 3);
  assertEquals(read({ 1: `"5.${zeros}1"` }).columns.open[0], 5);
  const refused = (cells: Readonly<Record<string, string>>, message: string) => {
    const error = assertThrows(() => read(cells), RangeError) as Error;
    assertEquals(
      [error.message.startsWith(message), error.message.length < 1000],
      [true, true],
      error.message.slice(0, 500),
    );
  };
  const shown = `found "${"0".repeat(60)}..."`;
  refused({ 1: `${zeros}x` }, `Cannot read line 2 of data/x.csv, column "Open": expected a number, ${shown}`);
  refused({ 0: `${zeros}x` }, `Cannot read line 2 of data/x.csv, column "Date": expected a time, ${shown}`);
  refused(
    { 0: zeros.replaceAll("0", "1 ") },
    'Cannot read line 2 of data/x.csv, column "Date": expected a time, found "1 1',
  );
  refused({ 1: `5,${zeros}` }, 'Cannot read line 2 of data/x.csv, column "Rate": the row has 8 cells or more');
  refused({ 1: zeros + zeros + zeros }, 'Cannot read line 2 of data/x.csv, column "Open": the cell has 6000000 bytes');
  refused(
    { 1: `"${`1'234`.padEnd(4_000_000, "'234")}` },
    'Cannot read line 2 of data/x.csv, column "Open": expected a number',
  );
  for (const cell of [`5.${zeros}1`, `${zeros}x`, "x".repeat(2_000_000)]) {
    const error = assertThrows(() => parse(`Date,Open,High,Low,${cell}\n`), RangeError) as Error;
    assertEquals([error.message.startsWith("Cannot find "), error.message.length < 1000], [true, true]);
  }
});

Deno.test("parseCsv() takes memory for the cells that a file can have, whatever its first row", () => {
  const names = Array.from({ length: 20_000 }, (_, column) => `x${column}`).join(",");
  const cells = "1,".repeat(20_000).slice(0, -1);
  const rows = Array.from({ length: 20 }, (_, row) => `2024-01-${String(row + 1).padStart(2, "0")},1,1,1,1,${cells}\n`);
  const feed = parse(`Date,Open,High,Low,Close,${names}\n\n${rows.join("")}`);
  assertEquals([feed.length, Object.keys(feed.extra).length], [20, 20_000]);
});

Deno.test("parseCsv() leaves out the line of a quote that is not closed, and not the rows behind it", () => {
  const row = (day: number, close = "1") => `2024-01-${String(day).padStart(2, "0")},1,1,1,${close}\n`;
  const days = Array.from({ length: 20 }, (_, day) => row(day + 1));
  days[4] = row(5, '"1');
  days[14] = row(15, '1"');
  const feed = parse(`Date,Open,High,Low,Close\n${days.join("")}`, { onBadRow: "skip" });
  assertEquals(feed.length, 18);
  assertEquals(
    feed.notes[0]!.startsWith("2 bad rows were left out, the first is line 6 of data/x.csv"),
    true,
    feed.notes[0],
  );
});

Deno.test("parseCsv() reads a file with titles, pipes or a header in a comment", () => {
  const rows = "2024-01-02|1|2|1|2\n2024-01-03|1|2|1|1.5\n", names = "Date|Open|High|Low|Close\n";
  for (const text of [names + rows, `AAPL daily\n\n${names}${rows}`, `#${names}${rows}`]) {
    assertEquals([...parse(text).columns.close], [2, 1.5], text);
  }
  const averages = parse("Date,Open,High,Low,Close,Volume,20,50\n2024-01-02,1,2,1,2,5,1.5,1.25\n");
  assertEquals([averages.extra["20"]![0], averages.extra["50"]![0]], [1.5, 1.25]);
});

Deno.test("parseCsv() says what to do where no header is found, and what it says works", () => {
  const title = "AAPL daily\n", rows = "2024-01-02;1;2;1;2\n2024-01-03;1;2;1;1.5\n";
  const named = `${title}When;First;Top;Bottom;Final\n${rows}`;
  assertThrows(
    () => parse(named),
    RangeError,
    'Cannot find the header of data/x.csv: its columns are "AAPL daily", 1 of at least 5, and no line behind it ' +
      "names open, high, low and close; say how they are named with columns: " +
      '{ time: "...", open: "...", high: "...", low: "...", close: "..." }, or name all columns by position with ' +
      'columns: ["time", "open", "high", "low", "close"]',
  );
  const columns = { time: "When", open: "First", high: "Top", low: "Bottom", close: "Final" };
  assertEquals([...parse(named, { columns }).columns.close], [2, 1.5]);
  const byPosition = { columns: ["time", "open", "high", "low", "close"] };
  assertEquals([...parse(named, byPosition).columns.close], [2, 1.5]);
  assertEquals([...parse(title + rows, byPosition).columns.close], [2, 1.5]);

  const spaces = `Date Open High Low Close\n${rows.replaceAll(";", " ")}`;
  for (const text of [spaces, rows.replaceAll(";", "  ")]) {
    assertThrows(
      () => parse(text),
      RangeError,
      "Cannot read data/x.csv: spaces stand between the cells of its first line",
    );
  }
  assertEquals(parse(spaces.replaceAll(" ", ",")).length, 2);
});

Deno.test("parseCsv() names column and line in the faults of counts and of the order", () => {
  const file = (...times: readonly string[]) =>
    "When,Open,High,Low,Close\n" + times.map((time) => `${time},1,1,1,1\n`).join("");
  const columns = { time: "When" };
  assertThrows(
    () => parse(file("45293", "45294"), { columns }),
    RangeError,
    'Cannot read line 2 of data/x.csv, column "When": the time 45293 is no count',
  );
  assertThrows(() => parse(file("45293", "45294"), { columns }), RangeError, '(the line is "45293,1,1,1,1")');
  assertThrows(
    () => parse(file("2024-01-02", "2024-01-02"), { columns }),
    RangeError,
    'Cannot order the rows of data/x.csv by column "When": line 2 of data/x.csv and line 3',
  );
});
