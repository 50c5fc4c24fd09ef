import { assertEquals, assertThrows } from "@std/assert";
import type { FeedData } from "../feed_data.ts";
import { parseCsv } from "./csv.ts";
import type { CsvOptions } from "./csv_options.ts";

function parse(text: string, options?: CsvOptions): FeedData {
  return parseCsv(new TextEncoder().encode(text), "x.csv", options);
}

const BARS: Readonly<Record<string, readonly number[]>> = { AAL: [15, 16], AAPL: [67, 68, 69], "BRK.B": [300, 301] };

/** Rows of several instruments in long form, by instrument or by day, with the symbols in a column at the end. */
function long(name: string, order: "by symbol" | "by day" | "one after the other" = "by symbol"): string {
  const rows = Object.entries(BARS).flatMap(([symbol, prices], block) =>
    prices.map((price, day) => ({
      date: `2024-01-0${1 + day + (order === "one after the other" ? 3 * block : 0)}`,
      line: `${price},${price},${price},${price},5,${symbol}`,
    }))
  );
  if (order === "by day") rows.sort((a, b) => a.date < b.date ? -1 : a.date > b.date ? 1 : 0);
  return [`date,open,high,low,close,volume,${name}`, ...rows.map(({ date, line }) => `${date},${line}`), ""].join("\n");
}

const NAMES = [
  "Name",
  "Symbol",
  "Ticker",
  "<TICKER>",
  "instrument",
  "Contract",
  "ISIN",
  "Security Name",
  "pair",
  "sym",
];
const ORDERS = ["by symbol", "by day", "one after the other"] as const;

Deno.test("rows of several instruments are an error that lists them and says how to select one", () => {
  for (const name of NAMES) {
    for (const order of ORDERS) {
      for (const onBadRow of ["error", "skip"] as const) {
        assertThrows(
          () => parse(long(name, order), { onBadRow }),
          RangeError,
          `Cannot read x.csv as one instrument: its column "${name}" has 3 symbols, "AAL", "AAPL", "BRK.B"; ` +
            `pass symbol: "AAL" to read the rows of one, or columns: { symbol: "" } if the column does not name instruments`,
        );
      }
    }
  }
});

Deno.test("the option symbol reads the rows of one instrument and names the feed", () => {
  for (const name of NAMES) {
    for (const order of ORDERS) {
      for (const [symbol, prices] of Object.entries(BARS)) {
        const feed = parse(long(name, order), { symbol });
        assertEquals([feed.name, [...feed.columns.close]], [symbol, prices], `${name} ${order}`);
        assertEquals(
          feed.notes[0],
          `Column "${name}" selects "${symbol}"; ${7 - prices.length} rows of other symbols were left out`,
        );
      }
    }
  }
  assertEquals(parse(long("Name"), { symbol: "AAL", name: "airline" }).name, "airline");
});

Deno.test("rows of other instruments are not looked at, so that their faults do no harm", () => {
  const text = long("Name").replace("67,67,67,67", "67,null,67,67").replace("300,300", "300,soon");
  assertEquals([...parse(text, { symbol: "AAL" }).columns.close], [15, 16]);
  assertThrows(() => parse(text, { symbol: "AAPL" }), RangeError, 'line 4 of x.csv, column "high": there is no value');
});

Deno.test("an instrument that the file does not have is an error that lists those that it has", () => {
  assertThrows(
    () => parse(long("Name"), { symbol: "MSFT" }),
    RangeError,
    'Cannot find the symbol "MSFT" in column "Name" of x.csv: its 3 symbols are "AAL", "AAPL", "BRK.B"; pass one of them',
  );
  assertThrows(() => parse(long("Name"), { symbol: "brk.b" }), RangeError, 'its 3 symbols are "BRK.B", "AAL", "AAPL"');
  const many = Array.from({ length: 500 }, (_, each) => `2024-01-02,1,1,1,1,S${each}`).join("\n");
  assertThrows(
    () => parse(`date,open,high,low,close,ticker\n${many}\n`),
    RangeError,
    'has 500 symbols, "S0", "S1", "S2", "S3", "S4" and 495 more; pass symbol: "S0"',
  );
  assertThrows(
    () => parse("date,open,high,low,close\n2024-01-02,1,1,1,1\n", { symbol: "A" }),
    RangeError,
    'Cannot select the symbol "A" in x.csv: no column is known to name instruments; say which one does with columns: { symbol',
  );
  for (const symbol of ["", 5, null]) {
    assertThrows(
      () => parse(long("Name"), { symbol } as never),
      TypeError,
      `Cannot use symbol ${Deno.inspect(symbol)}: pass a text that is not empty, such as "AAPL"`,
    );
  }
});

Deno.test("one instrument alone needs no option, and may be selected", () => {
  const text =
    "ticker,volume,open,close,high,low,window_start\nAAPL,4,2,2,2,2,1744792500000\nAAPL,1,2,2,2,2,1744792560000\n";
  assertEquals(parse(text).notes[0], 'Column "ticker" has the symbol "AAPL" in every row');
  const selected = parse(text, { symbol: "AAPL" });
  assertEquals([selected.name, selected.length], ["AAPL", 2]);
  assertEquals(parse(text.replace("\nAAPL,1", '\n"AAPL" ,1')).length, 2);
});

Deno.test("columns: { symbol } names the column of instruments, and with an empty text says that there is none", () => {
  const text = long("Firma");
  const feed = parse(text, { columns: { symbol: "Firma" }, symbol: "AAPL" });
  assertEquals([...feed.columns.close], [67, 68, 69]);
  assertThrows(() => parse(text, { columns: { symbol: "Firma" } }), RangeError, 'its column "Firma" has 3 symbols');
  const joined = parse(long("contract", "one after the other"), { columns: { symbol: "" } });
  assertEquals([...joined.columns.close], [15, 16, 67, 68, 69, 300, 301]);
  assertThrows(
    () => parse(text, { columns: { symbol: "date", time: "date" } }),
    RangeError,
    'Cannot use column "date" of x.csv for its symbols and as its time: name two columns',
  );
});

Deno.test("a whole number is the code of an instrument under a name of codes, and else a further number", () => {
  const text = (name: string, one: string, other: string) =>
    `date,${name},open,high,low,close\n2024-01-02,${one},1,1,1,1\n2024-01-03,${other},2,2,2,2\n`;
  for (const name of ["Code", "ticker", "PERMNO", "instrument_id"]) {
    assertThrows(() => parse(text(name, "7203", "6758")), RangeError, 'has 2 symbols, "7203", "6758"');
    assertEquals(parse(text(name, "7203", "6758"), { symbol: "6758", timeframe: "1d" }).length, 1);
  }
  assertEquals(parse(text("stock", "7203", "6758")).extra["stock"], Float64Array.of(7203, 6758));
  assertEquals(parse(text("symbol", "0.5", "0.25")).extra["symbol"], Float64Array.of(0.5, 0.25));
});

Deno.test("a bad row is no second instrument", () => {
  const text =
    "date,open,high,low,close,Name\n2024-01-02,1,1,1,1,A\ndate,open,high,low,close,Name\n2024-01-03,1,1,1,1,A\n";
  assertEquals(parse(text, { onBadRow: "skip" }).length, 2);
});
